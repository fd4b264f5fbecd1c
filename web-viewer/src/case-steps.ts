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
  const [own, links] = await Promise.all([
    reading.caseSteps(opened.id, limit, after),
    readLinkStates(reading, opened.id, opened.of.links),
  ]);
  const brought = [...links.map(({ entry }) => entry), ...splitInputs(opened.opening)];
  const all = new Set([...own, ...brought.filter((index) => index > after)]);
  return [...all].sort((a, b) => a - b).slice(0, limit);
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
