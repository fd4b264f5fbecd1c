/** A disk that takes nothing: a monitor ends with a sentence and exit code 2, and whoever starts it again is told what was not kept. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openCity } from '@counterfoil/ledger/testing/city';
import { runCommandLine } from './testing/run-command.ts';
import { temporaryFolder, writeRecord } from './testing/record-folder.ts';

const FULL = '/dev/full';

async function watchedFolder(t: Parameters<typeof temporaryFolder>[0]): Promise<{ base: string; record: string }> {
  const base = await temporaryFolder(t);
  const record = join(base, 'record');
  await writeRecord(record, await (await openCity()).ledger.files());
  return { base, record };
}

function look(record: string, ...args: readonly string[]): ReturnType<typeof runCommandLine> {
  return runCommandLine('main', ['monitor', record, '--once', '--no-memory', '--from', '0', ...args], {});
}

function assertSaid({ code, stderr }: Awaited<ReturnType<typeof look>>, words: RegExp): void {
  assert.equal(code, 2, stderr);
  assert.match(stderr, words);
  assert.match(stderr, /The monitor has ended\. Make room/);
  assert.doesNotMatch(stderr, /\bat .*:\d+|This program failed/, 'no trace');
}

test('a full disk for the lines ends it, and they are told once there is room', async (t) => {
  if (!existsSync(FULL)) return t.skip(`There is no ${FULL} here.`);
  const { base, record } = await watchedFolder(t);
  const state = join(base, 'state.json');
  assertSaid(
    await look(record, '--state', state, '--jsonl', FULL),
    /^Events cannot be written to \/dev\/full: the disk is full\./,
  );
  const lines = join(base, 'events.jsonl');
  const again = await look(record, '--state', state, '--jsonl', lines);
  assert.equal(again.code, 0, again.stderr);
  assert.match(await readFile(lines, 'utf8'), /^\{.*\}\n/);
});

test('a state that cannot be written ends it before or after the look, and leaves no mark behind', async (t) => {
  const { base, record } = await watchedFolder(t);
  const state = join(base, 'state.json');
  await mkdir(`${state}.new`);
  assertSaid(
    await look(record, '--state', state),
    /^What was told cannot be written to .*state\.json: it is a folder\./,
  );
  assert.ok(!existsSync(`${state}.lock`));
  await rm(`${state}.new`, { recursive: true });
  assert.equal((await look(record, '--state', state)).code, 0);
  await mkdir(`${state}.new`);
  assertSaid(await look(record, '--state', state), /^What was told cannot be written/);

  const file = join(base, 'file');
  await writeFile(file, '');
  assertSaid(
    await look(record, '--state', join(file, 'state.json')),
    /^The mark of a monitor at work cannot be written to .*: what should be a folder is a file\./,
  );
  assertSaid(
    await look(record, '--state', join(base, 'other.json'), '--jsonl', join(base, 'nowhere', 'events.jsonl')),
    /^Events cannot be written to .*: there is no such folder\./,
  );
});
