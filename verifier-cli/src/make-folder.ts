/** Makes a folder and those above it. Node's own way of it never ends where the file system says that there is no such folder and yet there is, as below /proc. */
import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** @param mode of the folders that are made. @throws whatever the file system throws. */
export function makeFolder(folder: string, mode = 0o777): void {
  const path = resolve(folder);
  if (made(path, mode)) return;
  if (dirname(path) !== path) makeFolder(dirname(path), mode);
  if (!made(path, mode)) mkdirSync(path, mode);
}

/** False where the folder above it is not there. */
function made(path: string, mode: number): boolean {
  try {
    mkdirSync(path, mode);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'ENOENT') return false;
    // Some file systems refuse before they look whether it is there already.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return true;
    throw error;
  }
}
