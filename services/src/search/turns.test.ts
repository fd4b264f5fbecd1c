import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Turns } from './turns.ts';

test('No more than so many work at once, those behind take their turn, and one too many is turned away', async () => {
  const turns = new Turns(2, 3);
  const gates = Array.from({ length: 6 }, () => Promise.withResolvers<void>());
  const begun: number[] = [];
  const work = gates.map((gate, i) =>
    turns.take(async () => {
      begun.push(i);
      await gate.promise;
      if (i === 1) throw new Error('broken');
      return i;
    }),
  );
  assert.equal(await work[5], undefined);
  assert.deepEqual(begun, [0, 1]);
  const failed = assert.rejects(work[1] ?? Promise.resolve(), /broken/);
  for (const gate of gates) gate.resolve();
  await failed;
  assert.deepEqual(await Promise.all([work[0], work[2], work[3], work[4]]), [0, 2, 3, 4]);
  assert.deepEqual(begun, [0, 1, 2, 3, 4]);
  assert.equal(await turns.take(() => Promise.resolve(7)), 7);
});
