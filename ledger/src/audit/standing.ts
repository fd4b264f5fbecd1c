/**
 * What the authority owes when the newest entry was recorded, counted from the state that the replay leads to. SPEC 9, 12.
 *
 * None of it is wrong with the record: it is what the record is for.
 */
import { caseObligations, matterObligation, textObligation, type ObligationKind } from '../obligations.ts';
import type { MemoryState } from '../state.ts';

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

/** @param now recording time of the newest entry. */
export function countStanding(state: MemoryState, now: string): Standing {
  let [unaccounted, passedOver, copied, overdue] = [0, 0, 0, 0];
  let firstOverdue: Overdue | undefined;
  const late = (one: Overdue): void => {
    overdue++;
    if (firstOverdue === undefined || one.due < firstOverdue.due) firstOverdue = one;
  };
  for (const [id, of] of state.all('case')) {
    if (of.owed) unaccounted += of.unaccounted;
    else copied += of.unaccounted;
    if (of.owed && of.decided !== null) passedOver += of.unaccounted;
    if (of.nextDue === null || now < of.nextDue) continue;
    const rules = state.all('rules').get(`${of.process}/${of.version}`);
    for (const { kind, entry, due, met, overdue: isOverdue } of rules === undefined
      ? []
      : caseObligations(of, rules, now))
      if (isOverdue && met === null && due !== null) late({ case: Number(id), entry, kind, due });
  }
  for (const [id, matter] of state.all('matter')) {
    const { kind, entry, due, met, overdue: isOverdue } = matterObligation(Number(id), matter, now);
    if (isOverdue && met === null && due !== null) late({ case: matter.case, entry, kind, due });
  }
  const looks = new Set<number>();
  for (const content of state.all('content').values()) {
    if (content.waits === null || content.case === null || looks.has(content.entry)) continue;
    looks.add(content.entry);
    const of = state.all('case').get(String(content.case));
    const rules = of === undefined ? undefined : state.all('rules').get(`${of.process}/${of.version}`);
    const look = rules === undefined ? undefined : textObligation(content, rules, now);
    if (look?.overdue === true && look.due !== null)
      late({ case: content.case, entry: content.entry, kind: look.kind, due: look.due });
  }
  return { unaccounted, passedOver, copied, overdue, firstOverdue };
}
