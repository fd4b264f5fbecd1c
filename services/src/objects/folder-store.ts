/**
 * A folder as an object store: a disk elsewhere, or what a web server gives out as it lies there.
 *
 * Files appear whole: written beside, flushed, and linked or renamed into place. Who compares and sets holds a lock of the operating system
 * meanwhile, taken through SQLite, which is let go with the process that held it. Wants a file system with hard links and locks.
 */
import { hash, randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isKey, MAX_OBJECT_BYTES, type ObjectStore, type StoredObject } from './store.ts';

/** Names that no key has. */
const UNFINISHED = '.unfinished';
const LOCK = '.lock';
/** The lock is held for two small reads and a rename. */
const LOCK_TIMEOUT_MS = 5000;
/** What a process on another machine was writing so long ago, it writes no more. */
const FOREIGN_UNFINISHED_MS = 3_600_000;

export class FolderStore implements ObjectStore {
  readonly #folder: string;
  /** Unfinished files of this process that are being written. */
  readonly #writing = new Set<string>();
  #lock: DatabaseSync | undefined;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes the folder if there is none. @throws Error in a sentence for operators. */
  static async open(folder: string): Promise<FolderStore> {
    const store = new FolderStore(folder);
    try {
      await mkdir(folder, { recursive: true });
      // Nobody else's: a text may be erased before it gets into its place.
      await mkdir(join(folder, UNFINISHED), { recursive: true, mode: 0o700 });
      store.#lock = new DatabaseSync(join(folder, LOCK), { timeout: LOCK_TIMEOUT_MS });
      await store.tidy();
    } catch (cause) {
      const said = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`The folder ${folder} cannot be written to: ${said}`, { cause });
    }
    return store;
  }

  get name(): string {
    return this.#folder;
  }

  async get(key: string): Promise<StoredObject | undefined> {
    const place = this.#place(key);
    try {
      const { size } = await stat(place);
      if (size > MAX_OBJECT_BYTES) throw new Error(`${place} is larger than anything that was written there.`);
      const bytes = new Uint8Array(await readFile(place));
      return { bytes, version: versionOf(bytes) };
    } catch (error) {
      if (isNotThere(error)) return undefined;
      throw error;
    }
  }

  async create(key: string, bytes: Uint8Array): Promise<boolean> {
    return this.#write(key, bytes, async (unfinished, place) => {
      try {
        await link(unfinished, place);
        return true;
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return false;
        throw error;
      }
    });
  }

  async swap(key: string, bytes: Uint8Array, version: string | undefined): Promise<boolean> {
    if (version === undefined) return this.create(key, bytes);
    return this.#write(key, bytes, (unfinished, place) =>
      this.#locked(() => {
        if (versionNow(place) !== version) return false;
        renameSync(unfinished, place);
        return true;
      }),
    );
  }

  async remove(key: string): Promise<void> {
    const place = this.#place(key);
    this.#locked(() => rmSync(place, { force: true }));
    await flushFolder(dirname(place));
    // The folder of partial tiles goes with the last of them.
    await rmdir(dirname(place)).catch(() => undefined);
  }

  async *list(prefix: string): AsyncIterable<string> {
    // Only folders that can hold such a key are looked into.
    const start = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    if (start !== '' && !isKey(start.slice(0, -1))) return;
    for await (const place of this.#walk(join(this.#folder, start))) {
      const key = relative(this.#folder, place).split(sep).join('/');
      if (key.startsWith(prefix) && isKey(key)) yield key;
    }
  }

  /** A process that was killed leaves what it was writing. */
  async tidy(): Promise<void> {
    const folder = join(this.#folder, UNFINISHED);
    for (const name of await readdir(folder)) {
      const [host, pid] = name.split('~');
      const place = join(folder, name);
      if (this.#writing.has(place)) continue;
      const own = host === HOST;
      const over = own ? pid === String(process.pid) || !isAlive(Number(pid)) : await isOlder(place);
      if (over) await rm(place, { force: true });
    }
  }

  close(): Promise<void> {
    this.#lock?.close();
    this.#lock = undefined;
    return Promise.resolve();
  }

  async *#walk(folder: string): AsyncIterable<string> {
    let entries;
    try {
      entries = await readdir(folder, { withFileTypes: true });
    } catch (error) {
      if (isNotThere(error)) return;
      throw error;
    }
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const place = join(folder, entry.name);
      if (entry.isDirectory()) yield* this.#walk(place);
      else if (entry.isFile()) yield place;
    }
  }

  /** @param settle puts it into its place. */
  async #write(
    key: string,
    bytes: Uint8Array,
    settle: (unfinished: string, place: string) => Promise<boolean> | boolean,
  ): Promise<boolean> {
    const place = this.#place(key);
    const unfinished = join(this.#folder, UNFINISHED, `${HOST}~${process.pid}~${randomBytes(8).toString('hex')}`);
    this.#writing.add(unfinished);
    try {
      const file = await open(unfinished, 'wx', 0o644);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      const done = await this.#settle(place, () => settle(unfinished, place));
      if (done) await flushFolder(dirname(place));
      return done;
    } finally {
      await rm(unfinished, { force: true });
      this.#writing.delete(unfinished);
    }
  }

  /** The folder it goes to may be taken away, when its last file is, just after it was made. */
  async #settle(place: string, settle: () => Promise<boolean> | boolean): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      await mkdir(dirname(place), { recursive: true });
      try {
        return await settle();
      } catch (error) {
        if (codeOf(error) !== 'ENOENT' || attempt === 3) throw error;
      }
    }
  }

  #locked<Result>(work: () => Result): Result {
    const lock = this.#lock;
    if (lock === undefined) throw new Error(`The folder ${this.#folder} was closed.`);
    lock.exec('begin exclusive');
    try {
      return work();
    } finally {
      lock.exec('rollback');
    }
  }

  #place(key: string): string {
    if (!isKey(key)) throw new RangeError(`No object is called "${key}".`);
    return join(this.#folder, key);
  }
}

const HOST = hostname().replaceAll(/[^A-Za-z0-9-]/g, '-');

/** The same bytes are the same version: whoever read them read the newest. */
function versionOf(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

function versionNow(place: string): string | undefined {
  try {
    return versionOf(readFileSync(place));
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

/** Without it a new name may be lost when the power is. */
async function flushFolder(folder: string): Promise<void> {
  // Windows opens no folders, and needs none of this.
  if (process.platform === 'win32') return;
  const opened = await open(folder, 'r').catch((error: unknown) => {
    if (isNotThere(error)) return undefined;
    throw error;
  });
  try {
    await opened?.sync();
  } finally {
    await opened?.close();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

async function isOlder(place: string): Promise<boolean> {
  const found = await stat(place).catch(() => undefined);
  return found !== undefined && found.mtimeMs < Date.now() - FOREIGN_UNFINISHED_MS;
}

function isNotThere(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
