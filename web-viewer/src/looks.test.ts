import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { MemoryRecord } from '../testing/memory-record.ts';
import { languageOf } from './languages.ts';
import { Looks } from './looks.ts';
import { Reading } from './reading.ts';

async function openLooks() {
  const record = new MemoryRecord(await LedgerBuilder.create());
  const at = { nowMs: 1_800_000_000_000, checkpoint: 'one' };
  const open = (): Reading => new Reading(record, at.nowMs, languageOf('en'));
  const looks = new Looks<number>(
    open,
    () => Promise.resolve(at.checkpoint),
    () => at.nowMs,
  );
  let made = 0;
  const ask = async (key = 'a page', isCurrent = true): Promise<number> =>
    (await looks.take(isCurrent)).page(key, () => Promise.resolve(++made));
  return { at, looks, ask };
}

describe('A page', () => {
  test('is made once for all who ask at the same moment', async () => {
    const { at, ask } = await openLooks();
    assert.deepEqual(await Promise.all([ask(), ask(), ask('another page')]), [1, 1, 2]);
    at.nowMs += 999;
    assert.equal(await ask(), 1);
  });

  test('is made anew once something was published, and after a second, whichever way the clock went', async () => {
    const { at, ask } = await openLooks();
    assert.equal(await ask(), 1);
    at.checkpoint = 'two';
    assert.equal(await ask(), 2);
    at.nowMs += 1000;
    assert.equal(await ask(), 3);
    at.nowMs -= 5000;
    assert.equal(await ask(), 4);
  });

  test('is made for one reader alone where more may have been published elsewhere', async () => {
    const { ask } = await openLooks();
    assert.deepEqual([await ask(), await ask('a page', false), await ask('a page', false), await ask()], [1, 2, 3, 1]);
  });

  test('that could not be made is made when it is asked for again', async () => {
    const { looks } = await openLooks();
    const ask = async (make: () => Promise<number>): Promise<number> => (await looks.take(true)).page('a page', make);
    await assert.rejects(
      ask(() => Promise.reject(new Error('not now'))),
      /not now/,
    );
    assert.equal(await ask(() => Promise.resolve(7)), 7);
  });

  test('is not kept in memory with more than two hundred others', async () => {
    const { ask } = await openLooks();
    assert.equal(await ask(), 1);
    for (let i = 2; i <= 200; i++) await ask(`page ${i}`);
    assert.equal(await ask(), 201);
  });
});
