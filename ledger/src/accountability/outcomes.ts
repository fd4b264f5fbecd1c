/** What became of what people said, and the reasons that were given. SPEC 12.1, M93. */
import { WITHDRAWN } from '../rulebook/inputs.ts';
import { figure, groupsOf, type Figure } from './figure.ts';
import type { Heard, Reading } from './reading.ts';
import { stepsOwed } from './silence.ts';
import { groupings, valuesOf, type Grouping } from './times.ts';

export interface OutcomeRow {
  readonly by: Grouping;
  /** As in `TimesRow`; of inputs of which nobody has said anything, the offices that may. */
  readonly values: readonly string[];
  /** Null where nobody has said. */
  readonly code: string | null;
  /** As the rules of the case call it; null where they do not say. */
  readonly title: string | null;
  readonly inputs: Figure;
  /** Those of them in cases that have been decided: for `code` null, those that the decision left out. */
  readonly decided: Figure;
}

interface Fate {
  readonly input: Heard;
  readonly offices: readonly string[];
  readonly code: string | null;
  readonly title: string | null;
}

/** By grouping and value, with the code of the most inputs first. */
export function countOutcomes(reading: Reading): readonly OutcomeRow[] {
  const fates = reading.heard
    .map((input) => fateOf(reading, input))
    .filter(({ offices }) => reading.isOffices(offices));
  return groupings.flatMap((by) =>
    groupsOf(fates, (fate) => valuesOf(by, fate).join(' ')).flatMap((group) => {
      const rows = groupsOf(group, ({ code, title }) => JSON.stringify([code, title])).map((alike): OutcomeRow => {
        const { code = null, title = null } = alike[0] ?? {};
        const count = (some: readonly Fate[]): Figure => figure(some.map(({ input }) => input.entry));
        const values = alike[0] === undefined ? [] : valuesOf(by, alike[0]);
        const decided = alike.filter(({ input }) => input.of.decided !== null);
        return { by, values, code, title, inputs: count(alike), decided: count(decided) };
      });
      return rows.sort((a, b) => b.inputs.count - a.inputs.count);
    }),
  );
}

function fateOf(reading: Reading, input: Heard): Fate {
  const { disposition, of } = input;
  if (disposition === null)
    return { input, offices: reading.owing(of, stepsOwed.disposition.acts), code: null, title: null };
  const title = reading.rules(of)?.dispositions.find(({ code }) => code === disposition.code)?.title ?? null;
  return { input, offices: reading.signed(disposition.entry), code: disposition.code, title };
}

export interface DecisionRow {
  readonly process: string;
  readonly offices: readonly string[];
  readonly outcome: string;
  readonly title: string | null;
  /** Entries of the decisions in force; one that an upheld appeal has set aside is none. */
  readonly decisions: Figure;
}

export function countDecisions(reading: Reading): readonly DecisionRow[] {
  const decided = [...reading.state.all('case').values()].flatMap((of) => {
    if (of.decided === null || !reading.isChosen(of.decided.entry, of)) return [];
    const { entry, outcome } = of.decided;
    const title = reading.rules(of)?.outcomes.find(({ code }) => code === outcome)?.title ?? null;
    return [{ entry, process: of.process, offices: reading.signed(entry), outcome, title }];
  });
  const chosen = decided.filter(({ offices }) => reading.isOffices(offices));
  return groupsOf(chosen, ({ entry: _, ...row }) => JSON.stringify(row))
    .flatMap((group) =>
      group.slice(0, 1).map(({ entry: _, ...row }) => ({ ...row, decisions: figure(group.map(({ entry }) => entry)) })),
    )
    .sort((a, b) => (a.process < b.process ? -1 : a.process > b.process ? 1 : b.decisions.count - a.decisions.count));
}

export interface ReasonRow {
  /** Commitments to the same words, in the order of the record. */
  readonly digests: readonly string[];
  /** What was accounted for with them. */
  readonly inputs: Figure;
  /** The dispositions that used them. */
  readonly acts: Figure;
  readonly offices: readonly string[];
  readonly processes: readonly string[];
  readonly codes: readonly string[];
}

/**
 * Reasons by how many inputs were accounted for with each.
 * @param wordsOf what stands for the words of a commitment (`reasonHash`), where they are known; each commitment is a reason of
 * its own otherwise.
 */
export function countReasons(reading: Reading, wordsOf: (digest: string) => string | undefined): readonly ReasonRow[] {
  const given = reading.heard.flatMap((input) => {
    const { reason, disposition, of } = input;
    if (reason === null || disposition === null || disposition.code === WITHDRAWN) return [];
    const offices = reading.signed(reason.entry);
    const { process } = of;
    return reading.isOffices(offices) ? [{ input: input.entry, reason, code: disposition.code, offices, process }] : [];
  });
  const rows = groupsOf(given, ({ reason }) => wordsOf(reason.digest) ?? reason.digest).map((group): ReasonRow => {
    const sorted = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();
    return {
      digests: [...new Set(group.map(({ reason }) => reason.digest))],
      inputs: figure(group.map(({ input }) => input)),
      acts: figure(group.map(({ reason }) => reason.entry)),
      offices: sorted(group.flatMap(({ offices }) => offices)),
      processes: sorted(group.map(({ process }) => process)),
      codes: sorted(group.map(({ code }) => code)),
    };
  });
  return rows.sort((a, b) => b.inputs.count - a.inputs.count);
}
