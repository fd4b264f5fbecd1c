/** Another way to days and deadlines, for tests: the platform's own time zones, walked through day by day and minute by minute. */
import type { Span } from '../src/calendar.ts';
import type { ClockRow } from './vectors/clocks.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The local date at a time, as the platform knows the zone; beyond what the calendar covers, by its first or last offset. */
export function dateByPlatform(row: ClockRow): (ms: number) => string {
  const format = new Intl.DateTimeFormat('en', {
    calendar: 'gregory',
    timeZone: row.zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const { fromMs, untilMs } = coverage(row);
  const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  return (ms) => {
    if (ms < fromMs) return dateOf(ms + (row.offsets[0]?.minutes ?? 0) * MINUTE_MS);
    if (ms >= untilMs) return dateOf(ms + (row.offsets.at(-1)?.minutes ?? 0) * MINUTE_MS);
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    return `${parts.get('year') ?? ''}-${parts.get('month') ?? ''}-${parts.get('day') ?? ''}`;
  };
}

/** The times for which the offsets of a calendar are those of its zone. */
export function coverage({ offsets, until }: ClockRow): { readonly fromMs: number; readonly untilMs: number } {
  return { fromMs: Date.parse(offsets[0]?.from ?? ''), untilMs: Date.parse(until) + DAY_MS / 2 };
}

export function dueByPlatform(row: ClockRow, since: string, span: Span): string {
  const dateAt = dateByPlatform(row);
  const sinceMs = Date.parse(since);
  let date = dateAt(sinceMs);
  for (let left = span.days; ;) {
    date = new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 10);
    if (!everWas(date, dateAt)) continue;
    const works = isWorked(row, date);
    if (works || span.count === 'calendar') left--;
    if (works && left <= 0) break;
  }
  let ms = Math.max(sinceMs - (sinceMs % MINUTE_MS), Date.parse(date) - DAY_MS);
  do ms += MINUTE_MS;
  while (dateAt(ms) <= date);
  return new Date(ms).toISOString();
}

export function isWorked({ weekdays, holidays }: ClockRow, date: string): boolean {
  const sundayIsZero = new Date(date).getUTCDay();
  return weekdays.includes(sundayIsZero === 0 ? 7 : sundayIsZero) && !holidays.includes(date);
}

/** Whether the clocks of the place ever showed that date. */
export function everWas(date: string, dateAt: (ms: number) => string): boolean {
  for (let hours = -16; hours < 40; hours++) {
    if (dateAt(Date.parse(date) + hours * 60 * MINUTE_MS) === date) return true;
  }
  return false;
}
