import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SelfCheckInfo } from '@counterfoil/ledger/self-check';
import { languageOf } from './languages.ts';
import { describeSelfCheck } from './self-check.ts';

const english = languageOf('en');
const time = '2026-03-02T09:30:00.000Z';
const info: SelfCheckInfo = { checked: { size: 1300, time }, position: 12, damaged: [], more: false };
const damage = { entry: 17, what: 'entry', digest: null, since: time } as const;

test('the page says up to where the service has looked, and that this is its own word', () => {
  const said = describeSelfCheck(english, info) ?? '';
  assert.match(said, /Up to entry 1,299 it found nothing wrong, last on 2 March 2026/);
  assert.match(said, /its own word and proves nothing/);
});

test('it says nothing before the first look came to its end', () => {
  assert.equal(describeSelfCheck(english, { ...info, checked: null }), undefined);
  assert.equal(describeSelfCheck(english, { ...info, checked: { size: 0, time } }), undefined);
});

test('it names damage, never beside a word that all is well', () => {
  for (const [damaged, more, sentence] of [
    [[damage], false, /Entry 17: Its bytes are not those that were recorded\. Found/],
    [[damage, damage], false, /There is more: 1 thing\./],
    [[damage, damage], true, /There is much more\./],
  ] as const) {
    const said = describeSelfCheck(english, { ...info, damaged: [...damaged], more }) ?? '';
    assert.match(said, sentence);
    assert.doesNotMatch(said, /nothing wrong/);
  }
});
