import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rules } from '../rules.ts';
import { auditFinding, auditRules, Findings, MAX_LISTED, ruleFinding } from './findings.ts';
import { say } from '../say.ts';

test('failures come first, then what was not seen, then facts, each in the order in which it was found', () => {
  const findings = new Findings();
  const fact = ruleFinding({ code: 'decided-unaccounted', detail: say`Input 3.` }, { entry: 7 });
  const unseen = auditFinding('file-unreadable', [say`No answer.`], { file: 'tile/0/000' });
  const failures = [1, 2].map((entry) => auditFinding('entry-changed', [], { entry }));
  findings.add(fact, unseen);
  assert.equal(findings.verdict, 'unchecked');
  findings.add(...failures);
  assert.equal(findings.verdict, 'wrong');
  assert.deepEqual(findings.list(), [...failures, unseen, fact]);
});

test('facts alone leave the verdict alone', () => {
  const findings = new Findings();
  assert.equal(findings.verdict, 'verified');
  findings.add(ruleFinding({ code: 'decided-unaccounted', detail: say`Input 3.` }, {}));
  assert.equal(findings.verdict, 'verified');
});

test('however many there are, the list stays short and the count right', () => {
  const findings = new Findings();
  for (let entry = 0; entry < MAX_LISTED + 5; entry++) findings.add(auditFinding('entry-changed', [], { entry }));
  findings.add(auditFinding('file-unreadable', [], {}));
  assert.equal(findings.counts.failure, MAX_LISTED + 5);
  assert.equal(findings.list().length, MAX_LISTED + 1);
  const other = auditFinding('content-missing', [], { entry: 9000 });
  findings.add(other, other);
  assert.deepEqual(findings.list()[MAX_LISTED], other, 'the first of another kind is listed all the same');
  assert.equal(findings.list().length, MAX_LISTED + 2);
});

test('a key in a sentence is cut to what one can compare by eye', () => {
  const told = (keyid: string): string =>
    ruleFinding({ code: 'key-unknown', detail: say`The key ${keyid} is not a registrar’s.` }, {}).sentence;
  const key = 'IW/2gkiL08UeklQ5GSIj0Mp7ArM8feM0mkw57si7qeI=';
  assert.match(told(`ed25519:${key}`), /The key beginning with "IW\/2gk" is not/);
  assert.match(told(`webauthn-es256:desk.example.org:${key}`), /The key beginning with "IW\/2gk" is not/);
  assert.match(told(`sshsig:AAAA${key}`), /The key ending in "si7qeI" is not/);
});

test('no code stands in both tables, and every sentence is one', () => {
  for (const [code, { sentence }] of Object.entries(auditRules)) {
    assert.ok(!(code in rules), code);
    assert.match(sentence, /^[A-Z].*\.$/, code);
  }
});
