/**
 * Days and deadlines by the calendar that the authority published. SPEC 9.1, M40, M41, M42.
 *
 * Time zone databases differ between machines and from year to year, so none is asked here: offsets, working days and
 * holidays come from the calendar, and what remains is counting. Days are whole numbers since 1 January 1970, so no local
 * clock has a part in it.
 *
 * Every calendar, span, time and date given has passed its schema: the lists are in order, and there is a working weekday
 * to be found.
 */
import type * as z from 'zod/mini';
import { MAX_OFFSET_MINUTES, type calendarPublished } from './statements/calendar.ts';

export type Calendar = Pick<z.infer<typeof calendarPublished>, 'offsets' | 'weekdays' | 'holidays' | 'until'>;

/** A period of so many days. */
export interface Span {
  /** 1 to 3650. */
  readonly days: number;
  readonly count: 'working' | 'calendar';
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The first and the last time there is (SPEC M3): whatever lies beyond is spelled as these. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** The local date of an instant. @param time UTC with milliseconds @returns `YYYY-MM-DD` */
export function localDate(calendar: Calendar, time: string): string {
  return formatDay(localDay(calendar, time));
}

/**
 * The first instant of a local date: after midnight where the clocks pass over it, the earlier one where midnight comes
 * twice, and that of the next date where the clocks pass over the whole of this one. SPEC M41.
 * @param date `YYYY-MM-DD`
 * @returns UTC with milliseconds
 */
export function startOfDay(calendar: Calendar, date: string): string {
  return formatTime(startMs(calendar, parseDay(date), FIRST_MS));
}

/** The first instant after a local date: what was owed by that day is late from then on. @param date `YYYY-MM-DD` */
export function endOfDay(calendar: Calendar, date: string): string {
  return formatTime(startMs(calendar, parseDay(date) + 1, FIRST_MS));
}

/** Whether the authority works on that day. @param date `YYYY-MM-DD` */
export function isWorkingDay(calendar: Calendar, date: string): boolean {
  const asked = parseDay(date);
  const { day, works } = daysFrom(calendar, asked).next().value;
  return day === asked && works;
}

/**
 * The first instant at which what is owed within the span is late: recorded then or afterwards it is late, before it is in
 * time. SPEC M42, after article 3 of Regulation (EEC, Euratom) No 1182/71: the day on which it happened is not counted
 * (paragraph 1), the period runs to the end of its last day (paragraph 2), and it does not end on a day that is not worked
 * (paragraph 4).
 * @param since when it happened, UTC with milliseconds
 * @returns UTC with milliseconds, later than `since`
 */
export function dueAfter(calendar: Calendar, since: string, span: Span): string {
  let left = span.days;
  const days = daysFrom(calendar, localDay(calendar, since) + 1);
  for (;;) {
    const { day, works } = days.next().value;
    if (works || span.count === 'calendar') left--;
    if (works && left <= 0) return formatTime(startMs(calendar, day + 1, Date.parse(since)));
  }
}

/** The days from this one on, in their order and without end; without those that the clocks passed over. */
function* daysFrom(
  { offsets, weekdays, holidays }: Calendar,
  first: number,
): Generator<{ readonly day: number; readonly works: boolean }, never> {
  const firstDate = formatDay(first);
  const skipped = skippedDays(offsets);
  let place = countWhile(holidays.length, (i) => (holidays[i] ?? '') < firstDate);
  let holiday = dayAt(holidays, place);
  for (let day = first; ; day++) {
    const isHoliday = day === holiday;
    if (isHoliday) holiday = dayAt(holidays, ++place);
    if (!skipped.includes(day)) yield { day, works: !isHoliday && weekdays.includes(weekdayOf(day)) };
  }
}

/** The dates that a place never had, because it moved to the other side of the date line. SPEC M41. */
function skippedDays(offsets: Calendar['offsets']): readonly number[] {
  const skipped: number[] = [];
  let before = offsets[0]?.minutes ?? 0;
  for (const { from, minutes } of offsets) {
    const change = minutes - before;
    if (change * MINUTE_MS >= DAY_MS) {
      const stoppedMs = Date.parse(from) + before * MINUTE_MS;
      const resumedMs = Date.parse(from) + minutes * MINUTE_MS;
      for (let day = Math.ceil(stoppedMs / DAY_MS); (day + 1) * DAY_MS <= resumedMs; day++) skipped.push(day);
    }
    before = minutes;
  }
  return skipped;
}

/** The first instant, not before another, at which the local date is this one or a later one. */
function startMs({ offsets }: Calendar, day: number, notBeforeMs: number): number {
  const midnightMs = day * DAY_MS;
  let fromMs = Math.max(notBeforeMs, midnightMs - MAX_OFFSET_MINUTES * MINUTE_MS);
  for (let place = offsetPlace(offsets, formatTime(fromMs)); ; place++) {
    const beginMs = Math.max(fromMs, midnightMs - (offsets[place]?.minutes ?? 0) * MINUTE_MS);
    const next = offsets[place + 1];
    if (next === undefined || beginMs < Date.parse(next.from)) return beginMs;
    fromMs = Date.parse(next.from);
  }
}

function localDay({ offsets }: Calendar, time: string): number {
  const { minutes } = offsets[offsetPlace(offsets, time)] ?? { minutes: 0 };
  return Math.floor((Date.parse(time) + minutes * MINUTE_MS) / DAY_MS);
}

/** Place of the offset in force at a time: the last that has begun, or the first where none has. SPEC M40. */
function offsetPlace(offsets: Calendar['offsets'], time: string): number {
  const begun = countWhile(offsets.length, (i) => (offsets[i]?.from ?? '') <= time);
  return Math.max(0, begun - 1);
}

/** How many of the places from 0 on hold; behind the first that does not hold, none does. */
function countWhile(length: number, holds: (place: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** 1 is Monday, 7 is Sunday; day 0 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function dayAt(dates: readonly string[], place: number): number | undefined {
  const date = dates[place];
  return date === undefined ? undefined : parseDay(date);
}

/** Not `Date.UTC`, which takes the years 0 to 99 for those of the twentieth century. */
function parseDay(date: string): number {
  return Date.parse(`${date}T00:00:00.000Z`) / DAY_MS;
}

function formatDay(day: number): string {
  return formatTime(day * DAY_MS).slice(0, 10);
}

function formatTime(ms: number): string {
  return new Date(Math.min(Math.max(ms, FIRST_MS), LAST_MS)).toISOString();
}
