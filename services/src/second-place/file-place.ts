/**
 * The second place as files of a folder: `checkpoint.0`, `checkpoint.1` and so on, of which the newest counts.
 *
 * Compare-and-set is `link`, which makes the next name for one process only (on network file systems too). Nothing is locked, so a
 * process that dies leaves nothing that others would wait for.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { FormatError } from '@counterfoil/ledger/error';
import { MAX_KEPT_BYTES, parseKept, type Kept, type SecondPlace } from './second-place.ts';

const NAME = /^checkpoint\.(0|[1-9]\d{0,14})$/;
/** The newest, and the one before it: should the machine lose its power, the newest may be torn. */
const FILES_KEPT = 2;

/**
 * It blocks for the time of one small write: on the thread pool it would wait behind the signature checks, which takes longer.
 * @throws Error when the folder cannot be made or read.
 */
export class FilePlace implements SecondPlace {
  readonly name: string;
  readonly #folder: string;
  /** Descriptor of the folder: a name is durable when it is flushed. */
  readonly #handle: number | undefined;
  /** Its own, so that two processes never write to the same. */
  readonly #draft: string;

  constructor(folder: string) {
    this.#folder = resolve(folder);
    this.name = this.#folder;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    // Windows opens no folders; there the system flushes names by itself.
    this.#handle = process.platform === 'win32' ? undefined : openSync(this.#folder, constants.O_RDONLY);
    this.#draft = join(this.#folder, `checkpoint-draft-${randomBytes(8).toString('hex')}`);
  }

  read(): Kept | undefined {
    // What is not the newest any more goes away while it is being read: then a newer one is there.
    for (let attempt = 0; attempt < 100; attempt++) {
      const versions = this.#versions();
      const whole = versions.flatMap((version) => this.#readOne(version) ?? []);
      // Turns were taken between two files once: then the larger one may be the older.
      const newest = whole.toSorted((a, b) => a.checkpoint.size - b.checkpoint.size).at(-1);
      // What is torn counts as a version, so that it is never written a second time.
      if (newest !== undefined) return { ...newest, version: String(versions.at(-1)) };
      if (versions.every((version) => this.#isTorn(version))) return undefined;
    }
    throw new Error(`The checkpoints in ${this.#folder} change faster than they can be read.`);
  }

  swap(note: string, before: Kept | undefined): Kept | undefined {
    const versions = this.#versions();
    const newest = versions.at(-1) ?? -1;
    if (before === undefined ? this.read() !== undefined : before.version !== String(newest)) return undefined;
    const next = newest + 1;
    const draft = openSync(this.#draft, 'w', 0o644);
    try {
      writeSync(draft, note);
      if (!linked(this.#draft, this.#path(next))) return undefined;
      // A name that was taken before, and tidied away since, can be made again: then newer ones are there.
      if (this.#versions().some((version) => version > next)) {
        rmSync(this.#path(next), { force: true });
        return undefined;
      }
      fdatasyncSync(draft);
    } finally {
      closeSync(draft);
      rmSync(this.#draft, { force: true });
    }
    if (this.#handle !== undefined) fsyncSync(this.#handle);
    for (const old of versions.slice(0, Math.max(0, versions.length + 1 - FILES_KEPT)))
      rmSync(this.#path(old), { force: true });
    return parseKept(note, String(next));
  }

  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle);
  }

  /** Oldest first. */
  #versions(): number[] {
    return readdirSync(this.#folder)
      .flatMap((name) => NAME.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  }

  #path(version: number): string {
    return join(this.#folder, `checkpoint.${version}`);
  }

  /** Undefined for one that was torn while it was written, which was never relied on, and for one that has gone. */
  #readOne(version: number): Kept | undefined {
    try {
      return parseKept(readText(this.#path(version)), String(version));
    } catch (error) {
      if (error instanceof FormatError || isMissing(error)) return undefined;
      throw error;
    }
  }

  #isTorn(version: number): boolean {
    try {
      readText(this.#path(version));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }
}

function readText(path: string): string {
  const file = openSync(path, 'r');
  try {
    if (fstatSync(file).size > MAX_KEPT_BYTES) return '';
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

/** @returns false where the name is taken. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
