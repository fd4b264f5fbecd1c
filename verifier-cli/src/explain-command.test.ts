import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { answerExplanations } from './answer-explanations.ts';
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

test('the codes of answers about files and sources are explained, one that is both as both', async () => {
  const ran = await runCommandLine('main', ['explain', 'record-cut'], {});
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stdout, /^record-cut: an answer about a receipt, promise or complaint, held against a\nrecord\n/);
  const both = await runCommandLine('main', ['explain', 'history-rewritten'], {});
  assert.match(both.stdout, /^history-rewritten: something is wrong\n[^]*\nhistory-rewritten: an answer about /);
});

test('every code that a command can answer with is explained, and no other', async () => {
  // That none is missing the types see to: an answer has no other code. Here: that none is explained which nothing answers with.
  const folders = [import.meta.dirname, fileURLToPath(new URL('../../ledger/src/', import.meta.url))];
  let source = '';
  for (const folder of folders)
    for (const file of await readdir(folder))
      if (/^(?!answer-explanations)[a-z-]+\.ts$/.test(file)) source += await readFile(join(folder, file), 'utf8');
  for (const [code, { says, advice }] of Object.entries(answerExplanations)) {
    assert.ok(new RegExp(`'${code}'|\\b${code}:`).test(source), code);
    for (const text of [says, advice]) assert.match(text, /^[A-Z"].*[.]$/s, code);
  }
});
