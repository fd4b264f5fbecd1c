/** What became of the inputs of a case, counted by what the authority calls it. */
import type { OpenedCase } from './case-summary.ts';
import { isKind } from './opened-entry.ts';
import type { Reading } from './reading.ts';
import { dispositionTitle } from './step.ts';
import { caseWords } from './words/case.ts';
import { formatNumber } from './words/numbers.ts';

/** Official steps looked through; a case with more says that its figures are of these alone. */
const MAX_ACTS = 300;

export interface Fates {
  readonly sentence: string;
  readonly rows: readonly { readonly label: string; readonly count: string; readonly isOpen: boolean }[];
  /** Said where not every step was counted. */
  readonly partly: string | undefined;
}

/** Undefined while there is nothing to count: a single input tells its fate itself. */
export async function readFates(reading: Reading, { id, of, rules }: OpenedCase): Promise<Fates | undefined> {
  const accounted = of.inputs - of.unaccounted;
  if (of.merged !== null || of.inputs < 2 || (accounted === 0 && (of.decided === null || !of.owed))) return undefined;
  const acts = await reading.record.caseActs(id, MAX_ACTS + 1);
  const entries = await reading.entries(acts.slice(0, MAX_ACTS));
  // What was said after an appeal was upheld takes the place of what was said before.
  const fates = new Map<number, string>();
  for (const entry of entries) {
    if (!isKind(entry, 'dispositions')) continue;
    for (const { code, inputs } of entry.statement.items) for (const input of inputs) fates.set(input, code);
  }
  const counts = new Map<string, number>();
  for (const code of fates.values()) counts.set(code, (counts.get(code) ?? 0) + 1);
  const known = rules.dispositions.map(({ code }) => code).filter((code) => counts.has(code));
  const rows = known.map((code) => ({
    label: dispositionTitle(rules, code),
    count: formatNumber(counts.get(code) ?? 0),
    isOpen: false,
  }));
  if (acts.length <= MAX_ACTS && fates.size < accounted)
    rows.push({ label: caseWords.elsewhere, count: formatNumber(accounted - fates.size), isOpen: false });
  if (of.unaccounted > 0) {
    const label = of.decided === null ? caseWords.unaccounted : caseWords.leftUnaccounted;
    rows.push({ label, count: formatNumber(of.unaccounted), isOpen: true });
  }
  return {
    sentence: caseWords.fatesOf(accounted, of.inputs),
    rows,
    partly: acts.length > MAX_ACTS ? caseWords.fatesPartly(MAX_ACTS) : undefined,
  };
}
