/** Reads the public record from a folder: a mirror, or a copy of one. */
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { SourceError, type Source } from '@counterfoil/ledger/audit/source';
import { isPublicPath } from './public-path.ts';
import type { TimeLimit } from './time-limit.ts';

/** Neither waits for a pipe to be filled nor follows a link out of the folder. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);
/** Nothing that can be read as a file. */
const NOT_THERE = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG', 'ENXIO']);

/**
 * Reads at once instead of on the thread pool: there a file would wait behind all signatures that are being checked, and
 * cost more in waiting than in reading.
 */
export function folderSource(folder: string, limit?: TimeLimit): Source {
  const reader = new FileReader();
  return {
    read(path, maxBytes) {
      if (!isPublicPath(path)) return Promise.reject(new RangeError(`No file of a ledger is called "${path}".`));
      if (limit?.remainingMs() === 0) return Promise.reject(new SourceError('timeout', limit.sentence));
      try {
        return Promise.resolve(reader.read(join(folder, path), maxBytes));
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
    },
  };
}

class FileReader {
  /** Where a file is read to; only then is its size known. */
  #scratch = new Uint8Array(1 << 16);
  /** Small files share memory: a piece of its own for each costs more than reading it. */
  #shared = new Uint8Array(1 << 17);
  #sharedUsed = 0;

  read(path: string, maxBytes: number): Uint8Array | undefined {
    let file: number;
    try {
      file = openSync(path, OPEN_FLAGS);
    } catch (error) {
      return notThere(error);
    }
    try {
      return this.#copy(this.#fill(file, maxBytes));
    } catch (error) {
      return notThere(error);
    } finally {
      closeSync(file);
    }
  }

  /** Gives the length. */
  #fill(file: number, maxBytes: number): number {
    let length = 0;
    for (;;) {
      if (length > maxBytes) throw new SourceError('too-large', `The file has more than ${maxBytes} bytes.`);
      if (length === this.#scratch.length) this.#grow();
      const read = readSync(file, this.#scratch, length, this.#scratch.length - length, null);
      if (read === 0) return length;
      length += read;
    }
  }

  #grow(): void {
    const larger = new Uint8Array(this.#scratch.length * 2);
    larger.set(this.#scratch);
    this.#scratch = larger;
  }

  #copy(length: number): Uint8Array {
    if (length > this.#shared.length / 8) return this.#scratch.slice(0, length);
    if (this.#sharedUsed + length > this.#shared.length) {
      this.#shared = new Uint8Array(this.#shared.length);
      this.#sharedUsed = 0;
    }
    const copy = this.#shared.subarray(this.#sharedUsed, (this.#sharedUsed += length));
    copy.set(this.#scratch.subarray(0, length));
    return copy;
  }
}

function notThere(error: unknown): undefined {
  if (error instanceof SourceError) throw error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  if (NOT_THERE.has(code)) return undefined;
  throw new SourceError('unreachable', `The file is there and cannot be read (${code}).`, { cause: error });
}
