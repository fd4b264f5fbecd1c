/**
 * Writes what is made from the source: the table of findings in README.md, the JSON Schemas of what `verify --json` and `report --json` answer and
 * `monitor` tells, and which
 * sum the one-file verifier has, in README.md and for the supplier's statement of the invented city.
 *
 *     node verifier-cli/make-papers.ts
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import * as z from 'zod/mini';
import { bundleVerifier } from './build.ts';
import { accountabilitySchema } from './src/accountability-schema.ts';
import { answerExplanations } from './src/answer-explanations.ts';
import { answerSchema } from './src/answer-schema.ts';
import { eventKinds, eventSchema } from './src/monitor-events.ts';
import { explanations, isAuditCode, sentenceOf, severityOf, severityWords } from './src/explanations.ts';

export const README_FILE = join(import.meta.dirname, 'README.md');
/** The services know nothing of the verifier's source: they are told. */
export const SUM_FILE = join(import.meta.dirname, '..', 'services', 'src', 'demo', 'verifier-sum.ts');
export const SCHEMA_FILE = join(import.meta.dirname, 'verify-answer.schema.json');
export const REPORT_SCHEMA_FILE = join(import.meta.dirname, 'report.schema.json');
export const EVENT_SCHEMA_FILE = join(import.meta.dirname, 'monitor-event.schema.json');

const BEGIN = '<!-- made by make-papers.ts: begin -->';
const SUM_IN_README = /SHA-256 `[0-9a-f]{64}`/g;
const END = '<!-- made by make-papers.ts: end -->';

/** @throws Error where the README has no place for the tables. */
export async function makeReadme(before: string): Promise<string> {
  const [head, rest] = before.split(BEGIN);
  const [, tail] = rest?.split(END) ?? [];
  if (head === undefined || tail === undefined)
    throw new Error(`README.md has no place between "${BEGIN}" and "${END}".`);
  const sums = head.match(SUM_IN_README) ?? [];
  if (sums.length !== 1) throw new Error('README.md has no one place for the sum of the file.');
  const summed = head.replace(SUM_IN_README, `SHA-256 \`${await sumOfFile()}\``);
  return tidy(README_FILE, `${summed}${BEGIN}\n\n${tables()}\n${END}${tail}`);
}

export async function makeSum(): Promise<string> {
  const text = `/** SHA-256 of the one-file verifier of this source. Made by verifier-cli/make-papers.ts. */
export const VERIFIER_SUM = '${await sumOfFile()}';
`;
  return tidy(SUM_FILE, text);
}

async function sumOfFile(): Promise<string> {
  return createHash('sha256')
    .update(await bundleVerifier(join(import.meta.dirname, '..')))
    .digest('hex');
}

export function makeSchema(): Promise<string> {
  return tidy(SCHEMA_FILE, JSON.stringify(z.toJSONSchema(answerSchema), null, 2));
}

export function makeReportSchema(): Promise<string> {
  return tidy(REPORT_SCHEMA_FILE, JSON.stringify(z.toJSONSchema(accountabilitySchema), null, 2));
}

export function makeEventSchema(): Promise<string> {
  return tidy(EVENT_SCHEMA_FILE, JSON.stringify(z.toJSONSchema(eventSchema), null, 2));
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
  const answers = Object.entries(answerExplanations).map(
    ([code, { about, says }]) => `| \`${code}\` | ${about} | ${says} |`,
  );
  const heading = [
    '### Answers about files, and about two sources',
    '',
    '| code | about | what it says |',
    '| --- | --- | --- |',
  ];
  const events = Object.entries(eventKinds).map(([kind, { weight, when }]) => `| \`${kind}\` | ${weight} | ${when} |`);
  const told = ['', '### Events of a monitor', '', '| kind | weight | when |', '| --- | --- | --- |', ...events, ''];
  return [...parts, ...heading, ...answers, ...told].join('\n');
}

async function tidy(file: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

if (import.meta.main) {
  await writeFile(README_FILE, await makeReadme(await readFile(README_FILE, 'utf8')));
  await writeFile(SCHEMA_FILE, await makeSchema());
  await writeFile(REPORT_SCHEMA_FILE, await makeReportSchema());
  await writeFile(EVENT_SCHEMA_FILE, await makeEventSchema());
  await writeFile(SUM_FILE, await makeSum());
}
