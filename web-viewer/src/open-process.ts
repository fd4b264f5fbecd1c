/** Processes that people can open a case under by the form. */
import type { StateShapes } from '@counterfoil/ledger/state';
import type { Reading } from './reading.ts';
import { entryHref } from './step.ts';
import { inputWords } from './words/input.ts';

/** Authors that the form can speak for; others come in by other ways. */
export const formAuthors = ['person', 'organisation'] as const;
export type FormAuthor = (typeof formAuthors)[number];

export interface OpenProcess {
  readonly id: string;
  readonly title: string;
  readonly promise: string;
  readonly href: string;
  /** The entry that published its rules. */
  readonly rules: string;
  readonly authors: readonly FormAuthor[];
}

export async function readOpenProcesses(reading: Reading): Promise<readonly OpenProcess[]> {
  const inForce = await reading.record.processes();
  const processes = await Promise.all(
    inForce.map(async ({ id, version }) => {
      const rules = await reading.state('rules', `${id}/${version}`);
      return rules === undefined ? undefined : openProcess(id, rules);
    }),
  );
  return processes.filter((process) => process !== undefined && process.authors.length > 0) as OpenProcess[];
}

export function openProcess(id: string, rules: StateShapes['rules']): OpenProcess {
  return {
    id,
    title: rules.title,
    promise: inputWords.promise(rules.level),
    href: `/inputs/new?process=${id}`,
    rules: entryHref(rules.entry),
    authors: formAuthors.filter((author) => rules.authors.includes(author)),
  };
}
