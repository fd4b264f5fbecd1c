/** A page of the story of a case: its steps, supporters in a row as one, and between them the deadlines that passed in silence. */
import { type Reference, reference } from './addresses.ts';
import { firstStep, readStepIndexes, readStepIndexesBefore } from './case-steps.ts';
import type { OpenedCase } from './case-summary.ts';
import type { Language } from './language.ts';
import { isKind, type OpenedEntry } from './opened-entry.ts';
import type { Reading, Time } from './reading.ts';
import type { Duty } from './standing.ts';
import { readStep, type Step } from './step.ts';

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

/** Whether those who signed an act for their office had the case before them as far as it had come. */
export interface Sight {
  /** Steps of others, recorded before the act, that they say they did not see yet, oldest first: the first few. */
  readonly missed: readonly Reference[];
  readonly missedMore: boolean;
}

export type TimelineItem =
  | { readonly step: Step; readonly sight: Sight | undefined }
  | { readonly supports: Supports }
  | { readonly silence: Silence };

export interface Timeline {
  readonly items: readonly TimelineItem[];
  /** The entry that the next page begins with. */
  readonly next: number | undefined;
}

/** Steps that were not in sight, named one by one. */
const MISSED_NAMED = 6;
/** Those that are looked through for steps of others. */
const MISSED_READ = 60;
/** Entries read for one page at most, where supporters fill it. */
const ENTRIES_READ = 2000;

/** @param after show the steps behind this entry; the first page begins at the beginning */
export async function readTimeline(
  reading: Reading,
  opened: OpenedCase,
  duties: Promise<readonly Duty[]>,
  { limit, after }: { readonly limit: number; readonly after: number | undefined },
): Promise<Timeline> {
  const [{ groups, next, told }, owed] = await Promise.all([readTold(reading, opened, limit, after), duties]);
  const from = after === undefined ? '' : (groups[0]?.[0]?.entry.time ?? '');
  const until = next?.entry.time;
  const silences = findSilences(reading.language, owed)
    .filter(({ passed }) => passed.iso > from && (until === undefined || passed.iso <= until))
    .sort((a, b) => (a.passed.iso < b.passed.iso ? -1 : a.passed.iso > b.passed.iso ? 1 : 0))
    .map((silence) => ({ item: { silence }, time: notBefore(silence.passed.iso, opened.opening.entry.time) }));
  // Sorting keeps the order of what is equal: at the very instant at which it is late, the deadline passes first.
  const items = [...silences, ...told].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  return { items: items.map(({ item }) => item), next: next?.index };
}

/** What was recorded long after it happened may have been late before it was there: that is told after it. */
function notBefore(passed: string, opening: string): string {
  return passed < opening ? `${opening}~` : passed;
}

async function readTold(reading: Reading, opened: OpenedCase, limit: number, after: number | undefined) {
  const found = await readGroups(reading, limit, after ?? -1, (last) =>
    readStepIndexes(reading, opened, limit + 1, last),
  );
  const page = { indexes: found.groups.flat().map(({ index }) => index), after };
  return { ...found, told: await Promise.all(found.groups.map((group) => tell(reading, opened, group, page))) };
}

/**
 * The entry that the page before another begins with; undefined where that is the first page. As long as fits: the same steps are told together
 * from either side.
 * @param before what the other page begins with
 */
export async function readPageBefore(
  reading: Reading,
  opened: OpenedCase,
  limit: number,
  before: number,
): Promise<number | undefined> {
  const { groups, next } = await readGroups(reading, limit, before, (last) =>
    readStepIndexesBefore(reading, opened, limit + 1, last),
  );
  return next === undefined ? undefined : groups.at(-1)?.at(-1)?.index;
}

/**
 * Entries that are told together; nearly all stand alone.
 * @param from where reading begins
 * @param readIndexes more than `limit`, beyond the last that was read
 */
async function readGroups(
  reading: Reading,
  limit: number,
  from: number,
  readIndexes: (last: number) => Promise<readonly number[]>,
): Promise<{ readonly groups: readonly OpenedEntry[][]; readonly next: OpenedEntry | undefined }> {
  const groups: OpenedEntry[][] = [];
  let last = from;
  for (let read = 0; ;) {
    const indexes = await readIndexes(last);
    for (const entry of await reading.entries(indexes)) {
      const group = groups.at(-1);
      const continues = isSupporter(entry) && group?.[0] !== undefined && isSupporter(group[0]);
      if (read >= ENTRIES_READ || (!continues && groups.length === limit)) return { groups, next: entry };
      if (continues) group.push(entry);
      else groups.push([entry]);
      read++;
    }
    last = indexes.at(-1) ?? last;
    if (indexes.length <= limit) return { groups, next: undefined };
  }
}

/** One person, taken in by the service: all there is to say of it is that it happened. */
function isSupporter(entry: OpenedEntry): boolean {
  return isKind(entry, 'support-added') && entry.statement.count === 1 && entry.statement.by === undefined;
}

/** The steps of a page, all that there are behind `after`. */
interface StepsOfPage {
  readonly indexes: readonly number[];
  readonly after: number | undefined;
}

async function tell(
  reading: Reading,
  opened: OpenedCase,
  group: readonly OpenedEntry[],
  page: StepsOfPage,
): Promise<{ readonly item: TimelineItem; readonly time: string }> {
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('Nothing to tell.');
  const { time } = first.entry;
  if (group.length === 1) {
    const step = await readStep(reading, first, opened.rules, { here: opened.id });
    return {
      time,
      item: { step, sight: hasSight(step, opened) ? await readSight(reading, opened, first, page) : undefined },
    };
  }
  const supports = {
    title: reading.language.phrase('step-supporters', { count: group.length }),
    first: reference(first.index),
    last: reference(last.index),
    since: reading.time(first.statement.at),
    until: reading.time(last.statement.at),
  };
  return { time, item: { supports } };
}

function hasSight({ side, index }: Step, opened: OpenedCase): boolean {
  return side === 'office' && index > firstStep(opened);
}

async function readSight(
  reading: Reading,
  opened: OpenedCase,
  act: OpenedEntry,
  { indexes, after = -1 }: StepsOfPage,
): Promise<Sight> {
  const last = act.statement.seen.size - 1;
  const steps = last >= after ? indexes : await readStepIndexes(reading, opened, MISSED_READ, last);
  const missed = steps.filter((step) => step > last && step < act.index).slice(0, MISSED_READ);
  // What they signed themselves they knew: a decision is often signed together with what became of the inputs.
  const ofOthers = (await reading.entries(missed)).filter((step) => !isBySame(act, step)).map(({ index }) => index);
  const told = ofOthers.length === 0 && missed.length === MISSED_READ ? missed : ofOthers;
  return {
    missed: told.slice(0, MISSED_NAMED).map(reference),
    missedMore: told.length > MISSED_NAMED || missed.length === MISSED_READ,
  };
}

/** Whether all who signed an act signed a step as well. */
function isBySame({ statement: act }: OpenedEntry, { statement: step }: OpenedEntry): boolean {
  const [signers, others] = [act, step].map((one) => ('by' in one ? (one.by ?? []) : []));
  return signers !== undefined && signers.length > 0 && signers.every((mandate) => others?.includes(mandate));
}

function findSilences(language: Language, duties: readonly Duty[]): readonly Silence[] {
  return duties.flatMap(({ kind, due, state, sentence }) =>
    due !== undefined && (state === 'overdue' || state === 'late')
      ? [{ title: language.phrase(`silence-${kind}`), sentence, passed: due }]
      : [],
  );
}
