/** Which entries make the steps of a case. */
import type { OpenedCase } from './case-summary.ts';
import type { Reading } from './reading.ts';

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
  const [own, brought] = await Promise.all([reading.caseSteps(opened.id, limit, after), readBrought(reading, opened)]);
  const all = new Set([...own, ...brought.filter((index) => index > after)]);
  return [...all].sort((a, b) => a - b).slice(0, limit);
}

/** The same from behind: of the steps before an entry, the newest first. */
export async function readStepIndexesBefore(
  reading: Reading,
  opened: OpenedCase,
  limit: number,
  before: number,
): Promise<readonly number[]> {
  const [own, brought] = await Promise.all([
    reading.record.newestAbout({ case: opened.id }, limit, before),
    readBrought(reading, opened),
  ]);
  const all = new Set([...own.indexes, ...brought.filter((index) => index < before)]);
  return [...all].sort((a, b) => b - a).slice(0, limit);
}

/** Indexes of the steps that are not its own entries. */
async function readBrought(reading: Reading, { id, of, opening }: OpenedCase): Promise<readonly number[]> {
  const links = await readLinkStates(reading, id, of.links);
  return [...links.map(({ entry }) => entry), ...splitInputs(opening)];
}

/** The first of all its steps: for a case that was split off, an input from before. */
export function firstStep({ id, opening }: OpenedCase): number {
  return splitInputs(opening).reduce((first, input) => Math.min(first, input), id);
}

export async function readLinkStates(reading: Reading, id: number, count: number) {
  const ids = Array.from({ length: count }, (_, number) => `${id}/${number}`);
  return (await reading.states('link', ids)).filter((link) => link !== undefined);
}

export function splitInputs({ statement }: OpenedCase['opening']): readonly number[] {
  return statement.kind === 'case-split' ? statement.inputs : [];
}
