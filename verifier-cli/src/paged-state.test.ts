import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { MemoryState, type Change, type Store } from '@counterfoil/ledger/state';
import { EMPTY_ROOT } from '@counterfoil/ledger/tree';
import { BlockFile } from './block-file.ts';
import { DamagedState } from './damaged-state.ts';
import { PagedState } from './paged-state.ts';
import { hashKey, StateIndex } from './state-index.ts';
import { temporaryFolder } from './testing/record-folder.ts';

const rootAt = (): ReturnType<Store['rootAt']> => Promise.resolve(EMPTY_ROOT);
const nothing = { segments: [], sums: Buffer.alloc(0) };

async function openPaged(t: TestContext, cached: number): Promise<{ state: PagedState; folder: string }> {
  const folder = await temporaryFolder(t);
  const blocks = new BlockFile(folder, 'data', nothing);
  t.after(() => blocks.close());
  return { folder, state: new PagedState(blocks, new StateIndex(17), rootAt, cached) };
}

function entryOf(digest: string, entry: number): Change {
  return { kind: 'statement', id: digest, value: { entry } };
}

test('what was put is found as it was put last, whether it is in memory or on the disk', async (t) => {
  const { state } = await openPaged(t, 7);
  const memory = new MemoryState(rootAt);
  for (let i = 0; i < 5000; i++) {
    // Some again and again, some once, and names that look like one another.
    const changes = [entryOf(`${i % 31}`, i), entryOf(`once ${i}\n${i % 3}`, i), entryOf(`${(i * i) % 977}\ud800`, i)];
    for (const store of [state, memory]) store.apply(changes);
  }
  state.flush();
  const all = memory.all('statement');
  assert.ok(all.size > 5500, `${all.size}`);
  for (const [id, value] of all) assert.deepEqual(state.find('statement', id), value);
  assert.equal(state.find('statement', 'once 1'), undefined);
  assert.equal(state.find('key', '1'), undefined);
});

test('a value of any length is kept', async (t) => {
  const { state } = await openPaged(t, 1);
  const lengths = [0, 1, 4000, 4096, 262_144, 1_000_000, 3];
  for (const length of lengths)
    state.apply([{ kind: 'material', id: `of ${length}`, value: { key: 'é'.repeat(length) } }]);
  for (const length of lengths) assert.equal(state.find('material', `of ${length}`)?.key.length, length);
});

test('keys of one hash are told apart', () => {
  const index = new StateIndex(3);
  for (let place = 1; place <= 1000; place++) index.put(place % 5, place, 0);
  for (let i = 0; i < 100_000; i++) index.put(hashKey(`key ${i}`, 3), 10_000 + i, 0);
  assert.deepEqual(
    [...index.find(4)].filter((place) => place <= 1000),
    Array.from({ length: 200 }, (_, i) => 5 * i + 4),
  );
  index.put(4, 200_000, 4);
  assert.ok([...index.find(4)].includes(200_000) && ![...index.find(4)].includes(4));
  assert.equal(index.count, 101_000);
});

test('one byte of a file that is not what was written is never taken for a value', async (t) => {
  const { state, folder } = await openPaged(t, 2);
  for (let i = 0; i < 20_000; i++) state.apply([entryOf(`number ${i}`, i)]);
  state.flush();
  const [file = ''] = await readdir(folder);
  const bytes = await readFile(join(folder, file));
  assert.ok(bytes.length > 500_000);
  // Every seventh block has one wrong byte.
  for (let at = 100; at < bytes.length; at += 7 * 4096) bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(join(folder, file), bytes);
  let damaged = 0;
  for (let i = 0; i < 20_000; i += 11) {
    try {
      assert.equal(state.find('statement', `number ${i}`)?.entry, i);
    } catch (error) {
      if (!(error instanceof DamagedState)) throw error;
      damaged++;
    }
  }
  assert.ok(damaged > 100 && damaged < 1000, `${damaged}`);
});
