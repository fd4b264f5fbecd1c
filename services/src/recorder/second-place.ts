/**
 * The newest signed checkpoint, kept a second time outside the database.
 *
 * A database that was restored from a backup, or failed over to a replica behind it, would go on from an older tree and
 * sign a second history. Whoever signs writes here first: a tree that is behind it is never signed.
 *
 * Two files take turns, so that a crash in the middle of writing one leaves the other whole.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote } from '@counterfoil/ledger/note';

export class SecondPlace {
  readonly #files: readonly [FileHandle, FileHandle];
  #newest: Checkpoint | undefined;
  /** The file that does not hold the newest. */
  #turn: 0 | 1 = 0;

  private constructor(files: readonly [FileHandle, FileHandle]) {
    this.#files = files;
  }

  static async open(dataFolder: string): Promise<SecondPlace> {
    const openFile = (name: string): Promise<FileHandle> =>
      open(join(dataFolder, name), 'a+')
        .then((file) => file.close())
        .then(() => open(join(dataFolder, name), 'r+'));
    const place = new SecondPlace([await openFile('checkpoint.0'), await openFile('checkpoint.1')]);
    for (const turn of [0, 1] as const) {
      const checkpoint = readCheckpoint(await place.#files[turn].readFile('utf8'));
      if (checkpoint === undefined || checkpoint.size < (place.#newest?.size ?? 0)) continue;
      place.#newest = checkpoint;
      place.#turn = turn === 0 ? 1 : 0;
    }
    return place;
  }

  /** The newest signed checkpoint, or undefined before the first. */
  get newest(): Checkpoint | undefined {
    return this.#newest;
  }

  /** Durable when it resolves. The caller has made sure that it follows from `newest`. */
  async write(note: string): Promise<void> {
    const file = this.#files[this.#turn];
    const bytes = Buffer.from(note);
    await file.write(bytes, 0, bytes.length, 0);
    await file.truncate(bytes.length);
    await file.datasync();
    this.#newest = parseCheckpoint(parseNote(note).text);
    this.#turn = this.#turn === 0 ? 1 : 0;
  }

  async close(): Promise<void> {
    for (const file of this.#files) await file.close();
  }
}

/** Undefined for an empty file and for one that was torn while it was written: it was never relied on. */
function readCheckpoint(text: string): Checkpoint | undefined {
  try {
    return parseCheckpoint(parseNote(text).text);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
