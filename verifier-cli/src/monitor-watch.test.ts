import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { utf8 } from '@counterfoil/ledger/bytes';
import { parseVerifierKey } from '@counterfoil/ledger/note';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import { checkTwoHistories, parseTwoHistories } from '@counterfoil/ledger/two-histories';
import { calendar, openCity, tellCase } from '@counterfoil/ledger/testing/city';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { openLetters } from '@counterfoil/ledger/testing/letters';
import { historyWithoutWish } from '@counterfoil/ledger/testing/receipts';
import type { MonitorEvent } from './monitor-events.ts';
import { emptyState, type MonitorState } from './monitor-state.ts';
import { Watch, type Round, type WatchOrder } from './monitor-watch.ts';
import { temporaryFolder, writeRecord } from './testing/record-folder.ts';

const BEGUN = '2026-01-05T08:00:00.000Z';

/** A monitor over folders, with a clock of its own; `again` is what one does that was started anew. */
class Watcher {
  state: MonitorState = emptyState(BEGUN);
  nowMs = Date.parse(BEGUN);
  readonly #order: WatchOrder;
  #watch: Watch;

  constructor(folders: readonly string[], more: Partial<WatchOrder> = {}) {
    this.#order = {
      ...{ addresses: folders, timeoutMs: 5000, pinnedKey: undefined, policy: undefined, postQuantumKey: undefined },
      ...{ level: 'all', memory: undefined, evidenceFolder: folders[0] ?? '', each: false, from: undefined },
      ...{ silentAfterMs: 72 * 3_600_000, anewAfterMs: 24 * 3_600_000, now: () => this.nowMs, ...more },
    };
    this.#watch = new Watch(this.#order);
  }

  async look(room?: number): Promise<Round & { readonly kinds: readonly string[] }> {
    const round = await this.#watch.round(this.state, room);
    this.state = round.state;
    return { ...round, kinds: round.events.map(({ kind }) => kind) };
  }

  restart(): void {
    this.#watch = new Watch(this.#order);
  }
}

async function watched(t: TestContext, ledger: LedgerBuilder, more: Partial<WatchOrder> = {}) {
  const folder = join(await temporaryFolder(t), 'record');
  const publish = async (size?: number): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    await writeRecord(folder, await ledger.files(size));
  };
  await publish();
  const evidenceFolder = await temporaryFolder(t);
  return { folder, publish, evidenceFolder, watcher: new Watcher([folder], { evidenceFolder, ...more }) };
}

async function judged(file = '', folder = ''): Promise<string> {
  assert.ok(file.startsWith(folder), file);
  return checkTwoHistories(parseTwoHistories(await readFile(file)), createVerifier(nodePlatform(crypto)));
}

function only(events: readonly MonitorEvent[], kind: string): MonitorEvent {
  const [first, ...more] = events.filter((event) => event.kind === kind);
  assert.ok(first !== undefined && more.length === 0, `${kind}: ${JSON.stringify(events)}`);
  return first;
}

test('a monitor begins with what is there, then tells what is new, each entry once', async (t) => {
  const city = await openCity();
  const { watcher, publish } = await watched(t, city.ledger, { each: true });
  const begun = await watcher.look();
  assert.deepEqual([begun.verdict, begun.kinds], ['verified', ['watch-begun']]);
  assert.deepEqual((await watcher.look()).kinds, []);
  const before = city.ledger.entries.length;
  await tellCase(city);
  await publish();
  const { events } = await watcher.look();
  const entries = events.filter(({ kind }) => kind === 'entry').map(({ entry }) => entry);
  assert.deepEqual(entries, [before, before + 1, before + 2, before + 3, before + 4, before + 5, before + 6]);
  assert.deepEqual(only(events, 'entries-added').to, before + 7);
  assert.equal(events[0]?.sentence, `Entry ${before}: an input, which opens a case.`);
  assert.deepEqual((await watcher.look()).kinds, []);
});

test('a round whose state was not kept is told again under the same ids, and so is one after a restart', async (t) => {
  const city = await openCity();
  const { watcher, publish } = await watched(t, city.ledger, { each: true });
  await watcher.look();
  await tellCase(city);
  await publish();
  const kept = watcher.state;
  const first = await watcher.look();
  watcher.state = kept;
  watcher.restart();
  const second = await watcher.look();
  assert.ok(first.events.length > 7);
  assert.deepEqual(
    second.events.map(({ id }) => id),
    first.events.map(({ id }) => id),
  );
});

