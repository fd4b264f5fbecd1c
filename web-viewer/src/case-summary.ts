/** A case in a few lines, as lists show it. */
import { caseHref } from './addresses.ts';
import type { CaseState, StateShapes } from '@counterfoil/ledger/state';
import { isKind, type OpenedEntry } from './opened-entry.ts';
import type { Reading, Time } from './reading.ts';
import { readStanding, type Standing } from './standing.ts';
import { headline, inView, isHidden, type Text } from './text.ts';

/** A title made from somebody's own words; in the language of the page where the words are gone. */
export interface Title {
  readonly text: string;
  readonly lang: string | undefined;
}

export interface CaseSummary {
  readonly id: number;
  readonly href: string;
  readonly title: Title;
  readonly process: string;
  readonly opened: Time;
  readonly inputs: number;
  readonly standing: Standing;
  readonly outcome: string | undefined;
}

/** A case as the rulebook knows it, with the rules that bind it and the entry that opened it: an input, or the split of another case. */
export interface OpenedCase {
  readonly id: number;
  readonly of: CaseState;
  readonly rules: StateShapes['rules'];
  readonly opening: OpenedEntry<'input-received'> | OpenedEntry<'case-split'>;
  readonly text: Text;
}

export async function openCase(reading: Reading, id: number): Promise<OpenedCase | undefined> {
  const [of, opening] = await Promise.all([reading.state('case', id), reading.entry(id)]);
  if (of === undefined || opening === undefined) return undefined;
  if (!isKind(opening, 'input-received') && !isKind(opening, 'case-split')) return undefined;
  const [rules, text] = await Promise.all([
    reading.state('rules', `${of.process}/${of.version}`),
    readOpeningWords(reading, opening),
  ]);
  return rules && { id, of, rules, opening, text };
}

/** The words that began it; of a case that was split off, those of the first input it was given. */
async function readOpeningWords(reading: Reading, { statement }: OpenedCase['opening']): Promise<Text> {
  const [first] = statement.kind === 'case-split' ? statement.inputs : [];
  const input = first === undefined ? undefined : await reading.entry(first);
  return reading.text(input !== undefined && isKind(input, 'input-received') ? input.statement.text : statement.text);
}

export function caseTitle(
  { language }: Reading,
  { id, text }: Pick<OpenedCase, 'id' | 'text'>,
  maxChars?: number,
): Title {
  const shown = inView(text);
  const words = headline(shown, maxChars);
  if (words !== '') return { text: words, lang: shown.lang };
  const instead = isHidden(text)
    ? language.phrase(`absence-title-${text.status}`)
    : language.phrase('case-untitled', { id });
  return { text: instead, lang: undefined };
}

/** Whether the stage of the case takes further inputs; where there are no stages, it does. */
export function stageTakesInput({ of, rules }: Pick<OpenedCase, 'of' | 'rules'>): boolean {
  return rules.stages?.find(({ code }) => code === of.stage)?.admits.includes('input-received') ?? true;
}

export async function readCaseSummaries(reading: Reading, ids: readonly number[]): Promise<readonly CaseSummary[]> {
  const summaries = await Promise.all(ids.map((id) => readCaseSummary(reading, id)));
  return summaries.filter((summary) => summary !== undefined);
}

async function readCaseSummary(reading: Reading, id: number): Promise<CaseSummary | undefined> {
  const opened = await openCase(reading, id);
  if (opened === undefined) return undefined;
  const { of, rules, opening } = opened;
  return {
    id,
    href: caseHref(id),
    title: caseTitle(reading, opened),
    process: rules.title,
    opened: reading.time(opening.statement.at),
    inputs: of.inputs,
    standing: await readStanding(reading, of, rules),
    outcome: outcomeTitle(of, rules),
  };
}

/** What the authority calls the outcome of a decided case. */
export function outcomeTitle(of: CaseState, rules: StateShapes['rules']): string | undefined {
  const code = of.decided?.outcome;
  return code === undefined ? undefined : (rules.outcomes.find((outcome) => outcome.code === code)?.title ?? code);
}
