/**
 * Vectors of days and deadlines: calendars, and by each of them when it is too late. SPEC 9.1, M40, M41, M42.
 *
 * Offsets and results are written out by hand and lie in years whose clock changes are history, so that no time zone
 * database that is ever shipped says otherwise.
 */
import type { Calendar, Span } from '../../src/calendar.ts';

export interface ClockCase {
  readonly name: string;
  readonly since: string;
  readonly span: Span;
  readonly due: string;
  readonly because: string;
}

export interface ClockRow extends Calendar {
  readonly name: string;
  readonly zone: string;
  readonly cases: readonly ClockCase[];
}

/** Two lines a case: since, span, due and name; and why. */
function parseCases(table: string): readonly ClockCase[] {
  const lines = table.trim().split('\n');
  return Array.from({ length: lines.length / 2 }, (_, i) => {
    const told = /^(\S+) +(\d+) (working|calendar) +(\S+) +(.*)$/.exec(lines[2 * i]?.trim() ?? '');
    if (told === null) throw new RangeError(`This is no case: ${lines[2 * i] ?? ''}`);
    const [, since = '', days, count, due = '', name = ''] = told;
    const because = lines[2 * i + 1]?.trim() ?? '';
    return { name, since, span: { days: Number(days), count: count === 'working' ? count : 'calendar' }, due, because };
  });
}

/** Each a time and the minutes ahead of UTC from then on. */
const offsets = (...told: readonly (readonly [from: string, minutes: number])[]): Calendar['offsets'] =>
  told.map(([from, minutes]) => ({ from: `${from}:00.000Z`, minutes }));

const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5];
const MONDAY_TO_SATURDAY = [1, 2, 3, 4, 5, 6];
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

const EUROPE_BERLIN = {
  zone: 'Europe/Berlin',
  offsets: offsets(
    ['2022-12-31T23:00', 60],
    ['2023-03-26T01:00', 120],
    ['2023-10-29T01:00', 60],
    ['2024-03-31T01:00', 120],
    ['2024-10-27T01:00', 60],
    ['2025-03-30T01:00', 120],
    ['2025-10-26T01:00', 60],
  ),
  until: '2025-12-31',
};

