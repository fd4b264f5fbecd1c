import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { localDate, startOfDay, type Calendar } from '@counterfoil/ledger/calendar';
import { calendarPublished } from '@counterfoil/ledger/statements/calendar';
import { makeCalendar } from './calendar.ts';
import { CannotStart } from './command.ts';

const plan = (zone: string, first: number, last = first): Parameters<typeof makeCalendar>[0] => ({
  zone,
  years: [first, last],
  weekdays: [1, 2, 3, 4, 5],
  holidays: [],
});
const told = ({ offsets }: Calendar): string[] => offsets.map(({ from, minutes }) => `${from} ${minutes}`);

/** The platform's other way to the same: it names the next change itself. */
function changesByPlatform(zone: string, first: number, last: number): string[] {
  const begin = Temporal.ZonedDateTime.from(`${first}-01-01T00:00[${zone}]`);
  const end = Temporal.ZonedDateTime.from(`${last + 1}-01-01T00:00[${zone}]`);
  const changes: string[] = [];
  for (let at: Temporal.ZonedDateTime | null = begin; at !== null; at = at.getTimeZoneTransition('next')) {
    if (at.epochMilliseconds >= end.epochMilliseconds) break;
    changes.push(`${new Date(at.epochMilliseconds).toISOString()} ${at.offsetNanoseconds / 60e9}`);
  }
  return changes;
}

const changes: readonly (readonly [zone: string, first: number, last: number, told: readonly string[]])[] = [
  [
    'Europe/Berlin',
    2024,
    2024,
    ['2023-12-31T23:00:00.000Z 60', '2024-03-31T01:00:00.000Z 120', '2024-10-27T01:00:00.000Z 60'],
  ],
  [
    'America/New_York',
    2024,
    2024,
    ['2024-01-01T05:00:00.000Z -300', '2024-03-10T07:00:00.000Z -240', '2024-11-03T06:00:00.000Z -300'],
  ],
  ['Asia/Kolkata', 2000, 2024, ['1999-12-31T18:30:00.000Z 330']],
  [
    'Australia/Lord_Howe',
    2024,
    2024,
    ['2023-12-31T13:00:00.000Z 660', '2024-04-06T15:00:00.000Z 630', '2024-10-05T15:30:00.000Z 660'],
  ],
  [
    'America/St_Johns',
    2010,
    2010,
    ['2010-01-01T03:30:00.000Z -210', '2010-03-14T03:31:00.000Z -150', '2010-11-07T02:31:00.000Z -210'],
  ],
  [
    'Pacific/Apia',
    2011,
    2011,
    [
      '2011-01-01T10:00:00.000Z -600',
      '2011-04-02T14:00:00.000Z -660',
      '2011-09-24T14:00:00.000Z -600',
      '2011-12-30T10:00:00.000Z 840',
    ],
  ],
  [
    'Africa/Casablanca',
    2023,
    2023,
    ['2022-12-31T23:00:00.000Z 60', '2023-03-19T02:00:00.000Z 0', '2023-04-23T02:00:00.000Z 60'],
  ],
];

for (const [zone, first, last, expected] of changes) {
  test(`The clocks of ${zone} are written out with every change`, () => {
    assert.deepEqual(told(makeCalendar(plan(zone, first, last))), expected);
  });

  test(`The clocks of ${zone} from 1980 to 2040 are those that the platform has`, () => {
    const calendar = makeCalendar(plan(zone, 1980, 2040));
    assert.deepEqual(told(calendar), changesByPlatform(zone, 1980, 2040));
    assert.equal(startOfDay(calendar, '1980-01-01'), calendar.offsets[0]?.from);
    const common = { origin: 'ledger.example.org', at: '2026-01-05T08:00:00.000Z', seen: { size: 0, root: ROOT } };
    const said = { kind: 'calendar-published', ...common, version: 1, ...calendar };
    assert.equal(calendarPublished.safeParse(said).success, true);
  });
}
const ROOT = `${'A'.repeat(43)}=`;

test('The calendars of the worked cases are those that are made', () => {
  const file = new URL('../../../ledger/vectors/clocks.json', import.meta.url);
  const table = JSON.parse(readFileSync(file, 'utf8')) as (Calendar & { zone: string; name: string })[];
  assert.ok(table.length > 10);
  for (const { name, zone, offsets, until } of table) {
    const [first] = offsets;
    assert.ok(first);
    const made = makeCalendar(plan(zone, Number(first.from.slice(0, 4)), Number(until.slice(0, 4))));
    assert.equal(made.offsets.findLast(({ from }) => from <= first.from)?.minutes, first.minutes, name);
    const changed = made.offsets.filter(({ from }) => from > first.from && localDate(made, from) <= until);
    assert.deepEqual(offsets.slice(1), changed, name);
  }
});

test('Days of the week and holidays may come in any order, and more than once', () => {
  const { weekdays, holidays, until } = makeCalendar({
    ...plan('Asia/Riyadh', 2024, 2025),
    weekdays: [7, 1, 2, 3, 4, 7],
    holidays: ['2025-09-23', '2024-09-23', '2024-02-22', '2024-09-23'],
  });
  assert.deepEqual(weekdays, [1, 2, 3, 4, 7]);
  assert.deepEqual(holidays, ['2024-02-22', '2024-09-23', '2025-09-23']);
  assert.equal(until, '2025-12-31');
});

test('What cannot be written out is refused with what to do', () => {
  const refused: readonly (readonly [Parameters<typeof makeCalendar>[0], RegExp])[] = [
    [plan('Europe/Rivermouth', 2024), /knows no time zone "Europe\/Rivermouth"/],
    [plan('Africa/Monrovia', 1970), /Begin with a later year/],
    [plan('Europe/Berlin', 2025, 2024), /not from 2025 to 2024/],
    [plan('Europe/Berlin', 2024.5, 2025), /not from 2024.5/],
    [plan('Europe/Berlin', 1799), /not from 1799/],
  ];
  for (const [given, message] of refused)
    assert.throws(
      () => makeCalendar(given),
      (error: unknown) => error instanceof CannotStart && message.test(error.message),
    );
});
