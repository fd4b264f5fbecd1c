import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FirstLetters } from './first-letters.ts';

test('three first letters a day go to one address, however it is spelled', () => {
  let nowMs = 1_800_000_000_000;
  const letters = new FirstLetters(() => nowMs);
  const sent = ['a@example.org', 'A@example.org', 'a@Example.org', 'a@example.org'].map((one) => letters.take(one));
  assert.deepEqual(sent, [true, true, true, false]);
  assert.ok(letters.take('b@example.org'));
  nowMs += 86_400_000;
  assert.ok(letters.take('a@example.org'));
});
