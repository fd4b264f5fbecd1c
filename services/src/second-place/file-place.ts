/**
 * The second place as two files of a folder that take turns, so that a crash in the middle of writing one leaves the other whole.
 *
 * Compare-and-set holds a lock of the operating system, taken through SQLite: it is let go with the process that held it. Wants a file
 * system with locks.
 */
import {
  closeSync,
  constants,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FormatError } from '@counterfoil/ledger/error';
import { MAX_KEPT_BYTES, parseKept, type Kept, type SecondPlace } from './second-place.ts';

const FILES = ['checkpoint.0', 'checkpoint.1'] as const;
/** The lock is held for two small reads and one small write. */
const LOCK_TIMEOUT_MS = 5000;

type Turn = 0 | 1;

/** It blocks for the time of one small write: on the thread pool it would wait behind other work, which takes longer. */
export class FilePlace implements SecondPlace {
  readonly name: string;
  readonly #folder: string;
  readonly #lock: DatabaseSync;

  /** @throws Error in a sentence for operators when the folder cannot be made or written to. */
  constructor(folder: string) {
    this.#folder = resolve(folder);
    this.name = this.#folder;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      this.#lock = new DatabaseSync(join(this.#folder, 'checkpoint.lock'), { timeout: LOCK_TIMEOUT_MS });
    } catch (cause) {
      const said = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`The folder ${this.#folder} cannot hold the second place: ${said}`, { cause });
    }
  }

  read(): Kept | undefined {
    return this.#locked(() => this.#newest());
  }

  swap(note: string, before: Kept | undefined): Kept | undefined {
    return this.#locked(() => {
      const newest = this.#newest();
      if (newest?.text !== before?.text) return undefined;
      const turn: Turn = newest?.version === '0' ? 1 : 0;
      this.#write(turn, note);
      return parseKept(note, String(turn));
    });
  }

  close(): void {
    this.#lock.close();
  }

  /** Readers too: a file that is just being written looks torn, and the other one is older. */
  #locked<Result>(work: () => Result): Result {
    this.#lock.exec('begin immediate');
    try {
      return work();
    } finally {
      this.#lock.exec('rollback');
    }
  }

  #newest(): Kept | undefined {
    const [one, other] = [this.#readOne(0), this.#readOne(1)];
    if (one === undefined || other === undefined) return one ?? other;
    return one.checkpoint.size > other.checkpoint.size ? one : other;
  }

  /** Undefined for one that was torn while it was written: it was never relied on. */
  #readOne(turn: Turn): Kept | undefined {
    try {
      const bytes = readFileSync(this.#path(turn));
      return bytes.length > MAX_KEPT_BYTES ? undefined : parseKept(bytes.toString('utf8'), String(turn));
    } catch (error) {
      if (error instanceof FormatError || isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Durable when it returns. */
  #write(turn: Turn, note: string): void {
    const isNew = !existsSync(this.#path(turn));
    const file = openSync(this.#path(turn), constants.O_RDWR | constants.O_CREAT, 0o644);
    try {
      const bytes = Buffer.from(note);
      ftruncateSync(file, bytes.length);
      writeSync(file, bytes, 0, bytes.length, 0);
      fdatasyncSync(file);
    } finally {
      closeSync(file);
    }
    if (isNew) flushFolder(this.#folder);
  }

  #path(turn: Turn): string {
    return join(this.#folder, FILES[turn]);
  }
}

/** So that the names in it are durable. Windows opens no folders; there the system does it by itself. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
