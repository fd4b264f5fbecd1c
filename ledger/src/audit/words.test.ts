import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ruleFinding } from './findings.ts';
import { say } from '../say.ts';
import { sayCount, sayTime } from './words.ts';

test('numbers are said with their thousands apart', () => {
  for (const count of [0, 7, 999, 1000, 12_345, 100_000, 1_234_567, Number.MAX_SAFE_INTEGER])
    assert.equal(sayCount(count), count.toLocaleString('en'));
});

test('times are said as people say them', () => {
  assert.equal(sayTime('2026-05-03T14:05:59.000Z'), '3 May 2026, 14:05 UTC');
  const told = (due: string, day: string): string =>
    ruleFinding({ code: 'step-late', detail: say`It was due before ${due}, of ${day}.` }, {}).sentence;
  assert.match(
    told('2026-10-21T00:00:00.000Z', '2026-10-21'),
    / It was due before 21 October 2026, 00:00 UTC, of 2026-10-21\.$/,
  );
  assert.match(told('2026-13-40T00:00:00Z', 'no day'), /2026-13-40T00:00:00Z, of no day/);
});
