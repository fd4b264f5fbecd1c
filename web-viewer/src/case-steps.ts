/** The steps of a case in their order, and between them the deadlines that passed in silence. */
import type { OpenedCase } from './case-summary.ts';
import type { Reading, Time } from './reading.ts';
import type { Duty } from './standing.ts';
import { stepWords } from './words/step.ts';

/**
 * Indexes of the steps, oldest first: its own entries, those that linked it from elsewhere, and for a case that was split
 * off, the inputs it was given.
 */
export async function readStepIndexes(
  reading: Reading,
  opened: OpenedCase,
  limit: number,
  after = -1,
): Promise<readonly number[]> {
  const [own, brought] = await Promise.all([
    reading.record.caseSteps(opened.id, limit, after),
    readBrought(reading, opened),
  ]);
  const all = new Set([...own, ...brought.filter((index) => index > after)]);
  return [...all].sort((a, b) => a - b).slice(0, limit);
}

/** The first of all its steps: for a case that was split off, an input from before. */
export function firstStep({ id, opening }: OpenedCase): number {
  return splitInputs(opening).reduce((first, input) => Math.min(first, input), id);
}

function splitInputs({ statement }: OpenedCase['opening']): readonly number[] {
  return statement.kind === 'case-split' ? statement.inputs : [];
}

async function readBrought(reading: Reading, { id, of, opening }: OpenedCase): Promise<readonly number[]> {
  const links = await readLinkStates(reading, id, of.links);
  return [...links.map(({ entry }) => entry), ...splitInputs(opening)];
}

export async function readLinkStates(reading: Reading, id: number, count: number) {
  const ids = Array.from({ length: count }, (_, number) => `${id}/${number}`);
  return (await reading.states('link', ids)).filter((link) => link !== undefined);
}

/** A deadline that passed: nobody enters it, it follows from the rules. */
export interface Silence {
  readonly title: string;
  /** Who owed what; whether somebody took the step later. */
  readonly sentence: string;
  readonly passed: Time;
}

export type TimelineItem<S> =
  { readonly step: S; readonly silence?: never } | { readonly silence: Silence; readonly step?: never };

/**
 * The steps with each silence before the first step that was recorded after it.
 * @param until time of the first step that is not shown any more; none where these are the last
 */
export function weave<S>(
  steps: readonly (S & { readonly recordedAt: string })[],
  duties: readonly Duty[],
  { isFirst, until }: { readonly isFirst: boolean; readonly until: string | undefined },
): readonly TimelineItem<S>[] {
  const from = isFirst ? '' : (steps[0]?.recordedAt ?? '');
  const silences = duties
    .flatMap(({ kind, due, state, sentence }) =>
      due !== undefined && (state === 'overdue' || state === 'late')
        ? [{ title: stepWords.silence[kind], sentence, passed: due }]
        : [],
    )
    .filter(({ passed }) => passed.iso > from && (until === undefined || passed.iso <= until))
    .sort((a, b) => (a.passed.iso < b.passed.iso ? -1 : 1));
  const items: TimelineItem<S>[] = [];
  let next = 0;
  for (const step of steps) {
    for (; next < silences.length; next++) {
      const silence = silences[next];
      if (silence === undefined || silence.passed.iso > step.recordedAt) break;
      items.push({ silence });
    }
    items.push({ step });
  }
  for (const silence of silences.slice(next)) items.push({ silence });
  return items;
}
