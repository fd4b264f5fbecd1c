import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { Thread } from './thread.ts';

/** Answers a number with its double, throws at a negative one, ends at zero. */
const DOUBLING = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (n) => {
      if (n === 0) process.exit(3);
      parentPort.postMessage(n < 0 ? { error: new RangeError('too small') } : { answer: 2 * n });
    });
  `)}`,
);

describe('A thread', () => {
  const thread = new Thread<number, number>(DOUBLING);
  after(() => thread.close());

  it('answers in the order in which it is asked', async () => {
    assert.deepEqual(await Promise.all([1, 2, 3].map((n) => thread.ask(n))), [2, 4, 6]);
  });

  it('throws what it threw, and goes on', async () => {
    await assert.rejects(thread.ask(-1), /too small/);
    assert.equal(await thread.ask(4), 8);
  });

  it('fails those who wait when it ends, and is started anew for who comes next', async () => {
    const asked = await Promise.allSettled([thread.ask(5), thread.ask(0), thread.ask(6)]);
    assert.deepEqual(
      asked.map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected'],
    );
    assert.equal(await thread.ask(7), 14);
  });
});
