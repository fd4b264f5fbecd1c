/** Where a case stands: what was promised, what has been done, who owes the next step, until when. */
import { byDue, caseObligations, matterObligation, type Obligation } from '@counterfoil/ledger/obligations';
import type { CaseState, StateShapes } from '@counterfoil/ledger/state';
import { tellDuty, type DutyState } from './duty-sentence.ts';
import type { Reading, Time } from './reading.ts';

/** `copied`: taken over from a data set, so nobody here promised its author anything. */
export type StandingCode = 'waiting' | 'overdue' | 'answered' | 'decided' | 'merged' | 'copied';

export interface Duty {
  readonly kind: Obligation['kind'];
  readonly title: string;
  readonly state: DutyState;
  readonly tag: string;
  /** Who owes it, what, until when; or who met it. */
  readonly sentence: string;
  /** Undefined where nothing says when. */
  readonly due: Time | undefined;
  readonly met: { readonly entry: number; readonly time: Time } | undefined;
  /** The entry that asks for it, where it is not the case as a whole. */
  readonly entry: number | undefined;
}

export interface Standing {
  readonly code: StandingCode;
  readonly label: string;
  /** Who owes the next step, in a sentence; undefined where nobody does. */
  readonly next: string | undefined;
  /** What is owed first, then what was met, each in the order it fell due. */
  readonly duties: readonly Duty[];
}

function standingCode(of: CaseState, owed: readonly Obligation[]): StandingCode {
  if (of.merged !== null) return 'merged';
  if (owed.some(({ met, overdue }) => met === null && overdue)) return 'overdue';
  if (of.decided !== null) return 'decided';
  if (!of.owed) return 'copied';
  return of.responded === null ? 'waiting' : 'answered';
}

/**
 * @param matters entries of the case that ask for steps of their own; lists of cases go by the clocks alone
 * @param looks what waits in it to be looked at
 */
export async function readStanding(
  reading: Reading,
  of: CaseState,
  rules: StateShapes['rules'],
  matters: readonly number[] = [],
  looks: readonly Obligation[] = [],
): Promise<Standing> {
  const asked = await Promise.all(matters.map((entry) => readMatter(reading, entry)));
  const owed = [...caseObligations(of, rules, reading.now), ...asked.flat(), ...looks].sort(byDue);
  const code = standingCode(of, owed);
  const duties = await Promise.all(owed.map((obligation) => readDuty(reading, obligation)));
  // What people are asked for is no debt: the authority's own next step goes first.
  const open = owed.flatMap(({ met, offices }, i) =>
    met === null ? [{ duty: duties[i], byOffice: offices.length > 0 }] : [],
  );
  const next = open.find(({ byOffice }) => byOffice) ?? open[0];
  const told = [...duties.filter(({ met }) => met === undefined), ...duties.filter(({ met }) => met !== undefined)];
  return { code, label: reading.language.phrase(`standing-${code}`), next: next?.duty?.sentence, duties: told };
}

/** More than anybody reads on one page. */
const LOOKS_SHOWN = 20;

/** What was said in the case and waits to be looked at. */
export async function readLooks(
  reading: Reading,
  id: number,
  { moderation }: StateShapes['rules'],
): Promise<readonly Obligation[]> {
  if (moderation === undefined) return [];
  const owed = await reading.record.obligations({ state: 'open', case: id, now: reading.now, limit: MAX_OWED });
  return owed.filter(({ kind }) => kind === 'moderate').slice(0, LOOKS_SHOWN);
}

/** Of one case: what comes before may be anything that is owed. */
const MAX_OWED = 200;

async function readMatter(reading: Reading, entry: number): Promise<readonly Obligation[]> {
  const matter = await reading.state('matter', entry);
  return matter === undefined ? [] : [matterObligation(entry, matter, reading.now)];
}

/** @param nowMs how late it is by then */
export async function readDuty(reading: Reading, obligation: Obligation, nowMs = reading.nowMs): Promise<Duty> {
  const { kind, entry, offices, due, met, overdue } = obligation;
  const { language } = reading;
  const state = met === null ? (overdue ? 'overdue' : 'waiting') : overdue ? 'late' : 'met';
  const matter = entry === null ? undefined : (await reading.state('matter', entry))?.kind;
  const untilMs = met === null ? nowMs : Date.parse(met.time);
  const [titles, lastDay, metOn] = await Promise.all([
    reading.officeTitles(offices),
    due === null ? undefined : reading.lastDay(due),
    met === null ? '' : reading.day(met.time),
  ]);
  return {
    kind,
    title: language.phrase(matter === undefined ? `duty-title-${kind}` : `owed-title-${matter}`),
    state,
    tag: language.phrase(state === 'met' && due === null ? 'owed-tag-done' : `owed-tag-${state}`),
    sentence: tellDuty(language, state, {
      who: language.list(titles, 'or'),
      officeCount: offices.length,
      what: language.phrase(matter === undefined ? `duty-${kind}` : `owed-what-${matter}`),
      lastDay,
      met: metOn,
      late: due === null ? undefined : language.span(untilMs - Date.parse(due)),
    }),
    due: due === null ? undefined : reading.time(due),
    met: met === null ? undefined : { entry: met.entry, time: reading.time(met.time) },
    entry: entry ?? undefined,
  };
}
