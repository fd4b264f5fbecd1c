/** What the missing entries are brought back from: a folder, or an address, that holds the public files. SPEC 10. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Reads a public file; undefined where there is none. @throws CannotRestore when it cannot be known. */
export type ReadMirror = (path: string, maxBytes: number) => Promise<Uint8Array | undefined>;

/** Why nothing is restored, in a sentence for operators. */
export class CannotRestore extends Error {
  override readonly name = 'CannotRestore';
}

const ANSWER_TIMEOUT_MS = 30_000;

/** @param from a folder, or http(s)://… */
export function openMirror(from: string): ReadMirror {
  return /^https?:\/\//.test(from) ? byHttp(from.replace(/\/+$/, '')) : fromFolder(from);
}

function fromFolder(folder: string): ReadMirror {
  return async (path, maxBytes) => {
    const file = join(folder, path);
    try {
      if ((await stat(file)).size > maxBytes) throw new CannotRestore(`${file} is larger than it can be.`);
      return new Uint8Array(await readFile(file));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  };
}

function byHttp(address: string): ReadMirror {
  return async (path, maxBytes) => {
    const url = `${address}/${path}`;
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
      if (response.status === 404) return undefined;
      if (!response.ok || response.body === null)
        throw new CannotRestore(`${url} was answered with the status ${response.status}.`);
      const parts: Uint8Array[] = [];
      let bytes = 0;
      for await (const part of response.body as AsyncIterable<Uint8Array>) {
        bytes += part.length;
        if (bytes > maxBytes) throw new CannotRestore(`${url} is larger than it can be.`);
        parts.push(part);
      }
      return new Uint8Array(Buffer.concat(parts));
    } catch (cause) {
      if (cause instanceof CannotRestore) throw cause;
      throw new CannotRestore(`${url} gave no answer.`, { cause });
    }
  };
}
