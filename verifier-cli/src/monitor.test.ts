import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openCity } from '@counterfoil/ledger/testing/city';
import { monitor } from './monitor.ts';
import { eventSchema, makeEvent, type MonitorEvent } from './monitor-events.ts';
import { appendLines } from './monitor-outputs.ts';
import { lockState } from './monitor-state.ts';
import { Webhook } from './monitor-webhook.ts';
import { temporaryFolder, writeRecord } from './testing/record-folder.ts';
import { openHook } from './testing/webhook.ts';
import { UsageError } from './usage-error.ts';

const moment = { at: '2026-03-02T09:30:00.000Z', origin: 'ledger.example.org/x', size: 3 };
const event = (entry: number): MonitorEvent =>
  makeEvent({ kind: 'entry', key: [entry], entry, sentence: `Entry ${entry}.` }, moment);

test('what it is given and cannot use is said, with what to do', async (t) => {
  const base = await temporaryFolder(t);
  await writeRecord(join(base, 'record'), await (await openCity()).ledger.files());
  const record = join(base, 'record');
  await writeFile(join(base, 'broken.json'), '{"type":"counterfoil-monitor-state"');
  for (const [args, words] of [
    [[], /Give the address of a ledger/],
    [[record, record], /given twice/],
    [[record, '--webhook', 'file:///etc/passwd'], /--webhook takes an address that begins with https/],
    [[record, '--from', 'x'], /--from takes the number of an entry/],
    [[record, '--state', join(base, 'broken.json')], /does not hold what a monitor has told/],
    [[join(base, 'nowhere')], /There is no folder/],
  ] as const) {
    await assert.rejects(monitor(['--once', '--no-memory', ...args]), (error) => {
      assert.ok(error instanceof UsageError, String(error));
      assert.match(error.message, words);
      return true;
    });
  }
});

test('a webhook that sends on to another address is not followed, and one that is away is not asked all the time', async (t) => {
  const other = await openHook(t, (response) => response.writeHead(200).end());
  const hook = await openHook(t, (response) => response.writeHead(307, { location: other.address }).end());
  const webhook = new Webhook(hook.address);
  const asked = await webhook.deliver([event(1), event(2)], Infinity);
  assert.deepEqual(asked, { taken: 0, failure: 'it answered with status 307' });
  assert.equal(other.bodies.length, 0);
  assert.ok(webhook.notBeforeMs > performance.now());
  assert.deepEqual(await webhook.deliver([event(1)], Infinity), { taken: 0, failure: undefined });
  assert.equal(hook.bodies.length, 1);
});

test('one state serves one monitor at a time; what a dead one left is taken over', async (t) => {
  const file = join(await temporaryFolder(t), 'state.json');
  await writeFile(`${file}.lock`, '1');
  await assert.rejects(lockState(file), UsageError);
  await writeFile(`${file}.lock`, '4194303');
  const release = await lockState(file);
  await release();
  await (
    await lockState(file)
  )();
});

test('a line that was cut off spoils no other', async (t) => {
  const file = join(await temporaryFolder(t), 'events.jsonl');
  await appendLines(file, [event(1)]);
  await writeFile(file, '{"v":1,"id":"12', { flag: 'a' });
  await appendLines(file, [event(2), event(3)]);
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  assert.equal(lines.length, 4);
  assert.deepEqual(
    lines.toSpliced(1, 1).map((line) => eventSchema.parse(JSON.parse(line)).entry),
    [1, 2, 3],
  );
});

test('what is told of one thing bears one id, and of another another', () => {
  assert.equal(event(1).id, makeEvent({ kind: 'entry', key: [1], sentence: 'Otherwise.' }, { ...moment, size: 9 }).id);
  assert.notEqual(event(1).id, event(2).id);
  assert.ok(makeEvent({ kind: 'entry', key: [1], sentence: 'x'.repeat(5000) }, moment).sentence.length < 1100);
});
