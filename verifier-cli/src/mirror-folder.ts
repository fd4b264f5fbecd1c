/** A folder that holds a copy of a public record: every file in it is whole, whenever the copying was interrupted. */
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CHECKPOINT_PATH } from '@counterfoil/ledger/audit/source';
import { tilePath, type EntryBundle, type HashTile } from '@counterfoil/ledger/tile';
import { writing } from './cannot-write.ts';
import { plain } from './file-answer.ts';
import { CannotMirror, openKept } from './mirror-history.ts';
import { isPublicPath } from './public-path.ts';
import { makeFolder } from './make-folder.ts';

/** Beside the record, on the same disk, so that moving a file into place is one step. */
const UNFINISHED = '.unfinished';
/** In there: of which ledger a first copy is that has no checkpoint yet. */
const ORIGIN = 'origin';
const ADVICE = 'What was fetched before is kept. Make room, or give another folder, and run the same command again.';

export class MirrorFolder {
  readonly #folder: string;
  /** No two copyings write the same unfinished file, not even one that gave up while a write of its own was under way. */
  readonly #run = randomUUID();
  #written = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get path(): string {
    return this.#folder;
  }

  /** Files written so far. */
  get written(): number {
    return this.#written;
  }

  /**
   * Before anything is written: the folder holds nothing, a copy of this ledger, or the beginning of one.
   * @throws CannotMirror, CannotWrite
   */
  async begin(origin: string): Promise<void> {
    const mark = join(this.#folder, UNFINISHED, ORIGIN);
    const names = await this.#writing(() => namesIn(this.#folder));
    const note = await this.read(CHECKPOINT_PATH);
    if (note !== undefined) {
      const held = openKept(note)?.origin;
      if (held === origin) return;
      if (held !== undefined)
        throw new CannotMirror(`The folder holds a copy of another ledger, "${plain(held)}". Choose another folder.`);
    }
    const begun = (await readFile(mark, 'utf8').catch(() => '')) === origin;
    if (!begun && names.some((name) => name !== UNFINISHED))
      throw new CannotMirror(
        `There are files in "${this.#folder}", and they are no copy of this ledger. Nothing was written. Give a new or empty folder, or the one of a copy of this ledger.`,
      );
    if (begun) return;
    await this.#writing(async () => {
      makeFolder(dirname(mark));
      await writeFile(mark, origin);
    });
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(this.#place(path));
    } catch (error) {
      if (isNotThere(error)) return undefined;
      throw error;
    }
  }

  /** Undefined when there is no such file. */
  async sizeBytes(path: string): Promise<number | undefined> {
    const found = await stat(this.#place(path)).catch((error: unknown) => {
      if (isNotThere(error)) return undefined;
      throw error;
    });
    return found?.isFile() === true ? found.size : undefined;
  }

  /** Whole or not at all. */
  async write(path: string, bytes: Uint8Array): Promise<void> {
    const place = this.#place(path);
    const unfinished = join(this.#folder, UNFINISHED, `${this.#run}-${this.#written++}`);
    await this.#writing(async () => {
      makeFolder(dirname(unfinished));
      await writeFile(unfinished, bytes);
      makeFolder(dirname(place));
      await rename(unfinished, place);
    });
  }

  /** @returns whether there was such a file. */
  async remove(path: string): Promise<boolean> {
    if ((await this.sizeBytes(path)) === undefined) return false;
    await this.#writing(() => rm(this.#place(path), { force: true }));
    return true;
  }

  /** Takes away what an interrupted run left. */
  async tidy(): Promise<void> {
    await this.#writing(() => rm(join(this.#folder, UNFINISHED), { recursive: true, force: true }));
  }

  /** Takes away what has taken the place of this tile before it grew: narrower ones, or all if it is full now. */
  async removePartials(tile: HashTile | EntryBundle): Promise<void> {
    await this.#writing(() => this.#removePartials(tile));
  }

  async #removePartials({ level, index, width }: HashTile | EntryBundle): Promise<void> {
    const full = tilePath(level, index);
    const folder = `${this.#place(full)}.p`;
    if ((await this.sizeBytes(full)) !== undefined) return rm(folder, { recursive: true, force: true });
    const widths = await namesIn(folder);
    for (const other of widths) if (other !== String(width)) await rm(join(folder, other), { force: true });
  }

  #writing<Value>(write: () => Promise<Value>): Promise<Value> {
    return writing({ what: 'The copy', file: this.#folder, advice: ADVICE }, write);
  }

  #place(path: string): string {
    if (!isPublicPath(path)) throw new RangeError(`No file of a ledger is called "${path}".`);
    return join(this.#folder, path);
  }
}

/** None where there is no such folder; a file in its place is an error. */
async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
}

function isNotThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
