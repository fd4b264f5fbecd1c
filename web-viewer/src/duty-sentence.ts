/** A step that is owed, in a sentence: who owes what, until when; or who met it. */
import type { Language } from './language.ts';

export type DutyState = 'met' | 'late' | 'waiting' | 'overdue';

/** What the sentences are made of: days are the authority's own, in words. */
interface DutyFacts {
  /** Empty where the people who were heard are asked. */
  readonly who: string;
  readonly officeCount: number;
  /** `a decision`. */
  readonly what: string;
  /** Undefined where nothing says when. */
  readonly lastDay: string | undefined;
  /** The day on which it was done, where it was. */
  readonly met?: string;
  /** `3 days`; undefined where it is less than is told, or nobody counts. */
  readonly late?: string | undefined;
}

export function tellDuty(
  language: Language,
  state: DutyState,
  { who, officeCount, what, lastDay, met = '', late }: DutyFacts,
): string {
  if (state === 'met' || state === 'late') {
    if (lastDay === undefined) return language.phrase('owed-met', { met });
    return state === 'late' && late !== undefined
      ? language.phrase('owed-met-late', { lastDay, met, late })
      : language.phrase('owed-met-due', { lastDay, met });
  }
  if (who === '') return language.phrase('owed-asked', { what });
  const owed = { who, officeCount, what };
  if (lastDay === undefined) return language.phrase('owed-waiting', owed);
  if (state === 'waiting') return language.phrase('owed-waiting-due', { ...owed, lastDay });
  return late === undefined
    ? language.phrase('owed-overdue', { ...owed, lastDay })
    : language.phrase('owed-overdue-since', { ...owed, lastDay, late });
}