test('what finds no room is told later, in order and once', async (t) => {
  const city = await openCity();
  const { watcher, publish } = await watched(t, city.ledger, { each: true });
  await watcher.look();
  const before = city.ledger.entries.length;
  await tellCase(city);
  await publish();
  const told: (number | undefined)[] = [];
  for (let i = 0; i < 12; i++) {
    const { events } = await watcher.look(3);
    assert.ok(events.length <= 3);
    told.push(...events.filter(({ kind }) => kind === 'entry').map(({ entry }) => entry));
    if (i % 3 === 1) watcher.restart();
  }
  assert.deepEqual(
    told,
    Array.from({ length: 7 }, (_, i) => before + i),
  );
});

test('a step is told when it becomes overdue, once, with case, office and for how long', async (t) => {
  const city = await openCity();
  const { ledger } = city;
  const { watcher, publish } = await watched(t, ledger);
  await watcher.look();
  const process = { id: 'service-request', version: 1 };
  const said = { kind: 'input-received', process, channel: 'web', author: 'person' } as const;
  const id = await ledger.say({ ...said, text: ledger.text('Nobody answers.') }, ledger.intakeKey);
  await publish();
  assert.deepEqual((await watcher.look()).kinds, ['entries-added']);
  watcher.nowMs += 5 * 86_400_000;
  watcher.restart();
  const late = await watcher.look();
  const step = only(late.events, 'step-overdue');
  assert.deepEqual([step.case, step.step, step.offices], [id, 'acknowledge', ['front-desk']]);
  assert.match(
    step.sentence,
    /^Overdue in case \d+: the acknowledgement, since \d+ January 2026.*\(.*(?:day|hour)s?\)\. It is owed by Front desk \(front-desk\)\.$/,
  );
  assert.ok((step.lateSeconds ?? 0) > 0);
  assert.match(only(late.events, 'log-silent').sentence, /^Nothing has been recorded since 5 January 2026/);
  assert.deepEqual((await watcher.look()).kinds, []);
  watcher.nowMs += 30 * 86_400_000;
  assert.equal(only((await watcher.look()).events, 'step-overdue').step, 'respond');
  await tellCase(city);
  await publish();
  assert.ok((await watcher.look()).kinds.includes('entries-added'));
});

test('what was overdue at the first look is counted, and not told one by one', async (t) => {
  const city = await openCity();
  const { ledger } = city;
  const process = { id: 'service-request', version: 1 };
  const said = { kind: 'input-received', process, channel: 'web', author: 'person' } as const;
  await ledger.say({ ...said, text: ledger.text('Nobody answers.') }, ledger.intakeKey);
  const { watcher } = await watched(t, ledger);
  watcher.nowMs += 20 * 86_400_000;
  const { events } = await watcher.look();
  assert.match(only(events, 'watch-begun').sentence, /2 steps were overdue already\.$/);
  assert.ok(!events.some(({ kind }) => kind === 'step-overdue'));
  assert.ok(!(await watcher.look()).events.some(({ kind }) => kind === 'step-overdue'));
});

test('changes of keys and rules are told, and what was taken out, with its ground', async (t) => {
  const { ledger, registrars, ed, say, write } = await openLetters();
  const [anna, bela] = registrars;
  const { watcher, publish } = await watched(t, ledger);
  await watcher.look();
  const [id, text] = await write('My neighbour’s number is 555 0100.');
  await ledger.say(say.redacts(id, [id, text]), ed);
  const cleo = await ledger.actor('cleo-new');
  await ledger.say({ kind: 'key-revoked', key: ed.keyid, reason: 'stolen' }, anna, bela);
  await ledger
    .say({ kind: 'office-defined', office: 'archive', title: 'Archive\u001b[2J', may: ['response'] }, anna, bela)
    .catch(() => undefined);
  await ledger.say(
    {
      ...{ kind: 'mandate-granted', office: 'parks', person: cleo.person, key: cleo.keyid },
      from: '2026-01-01T00:00:00.000Z',
    },
    anna,
    bela,
  );
  await ledger.say({ kind: 'calendar-published', version: 2, ...calendar }, anna, bela);
  ledger.contents.delete(text.digest);
  await publish();
  const { events, verdict } = await watcher.look();
  assert.equal(verdict, 'verified');
  const out = only(events, 'text-taken-out');
  assert.equal(out.ground, 'privacy');
  assert.match(out.sentence, /was erased\. Ground: Somebody else can be recognised\. Legal basis: Data protection act/);
  const keys = events.filter(({ kind }) => kind === 'key-changed').map(({ sentence }) => sentence);
  assert.match(keys.join('\n'), /A key was revoked \(stolen\)[^]*mandate for Parks department \(parks\)/);
  assert.match(only(events, 'rules-changed').sentence, /^The calendar .* version 2\./);
});

