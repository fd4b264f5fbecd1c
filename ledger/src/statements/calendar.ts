/** The authority's calendar, its clock written out, and the periods that are counted by it. SPEC 7.2, 9.1, M40. */
import * as z from 'zod/mini';
import { described } from '../described.ts';
import { commonFields, isTime, timeField } from './fields.ts';

/** How far a clock can be ahead of UTC, or behind it. */
export const MAX_OFFSET_MINUTES = 900;

/** A day of the authority's own calendar; text order is the order of the days. */
export const dateField = described(
  z.string().check(
    z.regex(/^\d{4}-\d{2}-\d{2}$/),
    z.refine((date) => isTime(`${date}T00:00:00.000Z`)),
  ),
  { description: 'A day that exists.', example: '2026-03-02' },
);

export const spanField = z.strictObject({
  days: z.int().check(z.minimum(1), z.maximum(3650)),
  count: described(
    z.enum(['working', 'calendar']),
    'Working days alone, or all days; all days end on a working day too.',
  ),
});

export const calendarPublished = z
  .strictObject({
    kind: z.literal('calendar-published'),
    ...commonFields,
    version: z.int().check(z.minimum(1), z.maximum(1_000_000)),
    zone: described(
      z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/)),
      'Name of the time zone (IANA), for people: nothing is computed from it.',
    ),
    offsets: described(
      z
        .array(
          z.strictObject({
            from: timeField,
            minutes: z.int().check(z.minimum(-MAX_OFFSET_MINUTES), z.maximum(MAX_OFFSET_MINUTES)),
          }),
        )
        .check(
          z.minLength(1),
          z.maxLength(400),
          z.refine((offsets) => isRising(offsets.map(({ from }) => from)), {
            message: 'Each offset begins after the last.',
          }),
        ),
      'What local time is ahead of UTC, and from when on; the first one before that, too.',
    ),
    weekdays: described(
      z
        .array(z.int().check(z.minimum(1), z.maximum(7)))
        .check(
          z.minLength(1),
          z.maxLength(7),
          z.refine(isRising, { message: 'Weekdays stand in their order, each once.' }),
        ),
      'The days of the week that are worked: 1 is Monday, 7 is Sunday (ISO 8601).',
    ),
    holidays: z
      .array(dateField)
      .check(z.maxLength(3000), z.refine(isRising, { message: 'Holidays stand in their order, each once.' })),
    until: described(dateField, 'The last day for which holidays are known.'),
  })
  .check(
    z.refine(({ holidays, until }) => (holidays.at(-1) ?? until) <= until, {
      message: 'No holiday is later than the last day for which holidays are known.',
    }),
  );

function isRising(values: readonly (number | string)[]): boolean {
  return values.every((value, i) => i === 0 || (values[i - 1] ?? value) < value);
}
