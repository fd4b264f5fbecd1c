import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from './bytes.ts';
import { isPlace, MAX_PLACE_BYTES, MAX_PLACE_CHARACTERS } from './place.ts';

test('a place is one short line, in whatever language', () => {
  for (const text of ['x', '12 Quay Street', 'By the pond, behind the school', 'عند البركة', '池塘边', 'a\u00a0b'])
    assert.ok(isPlace(text), text);
  const longest = '𐂂'.repeat(MAX_PLACE_CHARACTERS);
  assert.ok(isPlace(longest));
  assert.equal(utf8(longest).length, MAX_PLACE_BYTES, 'what fits the one limit fits the other');
});

test('and nothing else', () => {
  const bad = [
    '',
    ' ',
    'a ',
    ' a',
    '\u00a0a',
    'a\nb',
    'a\rb',
    'a\tb',
    'a\u0000',
    '\u0085a',
    'a\u2028b',
    'a\u2029b',
    '\ud800',
  ];
  for (const text of [...bad, 'x'.repeat(MAX_PLACE_CHARACTERS + 1)]) assert.ok(!isPlace(text), JSON.stringify(text));
});
