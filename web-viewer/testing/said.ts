/** Every sentence that code can say to a reader of the pages, as it is found in the source: in English, with numbered gaps. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { auditRules } from '@counterfoil/ledger/audit/findings';
import { rules } from '@counterfoil/ledger/rules';

const REPOSITORY = join(import.meta.dirname, '..', '..');
const FOLDERS = ['ledger/src', 'web-viewer/src/check', 'web-viewer/src/record-check', 'web-viewer/src/teller.ts'];
/** A quoted name that ends in these letters is none of it. */
const SAYS = /\bsay\b[^;]*from '[^']*\/say(?:\.ts)?';|function say\(/;

/** Of the ledger's own code: the codes of findings, what is said besides, and the words that schemas have of their own. */
export async function everySentence(): Promise<ReadonlySet<string>> {
  const said = new Set(Object.values({ ...rules, ...auditRules }).map(({ sentence }): string => sentence));
  for (const folder of FOLDERS) {
    for (const sentence of await sentencesOf(folder)) said.add(sentence);
    for (const file of await sourcesOf(join(REPOSITORY, folder))) {
      if (!file.includes('/statements/')) continue;
      const source = await readFile(file, 'utf8');
      for (const [, words = ''] of source.matchAll(/\bmessage:\s*'([^']+)\.'/g)) said.add(words);
    }
  }
  return said;
}

/** What stands behind `say` in the files of a folder of the repository, or in one file. */
export async function sentencesOf(folder: string): Promise<ReadonlySet<string>> {
  const said = new Set<string>();
  for (const file of await sourcesOf(join(REPOSITORY, folder))) {
    const source = await readFile(file, 'utf8');
    if (!SAYS.test(source)) continue;
    for (const { index } of source.matchAll(/\bsay`/g)) said.add(templateAt(source, index + 'say`'.length));
  }
  return said;
}

async function sourcesOf(path: string): Promise<readonly string[]> {
  if (path.endsWith('.ts')) return [path];
  const found = await readdir(path, { recursive: true });
  return found
    .filter((name) => name.endsWith('.ts') && !/\.test|(?:^|\/)testing\//.test(name))
    .map((name) => join(path, name));
}

/** The words of a template from there to its end, its values as numbered gaps. */
function templateAt(source: string, start: number): string {
  let text = '';
  let gaps = 0;
  for (let at = start; source[at] !== '`'; at++) {
    if (source.startsWith('${', at)) {
      text += `{${gaps++}}`;
      at = endOfValue(source, at + 2);
    } else text += source[at] ?? '';
  }
  return text;
}

/** Where the brace is that ends a value: it may hold objects and templates. */
function endOfValue(source: string, start: number): number {
  let depth = 1;
  for (let at = start; ; at++) {
    const here = source[at];
    if (here === '{') depth++;
    else if (here === '}' && --depth === 0) return at;
    else if (here === undefined) throw new Error('A value of a template does not end.');
  }
}
