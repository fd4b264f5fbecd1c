import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCity } from '@counterfoil/ledger/testing/city';
import { openAgain } from './opened-entries.ts';
import { openEntry } from './opened-entry.ts';

test('an entry is opened once, whoever asks for it, and never instead of another one in its place', async () => {
  const { ledger } = await openCity();
  const [one, other] = ledger.entries;
  assert.ok(one && other);
  const opened = openAgain(0, one);
  assert.deepEqual(opened, openEntry(0, one));
  assert.equal(openAgain(0, Uint8Array.from(one)), opened, 'of the same bytes');
  assert.equal(openAgain(0, other).statement.kind, openEntry(0, other).statement.kind);
  assert.deepEqual(openAgain(0, one), openEntry(0, one));
  const wrong = Uint8Array.from(one);
  wrong[0] = 0;
  assert.throws(() => openAgain(0, wrong));
});

test('no more is kept than fits', async () => {
  const { ledger } = await openCity();
  const [bytes] = ledger.entries;
  assert.ok(bytes);
  const first = openAgain(0, bytes);
  for (let index = 1; index <= 5000; index++) openAgain(index, bytes);
  assert.notEqual(openAgain(0, bytes), first);
  const last = openAgain(5000, bytes);
  assert.equal(openAgain(5000, bytes), last);
});
