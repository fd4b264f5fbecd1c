/** Who was not answered, and since when an answer is late. SPEC 12.1, M91. */
import { clockActs, metBy } from '../obligations.ts';
import type { ClockKind } from '../state.ts';
import type { CaseKind } from '../statements/rights.ts';
import { figure, groupsOf, spreadOf, type Figure, type Spread, type Timed } from './figure.ts';
import type { Heard, Reading } from './reading.ts';

/** What every input waits for. */
export const answerSteps = ['acknowledgement', 'answer', 'decision', 'disposition'] as const;
export type AnswerStep = (typeof answerSteps)[number];

export interface SilenceRow {
  readonly step: AnswerStep;
  /** Any of these may take it; none where the rules let nobody. */
  readonly offices: readonly string[];
  /** Inputs that have had to do without, so far. */
  readonly inputs: Figure;
  /** Those of them whose deadline has passed, and for how long it has. */
  readonly overdue: Figure;
  readonly overdueFor: Spread;
}

interface Silent {
  readonly entry: number;
  readonly step: AnswerStep;
  readonly offices: readonly string[];
  /** Null where no deadline runs. */
  readonly dueMs: number | null;
}

/** Who may take a step, and the clock that it meets. */
export const stepsOwed: {
  readonly [K in AnswerStep]: { readonly acts: readonly CaseKind[]; readonly clock: ClockKind | null };
} = {
  acknowledgement: { acts: clockActs.acknowledge, clock: 'acknowledge' },
  answer: { acts: clockActs.respond, clock: 'respond' },
  decision: { acts: clockActs.decide, clock: 'decide' },
  disposition: { acts: ['dispositions'], clock: null },
};

/** Step by step; of each the offices with the most inputs first. */
export function countSilence(reading: Reading): readonly SilenceRow[] {
  const silent = reading.heard.flatMap((input) => silences(reading, input));
  const chosen = silent.filter(({ offices }) => reading.isOffices(offices));
  const rows = groupsOf(chosen, ({ step, offices }) => `${step} ${offices.join(' ')}`).map((group) =>
    silenceRow(group, Date.parse(reading.now)),
  );
  const place = ({ step }: SilenceRow): number => answerSteps.indexOf(step);
  return rows.sort((a, b) => place(a) - place(b) || b.inputs.count - a.inputs.count);
}

function silenceRow(group: readonly Silent[], nowMs: number): SilenceRow {
  const { step = 'answer', offices = [] } = group[0] ?? {};
  const late = group.flatMap(({ entry, dueMs }): Timed[] =>
    dueMs === null || nowMs < dueMs ? [] : [{ entry, ms: nowMs - dueMs }],
  );
  const entriesOf = (those: readonly { readonly entry: number }[]): Figure => figure(those.map(({ entry }) => entry));
  return { step, offices, inputs: entriesOf(group), overdue: entriesOf(late), overdueFor: spreadOf(late) };
}

function silences(reading: Reading, { entry, of, takenBack, ...input }: Heard): readonly Silent[] {
  if (takenBack) return [];
  const isSilent: { readonly [K in AnswerStep]: boolean } = {
    acknowledgement: input.acknowledged === null,
    answer: input.answered === null,
    decision: of.decided === null,
    disposition: input.disposition === null,
  };
  return answerSteps
    .filter((step) => isSilent[step])
    .map((step) => {
      const { acts, clock } = stepsOwed[step];
      const running = clock === null || metBy(of, clock) !== null ? undefined : of.clocks[clock];
      const dueMs = running === undefined ? null : Date.parse(running.due);
      return { entry, step, offices: reading.owing(of, acts), dueMs };
    });
}
