/**
 * Who owes a case its next step: derived by the rulebook from the rules the case runs by, never entered, so nobody can
 * suppress one. SPEC 9, M30.
 */
import { clockKinds, type CaseState, type ClockKind, type MatterState, type StateShapes, type Step } from './state.ts';
import type { CaseKind } from './statements/rights.ts';

/** A clock of the case; or an answer to what was asked or contested, the keeping of a commitment, a look at what waits for one. */
export type ObligationKind = ClockKind | 'answer' | 'fulfil' | 'moderate';
export const obligationKinds = [...clockKinds, 'answer', 'fulfil', 'moderate'] as const;

export interface Obligation {
  readonly kind: ObligationKind;
  /** The entry that asks for it, where it is not the case as a whole. */
  readonly entry: number | null;
  /** Offices that may meet it; none where the people who were heard are asked. */
  readonly offices: readonly string[];
  readonly since: string;
  /** The first instant at which it is late; null where nothing says when. */
  readonly due: string | null;
  /** The step that met it, in time or not; null while it is owed. */
  readonly met: Step | null;
  readonly overdue: boolean;
}

/** Which acts meet a clock; the first that the process knows is the one that is asked for. */
export const clockActs: { readonly [K in ClockKind]: readonly CaseKind[] } = {
  acknowledge: ['acknowledgement', 'response', 'decision'],
  respond: ['response', 'decision'],
  decide: ['decision'],
  'carry-out': ['milestone'],
  evaluate: ['evaluation'],
};

/** Every step the rules put a clock on, in the order they fall due. @param now UTC with milliseconds */
export function caseObligations(of: CaseState, rules: StateShapes['rules'], now: string): readonly Obligation[] {
  const owed: Obligation[] = [];
  for (const kind of clockKinds) {
    const clock = of.clocks[kind];
    if (clock === undefined) continue;
    const met = metBy(of, kind);
    const offices = officesFor(of, rules, clockActs[kind]);
    owed.push({ kind, entry: null, offices, ...clock, met, overdue: isLate(clock.due, met, now) });
  }
  return owed.sort(byDue);
}

/** What an entry asks for. @param entry its index @param now UTC with milliseconds */
export function matterObligation(entry: number, matter: MatterState, now: string): Obligation {
  const { kind, offices, since, due, met } = matter;
  return {
    kind: kind === 'commitment' ? 'fulfil' : 'answer',
    entry,
    offices,
    since,
    due,
    met,
    overdue: isLate(due, met, now),
  };
}

/** A look at a text or file that waits for one; undefined for one that does not. Those of one entry wait for the same look: it is owed once. @param now UTC with milliseconds */
export function textObligation(
  { entry, waits }: StateShapes['content'],
  { acts }: StateShapes['rules'],
  now: string,
): Obligation | undefined {
  if (waits === null) return undefined;
  const offices = acts['content-published']?.offices ?? [];
  return { kind: 'moderate', entry, offices, ...waits, met: null, overdue: isLate(waits.due, null, now) };
}

/** The first step that meets the clock. A later step meets an earlier one: who has decided has answered. */
export function metBy(of: CaseState, kind: ClockKind): Step | null {
  const steps = {
    acknowledge: [of.acknowledged, of.responded, of.decided],
    respond: [of.responded, of.decided],
    decide: [of.decided],
    'carry-out': [of.carriedOut],
    evaluate: [of.evaluated],
  };
  let first: Step | null = null;
  for (const step of steps[kind])
    if (step !== null && (first === null || step.entry < first.entry)) first = { entry: step.entry, time: step.time };
  return first;
}

/** The earliest due time that nobody has met. */
export function nextDue(of: Omit<CaseState, 'nextDue'>): string | null {
  let earliest: string | null = null;
  for (const kind of clockKinds) {
    const due = of.clocks[kind]?.due;
    if (due === undefined || metBy({ ...of, nextDue: null }, kind) !== null) continue;
    if (earliest === null || due < earliest) earliest = due;
  }
  return earliest;
}

/** A case that was passed on is owed its next step by the office that has it, where that office may take it. */
export function officesFor(
  of: Pick<CaseState, 'office'>,
  { acts }: StateShapes['rules'],
  asked: readonly CaseKind[],
): readonly string[] {
  const act = asked.find((kind) => acts[kind] !== undefined);
  const offices = (act === undefined ? undefined : acts[act])?.offices ?? [];
  return of.office !== null && offices.includes(of.office) ? [of.office] : offices;
}

/** In the order they fall due, what has no date last. */
export function byDue(a: Obligation, b: Obligation): number {
  if (a.due === b.due) return 0;
  if (a.due === null || b.due === null) return a.due === null ? 1 : -1;
  return a.due < b.due ? -1 : 1;
}

function isLate(due: string | null, met: Step | null, now: string): boolean {
  return due !== null && (met?.time ?? now) >= due;
}
