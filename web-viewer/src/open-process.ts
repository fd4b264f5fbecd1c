/** Processes that people can open a case under by the form. */
import { processHref } from './addresses.ts';
import type { StateShapes } from '@counterfoil/ledger/state';
import type { Reading } from './reading.ts';
import { inputWords } from './words/input.ts';

/** Authors that the form can speak for; others come in by other ways. */
export const formAuthors = ['person', 'organisation'] as const;
export type FormAuthor = (typeof formAuthors)[number];

export interface OpenProcess {
  readonly id: string;
  readonly title: string;
  readonly promise: string;
  /** Whether what is said becomes public at once or after a look. */
  readonly warning: string;
  readonly href: string;
  /** The page that says its rules in words. */
  readonly rules: string;
  readonly authors: readonly FormAuthor[];
}

export async function readOpenProcesses(reading: Reading): Promise<readonly OpenProcess[]> {
  const inForce = await reading.rulesInForce();
  return inForce
    .map(({ id, version, rules }) => openProcess(id, version, rules))
    .filter(({ authors }) => authors.length > 0);
}

export function openProcess(id: string, version: number, rules: StateShapes['rules']): OpenProcess {
  return {
    id,
    title: rules.title,
    promise: inputWords.promise(rules.level),
    warning: rules.moderation === 'before' ? inputWords.warningBefore : inputWords.warning,
    href: `/inputs/new?process=${id}`,
    rules: processHref(id, version),
    authors: formAuthors.filter((author) => rules.authors.includes(author)),
  };
}
