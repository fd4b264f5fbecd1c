/**
 * The newest signed checkpoint, kept a second time outside the database.
 *
 * A database that was restored from a backup, or failed over to a replica behind it, would go on from an older tree and
 * sign a second history. Whoever signs writes here first: a tree that is behind it is never signed.
 *
 * Two files take turns, so that a crash in the middle of writing one leaves the other whole.
 */
import { closeSync, constants, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote, type Note } from '@counterfoil/ledger/note';

export class SecondPlace {
  /** Descriptors. */
  readonly #files: readonly [number, number];
  #newest: Checkpoint | undefined;
  #note: Note | undefined;
  /** The file that does not hold the newest. */
  #turn: 0 | 1 = 0;

  private constructor(files: readonly [number, number]) {
    this.#files = files;
  }

  static open(dataFolder: string): SecondPlace {
    const flags = constants.O_RDWR | constants.O_CREAT;
    const openFile = (name: string): number => openSync(join(dataFolder, name), flags, 0o644);
    const place = new SecondPlace([openFile('checkpoint.0'), openFile('checkpoint.1')]);
    for (const turn of [0, 1] as const) {
      const kept = readCheckpoint(readFileSync(place.#files[turn], 'utf8'));
      if (kept === undefined || kept.checkpoint.size < (place.#newest?.size ?? 0)) continue;
      place.#newest = kept.checkpoint;
      place.#note = kept.note;
      place.#turn = turn === 0 ? 1 : 0;
    }
    return place;
  }

  /** The newest signed checkpoint, or undefined before the first. */
  get newest(): Checkpoint | undefined {
    return this.#newest;
  }

  /** The same with its signatures. */
  get note(): Note | undefined {
    return this.#note;
  }

  /**
   * Durable when it returns. The caller has made sure that it follows from `newest`.
   *
   * It blocks for the time of one small write: on the thread pool it would wait behind the signature checks, which takes longer.
   */
  write(note: string): void {
    const file = this.#files[this.#turn];
    const bytes = Buffer.from(note);
    ftruncateSync(file, bytes.length);
    writeSync(file, bytes, 0, bytes.length, 0);
    fdatasyncSync(file);
    this.#note = parseNote(note);
    this.#newest = parseCheckpoint(this.#note.text);
    this.#turn = this.#turn === 0 ? 1 : 0;
  }

  close(): void {
    for (const file of this.#files) closeSync(file);
  }
}

/** Undefined for an empty file and for one that was torn while it was written: it was never relied on. */
function readCheckpoint(text: string): { readonly note: Note; readonly checkpoint: Checkpoint } | undefined {
  try {
    const note = parseNote(text);
    return { note, checkpoint: parseCheckpoint(note.text) };
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
