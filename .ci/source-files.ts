/** The files that the project wrote itself. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.counterfoil']);

/** Paths of all files below the folder whose names end so, relative to it, with "/", sorted. */
export function listSourceFiles(root: string, ...endings: readonly string[]): string[] {
  const files: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (NOT_OURS.has(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (endings.some((ending) => entry.name.endsWith(ending))) files.push(path);
    }
  };
  visit('');
  return files.sort();
}

export function isTest(path: string): boolean {
  return /\.test(-long)?\.ts$/.test(path);
}
