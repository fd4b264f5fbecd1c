/**
 * What the authority owes when the newest entry was recorded, counted from the state that the replay leads to. SPEC 9, 12.
 *
 * None of it is wrong with the record: it is what the record is for.
 */
import { caseObligations, matterObligation, textObligation, type ObligationKind } from '../obligations.ts';
import type { Store } from '../state.ts';
import type { OpenEnds } from './open-ends.ts';

export interface Standing {
  /** Inputs nobody has said of what became of them, in cases that are owed an answer. */
  readonly unaccounted: number;
  /** How many of these are in cases that have been decided. */
  readonly passedOver: number;
  /** Inputs without a disposition that were copied from a data set: nobody here promised their authors anything. */
  readonly copied: number;
  /** Steps that were due and have not been made. */
  readonly overdue: number;
  /** The one that has been overdue for longest. */
  readonly firstOverdue: Overdue | undefined;
}

export interface Overdue {
  readonly case: number;
  /** The entry that asks for it, where it is not the case as a whole. */
  readonly entry: number | null;
  readonly kind: ObligationKind;
  /** Since when it is late, UTC. */
  readonly due: string;
}

/** With the offices that may make the step; none where the people who were heard are asked. */
export interface OverdueStep extends Overdue {
  readonly offices: readonly string[];
}

/** @param now recording time of the newest entry. */
export function countStanding(ends: OpenEnds, state: Store, now: string): Standing {
  let overdue = 0;
  let firstOverdue: Overdue | undefined;
  for (const { offices: _, ...one } of overdueSteps(ends, state, now)) {
    overdue++;
    if (firstOverdue === undefined || one.due < firstOverdue.due) firstOverdue = one;
  }
  return { ...ends.counts, overdue, firstOverdue };
}

/** What is late, case by case. @param now UTC with milliseconds */
export function* overdueSteps(ends: OpenEnds, state: Store, now: string): Generator<OverdueStep, void, undefined> {
  for (const [id, nextDue] of ends.cases) {
    if (now < nextDue) continue;
    const of = state.find('case', id);
    const rules = of && state.find('rules', `${of.process}/${of.version}`);
    if (of === undefined || rules === undefined) continue;
    for (const { kind, entry, due, met, overdue, offices } of caseObligations(of, rules, now))
      if (overdue && met === null && due !== null) yield { case: Number(id), entry, kind, due, offices };
  }
  for (const id of ends.matters) {
    const matter = state.find('matter', id);
    if (matter === undefined) continue;
    const { kind, entry, due, met, overdue, offices } = matterObligation(Number(id), matter, now);
    if (overdue && met === null && due !== null) yield { case: matter.case, entry, kind, due, offices };
  }
  const looks = new Set<number>();
  for (const digest of ends.waiting) {
    const content = state.find('content', digest);
    if (content === undefined || content.case === null || looks.has(content.entry)) continue;
    looks.add(content.entry);
    const of = state.find('case', String(content.case));
    const rules = of && state.find('rules', `${of.process}/${of.version}`);
    const look = rules === undefined ? undefined : textObligation(content, rules, now);
    if (look?.overdue === true && look.due !== null)
      yield { case: content.case, entry: content.entry, kind: look.kind, due: look.due, offices: look.offices };
  }
}