const berlin: ClockRow = {
  name: 'an hour ahead, two in summer',
  ...EUROPE_BERLIN,
  weekdays: MONDAY_TO_FRIDAY,
  holidays: [
    ...['2023-01-01', '2023-04-07', '2023-04-10', '2023-05-01', '2023-05-18', '2023-05-29', '2023-10-03'],
    ...['2023-12-25', '2023-12-26'],
    ...['2024-01-01', '2024-03-29', '2024-04-01', '2024-05-01', '2024-05-09', '2024-05-20', '2024-10-03'],
    ...['2024-12-25', '2024-12-26'],
    ...['2025-01-01', '2025-04-18', '2025-04-21', '2025-05-01', '2025-05-29', '2025-06-09', '2025-10-03'],
    ...['2025-12-25', '2025-12-26'],
  ],
  cases: parseCases(`
    2024-01-08T09:00:00.000Z  1 working     2024-01-09T23:00:00.000Z  one working day, from a Monday
      Monday is not counted, so Tuesday the 9th is the day, and it ends at 23:00 UTC.
    2024-01-08T09:00:00.000Z  5 working     2024-01-15T23:00:00.000Z  five working days over a weekend
      Tuesday to Friday are four, Monday the 15th is the fifth.
    2024-01-12T17:00:00.000Z  1 working     2024-01-15T23:00:00.000Z  from a Friday evening
      After Friday the 12th the next working day is Monday the 15th.
    2024-01-13T10:00:00.000Z  1 working     2024-01-15T23:00:00.000Z  from a Saturday
      Saturday is not counted for happening, Sunday for being one; Monday the 15th is.
    2024-01-14T22:59:59.999Z  3 working     2024-01-17T23:00:00.000Z  from the last millisecond of a Sunday
      It is still Sunday the 14th, so Monday, Tuesday and Wednesday count.
    2024-01-14T23:00:00.000Z  3 working     2024-01-18T23:00:00.000Z  from the first millisecond of the Monday after
      It is Monday the 15th, though Sunday in UTC, so Tuesday, Wednesday and Thursday count.
    2024-05-01T08:00:00.000Z  2 working     2024-05-03T22:00:00.000Z  from a holiday
      Thursday the 2nd and Friday the 3rd of May, in summer time.
    2024-04-30T08:00:00.000Z  2 working     2024-05-03T22:00:00.000Z  over a holiday
      The 1st of May is none, so Thursday and Friday are the two.
    2024-05-08T08:00:00.000Z  1 working     2024-05-10T22:00:00.000Z  a holiday that is the next day
      Ascension Day is the 9th of May 2024; Friday the 10th is worked.
    2024-03-28T10:00:00.000Z  1 working     2024-04-02T22:00:00.000Z  a working day behind Easter and the change to summer time
      Good Friday, the weekend in which the clocks change, Easter Monday; then Tuesday the 2nd of April.
    2024-03-28T10:00:00.000Z  3 calendar    2024-04-02T22:00:00.000Z  three days that end on Easter Sunday
      The third day is Sunday the 31st, Monday is a holiday, so it ends with Tuesday.
    2024-04-30T08:00:00.000Z  1 calendar    2024-05-02T22:00:00.000Z  one day that ends on a holiday
      The day is the 1st of May, so it ends with the 2nd.
    2024-02-28T10:00:00.000Z  1 working     2024-02-29T23:00:00.000Z  the 28th of February of a leap year
      The day is Thursday the 29th of February.
    2024-02-29T10:00:00.000Z  1 working     2024-03-01T23:00:00.000Z  the leap day itself
      The day is Friday the 1st of March.
    2023-02-28T10:00:00.000Z  1 working     2023-03-01T23:00:00.000Z  the 28th of February of another year
      2023 has no 29th, so the day is Wednesday the 1st of March.
    2023-12-22T11:00:00.000Z  5 working     2024-01-03T23:00:00.000Z  five working days over Christmas and New Year
      Wednesday the 27th to Friday the 29th are three, Tuesday the 2nd and Wednesday the 3rd of January make five.
    2023-12-31T22:59:59.999Z  1 calendar    2024-01-02T23:00:00.000Z  a day from the last millisecond of a year
      The day is New Year, a holiday, so it ends with Tuesday the 2nd.
    2023-12-31T23:00:00.000Z  1 calendar    2024-01-02T23:00:00.000Z  a day from the first millisecond of a year
      It happened on New Year, though 2023 in UTC, so the day is Tuesday the 2nd.
    2024-01-15T09:00:00.000Z  60 calendar   2024-03-15T23:00:00.000Z  sixty days with a leap day in them
      16 days of January, 29 of February and 15 of March; the 15th is a Friday.
    2023-01-16T09:00:00.000Z  60 calendar   2023-03-17T23:00:00.000Z  sixty days without a leap day
      15 days of January, 28 of February and 17 of March; the 17th is a Friday.
    2024-01-17T09:00:00.000Z  60 calendar   2024-03-18T23:00:00.000Z  sixty days that end on a Sunday
      The sixtieth is Sunday the 17th of March, so it ends with Monday.
    2024-03-20T09:00:00.000Z  60 calendar   2024-05-21T22:00:00.000Z  sixty days that end on a Sunday before a holiday
      The sixtieth is Whit Sunday, the 19th of May, and Monday a holiday, so it ends with Tuesday.
    2025-12-29T10:00:00.000Z  5 working     2026-01-05T23:00:00.000Z  working days on the far side of what is known
      After 2025 no holiday is known: the 30th, the 31st, New Year, the 2nd and Monday the 5th count.
    2025-12-30T10:00:00.000Z  2 calendar    2026-01-01T23:00:00.000Z  days that end on the far side of what is known
      The second is New Year, a Thursday; by weekday alone it is worked.
    2026-07-01T22:30:00.000Z  1 working     2026-07-02T23:00:00.000Z  a summer evening on the far side of what is known
      The last offset, one hour, goes on: it is 23:30 on Wednesday the 1st, whatever the clocks there may say.
    2022-07-03T22:30:00.000Z  1 working     2022-07-04T23:00:00.000Z  a summer evening before the first offset
      The first offset, one hour, holds before it too: it is 23:30 on Sunday the 3rd, so Monday counts.
  `),
};

