/** What became of the inputs of a case, counted by what the authority calls it. */
import type { OpenedCase } from './case-summary.ts';
import { isKind } from './opened-entry.ts';
import type { Reading } from './reading.ts';
import { dispositionTitle } from './step.ts';

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
  const { language } = reading;
  const accounted = of.inputs - of.unaccounted;
  if (of.merged !== null || of.inputs < 2 || (accounted === 0 && (of.decided === null || !of.owed))) return undefined;
  const acts = await reading.caseActs(id, MAX_ACTS + 1);
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
    label: dispositionTitle(language, rules, code),
    count: language.number(counts.get(code) ?? 0),
    isOpen: false,
  }));
  if (acts.length <= MAX_ACTS && fates.size < accounted)
    rows.push({
      label: language.phrase('case-told-elsewhere'),
      count: language.number(accounted - fates.size),
      isOpen: false,
    });
  if (of.unaccounted > 0) {
    const label = language.phrase(of.decided === null ? 'case-unaccounted' : 'case-left-unaccounted');
    rows.push({ label, count: language.number(of.unaccounted), isOpen: true });
  }
  return {
    sentence:
      accounted === 0
        ? language.phrase('case-fates-none', { inputs: of.inputs })
        : language.phrase('case-fates-of', { accounted, inputs: of.inputs }),
    rows,
    partly: acts.length > MAX_ACTS ? language.phrase('case-fates-partly', { acts: MAX_ACTS }) : undefined,
  };
}
