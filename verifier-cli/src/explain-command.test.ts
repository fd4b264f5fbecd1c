import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explanations, isAuditCode, sentenceOf } from './explanations.ts';
import { nearest } from './nearest.ts';
import { runCommandLine } from './testing/run-command.ts';

test('a code is explained: what it says, why it is looked for, what may have caused it, what to do', async () => {
  const ran = await runCommandLine('main', ['explain', 'entry-changed'], {});
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stdout, /^entry-changed: something is wrong\n/);
  for (const heading of ['What it says', 'Why it is looked for', 'What may have caused it', 'What to do'])
    assert.ok(ran.stdout.includes(`\n${heading}\n  `), heading);
  for (const line of ran.stdout.split('\n')) assert.ok(line.length <= 80, line);
});

test('without a code all are listed; for one that is none the nearest is offered', async () => {
  const all = await runCommandLine('main', ['explain'], {});
  assert.equal(all.code, 0);
  for (const code of Object.keys(explanations)) assert.ok(all.stdout.split(/\s+/).includes(code), code);
  const none = await runCommandLine('main', ['explain', 'entry-chagned'], {});
  assert.equal(none.code, 2);
  assert.match(none.stderr, /There is no code "entry-chagned"\. Did you mean "entry-changed"\?/);
});

test('every explanation is made of whole sentences, and says more than the finding does', () => {
  const codes = Object.keys(explanations).filter(isAuditCode);
  assert.ok(codes.length > 100);
  for (const code of codes) {
    const { why, causes, advice } = explanations[code];
    for (const text of [why, causes, advice]) assert.match(text, /^[A-Z"].*[.]$/s, code);
    assert.notEqual(why, sentenceOf(code), code);
  }
});

test('the nearest word is the one with the fewest letters wrong, and none that is far', () => {
  const known = ['verify', 'mirror', 'case', 'compare'];
  assert.equal(nearest('verfiy', known), 'verify');
  assert.equal(nearest('miror', known), 'mirror');
  assert.equal(nearest('cases', known), 'case');
  assert.equal(nearest('x', known), undefined);
  assert.equal(nearest('something', known), undefined);
});
