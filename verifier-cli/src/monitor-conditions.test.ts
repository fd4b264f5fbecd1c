import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditFinding } from '@counterfoil/ledger/audit';
import { ruleFinding } from '@counterfoil/ledger/audit/findings';
import { factDraft, findingCondition } from './monitor-conditions.ts';
import { makeEvent } from './monitor-events.ts';
import { asSentence } from '@counterfoil/ledger/say';

const moment = { at: '2026-01-05T08:00:00.000Z', origin: 'ledger.example.org/city', size: 20 };
const late = (words: string, id: number): AuditFinding =>
  ruleFinding({ code: 'step-late', detail: asSentence(words) }, { entry: 17, case: id });
const idOf = (found: AuditFinding): string => makeEvent(factDraft(found), moment).id;

test('two late steps at one entry are two events, and the same one told again is one', () => {
  assert.notEqual(idOf(late('The answer to entry 12.', 11)), idOf(late('The answer to entry 13.', 11)));
  assert.equal(idOf(late('The answer to entry 12.', 11)), idOf(late('The answer to entry 12.', 11)));
});

test('two breaches of one rule at one entry stand beside each other', () => {
  const named = (words: string): string => {
    const found = ruleFinding({ code: 'case-unknown', detail: asSentence(words) }, { entry: 17 });
    return findingCondition(found, 'https://ledger.example.org').name;
  };
  assert.notEqual(named('It is case 3.'), named('It is case 4.'));
});

test('the sentence names the case', () => {
  assert.match(factDraft(late('', 11)).sentence, /^Entry 17, case 11: /);
  assert.match(factDraft(late('', 17)).sentence, /^Entry 17, which opens case 17: /);
  assert.match(findingCondition(late('', 11), 'copy').sentence, /^Entry 17, case 11: /);
});
