/** Runs in the page of `clocks.test.ts`. */
import { dueAfter, type Calendar, type Span } from '@counterfoil/ledger/calendar';

export interface Question {
  readonly calendar: Calendar;
  readonly since: string;
  readonly span: Span;
}

export interface Answers {
  readonly due: readonly string[];
  /** Where the page believes to be. */
  readonly zone: string;
}

export function answer(questions: readonly Question[]): Answers {
  return {
    due: questions.map(({ calendar, since, span }) => dueAfter(calendar, since, span)),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}
