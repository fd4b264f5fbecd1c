/** Processes that people can open a case under by the form. */
import { processHref } from './addresses.ts';
import type { StateShapes } from '@counterfoil/ledger/state';
import type { Reading } from './reading.ts';
import type { Language } from './language.ts';

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
  /** In which something can be, in the order of the rules. */
  readonly areas: readonly { readonly code: string; readonly title: string }[];
}

export async function readOpenProcesses(reading: Reading): Promise<readonly OpenProcess[]> {
  const inForce = await reading.rulesInForce();
  return inForce
    .map(({ id, version, rules }) => openProcess(reading.language, id, version, rules))
    .filter(({ authors }) => authors.length > 0);
}

export function openProcess(language: Language, id: string, version: number, rules: StateShapes['rules']): OpenProcess {
  const { level, moderation } = rules;
  return {
    id,
    title: rules.title,
    promise: language.phrase('input-promise', {
      level: language.phrase(`level-${level}`),
      promise: language.phrase(`level-promise-${level}`),
    }),
    warning: language.phrase(moderation === 'before' ? 'input-warning-before' : 'input-warning'),
    href: `/inputs/new?process=${id}`,
    rules: processHref(id, version),
    authors: formAuthors.filter((author) => rules.authors.includes(author)),
    areas: rules.areas ?? [],
  };
}
