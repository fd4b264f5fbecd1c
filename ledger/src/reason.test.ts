import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasonHash } from './reason.ts';

test('a reason stays the same reason with other spacing, capitals and spellings of a letter', () => {
  const plain = reasonHash('outside the powers of the café.');
  for (const same of ['Outside the powers\nof  the café.', ' outside the powers of the cafe\u0301. '])
    assert.equal(reasonHash(same), plain, same);
});

test('other words are another reason', () => {
  assert.notEqual(reasonHash('outside the powers of the city'), reasonHash('within the powers of the city'));
});
