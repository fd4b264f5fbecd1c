/**
 * The newest signed checkpoint, kept a second time outside the database.
 *
 * A database that was restored from a backup, or failed over to a replica behind it, would go on from an older tree and
 * sign a second history. Whoever signs moves this file first, and only forward: a tree that is behind it is never signed.
 */
import { open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote } from '@counterfoil/ledger/note';

export class SecondPlace {
  readonly #file: string;
  constructor(dataFolder: string) {
    this.#file = join(dataFolder, 'checkpoint');
  }

  /** The newest signed checkpoint, or undefined before the first. */
  async read(): Promise<Checkpoint | undefined> {
    try {
      return parseCheckpoint(parseNote(await readFile(this.#file)).text);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Durable when this returns. The caller has made sure that it follows from what `read` gave. */
  async write(note: string): Promise<void> {
    const fresh = `${this.#file}.new`;
    const file = await open(fresh, 'w');
    try {
      await file.writeFile(note);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(fresh, this.#file);
    const folder = await open(dirname(this.#file), 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}
