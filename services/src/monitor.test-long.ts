/** A monitor beside a live service: it follows what is recorded, and loses nothing however often it is killed and whatever becomes of its webhook. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { openTestCity } from './testing/city.ts';
import { startTestService } from './testing/service.ts';

const root = resolve(import.meta.dirname, '../..');

interface Told {
  readonly id: string;
  readonly kind: string;
  readonly entry?: number;
  readonly to?: number;
  readonly sentence: string;
}

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env } });
}

function monitor(...args: readonly string[]): ChildProcess {
  return start(['verifier-cli/src/main.ts', 'monitor', ...args]);
}

async function ended(child: ChildProcess): Promise<{ readonly code: number | null; readonly output: string }> {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

async function eventsIn(file: string): Promise<readonly Told[]> {
  const text = await readFile(file, 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Told);
}

/** A webhook that can be away, and keeps what it took. */
async function openHook(): Promise<{
  readonly address: string;
  readonly taken: Told[];
  isAway: boolean;
  close(): void;
}> {
  const taken: Told[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (!hook.isAway) taken.push(JSON.parse(body) as Told);
      response.writeHead(hook.isAway ? 503 : 204).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const hook = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    taken,
    isAway: true,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return hook;
}

async function sizeOf(address: string): Promise<number> {
  return Number((await (await fetch(`${address}/checkpoint`)).text()).split('\n')[1]);
}

/** The same moments in every run. */
function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test('killed again and again while entries are recorded, with a webhook that is away at first, a monitor leaves nothing out', async () => {
  await using cleanUp = new AsyncDisposableStack();
  const work = await mkdtemp(join(tmpdir(), 'counterfoil-monitor-'));
  cleanUp.defer(() => rm(work, { recursive: true, force: true }));
  await using service = await startTestService();
  const city = await openTestCity(service);
  const hook = await openHook();
  cleanUp.defer(() => hook.close());
  const jsonl = join(work, 'events.jsonl');
  const common = [service.address, '--each', '--from', '0', '--no-memory', '--jsonl', jsonl];
  const options = [...common, '--webhook', hook.address, '--state', join(work, 'state.json')];

  const over = new AbortController();
  const speaking = (async () => {
    while (!over.signal.aborted) {
      assert.equal((await city.input('Somebody says something.')).status, 201);
      await delay(40);
    }
  })();
  const random = pseudoRandom(7);
  let [killed, working] = [0, 0];
  for (let life = 0; life < 14; life++) {
    hook.isAway = life % 4 < 2;
    const child = monitor(...options, '--every', '0.1');
    const exited = once(child, 'close');
    // From before it has begun until well after it has told something, whatever the machine.
    if (life % 3 > 0) {
      await Promise.race([once(child.stdout as NodeJS.EventEmitter, 'data'), exited]);
      working++;
    }
    await delay(random() * 700);
    if (child.kill('SIGKILL')) killed++;
    await exited;
  }
  over.abort();
  await speaking;
  assert.equal(killed, 14);
  assert.ok(working > 5);

  hook.isAway = false;
  const size = await sizeOf(service.address);
  assert.ok(size > 40, String(size));
  for (let i = 0; i < 20; i++) {
    const { code, output } = await ended(monitor(...options, '--once'));
    assert.equal(code, 0, output);
    const { queue } = JSON.parse(await readFile(join(work, 'state.json'), 'utf8')) as { readonly queue: unknown[] };
    if (queue.length === 0) break;
  }
  const written = await eventsIn(jsonl);
  for (const [where, events] of [
    ['file', written],
    ['webhook', hook.taken],
  ] as const) {
    const ids = new Map<number, Set<string>>();
    for (const { kind, entry, id } of events)
      if (kind === 'entry') ids.set(entry ?? -1, (ids.get(entry ?? -1) ?? new Set()).add(id));
    for (let index = 0; index < size; index++) assert.equal(ids.get(index)?.size, 1, `${where}: entry ${index}`);
    assert.equal(ids.size, size, where);
  }
  const received = new Set(hook.taken.map(({ id }) => id));
  const kept = new Set((await eventsIn(jsonl)).filter(({ kind }) => kind === 'key-changed').map(({ id }) => id));
  assert.ok(kept.size > 1 && [...kept].every((id) => received.has(id)));
  process.stdout.write(`# ${size} entries, ${killed} kills; lines ${written.length}, taken ${hook.taken.length}\n`);
});

test('a monitor follows the invented city while its story is told, and says what a watchdog looks for', async () => {
  await using cleanUp = new AsyncDisposableStack();
  const work = await mkdtemp(join(tmpdir(), 'counterfoil-monitor-'));
  cleanUp.defer(() => rm(work, { recursive: true, force: true }));
  await using service = await startTestService();
  const jsonl = join(work, 'events.jsonl');
  const options = [
    service.address,
    '--from',
    '0',
    '--no-memory',
    '--jsonl',
    jsonl,
    '--state',
    join(work, 'state.json'),
  ];
  const child = monitor(...options, '--every', '0.3');
  const watching = ended(child);
  const env = { COUNTERFOIL_OPENING_TOKEN: service.openingToken };
  const demo = ['services/src/demo/main.ts', '--to', service.address, '--keys', join(work, 'keys')];
  const told = await ended(start(demo, env));
  assert.equal(told.code, 0, told.output);
  const size = await sizeOf(service.address);
  for (let i = 0; i < 1200; i++) {
    const events = await eventsIn(jsonl).catch(() => []);
    if (events.some(({ kind, to }) => kind === 'entries-added' && to === size)) break;
    await delay(50);
  }
  child.kill('SIGINT');
  const { code, output } = await watching;
  assert.equal(code, 0, output);
  const events = await eventsIn(jsonl);
  const added = events.filter(({ kind }) => kind === 'entries-added');
  assert.ok(added.length > 2, 'It followed along, and did not come when all was over.');
  assert.equal(added.at(-1)?.to, size);
  for (const kind of ['key-changed', 'rules-changed', 'step-overdue', 'text-taken-out'])
    assert.ok(
      events.some((event) => event.kind === kind),
      kind,
    );
  assert.ok(!events.some(({ kind }) => kind === 'two-histories' || kind === 'log-shortened'));
  assert.equal(new Set(events.map(({ id }) => id)).size, events.length, 'Nothing was told twice.');
  const looked = await ended(monitor(...options, '--once'));
  assert.equal(looked.code, 0, looked.output);
  process.stdout.write(`# ${size} entries in ${added.length} rounds, ${events.length} events\n`);
});
