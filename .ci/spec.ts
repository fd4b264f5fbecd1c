/**
 * The SPEC check: `ledger/SPEC.md` and the code say the same.
 *
 * Every numbered MUST is cited where it is carried out or tested (`SPEC M7`), every citation points at something that is
 * there, and the tables of rules and constants are those of the code.
 *
 *     node .ci/spec.ts [folder]          exit code 0: they agree. 1: they do not.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isTest, listSourceFiles } from './source-files.ts';

export interface Rule {
  readonly severity: string;
  readonly sentence: string;
}

/** What the code has, to be compared with what the SPEC says. */
export interface Code {
  readonly rules: Readonly<Record<string, Rule>>;
  /** What an audit finds besides. */
  readonly auditRules: Readonly<Record<string, Rule>>;
  readonly constants: ReadonlyMap<string, number>;
  /** Texts of source files by path. */
  readonly files: ReadonlyMap<string, string>;
}

/** @returns one sentence for each thing on which the two disagree. */
export function compareSpec(spec: string, { rules, auditRules, constants, files }: Code): string[] {
  // A number is never given anew, so a later one may stand in an earlier section.
  const musts = [...spec.matchAll(/^\*\*M(\d+)\*\*/gm)].map(([, number]) => Number(number)).sort((a, b) => a - b);
  const sections = new Set([...spec.matchAll(/^#{2,4} (\d+(?:\.\d+)*)\b/gm)].map(([, number]) => String(number)));
  const faults: string[] = [];
  if (musts.length === 0) faults.push('SPEC.md: it has no line that begins with **M1**.');
  musts.forEach((must, i) => {
    if (must !== i + 1) faults.push(`SPEC.md: M${must} stands where M${i + 1} should.`);
  });
  // Not within base64, of which the worked example is full.
  for (const [, number] of spec.matchAll(/(?<![\w+/])M(\d+)(?![\w+/=])/g)) {
    if (!musts.includes(Number(number))) faults.push(`SPEC.md: speaks of M${number}, and there is none.`);
  }

  const cited = new Set<string>();
  for (const [path, text] of files) {
    for (const reference of findCitations(text)) {
      cited.add(reference);
      const isThere = reference.startsWith('M') ? musts.includes(Number(reference.slice(1))) : sections.has(reference);
      if (!isThere) faults.push(`${path}: cites SPEC ${reference}, and there is none.`);
    }
  }
  for (const must of musts) if (!cited.has(`M${must}`)) faults.push(`SPEC.md: no code and no test cites M${must}.`);

  return [...faults, ...compareRules(spec, rules, auditRules), ...compareConstants(spec, constants)];
}

/** `SPEC 8.3, M17, M18` gives `8.3`, `M17`, `M18`. A citation may run over the end of a line of comment. */
export function findCitations(text: string): string[] {
  const lines = text.replaceAll(/\n\s*(?:\*|\/\/)?\s*/g, ' ');
  const lists = lines.matchAll(/\bSPEC (M\d+|\d+(?:\.\d+)*)((?:(?:,| and|, and) M\d+)*)/g);
  return [...lists].flatMap(([, first = '', more = '']) => [first, ...(more.match(/M\d+/g) ?? [])]);
}

function compareRules(spec: string, rules: Code['rules'], auditRules: Code['auditRules']): string[] {
  const rows = [...spec.matchAll(/^\| `([a-z0-9-]+)` +\| (inadmissible|fact|failure|unseen) +\| (.*?) +\|$/gm)];
  const table = new Map(rows.map(([, code = '', severity = '', sentence = '']) => [code, { severity, sentence }]));
  const faults: string[] = [];
  if (table.size === 0) faults.push('SPEC.md: the table of rules was not found.');
  if (table.size < rows.length) faults.push('SPEC.md: a rule stands twice in the table.');
  for (const [code, { severity, sentence }] of Object.entries({ ...rules, ...auditRules })) {
    const row = table.get(code);
    if (row === undefined) faults.push(`SPEC.md: the table lacks the rule \`${code}\`.`);
    else if (row.severity !== severity || row.sentence !== sentence)
      faults.push(`SPEC.md: the rule \`${code}\` is "${severity}: ${sentence}" in the code.`);
    // Once in the table, and once where a MUST gives its meaning; what an audit finds says it all in its sentence.
    if (code in rules && spec.split(`\`${code}\``).length < 3)
      faults.push(`SPEC.md: no MUST names the rule \`${code}\`.`);
  }
  for (const code of table.keys())
    if (!(code in rules) && !(code in auditRules)) faults.push(`SPEC.md: the code has no rule \`${code}\`.`);
  return faults;
}

function compareConstants(spec: string, constants: Code['constants']): string[] {
  const rows = [...spec.matchAll(/^\| `([A-Z][A-Z0-9_]+)` +\| ([^|]+?) +\|/gm)];
  const faults = rows.length === 0 ? ['SPEC.md: the table of constants was not found.'] : [];
  for (const [, name = '', value = ''] of rows) {
    const own = constants.get(name);
    if (own === undefined) faults.push(`SPEC.md: the code exports no number named ${name}.`);
    else if (String(own) !== value) faults.push(`SPEC.md: ${name} is ${value} there and ${own} in the code.`);
  }
  return faults;
}

/** @throws Error when a constant has two values. */
async function readCode(root: string): Promise<Code> {
  const files = new Map(
    listSourceFiles(root, '.ts', '.go')
      .filter((path) => path.includes('/') && !path.startsWith('.'))
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );
  const constants = new Map<string, number>();
  for (const path of files.keys()) {
    if (!path.startsWith('ledger/src/') || isTest(path) || path.endsWith('.d.ts')) continue;
    for (const [name, value] of Object.entries(await load(root, path))) {
      if (typeof value !== 'number') continue;
      if ((constants.get(name) ?? value) !== value) throw new Error(`${name} has two values, one of them in ${path}.`);
      constants.set(name, value);
    }
  }
  const { rules } = await load(root, 'ledger/src/rules.ts');
  const { auditRules } = await load(root, 'ledger/src/audit/findings.ts');
  return { rules: rules as Code['rules'], auditRules: auditRules as Code['auditRules'], constants, files };
}

async function load(root: string, path: string): Promise<Readonly<Record<string, unknown>>> {
  return (await import(pathToFileURL(join(root, path)).href)) as Readonly<Record<string, unknown>>;
}

if (import.meta.main) {
  const root = process.argv[2] ?? join(import.meta.dirname, '..');
  const code = await readCode(root);
  const faults = compareSpec(readFileSync(join(root, 'ledger/SPEC.md'), 'utf8'), code);
  for (const fault of faults) console.log(fault);
  console.log(`SPEC.md against ${code.files.size} files: ${faults.length} disagreements`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
