/** A page of the story of a case: its steps, supporters in a row as one, and between them the deadlines that passed in silence. */
import { type Reference, reference } from './addresses.ts';
import { readStepIndexes } from './case-steps.ts';
import type { OpenedCase } from './case-summary.ts';
import { isKind, type OpenedEntry } from './opened-entry.ts';
import type { Reading, Time } from './reading.ts';
import type { Duty } from './standing.ts';
import { readStep, type Step } from './step.ts';
import { stepWords } from './words/step.ts';

/** A deadline that passed: nobody enters it, it follows from the rules. */
export interface Silence {
  readonly title: string;
  /** Who owed what; whether somebody took the step later. */
  readonly sentence: string;
  readonly passed: Time;
}

/** Supporters who came one after the other. */
export interface Supports {
  readonly title: string;
  readonly first: Reference;
  readonly last: Reference;
  readonly since: Time;
  readonly until: Time;
}

export type TimelineItem = { readonly step: Step } | { readonly supports: Supports } | { readonly silence: Silence };

export interface Timeline {
  readonly items: readonly TimelineItem[];
  /** The entry that the next page begins with. */
  readonly next: number | undefined;
}

/** Entries read for one page at most, where supporters fill it. */
const ENTRIES_READ = 2000;

/** @param after show the steps behind this entry; the first page begins at the beginning */
export async function readTimeline(
  reading: Reading,
  opened: OpenedCase,
  duties: readonly Duty[],
  { limit, after }: { readonly limit: number; readonly after: number | undefined },
): Promise<Timeline> {
  const { groups, next } = await readGroups(reading, opened, limit, after);
  const from = after === undefined ? '' : (groups[0]?.[0]?.entry.time ?? '');
  const until = next?.entry.time;
  const silences = findSilences(duties)
    .filter(({ passed }) => passed.iso > from && (until === undefined || passed.iso <= until))
    .map((silence) => ({ item: { silence }, time: notBefore(silence.passed.iso, opened.opening.entry.time) }));
  const told = await Promise.all(groups.map((group) => tell(reading, opened, group)));
  // Sorting keeps the order of what is equal: at the very instant at which it is late, the deadline passes first.
  const items = [...silences, ...told].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  return { items: items.map(({ item }) => item), next: next?.index };
}

/** What was recorded long after it happened may have been late before it was there: that is told after it. */
function notBefore(passed: string, opening: string): string {
  return passed < opening ? `${opening}~` : passed;
}

/** Entries that are told together; nearly all stand alone. */
async function readGroups(
  reading: Reading,
  opened: OpenedCase,
  limit: number,
  after: number | undefined,
): Promise<{ readonly groups: readonly OpenedEntry[][]; readonly next: OpenedEntry | undefined }> {
  const groups: OpenedEntry[][] = [];
  let last = after;
  for (let read = 0; ;) {
    const indexes = await readStepIndexes(reading, opened, limit + 1, last);
    for (const entry of await reading.entries(indexes)) {
      const group = groups.at(-1);
      const continues = isSupporter(entry) && group?.[0] !== undefined && isSupporter(group[0]);
      if (read >= ENTRIES_READ || (!continues && groups.length === limit)) return { groups, next: entry };
      if (continues) group.push(entry);
      else groups.push([entry]);
      read++;
    }
    last = indexes.at(-1);
    if (indexes.length <= limit) return { groups, next: undefined };
  }
}

/** One person, taken in by the service: all there is to say of it is that it happened. */
function isSupporter(entry: OpenedEntry): boolean {
  return isKind(entry, 'support-added') && entry.statement.count === 1 && entry.statement.by === undefined;
}

async function tell(
  reading: Reading,
  { id, rules }: OpenedCase,
  group: readonly OpenedEntry[],
): Promise<{ readonly item: TimelineItem; readonly time: string }> {
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('Nothing to tell.');
  const { time } = first.entry;
  if (group.length === 1) return { time, item: { step: await readStep(reading, first, rules, { here: id }) } };
  const supports = {
    title: stepWords.supporters(group.length),
    first: reference(first.index),
    last: reference(last.index),
    since: reading.time(first.statement.at),
    until: reading.time(last.statement.at),
  };
  return { time, item: { supports } };
}

function findSilences(duties: readonly Duty[]): readonly Silence[] {
  return duties.flatMap(({ kind, due, state, sentence }) =>
    due !== undefined && (state === 'overdue' || state === 'late')
      ? [{ title: stepWords.silence[kind], sentence, passed: due }]
      : [],
  );
}
