/** When something is due, in the days of the authority's own calendar. */
import { localDate, type Calendar } from '@counterfoil/ledger/calendar';
import { isKind } from '../opened-entry.ts';
import { language } from './language.ts';
import type { Directory } from './api.ts';
import type { Ledger } from './ledger.ts';

/** `Friday 3 April 2026`: the last day on which a step is in time, given the first instant at which it is late. */
export type LastDay = (due: string) => string;

/** By the calendar in force; the desk has nothing to count without one, since clocks need one to run. */
export async function readLastDay(ledger: Ledger, { calendar }: Directory): Promise<LastDay> {
  const opened = calendar === null ? undefined : await ledger.entry(calendar.entry);
  const days: Calendar =
    opened !== undefined && isKind(opened, 'calendar-published')
      ? opened.statement
      : {
          offsets: [{ from: '1970-01-01T00:00:00.000Z', minutes: 0 }],
          weekdays: [1],
          holidays: [],
          until: '1970-01-01',
        };
  return (due) => language.weekday(localDate(days, new Date(Date.parse(due) - 1).toISOString()));
}
