/** Where a case stands: what was promised, what has been done, who owes the next step, until when. */
import { obligations, type Obligation } from '@counterfoil/ledger/obligations';
import type { CaseState, StateShapes } from '@counterfoil/ledger/state';
import type { Reading, Time } from './reading.ts';
import { standingWords } from './words/standing.ts';
import { formatSpan } from './words/time.ts';
import { formatList } from './words/numbers.ts';

/** `copied`: taken over from a data set, so nobody here promised its author anything. */
export type StandingCode = 'waiting' | 'overdue' | 'answered' | 'decided' | 'copied';

export interface Duty {
  readonly kind: Obligation['kind'];
  readonly title: string;
  readonly state: 'met' | 'late' | 'waiting' | 'overdue';
  readonly tag: string;
  /** Who owes it, what, until when; or who met it. */
  readonly sentence: string;
  readonly due: Time;
  readonly met: { readonly entry: number; readonly time: Time } | undefined;
}

export interface Standing {
  readonly code: StandingCode;
  readonly label: string;
  /** Who owes the next step, in a sentence; undefined where nobody does. */
  readonly next: string | undefined;
  readonly duties: readonly Duty[];
}

function standingCode(of: CaseState, owed: readonly Obligation[]): StandingCode {
  if (of.decided !== null) return 'decided';
  if (!of.owed) return 'copied';
  if (owed.some(({ met, overdue }) => met === null && overdue)) return 'overdue';
  return of.responded === null ? 'waiting' : 'answered';
}

export async function readStanding(reading: Reading, of: CaseState, rules: StateShapes['rules']): Promise<Standing> {
  const owed = obligations(of, rules, reading.now);
  const code = standingCode(of, owed);
  const duties = await Promise.all(owed.map((obligation) => readDuty(reading, obligation)));
  const next = duties.find(({ met }) => met === undefined);
  return { code, label: standingWords.labels[code], next: next?.sentence, duties };
}

async function readDuty(reading: Reading, { kind, offices, due, met, overdue }: Obligation): Promise<Duty> {
  const state = met === null ? (overdue ? 'overdue' : 'waiting') : overdue ? 'late' : 'met';
  const who = formatList(await reading.officeTitles(offices), 'or') || standingWords.nobody;
  const lateBy = formatSpan((met === null ? reading.nowMs : Date.parse(met.time)) - Date.parse(due)) ?? '';
  return {
    kind,
    title: standingWords.titles[kind],
    state,
    tag: standingWords.tags[state],
    sentence: standingWords.sentences[state]({ who, kind, due: reading.time(due), met: met?.time, lateBy }),
    due: reading.time(due),
    met: met === null ? undefined : { entry: met.entry, time: reading.time(met.time) },
  };
}
