import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareStores } from './testing/compare-stores.ts';

test('other statements in every run get the same verdicts from both stores, and leave the same state', async () => {
  const verdicts = await compareStores({ numRuns: 1000 });
  assert.ok(verdicts.size > 50, JSON.stringify([...verdicts]));
});
