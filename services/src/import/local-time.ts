/** Clock times of a place as UTC, daylight saving included: the platform's time zone database decides. */

export interface ClockTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/**
 * UTC with milliseconds, or undefined for a time that this place never had: 30 February, 25 o'clock, the hour skipped in
 * spring. Of the hour that comes twice in autumn the first is taken, for lack of anything that tells them apart.
 * @param timeZone of the IANA database, such as America/Los_Angeles
 */
export function localToUtc(clock: ClockTime, timeZone: string): string | undefined {
  let local: Temporal.PlainDateTime;
  try {
    local = Temporal.PlainDateTime.from(clock, { overflow: 'reject' });
  } catch {
    return undefined;
  }
  const zoned = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  // A skipped time comes back as another one.
  if (!zoned.toPlainDateTime().equals(local)) return undefined;
  return new Date(zoned.epochMilliseconds).toISOString();
}
