/** Which program this is: what another one has kept of a record is not gone on from. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IS_BUNDLE } from './called-as.ts';

/** Hexadecimal; undefined where it may not read itself. */
export function programHash(): string | undefined {
  const hash = createHash('sha256');
  try {
    for (const file of IS_BUNDLE ? [fileURLToPath(import.meta.url)] : sourceFiles()) hash.update(readFileSync(file));
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}

function sourceFiles(): string[] {
  const folders = [import.meta.dirname, join(import.meta.dirname, '../../ledger/src')];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  return files.filter((file) => file.endsWith('.ts') && !file.includes('.test') && !file.includes('testing')).sort();
}