const everyDay: ClockRow = {
  name: 'the same clocks, every day worked',
  ...EUROPE_BERLIN,
  weekdays: EVERY_DAY,
  holidays: [],
  cases: parseCases(`
    2024-03-29T12:00:00.000Z  1 working     2024-03-30T23:00:00.000Z  late on the day the clocks go forward
      Saturday the 30th ends where Sunday the 31st begins, still in winter time.
    2024-03-30T12:00:00.000Z  1 working     2024-03-31T22:00:00.000Z  the day the clocks go forward is the last one
      Sunday the 31st has 23 hours and ends in summer time.
    2024-10-25T12:00:00.000Z  1 working     2024-10-26T22:00:00.000Z  late on the day the clocks go back
      Saturday the 26th ends where Sunday the 27th begins, still in summer time.
    2024-10-26T12:00:00.000Z  1 working     2024-10-27T23:00:00.000Z  the day the clocks go back is the last one
      Sunday the 27th has 25 hours and ends in winter time.
    2024-03-31T00:59:59.999Z  1 working     2024-04-01T22:00:00.000Z  the millisecond before the hour that is skipped
      It is 01:59:59.999 on Sunday the 31st, so Monday the 1st of April is the day.
    2024-03-31T01:00:00.000Z  1 working     2024-04-01T22:00:00.000Z  the millisecond behind the hour that is skipped
      It is 03:00 on the same Sunday.
    2024-10-27T00:30:00.000Z  1 working     2024-10-28T23:00:00.000Z  in the hour that comes twice, the first time
      It is 02:30 on Sunday the 27th in summer time, so Monday the 28th is the day.
    2024-10-27T01:30:00.000Z  1 working     2024-10-28T23:00:00.000Z  in the hour that comes twice, the second time
      It is 02:30 on the same Sunday in winter time.
    2024-03-30T22:59:59.999Z  1 working     2024-03-31T22:00:00.000Z  the night before the clocks go forward, one millisecond before midnight
      It is still Saturday the 30th, so Sunday the 31st is the day.
    2024-10-26T21:59:59.999Z  1 working     2024-10-27T23:00:00.000Z  the night before the clocks go back, one millisecond before midnight
      It is still Saturday the 26th, so Sunday the 27th is the day.
    2024-10-26T22:00:00.000Z  1 working     2024-10-28T23:00:00.000Z  the night before the clocks go back, at midnight
      It is Sunday the 27th, so Monday the 28th is the day.
    2024-03-31T22:30:00.000Z  1 working     2024-04-02T22:00:00.000Z  the first night of summer time, half past midnight
      It is Monday the 1st of April, though Sunday in UTC and by the offset of the day before.
  `),
};

const LONDON = {
  zone: 'Europe/London',
  offsets: offsets(['2022-01-01T00:00', 0], ['2022-03-27T01:00', 60], ['2022-10-30T01:00', 0]),
  weekdays: MONDAY_TO_FRIDAY,
  until: '2022-12-31',
};
const LONDON_TO_SUMMER = [
  '2022-01-03',
  '2022-04-15',
  '2022-04-18',
  '2022-05-02',
  '2022-06-02',
  '2022-06-03',
  '2022-08-29',
];
const LONDON_CHRISTMAS = ['2022-12-26', '2022-12-27'];

