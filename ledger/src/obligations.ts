/**
 * Who owes a case its next step: derived from the rules it runs by, never entered, so nobody can suppress one. SPEC 9, M30.
 */
import type { CaseState, StateShapes, Step } from './state.ts';

export const obligationKinds = ['acknowledge', 'respond', 'decide'] as const;
export type ObligationKind = (typeof obligationKinds)[number];

export interface Obligation {
  readonly kind: ObligationKind;
  /** Offices that may meet it. */
  readonly offices: readonly string[];
  readonly since: string;
  readonly due: string;
  /** The step that met it, in time or not; null while it is owed. */
  readonly met: Step | null;
  readonly overdue: boolean;
}

const DAY_MS = 86_400_000;
const actOf = { acknowledge: 'acknowledgement', respond: 'response', decide: 'decision' } as const;

/**
 * Every step the rules put a clock on, in the order they fall due. A later step meets an earlier one: who has decided has answered.
 * @param now UTC with milliseconds
 */
export function obligations(of: CaseState, rules: StateShapes['rules'], now: string): readonly Obligation[] {
  if (!of.owed) return [];
  const steps = {
    acknowledge: [of.acknowledged, of.responded, of.decided],
    respond: [of.responded, of.decided],
    decide: [of.decided],
  };
  const owed: Obligation[] = [];
  for (const kind of obligationKinds) {
    const days = rules.clocks[kind];
    if (days === undefined) continue;
    const due = new Date(Date.parse(of.since) + days * DAY_MS).toISOString();
    const met = firstOf(steps[kind]);
    owed.push({
      kind,
      offices: rules.acts[actOf[kind]]?.offices ?? [],
      since: of.since,
      due,
      met,
      overdue: (met?.time ?? now) > due,
    });
  }
  return owed.sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
}

function firstOf(steps: readonly (Step | null)[]): Step | null {
  let first: Step | null = null;
  for (const step of steps)
    if (step !== null && (first === null || step.entry < first.entry)) first = { entry: step.entry, time: step.time };
  return first;
}
