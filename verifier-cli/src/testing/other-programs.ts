/** Programs of this machine, apart from our own Node, that can run the verifier where it is one file. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface OtherProgram {
  readonly name: string;
  readonly program: string;
  /** What stands before the name of the file. */
  readonly options: readonly string[];
}

export function otherPrograms(): readonly OtherProgram[] {
  const [node, deno, bun] = [find('node'), find('deno'), find('bun')];
  const version = node === undefined ? '' : execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  const found: OtherProgram[] = [];
  if (node !== undefined && (major > 20 || (major === 20 && minor >= 12)))
    found.push({ name: `the Node of this machine (${version})`, program: node, options: [] });
  if (deno !== undefined) found.push({ name: 'Deno', program: deno, options: ['run', '--allow-all'] });
  if (bun !== undefined) found.push({ name: 'Bun', program: bun, options: [] });
  return found;
}

function find(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return [...folders, '/usr/local/bin', '/usr/bin']
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}
