import type { ObligationKind } from '@counterfoil/ledger/obligations';
import { formatDay } from './time.ts';
import { dutyTitles, duties } from './vocabulary.ts';

interface DutyFacts {
  readonly who: string;
  readonly kind: ObligationKind;
  readonly due: { readonly iso: string };
  readonly met: string | undefined;
  /** `3 days`, or empty. */
  readonly lateBy: string;
}

export const standingWords = {
  labels: {
    waiting: 'Waiting',
    overdue: 'Overdue',
    answered: 'Answered',
    decided: 'Decided',
    copied: 'Copied record',
  },
  tags: { met: 'Done in time', late: 'Done late', waiting: 'Waiting', overdue: 'Overdue' },
  titles: dutyTitles,
  nobody: 'Nobody by name',
  sentences: {
    met: ({ due, met }: DutyFacts) => `Owed by ${formatDay(due.iso)}; done on ${formatDay(met ?? due.iso)}.`,
    late: ({ due, met, lateBy }: DutyFacts) =>
      `Owed by ${formatDay(due.iso)}; done on ${formatDay(met ?? due.iso)}${lateBy === '' ? '' : `, ${lateBy} late`}.`,
    waiting: ({ who, kind, due }: DutyFacts) => `${who} owes ${duties[kind]} by ${formatDay(due.iso)}.`,
    overdue: ({ who, kind, due, lateBy }: DutyFacts) =>
      `${who} owed ${duties[kind]} by ${formatDay(due.iso)}${lateBy === '' ? '' : `: ${lateBy} overdue`}.`,
  },
} as const;