const london: ClockRow = {
  name: 'with moved holidays, version 1',
  ...LONDON,
  holidays: [...LONDON_TO_SUMMER, ...LONDON_CHRISTMAS],
  cases: parseCases(`
    2022-05-27T09:00:00.000Z  2 working     2022-05-31T23:00:00.000Z  over the day from which a holiday was moved
      The holiday at the end of May was moved to June, so Monday the 30th and Tuesday the 31st count.
    2022-06-01T09:00:00.000Z  1 working     2022-06-06T23:00:00.000Z  over the day to which it was moved
      Thursday the 2nd and Friday the 3rd of June are holidays, so Monday the 6th is the day.
    2021-12-31T15:00:00.000Z  1 working     2022-01-05T00:00:00.000Z  a New Year on a Saturday, kept on the Monday
      Monday the 3rd is kept in place of the 1st, so Tuesday the 4th is the day.
    2022-12-23T10:00:00.000Z  1 working     2022-12-29T00:00:00.000Z  a Christmas on a Sunday, kept on the Tuesday
      Monday the 26th and Tuesday the 27th are holidays, so Wednesday the 28th is the day.
    2022-09-08T10:00:00.000Z  10 working    2022-09-22T23:00:00.000Z  begun under version 1, ten working days
      Monday the 19th still counts: a clock keeps the calendar under which it began.
    2022-09-16T10:00:00.000Z  1 working     2022-09-19T23:00:00.000Z  begun under version 1, one working day
      Monday the 19th is a working day in this version.
    2022-09-09T10:00:00.000Z  10 calendar   2022-09-19T23:00:00.000Z  begun under version 1, ending on the day that version 2 made a holiday
      The tenth day is Monday the 19th, which is worked in this version.
  `),
};

const londonChanged: ClockRow = {
  name: 'with moved holidays, version 2: a holiday more',
  ...LONDON,
  holidays: [...LONDON_TO_SUMMER, '2022-09-19', ...LONDON_CHRISTMAS],
  cases: parseCases(`
    2022-09-08T10:00:00.000Z  10 working    2022-09-23T23:00:00.000Z  begun under version 2, ten working days
      Monday the 19th is a holiday now, so Friday the 23rd is the tenth.
    2022-09-16T10:00:00.000Z  1 working     2022-09-20T23:00:00.000Z  begun under version 2, one working day
      Monday the 19th is a holiday now, so Tuesday is the day.
    2022-09-09T10:00:00.000Z  10 calendar   2022-09-20T23:00:00.000Z  begun under version 2, ending on the new holiday
      The tenth day is the new holiday, so it ends with Tuesday.
  `),
};

const lordHowe: ClockRow = {
  name: 'half an hour of summer time',
  zone: 'Australia/Lord_Howe',
  offsets: offsets(['2023-12-31T13:00', 660], ['2024-04-06T15:00', 630], ['2024-10-05T15:30', 660]),
  weekdays: MONDAY_TO_FRIDAY,
  holidays: [
    ...['2024-01-01', '2024-01-26', '2024-03-29', '2024-04-01', '2024-04-25', '2024-06-10', '2024-10-07'],
    ...['2024-12-25', '2024-12-26'],
  ],
  until: '2024-12-31',
  cases: parseCases(`
    2024-04-04T03:00:00.000Z  1 working     2024-04-05T13:00:00.000Z  before the half hour is given back
      Friday the 5th of April ends eleven hours ahead of UTC.
    2024-04-05T03:00:00.000Z  1 working     2024-04-08T13:30:00.000Z  over the weekend in which it is given back
      Monday the 8th ends ten and a half hours ahead.
    2024-04-06T14:45:00.000Z  1 working     2024-04-08T13:30:00.000Z  in the half hour that comes twice, the first time
      It is 01:45 on Sunday the 7th.
    2024-04-06T15:15:00.000Z  1 working     2024-04-08T13:30:00.000Z  in the half hour that comes twice, the second time
      It is 01:45 on the same Sunday again.
    2024-10-03T13:29:59.999Z  1 working     2024-10-04T13:30:00.000Z  one millisecond before a Friday begins
      It is Thursday the 3rd of October, so Friday is the day.
    2024-10-03T13:30:00.000Z  1 working     2024-10-08T13:00:00.000Z  as that Friday begins
      Monday the 7th is a holiday, so Tuesday the 8th is the day, and the half hour is taken again by then.
  `),
};

