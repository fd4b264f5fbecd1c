import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareFacts } from './fact-changes.ts';
import { fact, list } from './fact.ts';

const old = [fact('fact-title', 'Plan'), list('fact-stages', ['Ideas', 'Debate']), fact('fact-retention', 'Never')];

test('what says the same has no changes', () => {
  assert.deepEqual(compareFacts(old, structuredClone(old)), []);
});

test('a field that differs stands with all its lines, and each line says whether both versions have it', () => {
  const now = [old[0], list('fact-stages', ['Debate', 'Decision']), old[2]].filter((one) => one !== undefined);
  assert.deepEqual(compareFacts(old, now), [
    {
      label: 'fact-stages',
      before: [
        { text: 'Ideas', isInBoth: false },
        { text: 'Debate', isInBoth: true },
      ],
      after: [
        { text: 'Debate', isInBoth: true },
        { text: 'Decision', isInBoth: false },
      ],
    },
  ]);
});

test('the same lines in another order are a change', () => {
  const now = [list('fact-stages', ['Debate', 'Ideas'])];
  assert.equal(compareFacts(old, now).find(({ label }) => label === 'fact-stages')?.after.length, 2);
});

test('a field that one version does not have has no lines there', () => {
  assert.deepEqual(
    compareFacts(old.slice(0, 2), old.slice(1)).map(({ label, before, after }) => [label, before.length, after.length]),
    [
      ['fact-retention', 0, 1],
      ['fact-title', 1, 0],
    ],
  );
});
