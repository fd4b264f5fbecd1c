import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Memo } from './memo.ts';

test('a value is computed once and then remembered', () => {
  const memo = new Memo<string>(2);
  assert.equal(
    memo.get('a', () => 'first'),
    'first',
  );
  assert.equal(
    memo.get('a', () => assert.fail('computed again')),
    'first',
  );
});

test('beyond the limit the oldest is forgotten', () => {
  const memo = new Memo<string>(3);
  for (const key of ['a', 'b', 'c', 'd']) memo.get(key, () => key);
  assert.equal(memo.size, 3);
  let computed = 0;
  for (const key of ['b', 'c', 'd', 'a']) {
    memo.get(key, () => {
      computed++;
      return key;
    });
  }
  assert.equal(computed, 1);
  assert.equal(memo.size, 3);
});

test('a failed computation is not remembered', () => {
  const memo = new Memo<string>(3);
  assert.throws(() =>
    memo.get('a', () => {
      throw new Error('broken');
    }),
  );
  assert.equal(memo.size, 0);
  assert.equal(
    memo.get('a', () => 'works'),
    'works',
  );
});
