import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDate, formatDay, formatDistance, formatSpan, formatTime } from './time.ts';

const NOW_MS = Date.UTC(2026, 2, 20, 12, 0, 0);

test('times are UTC and say so', () => {
  assert.equal(formatTime('2026-01-05T08:03:59.999Z'), '5 January 2026, 08:03 UTC');
  assert.equal(formatDay('2026-12-31T23:59:59.999Z'), '31 December 2026');
});

test('a day of a calendar is told with its day of the week, whatever the zone of the machine', () => {
  assert.equal(formatDate('2026-04-03'), 'Friday 3 April 2026');
  assert.equal(formatDate('2024-02-29'), 'Thursday 29 February 2024');
});

test('a distance is told in the unit that fits', () => {
  const told = (time: string) => formatDistance(time, NOW_MS);
  assert.equal(told('2026-03-20T11:59:30.000Z'), 'just now');
  assert.equal(told('2026-03-20T11:59:00.000Z'), '1 minute ago');
  assert.equal(told('2026-03-20T09:10:00.000Z'), '2 hours ago');
  assert.equal(told('2026-03-18T12:00:00.000Z'), '2 days ago');
  assert.equal(told('2025-12-20T12:00:00.000Z'), '3 months ago');
  assert.equal(told('2020-03-20T12:00:00.000Z'), '6 years ago');
  assert.equal(told('2026-03-25T12:00:00.000Z'), 'in 5 days');
});

test('less than a minute is no span', () => {
  assert.equal(formatSpan(59_999), undefined);
  assert.equal(formatSpan(60_000), '1 minute');
});
