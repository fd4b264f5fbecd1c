/** SPEC 9.1, M40, M41 and M42, by a table worked out by hand and by the platform's own time zones. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { sampleStatements } from '../testing/sample-statements.ts';
import type { ClockRow } from '../testing/vectors/clocks.ts';
import { coverage, dateByPlatform, dueByPlatform, everWas, isWorked } from '../testing/wall-clock.ts';
import { dueAfter, endOfDay, isWorkingDay, localDate, startOfDay, type Calendar, type Span } from './calendar.ts';
import { calendarPublished, spanField } from './statements/calendar.ts';

const table = JSON.parse(readFileSync(new URL('../vectors/clocks.json', import.meta.url), 'utf8')) as ClockRow[];
const cases = table.flatMap((row) => row.cases.map((one) => ({ ...one, row, name: `${row.name}: ${one.name}` })));
const { origin, at, seen } = sampleStatements['ledger-opened'];
const DAY_MS = 86_400_000;

function calendarOf(name: string): ClockRow {
  const found = table.find((row) => row.name === name);
  assert.ok(found, `There is no calendar "${name}".`);
  return found;
}

describe('The table of worked cases', () => {
  test('has at least forty, each told apart, by calendars that can be published', () => {
    assert.ok(cases.length >= 40, `${cases.length} cases`);
    assert.equal(new Set(cases.map(({ name }) => name)).size, cases.length);
    for (const { name, cases: _, ...calendar } of table) {
      const said = { kind: 'calendar-published', origin, at, seen, version: 1, ...calendar };
      assert.equal(calendarPublished.safeParse(said).success, true, name);
    }
  });

  for (const { name, row, since, span, due, because } of cases) {
    test(name, () => assert.equal(dueAfter(row, since, span), due, because));
  }

  test('is confirmed by the time zones of the platform, walked through day by day', () => {
    for (const { name, row, since, span, due } of cases) assert.equal(dueByPlatform(row, since, span), due, name);
  });

  test('comes out the same wherever the computer believes to be', () => {
    const { TZ } = process.env;
    try {
      const offsets = new Set<number>();
      for (const zone of ['UTC', 'Pacific/Apia', 'America/St_Johns']) {
        process.env['TZ'] = zone;
        offsets.add(new Date(2024, 0, 1).getTimezoneOffset());
        for (const { name, row, since, span, due } of cases) assert.equal(dueAfter(row, since, span), due, name);
      }
      assert.equal(offsets.size, 3, 'The time zone of the process did not change, so nothing was shown.');
    } finally {
      if (TZ === undefined) delete process.env['TZ'];
      else process.env['TZ'] = TZ;
    }
  });

  test('shows that a clock depends on the version of the calendar under which it began', () => {
    const before = calendarOf('with moved holidays, version 1');
    const after = calendarOf('with moved holidays, version 2: a holiday more');
    const span: Span = { days: 10, count: 'working' };
    assert.notEqual(
      dueAfter(before, '2022-09-08T10:00:00.000Z', span),
      dueAfter(after, '2022-09-08T10:00:00.000Z', span),
    );
  });
});

describe('Local dates', () => {
  for (const row of table) {
    test(`are those of ${row.zone}, and so are the instants at which they begin (${row.name})`, () => {
      const dateAt = dateByPlatform(row);
      const { fromMs, untilMs } = coverage(row);
      fc.assert(
        fc.property(fc.integer({ min: fromMs, max: untilMs - 1 }), (ms) => {
          const time = new Date(ms).toISOString();
          const date = localDate(row, time);
          assert.equal(date, dateAt(ms), time);
          const startMs = Date.parse(startOfDay(row, date));
          assert.ok(startMs <= ms, `${date} begins after ${time}`);
          assert.equal(dateAt(startMs), date);
          if (startMs > fromMs) assert.ok(dateAt(startMs - 1) < date, `${date} had begun before ${startMs}`);
          assert.equal(isWorkingDay(row, date), isWorked(row, date), date);
        }),
        { seed: 1, numRuns: 300 },
      );
    });
  }

  test('begin at one o’clock where midnight is skipped, and with the first midnight where there are two', () => {
    const havana = calendarOf('clocks that change at midnight');
    assert.equal(startOfDay(havana, '2024-03-10'), '2024-03-10T05:00:00.000Z');
    assert.equal(startOfDay(havana, '2024-11-03'), '2024-11-03T04:00:00.000Z');
    const stJohns = calendarOf('clocks that go back over midnight');
    assert.equal(startOfDay(stJohns, '2010-11-07'), '2010-11-07T02:30:00.000Z');
    assert.equal(localDate(stJohns, '2010-11-07T02:30:59.999Z'), '2010-11-07');
    assert.equal(localDate(stJohns, '2010-11-07T02:31:00.000Z'), '2010-11-06');
  });

  test('that never were are not worked, and begin where the next one does', () => {
    const apia = calendarOf('a date that never was');
    assert.equal(everWas('2011-12-30', dateByPlatform(apia)), false);
    const everyDay = { ...apia, weekdays: [1, 2, 3, 4, 5, 6, 7] };
    assert.equal(isWorkingDay(everyDay, '2011-12-30'), false);
    assert.equal(isWorkingDay(everyDay, '2011-12-31'), true);
    assert.equal(isWorkingDay(apia, '2011-12-29'), true);
    assert.equal(startOfDay(apia, '2011-12-30'), startOfDay(apia, '2011-12-31'));
    assert.equal(endOfDay(apia, '2011-12-29'), startOfDay(apia, '2011-12-31'));
  });

  test('end where the next one begins', () => {
    const berlin = calendarOf('an hour ahead, two in summer');
    assert.equal(endOfDay(berlin, '2024-03-31'), '2024-03-31T22:00:00.000Z');
    assert.equal(endOfDay(berlin, '2024-12-31'), startOfDay(berlin, '2025-01-01'));
  });

  test('stay within the times that can be told', () => {
    const [east, west] = [calendarOf('as far ahead as clocks are'), calendarOf('as far behind as clocks are')];
    assert.equal(localDate(west, '1969-12-31T11:59:59.999Z'), '1969-12-30');
    assert.equal(localDate(west, '0000-01-01T00:00:00.000Z'), '0000-01-01');
    assert.equal(localDate(east, '9999-12-31T23:59:59.999Z'), '9999-12-31');
    assert.equal(startOfDay(east, '0000-01-01'), '0000-01-01T00:00:00.000Z');
    assert.equal(startOfDay(west, '0050-06-01'), '0050-06-01T12:00:00.000Z');
    assert.equal(endOfDay(west, '9999-12-31'), '9999-12-31T23:59:59.999Z');
    for (const count of ['working', 'calendar'] as const) {
      for (const calendar of [east, west]) {
        assert.equal(dueAfter(calendar, '9999-12-30T00:00:00.000Z', { days: 9, count }), '9999-12-31T23:59:59.999Z');
        assert.match(dueAfter(calendar, '0000-01-01T00:00:00.000Z', { days: 1, count }), /^0000-01-0[1-4]T/);
      }
    }
  });
});

describe('A deadline, by any calendar that can be published,', () => {
  const instant = fc
    .integer({ min: Date.parse('2024-01-01'), max: Date.parse('2024-03-01') })
    .map((ms) => new Date(ms).toISOString());
  const anyInstant = fc
    .integer({ min: Date.parse('1960-01-01'), max: Date.parse('2040-01-01') })
    .map((ms) => new Date(ms).toISOString());
  /** Of clocks that jump to and fro more than those of any place. */
  const anyCalendar: fc.Arbitrary<Calendar> = fc.record({
    offsets: fc
      .uniqueArray(instant, { minLength: 1, maxLength: 40 })
      .chain((times) =>
        fc.tuple(
          ...times
            .sort()
            .map((from) => fc.record({ from: fc.constant(from), minutes: fc.integer({ min: -900, max: 900 }) })),
        ),
      ),
    weekdays: fc
      .uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 })
      .map((days) => days.sort((a, b) => a - b)),
    holidays: fc
      .uniqueArray(
        instant.map((time) => time.slice(0, 10)),
        { maxLength: 200 },
      )
      .map((dates) => dates.sort()),
    until: fc.constant('2024-03-01'),
  });
  const days = fc.integer({ min: 1, max: 400 });
  const count = fc.constantFrom('working', 'calendar');

  test('is later than what it counts from', () => {
    fc.assert(
      fc.property(anyCalendar, instant, days, count, (calendar, since, n, how) => {
        assert.ok(dueAfter(calendar, since, { days: n, count: how }) > since);
      }),
      { seed: 2, numRuns: 1000 },
    );
  });

  test('is not earlier with more days, nor with working days in place of all days', () => {
    fc.assert(
      fc.property(anyCalendar, instant, days, days, count, (calendar, since, n, more, how) => {
        const due = dueAfter(calendar, since, { days: n, count: how });
        assert.ok(dueAfter(calendar, since, { days: n + more, count: how }) >= due);
        assert.ok(dueAfter(calendar, since, { days: n, count: 'working' }) >= due);
      }),
      { seed: 3, numRuns: 1000 },
    );
  });

  test('is later even where the clocks go back by more than a day', () => {
    const calendar: Calendar = {
      offsets: [
        { from: '2024-01-01T00:00:00.000Z', minutes: 900 },
        { from: '2024-01-10T12:00:00.000Z', minutes: -900 },
      ],
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      holidays: [],
      until: '2024-12-31',
    };
    // It is the 11th, 03:00, and then the 9th, 21:00: the day after the last one has begun, and will begin again.
    const since = '2024-01-10T12:00:00.000Z';
    assert.equal(localDate(calendar, since), '2024-01-09');
    assert.equal(startOfDay(calendar, '2024-01-11'), '2024-01-10T09:00:00.000Z');
    assert.equal(dueAfter(calendar, since, { days: 1, count: 'working' }), '2024-01-11T15:00:00.000Z');
  });

  test('falls where a day that is worked has ended', () => {
    fc.assert(
      fc.property(fc.constantFrom(...table), anyInstant, days, count, (row, since, n, how) => {
        const due = dueAfter(row, since, { days: n, count: how });
        const last = localDate(row, new Date(Date.parse(due) - 1).toISOString());
        assert.equal(isWorkingDay(row, last), true, `${row.name}, ${since}: ${due}`);
        assert.equal(endOfDay(row, last), due);
      }),
      { seed: 4, numRuns: 1000 },
    );
  });

  test('passes over as many working days as it was given', () => {
    fc.assert(
      fc.property(fc.constantFrom(...table), anyInstant, days, (row, since, n) => {
        const due = dueAfter(row, since, { days: n, count: 'working' });
        let worked = 0;
        for (let ms = Date.parse(localDate(row, since)) + DAY_MS; ; ms += DAY_MS) {
          const date = new Date(ms).toISOString().slice(0, 10);
          if (startOfDay(row, date) >= due) break;
          if (isWorkingDay(row, date)) worked++;
        }
        assert.equal(worked, n);
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});

describe('A calendar that is published', () => {
  const [row] = table;
  assert.ok(row);
  const { name: _, cases: __, ...given } = row;
  const good = { kind: 'calendar-published', origin, at, seen, version: 1, ...given };
  const accepts = (changed: object): boolean => calendarPublished.safeParse({ ...good, ...changed }).success;
  const time = (i: number): string => new Date(i * DAY_MS).toISOString();
  const dates = (length: number): string[] => Array.from({ length }, (_value, i) => time(i).slice(0, 10));
  const hours = (length: number): object[] => Array.from({ length }, (_value, i) => ({ from: time(i), minutes: 60 }));

  const accepted: readonly (readonly [why: string, changed: object])[] = [
    ['as it is', {}],
    ['of the last version', { version: 1_000_000 }],
    ['of a zone of many parts', { zone: 'America/Argentina/Buenos_Aires' }],
    ['of a zone with a sign', { zone: 'Etc/GMT+12' }],
    ['with one offset', { offsets: hours(1) }],
    ['with 400 offsets', { offsets: hours(400) }],
    ['as far ahead as can be', { offsets: [{ from: time(0), minutes: 900 }] }],
    ['as far behind as can be', { offsets: [{ from: time(0), minutes: -900 }] }],
    ['with one working day a week', { weekdays: [7] }],
    ['with seven', { weekdays: [1, 2, 3, 4, 5, 6, 7] }],
    ['without holidays', { holidays: [] }],
    ['with 3000 holidays', { holidays: dates(3000) }],
    ['with a holiday on the last day that is known', { holidays: ['2025-12-31'] }],
    ['with a leap day', { holidays: ['2024-02-29'] }],
    ['until the last day there is', { until: '9999-12-31' }],
  ];
  for (const [why, changed] of accepted) test(`is accepted ${why}`, () => assert.equal(accepts(changed), true));

  const refused: readonly (readonly [why: string, changed: object])[] = [
    ['of version 0', { version: 0 }],
    ['of a version beyond the last', { version: 1_000_001 }],
    ['without a zone', { zone: '' }],
    ['of a zone with a space', { zone: 'Europe/Berlin ' }],
    ['of a zone that is too long', { zone: 'a'.repeat(65) }],
    ['of a zone that begins with a digit', { zone: '+01' }],
    ['without offsets', { offsets: [] }],
    ['with 401 offsets', { offsets: hours(401) }],
    ['with two offsets from one time', { offsets: [...hours(1), ...hours(1)] }],
    ['with offsets in another order', { offsets: hours(2).reverse() }],
    ['further ahead than can be', { offsets: [{ from: time(0), minutes: 901 }] }],
    ['further behind than can be', { offsets: [{ from: time(0), minutes: -901 }] }],
    ['with half a minute', { offsets: [{ from: time(0), minutes: 0.5 }] }],
    ['with an offset from a day', { offsets: [{ from: '2024-01-01', minutes: 0 }] }],
    ['with a name for an offset', { offsets: [{ from: time(0), minutes: 0, name: 'CET' }] }],
    ['without working days', { weekdays: [] }],
    ['with an eighth day', { weekdays: [8] }],
    ['with a day 0', { weekdays: [0] }],
    ['with a day twice', { weekdays: [1, 1] }],
    ['with days in another order', { weekdays: [5, 1] }],
    ['with 3001 holidays', { holidays: dates(3001) }],
    ['with a holiday twice', { holidays: ['2024-01-01', '2024-01-01'] }],
    ['with holidays in another order', { holidays: ['2024-12-25', '2024-01-01'] }],
    ['with a holiday later than what is known', { holidays: ['2026-01-01'] }],
    ['with a 29th of February that never comes', { holidays: ['2023-02-29'] }],
    ['with a 31st of April', { holidays: ['2024-04-31'] }],
    ['with a holiday of month 13', { holidays: ['2024-13-01'] }],
    ['with a holiday spelled short', { holidays: ['2024-1-1'] }],
    ['with a holiday that has a time', { holidays: ['2024-01-01T00:00:00.000Z'] }],
    ['with a line break in a holiday', { holidays: ['2024-01-01\n'] }],
    ['with a number for a holiday', { holidays: [20240101] }],
    ['until a day that never comes', { until: '2100-02-29' }],
    ['with a field more', { country: 'DE' }],
    ...Object.keys(good).map((field) => [`without "${field}"`, { [field]: undefined }] as const),
  ];
  for (const [why, changed] of refused) test(`is refused ${why}`, () => assert.equal(accepts(changed), false));
});

test('A span has 1 to 3650 days and says which days it counts', () => {
  const accepts = (span: object): boolean => spanField.safeParse(span).success;
  for (const count of ['working', 'calendar']) {
    for (const days of [1, 3650]) assert.equal(accepts({ days, count }), true);
    for (const days of [0, -1, 3651, 1.5, '3', null]) assert.equal(accepts({ days, count }), false, String(days));
  }
  for (const count of ['Working', 'days', '', null]) assert.equal(accepts({ days: 1, count }), false);
  for (const span of [{ days: 1 }, { count: 'working' }, { days: 1, count: 'working', hours: 1 }])
    assert.equal(accepts(span), false);
});