const kolkata: ClockRow = {
  name: 'five and a half hours ahead, a week of six days',
  zone: 'Asia/Kolkata',
  offsets: offsets(['2023-12-31T18:30', 330]),
  weekdays: MONDAY_TO_SATURDAY,
  holidays: ['2024-01-26', '2024-08-15', '2024-10-02'],
  until: '2024-12-31',
  cases: parseCases(`
    2024-08-14T18:29:59.999Z  1 working     2024-08-16T18:30:00.000Z  one millisecond before a holiday begins
      Thursday the 15th is a holiday, so Friday is the day.
    2024-08-16T06:00:00.000Z  1 working     2024-08-17T18:30:00.000Z  Saturday is worked
      From Friday the 16th, Saturday is the day.
    2024-08-17T06:00:00.000Z  1 working     2024-08-19T18:30:00.000Z  Sunday is not
      From Saturday the 17th, Monday is the day.
    2024-09-02T06:00:00.000Z  30 calendar   2024-10-03T18:30:00.000Z  thirty days that end on a holiday
      The thirtieth is the 2nd of October, so it ends with the 3rd.
  `),
};

const riyadh: ClockRow = {
  name: 'weekends on Friday and Saturday',
  zone: 'Asia/Riyadh',
  offsets: offsets(['2023-12-31T21:00', 180]),
  weekdays: [1, 2, 3, 4, 7],
  holidays: ['2024-02-22', '2024-09-23'],
  until: '2024-12-31',
  cases: parseCases(`
    2024-01-11T10:00:00.000Z  1 working     2024-01-14T21:00:00.000Z  from the last working day of the week
      From Thursday the 11th, Sunday the 14th is the day.
    2024-01-12T10:00:00.000Z  1 calendar    2024-01-14T21:00:00.000Z  a day that ends on a Saturday
      Saturday the 13th is not worked, so it ends with Sunday.
    2024-02-21T10:00:00.000Z  2 working     2024-02-26T21:00:00.000Z  over a holiday on a Thursday
      Thursday the 22nd is a holiday, so Sunday the 25th and Monday the 26th are the two.
    2024-01-14T20:59:59.999Z  5 working     2024-01-21T21:00:00.000Z  from the last millisecond of a Sunday that is worked
      Monday to Thursday are four, Sunday the 21st is the fifth.
  `),
};

const apia: ClockRow = {
  name: 'a date that never was',
  zone: 'Pacific/Apia',
  offsets: offsets(
    ['2011-09-24T14:00', -600],
    ['2011-12-30T10:00', 840],
    ['2012-03-31T14:00', 780],
    ['2012-09-29T14:00', 840],
  ),
  weekdays: MONDAY_TO_FRIDAY,
  holidays: ['2011-12-26', '2011-12-27', '2012-01-02', '2012-12-25', '2012-12-26'],
  until: '2012-12-31',
  cases: parseCases(`
    2011-12-29T02:00:00.000Z  1 working     2011-12-30T10:00:00.000Z  the last day before the date that never was
      From Wednesday the 28th, Thursday the 29th is the day; it ends where Saturday the 31st begins.
    2011-12-30T09:59:59.999Z  1 working     2012-01-03T10:00:00.000Z  a working day over the date that never was
      There was no Friday the 30th, and Monday the 2nd is a holiday, so Tuesday the 3rd of January is the day.
    2011-12-30T10:00:00.000Z  1 calendar    2012-01-03T10:00:00.000Z  from the first millisecond behind it
      It is Saturday the 31st; Sunday is not worked, Monday is a holiday, so it ends with Tuesday.
    2011-12-29T02:00:00.000Z  6 calendar    2012-01-04T10:00:00.000Z  six days over the date that never was
      The 29th, the 31st and the 1st to 4th of January are six.
    2012-03-29T20:00:00.000Z  1 working     2012-04-02T11:00:00.000Z  the end of summer time, far east
      It is Friday the 30th of March; Monday the 2nd of April ends thirteen hours ahead of UTC.
  `),
};

