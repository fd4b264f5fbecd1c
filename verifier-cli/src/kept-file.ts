/** Reads a file that somebody kept, and writes one for others. */
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolvePath } from './command.ts';
import { UsageError } from './usage-error.ts';

/**
 * Up to `maxBytes` and one more, so that what is larger is seen to be.
 * @throws UsageError when there is no such file or it cannot be read.
 */
export function readKeptFile(path: string, maxBytes: number): Uint8Array {
  let file: number;
  try {
    // A pipe without a writer is not waited for.
    file = openSync(resolvePath(path), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw new UsageError(`The file "${path}" cannot be opened (${codeOf(error)}).`, { cause: error });
  }
  try {
    const bytes = new Uint8Array(maxBytes + 1);
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(file, bytes, length, bytes.length - length, null);
      if (read === 0) break;
      length += read;
    }
    return bytes.subarray(0, length);
  } catch (error) {
    throw new UsageError(`The file "${path}" cannot be read (${codeOf(error)}).`, { cause: error });
  } finally {
    closeSync(file);
  }
}

/** Never over another file: that may be evidence too. Gives undefined when it is written, or else why not. */
export async function writeNewFile(path: string, bytes: Uint8Array): Promise<string | undefined> {
  try {
    await writeFile(resolvePath(path), bytes, { flag: 'wx', flush: true });
    return undefined;
  } catch (error) {
    const code = codeOf(error);
    return code === 'EEXIST' ? 'a file of that name is there already' : code;
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return code === 'ENOENT' ? 'there is none' : code;
}
