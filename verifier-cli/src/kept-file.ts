/** Reads a file that somebody kept, and writes one for others. */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { link, lstat, rename, rm, writeFile } from 'node:fs/promises';
import { whyNotWritten } from './cannot-write.ts';
import { resolvePath } from './command.ts';
import { durably } from './durably.ts';
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

/**
 * Whole or not at all, whenever it is interrupted, and never over another file: that may be evidence too. Gives undefined when it is
 * written, or else why not.
 */
export async function writeNewFile(path: string, bytes: Uint8Array): Promise<string | undefined> {
  const file = resolvePath(path);
  const unfinished = `${file}.${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    // Said before anything is written: the other file may lie where nothing else can be written.
    if (await isThere(file)) return THERE_ALREADY;
    await writeFile(unfinished, bytes, durably('wx'));
    await moveNew(unfinished, file);
    return undefined;
  } catch (error) {
    return codeIn(error) === 'EEXIST' ? THERE_ALREADY : (whyNotWritten(error) ?? 'unknown');
  } finally {
    await rm(unfinished, { force: true }).catch(() => undefined);
  }
}

const THERE_ALREADY = 'a file of that name is there already';

/** @throws with EEXIST where there is a file of that name, even one that came this moment, if the disk knows second names. */
export async function moveNew(unfinished: string, file: string): Promise<void> {
  try {
    await link(unfinished, file);
  } catch (error) {
    if (codeIn(error) === 'EEXIST' || (await isThere(file))) throw error;
    await rename(unfinished, file);
  }
}

/** A link that leads nowhere is there too. */
async function isThere(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => undefined)) !== undefined;
}

function codeIn(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

function codeOf(error: unknown): string {
  const code = codeIn(error) ?? 'unknown';
  return code === 'ENOENT' ? 'there is none' : code;
}
