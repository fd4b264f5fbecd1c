import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditFinding } from './audit/findings.ts';
import { asSentence, countEntries, entriesFrom, fillGaps, inEnglish, say, told } from './say.ts';

test('a sentence keeps its words apart from what is filled in', () => {
  const { text, values } = say`Entry ${3} made it part of case ${'x'}.`;
  assert.equal(text, 'Entry {0} made it part of case {1}.');
  assert.deepEqual(values, [3, 'x']);
});

test('in English a count has its separators, the number of an entry has none, and a time is told as exactly as it matters', () => {
  const time = '2026-03-02T09:30:05.000Z';
  assert.equal(
    inEnglish(say`${{ count: 12345 }} ${12345} ${{ minute: time }} ${{ second: time }}`),
    '12,345 12345 2 March 2026, 09:30 UTC 2026-03-02 09:30:05 UTC',
  );
});

test('one entry is told from several', () => {
  assert.deepEqual([countEntries(1), countEntries(1000)].map(inEnglish), ['1 entry', '1,000 entries']);
  assert.deepEqual([entriesFrom(7, 1), entriesFrom(7, 3)].map(inEnglish), ['entry 7', 'entries 7 to 9']);
});

test('another language can have the values in another order, and twice', () => {
  assert.equal(fillGaps('{1} – {0} – {1}', ['a', 'b'], String).join(''), 'b – a – b');
});

test('what stands in a value is no gap', () => {
  assert.equal(inEnglish(say`It says "${'{1}'}"; this is "${'y'}".`), 'It says "{1}"; this is "y".');
  assert.equal(inEnglish(asSentence('{0} and {1}')), '{0} and {1}');
});

test('sentences follow each other, and a finding is told by all of them', () => {
  assert.equal(told(say`One.`, say`Two.`).sentence, 'One. Two.');
  const { sentence, said } = auditFinding('content-withheld', [say`Entry ${7} says so.`], { entry: 3 });
  assert.equal(sentence, 'A text was taken out of public view, and a signed entry says why. Entry 7 says so.');
  assert.equal(said.map(inEnglish).join(' '), sentence);
});

test('what comes from the record cannot write over a finding, in whatever language it is told', () => {
  const { said } = auditFinding('policy-foreign', [say`This is "${'a\u202Eb'}".`], {});
  assert.deepEqual(said[1]?.values, ['a\uFFFDb']);
  const { said: timed } = auditFinding('policy-foreign', [say`This is "${'2026-01-99T99:00:00Z'}".`], {});
  assert.deepEqual(timed[1]?.values, ['2026-01-99T99:00:00Z'], 'no time that a page could not show');
});
