import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerptAround } from './found-words.ts';

const shown = (text: string, spellings: readonly string[]): string =>
  excerptAround(text, spellings)
    .map((part) => (part.isFound ? `[${part.text}]` : part.text))
    .join('');

test('Whole words are marked, and only as they are spelt', () => {
  assert.equal(
    shown('A bench, two benches, a workbench.', ['bench', 'benches']),
    'A [bench], two [benches], a workbench.',
  );
  assert.equal(shown('Café or cafe\u0301?', ['Café', 'café']), '[Café] or [café]?');
  assert.equal(shown('a.b axb (a.b)', ['a.b']), '[a.b] axb ([a.b])');
});

test('Where no spaces stand between words, a find is marked within them', () => {
  assert.equal(shown('河边的图书馆今天关门了。', ['图书馆']), '河边的[图书馆]今天关门了。');
});

test('Of a long text the part around the first find is shown, cut between words and never within a character', () => {
  const long = shown(`${'lorem ipsum '.repeat(50)}harbour${' dolor sit'.repeat(50)}`, ['harbour']);
  assert.match(long, /^…(lorem|ipsum) [a-z ]+\[harbour\] [a-z ]+…$/);
  assert.ok(long.length < 280);
  assert.ok(shown('🚲'.repeat(400), ['x']).isWellFormed());
  assert.ok(shown(`${'🚲'.repeat(101)}x🚲`, ['🚲x']).isWellFormed());
});

test('Lines become one, and marks that would turn the line around are left out', () => {
  assert.equal(shown('one\n\ntwo\u202e three', ['two']), 'one [two] three');
  assert.equal(shown('<b>two</b>', ['two']), '<b>[two]</b>');
  assert.equal(shown('nothing here', []), 'nothing here');
});
