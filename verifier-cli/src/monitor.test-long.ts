import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openCity, tellCase } from '@counterfoil/ledger/testing/city';
import { historyWithoutWish } from '@counterfoil/ledger/testing/receipts';
import { eventSchema, makeEvent, type MonitorEvent } from './monitor-events.ts';
import { emptyState, readState, writeState } from './monitor-state.ts';
import { temporaryFolder, writeRecord } from './testing/record-folder.ts';
import { runCommandLine, type Ran } from './testing/run-command.ts';
import { openHook } from './testing/webhook.ts';

const moment = { at: '2026-03-02T09:30:00.000Z', origin: 'ledger.example.org/x', size: 3 };
const event = (entry: number): MonitorEvent =>
  makeEvent({ kind: 'entry', key: [entry], entry, sentence: `Entry ${entry}.` }, moment);

function look(...args: readonly string[]): Promise<Ran> {
  return runCommandLine('main', ['monitor', '--once', '--no-memory', ...args], { NO_COLOR: '1' });
}

describe('monitor --once', { concurrency: 2 }, () => {
  test('tells what is new since the last time, and that two sources show two histories, which others can check', async (t) => {
    const base = await temporaryFolder(t);
    const place = (name: string): string => join(base, name);
    const city = await openCity();
    await writeRecord(place('record'), await city.ledger.files());
    const common = ['--state', place('state.json'), '--jsonl', place('events.jsonl'), '--key', city.ledger.vkey];
    const first = await look(place('record'), ...common);
    assert.equal(first.code, 0, first.stdout + first.stderr);
    assert.match(first.stdout, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC {2}Watching ledger\.example\.org\/rivermouth, /);
    await tellCase(city);
    await writeRecord(place('record'), await city.ledger.files());
    assert.match((await look(place('record'), ...common)).stdout, /7 new entries, checked: entries 11 to 17\./);
    assert.equal((await look(place('record'), ...common)).stdout, '');

    await writeRecord(place('other'), await (await historyWithoutWish()).files());
    const split = await look(place('record'), place('other'), ...common);
    assert.equal(split.code, 1, split.stdout + split.stderr);
    const told = (await readFile(place('events.jsonl'), 'utf8')).trim().split('\n');
    const events = told.map((line) => eventSchema.parse(JSON.parse(line)));
    const evidence = events.find(({ kind }) => kind === 'two-histories')?.evidence ?? '';
    const judged = await runCommandLine('main', ['evidence', evidence, '--key', city.ledger.vkey], {});
    assert.equal(judged.code, 0, judged.stdout);
    assert.match(judged.verdict, /^Proved: the log /);

    await rm(place('record'), { recursive: true });
    const away = await look(place('record'), ...common);
    assert.equal(away.code, 2, away.stdout + away.stderr);
  });

  test('what a webhook does not take is kept, and handed over when it is back', async (t) => {
    const base = await temporaryFolder(t);
    const city = await openCity();
    await writeRecord(join(base, 'record'), await city.ledger.files());
    let asked = 0;
    const hook = await openHook(t, (response) => response.writeHead(asked++ === 0 ? 500 : 200).end());
    const state = join(base, 'state.json');
    await writeState(state, { ...emptyState(moment.at), queue: [event(1), event(2)] });
    const { code, stderr } = await look(join(base, 'record'), '--state', state, '--webhook', hook.address);
    assert.equal(code, 0, stderr);
    assert.match(
      stderr,
      /^The webhook does not take events: it answered with status 500\. 4 events wait; nothing is lost\./,
    );
    const sent = hook.bodies.map((body) => eventSchema.parse(JSON.parse(body)));
    const ids = [...new Set(sent.map(({ id }) => id))];
    assert.deepEqual(ids.slice(0, 2), [event(1).id, event(2).id]);
    assert.equal(ids.length, 4);
    assert.deepEqual((await readState(state))?.queue, []);
  });
});
