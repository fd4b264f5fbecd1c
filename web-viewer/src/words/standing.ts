import type { ObligationKind } from '@counterfoil/ledger/obligations';
import type { MatterState } from '@counterfoil/ledger/state';
import { dutyTitles, duties } from './vocabulary.ts';

/** What the sentences are made of: days are the authority's own, in words. */
interface DutyFacts {
  /** Empty where the people who were heard are asked. */
  readonly who: string;
  /** `a decision`. */
  readonly what: string;
  /** The last day; undefined where nothing says when. */
  readonly lastDay: string | undefined;
  readonly metDay: string;
  /** `3 days`, or empty. */
  readonly lateBy: string;
}

const matterTitles: Readonly<Record<MatterState['kind'], string>> = {
  question: 'Answer a question',
  appeal: 'Answer an appeal',
  dispute: 'Answer a dispute',
  commitment: 'Keep a commitment',
  erasure: 'Erase a text, or say why not',
};

const matters: Readonly<Record<MatterState['kind'], string>> = {
  question: 'an answer to a question',
  appeal: 'an answer to an appeal',
  dispute: 'an answer to a dispute',
  commitment: 'what was promised',
  erasure: 'the erasure of a text, or an answer that says why not',
};

export const standingWords = {
  labels: {
    waiting: 'Waiting',
    overdue: 'Overdue',
    answered: 'Answered',
    decided: 'Decided',
    merged: 'Merged',
    copied: 'Copied record',
  },
  tagDone: 'Done',
  tags: { met: 'Done in time', late: 'Done late', waiting: 'Waiting', overdue: 'Overdue' },
  title: (kind: ObligationKind, matter: MatterState['kind'] | undefined) =>
    matter === undefined ? dutyTitles[kind] : matterTitles[matter],
  what: (kind: ObligationKind, matter: MatterState['kind'] | undefined) =>
    matter === undefined ? duties[kind] : matters[matter],
  sentences: {
    met: ({ lastDay, metDay }: DutyFacts) =>
      lastDay === undefined ? `Done on ${metDay}.` : `Owed by the end of ${lastDay}; done on ${metDay}.`,
    late: ({ lastDay, metDay, lateBy }: DutyFacts) =>
      `Owed by the end of ${lastDay ?? ''}; done on ${metDay}${lateBy === '' ? '' : `, ${lateBy} late`}.`,
    waiting: ({ who, what, lastDay }: DutyFacts) => {
      if (who === '') return `Those who spoke up are asked for ${what}.`;
      return `${who} owes ${what}${lastDay === undefined ? '; no day is set for it' : ` by the end of ${lastDay}`}.`;
    },
    overdue: ({ who, what, lastDay, lateBy }: DutyFacts) =>
      `${who} owed ${what} by the end of ${lastDay ?? ''}${lateBy === '' ? '' : `: ${lateBy} overdue`}.`,
  },
} as const;
