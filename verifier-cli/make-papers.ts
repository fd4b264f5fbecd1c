/**
 * Writes what is made from the source: the table of findings in README.md, and the JSON Schema of what `verify --json` answers.
 *
 *     node verifier-cli/make-papers.ts
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { answerSchema } from './src/answer-schema.ts';
import { explanations, isAuditCode, sentenceOf, severityOf, severityWords } from './src/explanations.ts';

export const README_FILE = join(import.meta.dirname, 'README.md');
export const SCHEMA_FILE = join(import.meta.dirname, 'verify-answer.schema.json');

const BEGIN = '<!-- made by make-papers.ts: begin -->';
const END = '<!-- made by make-papers.ts: end -->';

/** @throws Error where the README has no place for the tables. */
export async function makeReadme(before: string): Promise<string> {
  const [head, rest] = before.split(BEGIN);
  const [, tail] = rest?.split(END) ?? [];
  if (head === undefined || tail === undefined)
    throw new Error(`README.md has no place between "${BEGIN}" and "${END}".`);
  return tidy(README_FILE, `${head}${BEGIN}\n\n${tables()}\n${END}${tail}`);
}

export function makeSchema(): Promise<string> {
  return tidy(SCHEMA_FILE, JSON.stringify(z.toJSONSchema(answerSchema), null, 2));
}

function tables(): string {
  const codes = Object.keys(explanations).filter(isAuditCode);
  const parts = (['failure', 'unseen', 'fact'] as const).map((severity) => {
    const rows = codes
      .filter((code) => severityOf(code) === severity)
      .map((code) => `| \`${code}\` | ${sentenceOf(code)} | ${explanations[code].why} |`);
    const words = severityWords[severity];
    const heading = `### ${words.charAt(0).toUpperCase()}${words.slice(1)}`;
    return [heading, '', '| code | what it says | why it is looked for |', '| --- | --- | --- |', ...rows, ''].join(
      '\n',
    );
  });
  return parts.join('\n');
}

async function tidy(file: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

if (import.meta.main) {
  await writeFile(README_FILE, await makeReadme(await readFile(README_FILE, 'utf8')));
  await writeFile(SCHEMA_FILE, await makeSchema());
}
