/** Every request of publishing fails once, before it is done and after: what is interrupted anywhere is finished by the next round. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote } from '@counterfoil/ledger/note';
import { tilePath, TILE_WIDTH } from '@counterfoil/ledger/tile';
import { auditService } from '../client/testing/audit-service.ts';
import { runProgram } from '../client/testing/run-program.ts';
import { openLetters, type Letters } from '../content/testing/letters.ts';
import { parseBucket } from '../objects/open-store.ts';
import { createSigner } from '../objects/s3-signer.ts';
import { S3Store } from '../objects/s3-store.ts';
import { roundsOn, type TestRounds } from '../testing/publishing.ts';
import { openTestCity } from '../testing/city.ts';
import { startS3Server, type Fault, type S3Server } from '../testing/s3-server.ts';
import { hostOf, startServiceProcess, type ServiceProcess } from '../testing/service-process.ts';
import { until } from '../testing/until.ts';

/** As many as a round could ever take. */
const MOST_REQUESTS = 200;

/** Without the pauses before what failed is tried again. */
function openQuickly({ address, credentials }: S3Server): S3Store {
  const { place, region } = parseBucket(address);
  return new S3Store({ place, sign: createSigner(credentials, region), pauseMs: 0 });
}

function filesOf({ objects }: S3Server): Map<string, string> {
  return new Map([...objects].map(([path, { bytes }]) => [path, bytes.toHex()]));
}

/** A reader may come at any moment: what is under the checkpoint that lies there is all there. */
function requireWhole({ objects }: S3Server): void {
  const note = objects.get('checkpoint');
  if (note === undefined) return;
  const { size } = parseCheckpoint(parseNote(note.bytes).text);
  const has = (level: number | 'entries', index: number, width: number): boolean =>
    objects.has(tilePath(level, index, width)) || objects.has(tilePath(level, index));
  for (let index = 0; index * TILE_WIDTH < size; index++)
    for (const level of ['entries', 0] as const)
      assert.ok(has(level, index, Math.min(TILE_WIDTH, size - index * TILE_WIDTH)), `${level} ${index} of ${size}`);
}

test('interrupted at any request, before or after it is done, it is taken up again and comes to the same', async (t) => {
  await using town = await openLetters();
  await town.write('A bench.', 'wishes');
  const early = town.service.recorder.publisher.note;
  const wish = await town.write('A tree.', 'wishes');
  await town.publish(await town.write('The path behind the mill is flooded.'));
  await town.redact(wish);
  await using rounds = roundsOn(town.service);
  const reference = await publishedWhole(rounds, early);
  assert.ok(reference.size > 8);
  for (const kind of ['fail', 'lose'] as const) {
    let reached = true;
    let at = 0;
    for (; reached; at++) {
      assert.ok(at < MOST_REQUESTS);
      reached = await interruptedAt(town, rounds, early, at, kind, reference);
    }
    t.diagnostic(`${kind}: ${at - 1} requests, each interrupted once`);
  }
});

async function publishedWhole(rounds: TestRounds, early: string): Promise<Map<string, string>> {
  await using server = await startS3Server();
  const store = openQuickly(server);
  await (await rounds.begin(store, { checkpoint: () => Promise.resolve(early) })).run();
  await (await rounds.begin(store)).run();
  const { verdict } = await auditService({ address: server.publicAddress.slice(0, -1) });
  assert.equal(verdict, 'verified');
  return filesOf(server);
}

/** @returns whether so many requests were made. */
async function interruptedAt(
  town: Letters,
  rounds: TestRounds,
  early: string,
  at: number,
  kind: Fault,
  reference: Map<string, string>,
): Promise<boolean> {
  await using server = await startS3Server();
  const store = openQuickly(server);
  let requests = 0;
  server.fault = () => {
    requireWhole(server);
    return requests++ === at ? kind : undefined;
  };
  for (const checkpoint of [early, town.service.recorder.publisher.note]) {
    const changed = { checkpoint: () => Promise.resolve(checkpoint) };
    try {
      await (await rounds.begin(store, changed)).run();
    } catch {
      // The process died there; the next one begins anew.
      requireWhole(server);
      await (await rounds.begin(store, changed)).run();
    }
  }
  requireWhole(server);
  assert.deepEqual(filesOf(server), reference, `${kind} at request ${at}`);
  return requests > at;
}

const KILLS = 12;
const CLIENTS = 8;
const ORIGIN = 'ledger.example.org/published';

test(`kill -9 at ${KILLS} moments while it publishes: what lies there is a whole record each time, and goes on`, async (t) => {
  const [data, place] = [await newFolder(), await newFolder()];
  const env = { COUNTERFOIL_PUBLISH: place, COUNTERFOIL_PUBLISH_SECONDS: '0.05' };
  const memory = join(data, 'seen-by-auditor');
  let running: ServiceProcess | undefined;
  let recorded = 0;
  try {
    running = await startServiceProcess(data, ORIGIN, env);
    await openTestCity(await hostOf(running, data, ORIGIN));
    for (let kill = 0; kill < KILLS; kill++) {
      const [stop, { address }] = [new AbortController(), running];
      const load = Promise.all(Array.from({ length: CLIENTS }, () => keepWriting(address, stop.signal)));
      // It is at work, and where in it the moment falls is up to the machine, which is the point.
      for (const before = await publishedSize(place); (await publishedSize(place)) <= before;) await sleep(5);
      await sleep((kill * 37) % 150);
      running.process.kill('SIGKILL');
      stop.abort();
      recorded += (await load).reduce((sum, one) => sum + one, 0);
      const { exitCode, stdout } = await verify(place, memory);
      assert.equal(exitCode, 0, `after kill ${kill + 1}: ${stdout}`);
      const size = await publishedSize(place);
      t.diagnostic(`kill ${kill + 1}: ${size} entries published, ${recorded} answered by then`);
      running = await startServiceProcess(data, ORIGIN, env);
    }
    const { address } = running;
    const size = parseCheckpoint(parseNote(await (await fetch(`${address}/checkpoint`)).text()).text).size;
    await until('all that is recorded is published', async () => (await publishedSize(place)) >= size);
    await running.stop();
    assert.equal((await verify(place, memory)).exitCode, 0);
    assert.ok(recorded > KILLS && size > recorded, 'the load did reach the service');
  } finally {
    await running?.stop();
    for (const folder of [data, place]) await rm(folder, { recursive: true, force: true });
  }
});

function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'counterfoil-kill-'));
}

/** @returns how many were recorded. */
async function keepWriting(address: string, signal: AbortSignal): Promise<number> {
  let recorded = 0;
  for (let n = 0; !signal.aborted; n++) {
    const body = JSON.stringify({ text: `Number ${n}.`, lang: 'en', author: 'person', process: 'request' });
    const headers = { 'content-type': 'application/json' };
    const answer = fetch(`${address}/api/v1/inputs`, { method: 'POST', body, headers });
    recorded += await answer.then(
      async (response) => (await response.text(), response.status === 201 ? 1 : 0),
      () => 0,
    );
  }
  return recorded;
}

async function publishedSize(place: string): Promise<number> {
  const note = await readFile(join(place, 'checkpoint'), 'utf8').catch(() => undefined);
  return note === undefined ? 0 : parseCheckpoint(parseNote(note).text).size;
}

function verify(place: string, memory: string) {
  return runProgram(join('..', '..', 'verifier-cli', 'src', 'verify.ts'), [place, '--memory', memory]);
}