const kiritimati: ClockRow = {
  name: 'as far ahead as clocks are',
  zone: 'Pacific/Kiritimati',
  offsets: offsets(['2023-12-31T10:00', 840]),
  weekdays: MONDAY_TO_FRIDAY,
  holidays: [],
  until: '2024-12-31',
  cases: parseCases(`
    2024-06-28T09:59:59.999Z  1 working     2024-07-01T10:00:00.000Z  one millisecond before a Saturday begins
      It is Friday the 28th, so Monday the 1st of July is the day.
    2024-06-30T10:00:00.000Z  1 working     2024-07-02T10:00:00.000Z  as a Monday begins that is still Sunday in UTC
      It is Monday the 1st, so Tuesday the 2nd is the day.
  `),
};

const farWest: ClockRow = {
  name: 'as far behind as clocks are',
  zone: 'Etc/GMT+12',
  offsets: offsets(['2024-01-01T12:00', -720]),
  weekdays: MONDAY_TO_FRIDAY,
  holidays: [],
  until: '2024-12-31',
  cases: parseCases(`
    2024-07-01T11:59:59.999Z  1 working     2024-07-02T12:00:00.000Z  one millisecond before a Monday begins that is Monday in UTC for long
      It is Sunday the 30th of June, so Monday the 1st is the day.
    2024-07-01T12:00:00.000Z  1 working     2024-07-03T12:00:00.000Z  as that Monday begins
      It is Monday the 1st, so Tuesday the 2nd is the day.
  `),
};

const havana: ClockRow = {
  name: 'clocks that change at midnight',
  zone: 'America/Havana',
  offsets: offsets(['2024-01-01T05:00', -300], ['2024-03-10T05:00', -240], ['2024-11-03T05:00', -300]),
  weekdays: MONDAY_TO_SATURDAY,
  holidays: [
    '2024-01-01',
    '2024-01-02',
    '2024-03-29',
    '2024-05-01',
    '2024-07-25',
    '2024-07-26',
    '2024-07-27',
    '2024-10-10',
  ],
  until: '2024-12-24',
  cases: parseCases(`
    2024-03-08T15:00:00.000Z  1 working     2024-03-10T05:00:00.000Z  late on a date whose midnight is skipped
      Saturday the 9th ends where Sunday begins, at one o’clock.
    2024-03-09T15:00:00.000Z  1 working     2024-03-12T04:00:00.000Z  over the date whose midnight is skipped
      Monday the 11th ends four hours behind UTC.
    2024-11-01T15:00:00.000Z  1 working     2024-11-03T04:00:00.000Z  late on a date whose midnight comes twice
      Saturday the 2nd ends with the first of the two midnights.
    2024-11-03T04:30:00.000Z  1 working     2024-11-05T05:00:00.000Z  between the two midnights
      It is half past midnight on Sunday the 3rd, so Monday the 4th is the day.
    2024-11-03T05:30:00.000Z  1 working     2024-11-05T05:00:00.000Z  after the second midnight
      It is half past midnight on the same Sunday again.
  `),
};

const beirut: ClockRow = {
  name: 'clocks that go back as midnight comes',
  zone: 'Asia/Beirut',
  offsets: offsets(['2023-12-31T22:00', 120], ['2024-03-30T22:00', 180], ['2024-10-26T21:00', 120]),
  weekdays: MONDAY_TO_SATURDAY,
  holidays: ['2024-01-01', '2024-05-01', '2024-11-22', '2024-12-25'],
  until: '2024-12-31',
  cases: parseCases(`
    2024-03-29T09:00:00.000Z  1 working     2024-03-30T22:00:00.000Z  late on a date that begins at one o’clock
      Saturday the 30th ends as midnight comes; the clocks show one o’clock on Sunday then.
    2024-10-25T09:00:00.000Z  1 working     2024-10-26T22:00:00.000Z  a day whose midnight is put off
      As Saturday the 26th would end the clocks go back to 23:00, so it ends an hour later.
    2024-10-26T20:30:00.000Z  1 working     2024-10-28T22:00:00.000Z  in its last hour, the first time
      It is 23:30 on Saturday the 26th, so Monday the 28th is the day.
    2024-10-26T21:30:00.000Z  1 working     2024-10-28T22:00:00.000Z  in its last hour, the second time
      It is 23:30 on the same Saturday again.
  `),
};

