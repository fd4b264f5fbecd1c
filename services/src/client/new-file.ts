/** A file that is never written over: what is in the way keeps its name, and the new one gets a number. */
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { CannotStart } from './command.ts';
import { filePath } from './hands.ts';

const MOST = 1000;

/** For its own account only: it may hold secrets. @returns the path. @throws CannotStart where it cannot be written */
export async function writeNewFile(wanted: string, text: string): Promise<string> {
  const extension = extname(wanted);
  const base = wanted.slice(0, wanted.length - extension.length);
  for (let number = 1; number <= MOST; number++) {
    const path = filePath(number === 1 ? wanted : `${base}-${number}${extension}`);
    try {
      await writeFile(path, text, { flag: 'wx', mode: 0o600 });
      return path;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new CannotStart(`${path} cannot be written.`, { cause });
    }
  }
  throw new CannotStart(`There are ${MOST} files by the name ${wanted} already.`);
}
