import assert from 'node:assert/strict';
import { test } from 'node:test';
import { list, row, shorten, wrap, wrapUsage } from './layout.ts';
import { describeInputs } from './preview.ts';

test('what others wrote cannot give the terminal orders, nor show itself backwards', () => {
  assert.equal(wrap('a\u001b[2Jb\u0007c\u202ed'), 'a\ufffd[2Jb\ufffdc\ufffdd');
  assert.equal(shorten('a\u001b]0;x', 80), 'a\ufffd]0;x');
  assert.equal(row('x\u009b', 'y').includes('\u009b'), false);
  assert.equal(wrap('یک\u200cنفر'), 'یک\u200cنفر');
});

test('texts are wrapped at spaces, keep their lines, and are indented', () => {
  assert.equal(wrap('one two three', 2, 9), '  one two\n  three');
  assert.equal(wrap('one\r\n\ntwo', 2), '  one\n\n  two');
  assert.equal(wrap('x'.repeat(100), 0, 10), 'x'.repeat(100));
});

test('a value goes on below itself', () => {
  const out = row('Label', 'word '.repeat(20).trim());
  assert.ok(out.split('\n').every((line) => line.length <= 80));
  assert.match(out, /^ {2}Label {13}word.*\n {20}word/s);
});

test('a usage goes on below its own column', () => {
  const long = `  --option <x>    ${'word '.repeat(20)}`.trimEnd();
  const [first = '', second = ''] = wrapUsage(long).split('\n');
  assert.ok(first.startsWith('  --option <x>    word') && first.length <= 80);
  assert.match(second, /^ {18}word/);
  assert.equal(wrapUsage('short'), 'short');
});

test('the beginning of a text is one line that ends at a word', () => {
  assert.equal(shorten('one\n two three four', 12), 'one two…');
  assert.equal(shorten('short', 12), 'short');
});

test('lists and runs of numbers read as people say them', () => {
  assert.equal(list(['a']), 'a');
  assert.equal(list(['a', 'b', 'c'], 'or'), 'a, b or c');
  assert.equal(describeInputs([7]), '1 input: entry 7');
  assert.equal(describeInputs([9, 7, 8, 12]), '4 inputs: entries 7 to 9, 12');
  assert.equal(describeInputs([1, 3, 5, 7, 9, 11]), '6 inputs: entries 1, 3, 5, 7 … up to 11');
});
