/** Every step that the rules put a date on: in time, late, or owed still. SPEC 9, 12.1, M91. */
import {
  caseObligations,
  matterObligation,
  obligationKinds,
  textObligation,
  type Obligation,
  type ObligationKind,
} from '../obligations.ts';
import { DAY_MS, figure, groupsOf, spreadOf, type Figure, type Spread } from './figure.ts';
import type { Reading } from './reading.ts';

export interface DeadlineRow {
  readonly kind: ObligationKind;
  /** Any of these may take the step. */
  readonly offices: readonly string[];
  /** By the entries that ask for a step: the one that opened the case where it is the case as a whole. */
  readonly inTime: Figure;
  readonly late: Figure;
  readonly waiting: Figure;
  readonly overdue: Figure;
  readonly overdueFor: Spread;
}

/** A step that was due and has not been made. */
export interface OverdueStep {
  readonly case: number;
  readonly entry: number;
  readonly process: string;
  readonly kind: ObligationKind;
  readonly offices: readonly string[];
  readonly due: string;
  /** Whole days since. */
  readonly days: number;
}

interface Owed extends Obligation {
  readonly case: number;
  readonly asks: number;
  readonly due: string;
}

/** By kind; of each the offices with the most that is overdue first. What has no date is left out. */
export function countDeadlines(owed: readonly Owed[], now: string): readonly DeadlineRow[] {
  const rows = groupsOf(owed, ({ kind, offices }) => `${kind} ${offices.join(' ')}`).map((group): DeadlineRow => {
    const { kind = 'respond', offices = [] } = group[0] ?? {};
    const those = (met: boolean, overdue: boolean): readonly Owed[] =>
      group.filter((one) => (one.met !== null) === met && one.overdue === overdue);
    const count = (some: readonly Owed[]): Figure => figure(some.map(({ asks }) => asks));
    const overdue = those(false, true);
    const forMs = overdue.map(({ asks, due }) => ({ entry: asks, ms: Date.parse(now) - Date.parse(due) }));
    return {
      ...{ kind, offices, inTime: count(those(true, false)), late: count(those(true, true)) },
      ...{ waiting: count(those(false, false)), overdue: count(overdue), overdueFor: spreadOf(forMs) },
    };
  });
  const place = ({ kind }: DeadlineRow): number => obligationKinds.indexOf(kind);
  return rows.sort((a, b) => place(a) - place(b) || b.overdue.count - a.overdue.count);
}

/** What has been overdue for longest first. */
export function listOverdue(reading: Reading, owed: readonly Owed[]): readonly OverdueStep[] {
  return owed
    .filter(({ met, overdue }) => met === null && overdue)
    .map(({ case: id, asks: entry, kind, offices, due }) => {
      const days = Math.floor((Date.parse(reading.now) - Date.parse(due)) / DAY_MS);
      return { case: id, entry, process: reading.case(id)?.process ?? '', kind, offices, due, days };
    })
    .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.entry - b.entry));
}

/** What people are asked is no debt, and has no date. */
export function owedSteps(reading: Reading): readonly Owed[] {
  const { state, now } = reading;
  const owed: Owed[] = [];
  const add = (id: number, obligation: Obligation): void => {
    const { due } = obligation;
    const asks = obligation.entry ?? id;
    const offices = [...obligation.offices].sort();
    if (due === null || !reading.isChosen(asks, reading.case(id)) || !reading.isOffices(offices)) return;
    owed.push({ ...obligation, case: id, asks, due, offices });
  };
  for (const [id, of] of state.all('case')) {
    const rules = reading.rules(of);
    for (const one of rules === undefined ? [] : caseObligations(of, rules, now)) add(Number(id), one);
  }
  for (const [entry, matter] of state.all('matter')) add(matter.case, matterObligation(Number(entry), matter, now));
  // Several texts of one entry wait for the same look.
  const looks = new Set<number>();
  for (const content of state.all('content').values()) {
    const of = reading.case(content.case);
    const rules = of === undefined || looks.has(content.entry) ? undefined : reading.rules(of);
    const look = rules === undefined ? undefined : textObligation(content, rules, now);
    if (look === undefined) continue;
    looks.add(content.entry);
    add(content.case ?? content.entry, look);
  }
  return owed;
}
