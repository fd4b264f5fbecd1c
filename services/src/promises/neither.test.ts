import assert from 'node:assert/strict';
import test from 'node:test';
import { Problem } from '../problem.ts';
import { neither } from './promises.ts';

const [refused, full] = [new Problem('process-unknown'), new Problem('not-recorded')];
const [not, maybe] = [new Problem('not-recorded'), new Problem('maybe-recorded')];

test('of words that could not be promised either it is said that they are refused only where they are surely not on record', () => {
  const cases: readonly (readonly [unknown, Problem, string])[] = [
    [not, refused, 'process-unknown'],
    [not, full, 'not-recorded'],
    [maybe, refused, 'maybe-recorded'],
    [maybe, full, 'maybe-recorded'],
    ['late', refused, 'maybe-recorded'],
    ['late', full, 'maybe-recorded'],
  ];
  for (const [ended, promise, code] of cases) {
    const answer = neither(
      ended === 'late' ? { outcome: 'late' } : { outcome: 'failed', error: ended },
      promise,
    ) as Problem;
    assert.equal(answer.code, code);
    // Words bear no signature by which they would be known again.
    if (code === 'maybe-recorded') assert.match(answer.detail, /would be recorded twice/);
  }
});