const stJohns: ClockRow = {
  name: 'clocks that go back over midnight',
  zone: 'America/St_Johns',
  offsets: offsets(['2010-01-01T03:30', -210], ['2010-03-14T03:31', -150], ['2010-11-07T02:31', -210]),
  weekdays: EVERY_DAY,
  holidays: [],
  until: '2010-12-31',
  cases: parseCases(`
    2010-11-05T15:00:00.000Z  1 calendar    2010-11-07T02:30:00.000Z  late from the first midnight on
      Saturday the 6th ends with its first midnight, though a minute later the clocks show 23:01 again.
    2010-11-07T02:30:30.000Z  1 calendar    2010-11-09T03:30:00.000Z  in the minute of Sunday before they go back
      It is Sunday the 7th, so Monday the 8th is the day.
    2010-11-07T02:31:00.000Z  1 calendar    2010-11-08T03:30:00.000Z  as it is Saturday once more
      It is Saturday the 6th, 23:01, so Sunday the 7th is the day.
  `),
};

const universal: ClockRow = {
  name: 'no offset and no holidays',
  zone: 'Etc/UTC',
  offsets: offsets(['2000-01-01T00:00', 0]),
  weekdays: MONDAY_TO_FRIDAY,
  holidays: [],
  until: '2000-12-31',
  cases: parseCases(`
    2020-01-01T00:00:00.000Z  3650 calendar 2030-01-01T00:00:00.000Z  the longest span of days
      With three leap days ten years are 3653 days, so it is Saturday the 29th of December 2029, which goes on to Monday the 31st.
    2024-01-01T12:00:00.000Z  3650 working  2037-12-29T00:00:00.000Z  the longest span of working days
      730 weeks of five: Monday the 28th of December 2037.
    2100-02-26T10:00:00.000Z  1 working     2100-03-02T00:00:00.000Z  the end of February 2100, no leap year
      From Friday the 26th, Monday the 1st of March is the day.
    2100-02-26T10:00:00.000Z  3 calendar    2100-03-02T00:00:00.000Z  three days over the end of February 2100
      The 27th, the 28th and Monday the 1st of March: there is no 29th.
    2000-02-28T12:00:00.000Z  1 working     2000-03-01T00:00:00.000Z  the end of February 2000, a leap year
      The day is Tuesday the 29th.
  `),
};

const sundays: ClockRow = {
  name: 'one working day a week',
  zone: 'Etc/UTC',
  offsets: offsets(['2024-01-01T00:00', 0]),
  weekdays: [7],
  holidays: ['2024-06-16'],
  until: '2024-12-31',
  cases: parseCases(`
    2024-06-02T12:00:00.000Z  2 working     2024-06-24T00:00:00.000Z  two working days are three weeks
      From Sunday the 2nd: the 9th, not the 16th, the 23rd.
    2024-06-02T12:00:00.000Z  1 calendar    2024-06-10T00:00:00.000Z  a day is a week
      Monday is not worked, nor is any day before Sunday the 9th.
  `),
};

const closed: ClockRow = {
  name: 'nothing but holidays as far as is known',
  zone: 'Etc/UTC',
  offsets: offsets(['2024-12-01T00:00', 0]),
  weekdays: EVERY_DAY,
  holidays: ['2024-12-28', '2024-12-29', '2024-12-30', '2024-12-31', '2025-01-01', '2025-01-02', '2025-01-03'],
  until: '2025-01-03',
  cases: parseCases(`
    2024-12-27T23:59:59.999Z  1 working     2025-01-05T00:00:00.000Z  from the last day that is worked
      The 4th of January is the first day of which no holiday is known.
    2024-12-28T00:00:00.000Z  3 calendar    2025-01-05T00:00:00.000Z  days within the holidays
      The third is the 31st; the first day after it that is worked is the 4th of January.
  `),
};

export function clockRows(): readonly ClockRow[] {
  return [
    ...[berlin, everyDay, london, londonChanged, lordHowe, kolkata, riyadh, apia, kiritimati, farWest],
    ...[havana, beirut, stJohns, universal, sundays, closed],
  ];
}
