/** How a case was decided, in the words that hold now. */
import type { OpenedCase } from './case-summary.ts';
import { isKind } from './opened-entry.ts';
import type { Reading, Time } from './reading.ts';
import { entryHref, type Reference } from './step.ts';
import { cutText, type Text } from './text.ts';
import { outcomeTitle } from './case-summary.ts';
import { formatList } from './words/numbers.ts';

const DECISION_CHARS = 3000;
/** Corrections of corrections that are followed; nobody gets near it in good faith. */
const MAX_CORRECTIONS = 50;

export interface Decision {
  readonly outcome: string;
  readonly offices: string;
  readonly time: Time;
  readonly basis: string;
  readonly text: Text;
  readonly href: string;
  /** The entry whose words are shown, where it is a correction. */
  readonly corrected: Reference | undefined;
  /** The decision among the steps. */
  readonly step: string;
}

export async function readDecision(reading: Reading, { id, of, rules }: OpenedCase): Promise<Decision | undefined> {
  if (of.decided === null) return undefined;
  const decided = await reading.entry(of.decided.entry);
  if (decided === undefined || !isKind(decided, 'decision')) return undefined;
  const { basis, by, at } = decided.statement;
  const holders = await Promise.all(by.map((mandate) => reading.holder(mandate)));
  const newest = await newestWording(reading, decided.index);
  const shown = await reading.entry(newest);
  const ref = shown !== undefined && isKind(shown, 'correction') ? shown.statement.text : decided.statement.text;
  return {
    outcome: outcomeTitle(of, rules) ?? of.decided.outcome,
    offices: formatList([...new Set(holders.map(({ office }) => office))], 'and'),
    time: reading.time(at),
    basis,
    text: cutText(await reading.text(ref), DECISION_CHARS),
    href: entryHref(newest),
    corrected: newest === decided.index ? undefined : { index: newest, href: entryHref(newest) },
    step: `/cases/${id}?from=${decided.index}#entry-${decided.index}`,
  };
}

async function newestWording(reading: Reading, index: number): Promise<number> {
  let newest = index;
  for (let corrections = 0; corrections < MAX_CORRECTIONS; corrections++) {
    const correctedBy = (await reading.state('act', newest))?.correctedBy;
    if (correctedBy === null || correctedBy === undefined) break;
    newest = correctedBy;
  }
  return newest;
}
