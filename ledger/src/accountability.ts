/**
 * What an authority can be asked to account for, counted from verified entries alone: whom it did not answer, how long the
 * others waited, what became of what they said, what was taken out of view, what was promised. SPEC 12.1.
 *
 * Plain data, the same from the same record whoever counts; every figure names the entries that it counts.
 */
import { countCommitments, type CommitmentRow } from './accountability/commitments.ts';
import type { AccountBook } from './accountability/book.ts';
import {
  countDeadlines,
  listOverdue,
  owedSteps,
  type DeadlineRow,
  type OverdueStep,
} from './accountability/deadlines.ts';
import { figure, type Figure } from './accountability/figure.ts';
import {
  countDecisions,
  countOutcomes,
  countReasons,
  type DecisionRow,
  type OutcomeRow,
  type ReasonRow,
} from './accountability/outcomes.ts';
import { countParticipation, type ParticipationRow } from './accountability/participation.ts';
import { Reading, type AllState, type Heard, type Selection } from './accountability/reading.ts';
import { listReplies, type ReplyRow } from './accountability/replies.ts';
import { countSilence, type SilenceRow } from './accountability/silence.ts';
import { countOutOfView, countTakedowns, type OutOfView, type TakedownRow } from './accountability/takedowns.ts';
import { countTimes, type TimesRow } from './accountability/times.ts';

export { AccountBook } from './accountability/book.ts';
export type { AllState, Selection } from './accountability/reading.ts';

export interface Accountability {
  /** Recording time of the newest entry: what is overdue is so then. */
  readonly now: string;
  readonly totals: Totals;
  readonly silence: readonly SilenceRow[];
  readonly deadlines: readonly DeadlineRow[];
  readonly overdue: readonly OverdueStep[];
  readonly times: readonly TimesRow[];
  readonly outcomes: readonly OutcomeRow[];
  readonly decisions: readonly DecisionRow[];
  readonly reasons: readonly ReasonRow[];
  readonly takedowns: readonly TakedownRow[];
  readonly outOfView: OutOfView;
  readonly participation: readonly ParticipationRow[];
  readonly commitments: readonly CommitmentRow[];
  /** What the offices say to these figures. */
  readonly replies: readonly ReplyRow[];
}

/** Of the selection by process and day; the office has no part in them. */
export interface Totals {
  /** Inputs in cases that are owed an answer. */
  readonly inputs: Figure;
  /** Those that somebody got an answer in substance to. */
  readonly answered: Figure;
  /** Those that wait for one, and were not taken back. */
  readonly unanswered: Figure;
  /** Those of which nobody has said what became. */
  readonly unaccounted: Figure;
  /** How many of these are in cases that have been decided. */
  readonly passedOver: Figure;
  /** Those that their authors took back. */
  readonly takenBack: Figure;
  /** Inputs copied from data sets, whose authors were promised nothing: in no other figure. */
  readonly copied: Figure;
  /** The cases of the inputs, by the entries that opened them. */
  readonly cases: Figure;
}

export interface Asked {
  readonly book: AccountBook;
  readonly state: AllState;
  /** Recording time of the newest entry, UTC. */
  readonly now: string;
  readonly selection: Selection;
  /** See `countReasons`. */
  readonly wordsOf?: (digest: string) => string | undefined;
}

export function accountFor({ book, state, now, selection, wordsOf = () => undefined }: Asked): Accountability {
  const reading = new Reading(book, state, now, selection);
  const owed = owedSteps(reading);
  return {
    now,
    totals: countTotals(reading),
    silence: countSilence(reading),
    deadlines: countDeadlines(owed, now),
    overdue: listOverdue(reading, owed),
    times: countTimes(reading),
    outcomes: countOutcomes(reading),
    decisions: countDecisions(reading),
    reasons: countReasons(reading, wordsOf),
    takedowns: countTakedowns(reading),
    outOfView: countOutOfView(reading),
    participation: countParticipation(reading),
    commitments: countCommitments(reading),
    replies: listReplies(reading),
  };
}

function countTotals({ heard, copied }: Reading): Totals {
  const those = (is: (input: Heard) => boolean): Figure => figure(heard.filter(is).map(({ entry }) => entry));
  return {
    inputs: those(() => true),
    answered: those(({ answered }) => answered !== null),
    unanswered: those(({ answered, takenBack }) => answered === null && !takenBack),
    unaccounted: those(({ disposition }) => disposition === null),
    passedOver: those(({ disposition, of }) => disposition === null && of.decided !== null),
    takenBack: those(({ takenBack }) => takenBack),
    copied: figure(copied.map(({ entry }) => entry)),
    cases: figure(heard.map(({ case: id }) => id)),
  };
}
