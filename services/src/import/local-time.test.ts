import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localToUtc } from './local-time.ts';

const zone = 'America/Los_Angeles';
const clock = (text: string): Parameters<typeof localToUtc>[0] => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = text.split(/\D/).map(Number);
  return { year, month, day, hour, minute, second };
};

const times: readonly (readonly [local: string, utc: string | undefined, why: string])[] = [
  ['2019-01-15 08:00:00', '2019-01-15T16:00:00.000Z', 'winter is eight hours behind'],
  ['2019-07-15 08:00:00', '2019-07-15T15:00:00.000Z', 'summer is seven hours behind'],
  ['2018-12-31 23:55:30', '2019-01-01T07:55:30.000Z', 'the year may differ'],
  ['2019-03-10 01:59:59', '2019-03-10T09:59:59.000Z', 'the last second before the clocks go forward'],
  ['2019-03-10 02:30:00', undefined, 'the hour that was skipped'],
  ['2019-03-10 03:00:00', '2019-03-10T10:00:00.000Z', 'the first second afterwards'],
  ['2019-11-03 01:30:00', '2019-11-03T08:30:00.000Z', 'the hour that came twice: the first of them'],
  ['2019-11-03 02:00:00', '2019-11-03T10:00:00.000Z', 'after it'],
  ['2020-02-29 12:00:00', '2020-02-29T20:00:00.000Z', 'a leap day'],
  ['2019-02-29 12:00:00', undefined, 'no leap day'],
  ['2019-13-01 12:00:00', undefined, 'no thirteenth month'],
  ['2019-00-01 12:00:00', undefined, 'no month zero'],
  ['2019-04-31 12:00:00', undefined, 'April has thirty days'],
  ['2019-04-30 24:00:00', undefined, 'no hour 24'],
  ['2019-04-30 12:60:00', undefined, 'no minute 60'],
];
for (const [local, utc, why] of times)
  test(`${local} in Los Angeles is ${utc ?? 'no time at all'}: ${why}`, () => {
    assert.equal(localToUtc(clock(local), zone), utc);
  });
