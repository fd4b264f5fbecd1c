/**
 * The newest signed checkpoint, kept a second time outside the database. SPEC 3.5, M80 to M82.
 *
 * A database that was restored from a backup, or failed over to a replica behind it, would go on from an older tree and sign a second
 * history. Whoever signs writes here first, by compare-and-set: a tree that does not go on from what lies here is never signed for,
 * whichever process it is that signs.
 */
import { parseCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote, type Note } from '@counterfoil/ledger/note';

export interface Kept {
  /** The signed note, as it was written. */
  readonly text: string;
  readonly note: Note;
  readonly checkpoint: Checkpoint;
  /** What the place compares by; made by the place. */
  readonly version: string;
}

/**
 * Each call is one step, also where several processes make it at once, and durable when it returns true. One that throws may
 * have happened all the same: whoever made it reads again. What is quick answers without a promise.
 */
export interface SecondPlace {
  /** What operators know it by; without credentials. */
  readonly name: string;
  /** @returns undefined where nothing has been kept yet. @throws Error when it cannot be known. */
  read(): Kept | undefined | Promise<Kept | undefined>;
  /**
   * Writes where the newest is still `before`. The caller has made sure that the note goes on from it.
   * @returns what is kept from now on, or undefined where somebody else was first, or has gone on from it already.
   */
  swap(note: string, before: Kept | undefined): Kept | undefined | Promise<Kept | undefined>;
  close(): void | Promise<void>;
}

/** A note is a checkpoint of three lines and a few signatures. */
export const MAX_KEPT_BYTES = 65_536;

/** @throws FormatError where it is no signed checkpoint. */
export function parseKept(text: string, version: string): Kept {
  const note = parseNote(text);
  return { text, note, checkpoint: parseCheckpoint(note.text), version };
}
