/** Times as people read them, always UTC and saying so: the same text on every machine, whatever its own language. Days are the authority's own. */

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `5 January 2026`, of a UTC time with milliseconds. */
export function formatDay(time: string): string {
  const date = new Date(time);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
}

/** `March 2026`, of `2026-03`. */
export function formatMonth(month: string): string {
  return `${MONTHS[Number(month.slice(5)) - 1] ?? ''} ${month.slice(0, 4)}`;
}

/** `Friday 3 April 2026`, of a day of somebody's own calendar (`2026-04-03`). */
export function formatDate(date: string): string {
  const midnight = `${date}T00:00:00.000Z`;
  return `${WEEKDAYS[new Date(midnight).getUTCDay()] ?? ''} ${formatDay(midnight)}`;
}

/** `5 January 2026, 08:00 UTC`. */
export function formatTime(time: string): string {
  return `${formatDay(time)}, ${time.slice(11, 16)} UTC`;
}

/** `2 hours ago`, `in 3 days`, as seen at `nowMs`. */
export function formatDistance(time: string, nowMs: number): string {
  const distanceMs = nowMs - Date.parse(time);
  const span = formatSpan(Math.abs(distanceMs));
  if (span === undefined) return 'just now';
  return distanceMs > 0 ? `${span} ago` : `in ${span}`;
}

/** `3 days`; undefined below a minute. */
export function formatSpan(spanMs: number): string | undefined {
  if (spanMs < MINUTE_MS) return undefined;
  if (spanMs < HOUR_MS) return count(Math.floor(spanMs / MINUTE_MS), 'minute');
  if (spanMs < 2 * DAY_MS) return count(Math.floor(spanMs / HOUR_MS), 'hour');
  const days = Math.floor(spanMs / DAY_MS);
  if (days < 60) return count(days, 'day');
  if (days < 730) return count(Math.round(days / 30.44), 'month');
  return count(Math.round(days / 365.25), 'year');
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
