import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Draft, MemoryState, type Change } from './state.ts';
import { EMPTY_ROOT } from './tree.ts';

const empty = () => new MemoryState((size) => Promise.resolve(size === 0 ? EMPTY_ROOT : undefined));
const office = (id: string, title: string): Change => ({
  kind: 'office',
  id,
  value: { title, body: 'authority', may: ['response'] },
});

test('a draft reads through to what lies under it, and what it changes lies above', async () => {
  const state = empty();
  state.apply([office('parks', 'Parks'), office('mayor', 'Mayor')]);
  const draft = new Draft(state);
  draft.put('office', 'parks', { title: 'Parks and gardens', body: 'authority', may: [] });
  draft.put('process', 'parks', { version: 1 });
  assert.equal((await draft.get('office', 'parks'))?.title, 'Parks and gardens');
  assert.equal((await draft.get('office', 'mayor'))?.title, 'Mayor');
  assert.equal((await draft.get('process', 'parks'))?.version, 1);
  assert.equal(await draft.get('office', 'harbour'), undefined);
  assert.equal(await draft.rootAt(0), EMPTY_ROOT);
  assert.equal(await draft.rootAt(1), undefined);
});

test('nothing of a draft is seen under it before its changes are applied', async () => {
  const state = empty();
  state.apply([office('parks', 'Parks')]);
  const draft = new Draft(state);
  draft.put('office', 'parks', { title: 'Other', body: 'authority', may: [] });
  assert.equal((await state.get('office', 'parks'))?.title, 'Parks');
  state.apply(draft.changes());
  assert.equal((await state.get('office', 'parks'))?.title, 'Other');
});

test('a value changed twice is one change, as it is in the end', () => {
  const draft = new Draft(empty());
  for (const version of [1, 2, 3]) draft.put('process', 'a', { version });
  draft.put('source', 'a', { entry: 7 });
  assert.deepEqual(
    new Set(draft.changes()),
    new Set([
      { kind: 'process', id: 'a', value: { version: 3 } },
      { kind: 'source', id: 'a', value: { entry: 7 } },
    ]),
  );
  assert.deepEqual(new Draft(empty()).changes(), []);
});

test('a draft over a draft works as over any state', async () => {
  const lower = new Draft(empty());
  lower.put('process', 'a', { version: 1 });
  const upper = new Draft(lower);
  assert.equal((await upper.get('process', 'a'))?.version, 1);
  upper.put('process', 'a', { version: 2 });
  assert.equal((await lower.get('process', 'a'))?.version, 1);
});

test('identifiers that JavaScript knows are names like any other, and kinds do not run into each other', async () => {
  const state = empty();
  const ids = ['constructor', '__proto__', 'toString', 'hasOwnProperty', '', ' ', 'a b', 'office'];
  for (const id of ids) {
    assert.equal(await state.get('office', id), undefined, id);
    assert.equal(await new Draft(state).get('process', id), undefined, id);
  }
  const draft = new Draft(state);
  for (const id of ids) draft.put('office', id, { title: `Office ${id}`, body: 'authority', may: [] });
  state.apply(draft.changes());
  for (const id of ids) assert.equal((await state.get('office', id))?.title, `Office ${id}`);
  for (const id of ids) assert.equal(await state.get('process', id), undefined, id);
  assert.equal(({} as { title?: string }).title, undefined);
});
