/**
 * The clock of a place, written out for a `calendar-published` statement. Here alone the platform's time zone database is
 * asked, once, by whoever publishes the calendar; from then on everybody counts by what was published. SPEC M40.
 */
import type { Calendar } from '@counterfoil/ledger/calendar';
import { CannotStart } from './command.ts';

export interface CalendarPlan {
  /** Of the IANA database, such as Europe/Berlin. */
  readonly zone: string;
  /** The first and the last year, both within 1800 to 9998. */
  readonly years: readonly [first: number, last: number];
  /** The days of the week that are worked: 1 is Monday, 7 is Sunday. */
  readonly weekdays: readonly number[];
  /** `YYYY-MM-DD`, in any order. */
  readonly holidays: readonly string[];
}

/** Enough to come upon every change of the clocks: none was ever taken back within a day. */
const STEP_S = 86_400;

/**
 * Every change of the clocks from the first day of the first year to the last of the last, and what is worked.
 * @throws CannotStart where the zone is unknown, or its clocks are not ahead of UTC, or behind it, by whole minutes
 */
export function makeCalendar({ zone, years, weekdays, holidays }: CalendarPlan): Calendar & { readonly zone: string } {
  const [first, last] = years;
  if (!Number.isInteger(first) || !Number.isInteger(last) || first < 1800 || last < first || last > 9998)
    throw new CannotStart(`A calendar runs from one year to a later one, not from ${first} to ${last}.`);
  const offsetAt = offsetsOf(zone);
  const begin = newYear(first, offsetAt);
  const end = newYear(last + 1, offsetAt);
  const offsets = [{ from: formatTime(begin), minutes: wholeMinutes(offsetAt(begin), zone) }];
  for (let from = begin; from < end; from += STEP_S) {
    const to = Math.min(from + STEP_S, end - 1);
    for (let at = from; offsetAt(at) !== offsetAt(to);) {
      at = firstChange(at, to, offsetAt);
      offsets.push({ from: formatTime(at), minutes: wholeMinutes(offsetAt(at), zone) });
    }
  }
  return {
    zone,
    offsets,
    weekdays: [...new Set(weekdays)].sort((a, b) => a - b),
    holidays: [...new Set(holidays)].sort(),
    until: `${last}-12-31`,
  };
}

/** Seconds ahead of UTC at a time in seconds since 1970. */
type OffsetAt = (second: number) => number;

function offsetsOf(zone: string): OffsetAt {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch (cause) {
    throw new CannotStart(
      `This computer knows no time zone "${zone}". Names are those of the IANA database, such as Europe/Berlin.`,
      { cause },
    );
  }
  return (second) => {
    const name = format.formatToParts(second * 1000).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    // "GMT" alone, or "GMT+05:30", with seconds where there are any.
    const told = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name);
    if (told === null) throw new RangeError(`The platform tells the offset of ${zone} as "${name}".`);
    const [, sign, hours = '0', minutes = '0', seconds = '0'] = told;
    return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
  };
}

/** The second in which the year begins there. */
function newYear(year: number, offsetAt: OffsetAt): number {
  const utc = Date.UTC(year, 0, 1) / 1000;
  return utc - offsetAt(utc - offsetAt(utc));
}

/** The first second after `from`, and at most `to`, whose offset is another than at `from`; there is one. */
function firstChange(from: number, to: number, offsetAt: OffsetAt): number {
  const before = offsetAt(from);
  let [same, changed] = [from, to];
  while (changed - same > 1) {
    const middle = Math.floor((same + changed) / 2);
    if (offsetAt(middle) === before) same = middle;
    else changed = middle;
  }
  return changed;
}

function wholeMinutes(seconds: number, zone: string): number {
  if (seconds % 60 !== 0)
    throw new CannotStart(
      `In those years the clocks of ${zone} differed from UTC by a part of a minute, which a calendar cannot say. Begin with a later year.`,
    );
  return seconds / 60;
}

function formatTime(second: number): string {
  return new Date(second * 1000).toISOString();
}
