import assert from 'node:assert/strict';
import { test } from 'node:test';
import { questionOf, questions } from './questions.ts';

test('a finding is about one of the six questions', () => {
  assert.equal(Object.keys(questions).length, 6);
  assert.equal(questionOf('entry-changed'), 'recorded');
  assert.equal(questionOf('chain-broken'), 'recorded');
  assert.equal(questionOf('redactions-malformed'), 'recorded');
  assert.equal(questionOf('history-rewritten'), 'same');
  assert.equal(questionOf('seen-unknown'), 'same');
  assert.equal(questionOf('signature-wrong'), 'signed');
  assert.equal(questionOf('mandate-ended'), 'signed');
  assert.equal(questionOf('stage-order'), 'rules');
  assert.equal(questionOf('inputs-unaccounted'), 'dropped');
  assert.equal(questionOf('content-missing'), 'taken-out');
});
