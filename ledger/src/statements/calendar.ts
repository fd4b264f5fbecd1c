/** The authority's calendar, its clock written out, and the periods that are counted by it. SPEC 7.2, 9.1, M40. */
import { z } from 'zod';
import { commonFields, isTime, timeField } from './fields.ts';

/** How far a clock can be ahead of UTC, or behind it. */
export const MAX_OFFSET_MINUTES = 900;

/** A day of the authority's own calendar; text order is the order of the days. */
export const dateField = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((date) => isTime(`${date}T00:00:00.000Z`))
  .meta({ description: 'A day that exists.', example: '2026-03-02' });

export const spanField = z.strictObject({
  days: z.int().min(1).max(3650),
  count: z
    .enum(['working', 'calendar'])
    .meta({ description: 'Working days alone, or all days; all days end on a working day too.' }),
});

export const calendarPublished = z
  .strictObject({
    kind: z.literal('calendar-published'),
    ...commonFields,
    version: z.int().min(1).max(1_000_000),
    zone: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/)
      .meta({ description: 'Name of the time zone (IANA), for people: nothing is computed from it.' }),
    offsets: z
      .array(
        z.strictObject({
          from: timeField,
          minutes: z.int().min(-MAX_OFFSET_MINUTES).max(MAX_OFFSET_MINUTES),
        }),
      )
      .min(1)
      .max(400)
      .refine((offsets) => isRising(offsets.map(({ from }) => from)), { message: 'Each offset begins after the last.' })
      .meta({ description: 'What local time is ahead of UTC, and from when on; the first one before that, too.' }),
    weekdays: z
      .array(z.int().min(1).max(7))
      .min(1)
      .max(7)
      .refine(isRising, { message: 'Weekdays stand in their order, each once.' })
      .meta({ description: 'The days of the week that are worked: 1 is Monday, 7 is Sunday (ISO 8601).' }),
    holidays: z.array(dateField).max(3000).refine(isRising, { message: 'Holidays stand in their order, each once.' }),
    until: dateField.meta({ description: 'The last day for which holidays are known.' }),
  })
  .refine(({ holidays, until }) => (holidays.at(-1) ?? until) <= until, {
    message: 'No holiday is later than the last day for which holidays are known.',
  });

function isRising(values: readonly (number | string)[]): boolean {
  return values.every((value, i) => i === 0 || (values[i - 1] ?? value) < value);
}
