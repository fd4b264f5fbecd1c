/** Files that are there whole or not at all, whenever the machine stops. */
import { open, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Durable when it resolves: the bytes first, then the name, then the folder that holds the name. */
export async function writeWhole(file: string, contents: string | Uint8Array, mode = 0o644): Promise<void> {
  const unfinished = `${file}.unfinished`;
  await writeFile(unfinished, contents, { flush: true, mode });
  await rename(unfinished, file);
  const folder = await open(dirname(file));
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