test('a text that is taken out while its record is being read is no cause for alarm', async (t) => {
  const { ledger, ed, say, write } = await openLetters();
  const [id, text] = await write('My neighbour’s number is 555 0100.');
  const before = await ledger.files();
  await ledger.say(say.redacts(id, [id, text]), ed);
  ledger.contents.delete(text.digest);
  const after = await ledger.files();
  let asked = 0;
  const server = createServer((request, response) => {
    const path = (request.url ?? '').slice(1);
    // Once to compare it, once for the audit.
    const isOld = path === 'checkpoint' && asked++ < 2;
    const bytes =
      path === `content/${text.digest}` ? undefined : ((isOld ? before : after).get(path) ?? before.get(path));
    response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => server.close());
  const watcher = new Watcher([`http://127.0.0.1:${(server.address() as AddressInfo).port}`]);
  const { events, verdict } = await watcher.look();
  assert.equal(verdict, 'verified', JSON.stringify(events));
  assert.equal(only(events, 'watch-begun').size, ledger.entries.length);
});

test('a text that is missing without a reason is told once, and every look that finds it is no good one', async (t) => {
  const { ledger, write } = await openLetters();
  const [, text] = await write('The lamp is dark.');
  ledger.contents.delete(text.digest);
  const { watcher } = await watched(t, ledger);
  const { events, verdict } = await watcher.look();
  assert.deepEqual([verdict, only(events, 'finding').code], ['wrong', 'content-missing']);
  const again = await watcher.look();
  assert.deepEqual([again.verdict, again.kinds], ['wrong', []]);
});

test('a log that shows another history than before is told, with evidence', async (t) => {
  const city = await openCity();
  const { watcher, publish, folder, evidenceFolder } = await watched(t, city.ledger);
  await watcher.look();
  const forged = await historyWithoutWish();
  await tellCase(city);
  await publish();
  await watcher.look();
  await rm(folder, { recursive: true });
  await writeRecord(folder, await forged.files());
  for (const restart of [false, true]) {
    if (restart) watcher.restart();
    const { events, verdict } = await watcher.look();
    assert.equal(verdict, 'wrong');
    if (restart) assert.deepEqual(events, []);
    else assert.equal(await judged(only(events, 'two-histories').evidence, evidenceFolder), 'proved');
  }
});

test('two sources that show two histories are told at the first look, with where they part', async (t) => {
  const city = await openCity();
  await tellCase(city);
  const { folder, evidenceFolder } = await watched(t, city.ledger);
  const other = join(await temporaryFolder(t), 'other');
  await writeRecord(other, await (await historyWithoutWish()).files());
  const watcher = new Watcher([folder, other], { evidenceFolder });
  const { events, verdict, kinds } = await watcher.look();
  assert.deepEqual([verdict, kinds], ['wrong', ['watch-begun', 'two-histories']]);
  const told = only(events, 'two-histories');
  assert.match(told.sentence, /the log has signed both\. They part at entry 11\. The evidence is in /);
  assert.equal(await judged(told.evidence, evidenceFolder), 'proved');
  const again = await watcher.look();
  assert.deepEqual([again.verdict, again.kinds], ['wrong', []]);
});

test('a copy that lags behind is no news, and one that shows another ledger or a wrong key is', async (t) => {
  const city = await openCity();
  await tellCase(city);
  const { folder } = await watched(t, city.ledger);
  const behind = join(await temporaryFolder(t), 'behind');
  await writeRecord(behind, await city.ledger.files(11));
  const watcher = new Watcher([folder, behind]);
  assert.deepEqual((await watcher.look()).kinds, ['watch-begun']);
  assert.deepEqual((await watcher.look()).verdict, 'verified');
  const stranger = await city.ledger.actor('stranger');
  const pinnedKey = parseVerifierKey(city.ledger.vkeyOf(stranger));
  const wrong = await new Watcher([folder], { pinnedKey }).look();
  assert.equal(wrong.verdict, 'wrong');
  assert.equal(only(wrong.events, 'finding').code, 'key-differs');
  assert.equal(wrong.state.checkpoint, null);
});

test('a log key that was replaced is followed, and told', async (t) => {
  const city = await openCity();
  const { ledger, registrars } = city;
  const { watcher, folder } = await watched(t, ledger);
  await watcher.look();
  const next = await ledger.actor('next log key');
  const [anna, bela] = registrars;
  const logKey = ledger.vkeyOf(next);
  await ledger.say({ kind: 'log-key-rotated', logKey }, anna, bela, ledger.logKey, next);
  const files = await ledger.files();
  const info = new TextDecoder().decode(files.get('ledger.json')).replaceAll(ledger.vkey, logKey);
  const checkpoint = await ledger.checkpoint(undefined, [next]);
  await writeRecord(folder, new Map([...files, ['ledger.json', utf8(info)], ['checkpoint', utf8(checkpoint)]]));
  const { events, verdict, state } = await watcher.look();
  assert.equal(verdict, 'verified', JSON.stringify(events));
  assert.match(only(events, 'key-changed').sentence, /^The log key was replaced/);
  assert.ok(state.keys.includes(logKey));
  watcher.restart();
  assert.deepEqual((await watcher.look()).kinds, []);
});

test('a source that goes away and comes back is told once each, and one that goes back likewise', async (t) => {
  const city = await openCity();
  const { watcher, publish, folder } = await watched(t, city.ledger);
  await watcher.look();
  await rm(folder, { recursive: true });
  const gone = await watcher.look();
  assert.deepEqual([gone.verdict, gone.kinds], ['unchecked', ['source-lost']]);
  assert.deepEqual((await watcher.look()).kinds, []);
  await publish();
  const back = await watcher.look();
  assert.deepEqual([back.verdict, back.kinds], ['verified', ['source-back']]);
  await publish(city.ledger.entries.length - 2);
  const shorter = await watcher.look();
  assert.deepEqual([shorter.verdict, shorter.kinds], ['wrong', ['log-shortened']]);
  assert.match(
    only(shorter.events, 'log-shortened').sentence,
    /goes back: it shows 9 entries and had 11\. What is left is unchanged\./,
  );
  watcher.restart();
  assert.deepEqual((await watcher.look()).kinds, []);
  await publish();
  assert.deepEqual((await watcher.look()).kinds, ['log-caught-up']);
});

test('an entry that breaks the rules is told as a finding; reading anew finds what was changed in what was read before', async (t) => {
  const city = await openCity();
  const { ledger } = city;
  const { watcher, publish, folder } = await watched(t, ledger);
  await watcher.look();
  const stranger = await ledger.actor('stranger');
  ledger.record(await ledger.sign({ kind: 'acknowledgement', by: [city.mandate.clerk], case: 3 }, [stranger]));
  await publish();
  const { events, verdict } = await watcher.look();
  assert.equal(verdict, 'wrong');
  assert.equal(only(events, 'finding').code, 'case-unknown');
  watcher.restart();
  assert.deepEqual((await watcher.look()).kinds, []);
  const files = await ledger.files();
  const path = [...files.keys()].find((name) => name.startsWith('tile/entries/')) ?? '';
  const bytes = (files.get(path) ?? new Uint8Array()).slice();
  bytes[900] = (bytes[900] ?? 0) ^ 1;
  await writeRecord(folder, new Map([[path, bytes]]));
  assert.deepEqual((await watcher.look()).kinds, []);
  watcher.nowMs += 25 * 3_600_000;
  const again = await watcher.look();
  assert.match(only(again.events, 'finding').code ?? '', /entry-changed/);
});
