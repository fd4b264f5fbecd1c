/** A folder that holds a copy of a public record: every file in it is whole, whenever the copying was interrupted. */
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { tilePath, type EntryBundle, type HashTile } from '@counterfoil/ledger/tile';
import { isPublicPath } from './public-path.ts';

/** Beside the record, on the same disk, so that moving a file into place is one step. */
const UNFINISHED = '.unfinished';

export class MirrorFolder {
  readonly #folder: string;
  #written = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Files written so far. */
  get written(): number {
    return this.#written;
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
    const unfinished = join(this.#folder, UNFINISHED, String(this.#written++));
    await mkdir(dirname(unfinished), { recursive: true });
    await writeFile(unfinished, bytes);
    await mkdir(dirname(place), { recursive: true });
    await rename(unfinished, place);
  }

  /** @returns whether there was such a file. */
  async remove(path: string): Promise<boolean> {
    if ((await this.sizeBytes(path)) === undefined) return false;
    await rm(this.#place(path), { force: true });
    return true;
  }

  /** Takes away what an interrupted run left. */
  async tidy(): Promise<void> {
    await rm(join(this.#folder, UNFINISHED), { recursive: true, force: true });
  }

  /** Takes away what has taken the place of this tile before it grew: narrower ones, or all if it is full now. */
  async removePartials({ level, index, width }: HashTile | EntryBundle): Promise<void> {
    const full = tilePath(level, index);
    const folder = `${this.#place(full)}.p`;
    if ((await this.sizeBytes(full)) !== undefined) return rm(folder, { recursive: true, force: true });
    const widths = await readdir(folder).catch((error: unknown) => {
      if (isNotThere(error)) return [];
      throw error;
    });
    for (const other of widths) if (other !== String(width)) await rm(join(folder, other), { force: true });
  }

  #place(path: string): string {
    if (!isPublicPath(path)) throw new RangeError(`No file of a ledger is called "${path}".`);
    return join(this.#folder, path);
  }
}

function isNotThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
