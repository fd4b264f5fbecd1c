/** PostgreSQL stands still, people go on speaking, the service is killed: what was promised is on record in the end, once. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseBase64 } from '@counterfoil/ledger/bytes';
import { formatPromise, openPromise, type PromiseFile } from '@counterfoil/ledger/promise';
import { clusterPlace } from '../database/unprivileged.ts';
import { filesWith, spellings } from '../testing/canary.ts';
import { openTestCity } from '../testing/city.ts';
import { hostOf, startServiceProcess, type ServiceProcess } from '../testing/service-process.ts';
import { until } from '../testing/until.ts';

const ORIGIN = 'ledger.example.org/promises';
const CANARY = 'The canary that was promised a place on the record';
const SUBMISSIONS = 50;
const root = resolve(import.meta.dirname, '../../..');
const ENV = { COUNTERFOIL_PATIENCE_MS: '500' };

/** The server and all its processes, each of which is a session of its own. While the first stands still none begins, and none that ends is gone. */
async function signalPostgres(folder: string, signal: NodeJS.Signals): Promise<void> {
  const [first] = (await readFile(join(await clusterPlace(folder), 'postmaster.pid'), 'utf8')).split('\n');
  const pid = Number(first);
  process.kill(pid, 'SIGSTOP');
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=']).toString().trim().split('\n');
  const children = table.map((line) => line.trim().split(/\s+/).map(Number)).filter(([, parent]) => parent === pid);
  for (const [child = 0] of [...children, [pid]]) process.kill(child, signal);
}

function verify(...args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ['verifier-cli/src/verify.ts', ...args], { cwd: root });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('exit', (code) => done({ code, output }));
  });
}

test(`${SUBMISSIONS} submissions are promised while PostgreSQL stands still, and recorded once after kill -9 of both`, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-promises-'));
  const kept = join(folder, 'people');
  await mkdir(kept);
  let running: ServiceProcess | undefined;
  try {
    running = await startServiceProcess(folder, ORIGIN);
    await openTestCity(await hostOf(running, folder, ORIGIN));
    await running.stop();
    running = await startServiceProcess(folder, ORIGIN, ENV);
    const { address } = running;
    const say = async (text: string): Promise<{ status: number; body: object; ms: number }> => {
      const beganMs = performance.now();
      const response = await fetch(`${address}/api/v1/inputs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text, lang: 'en', author: 'person', process: 'request' }),
      });
      return { status: response.status, body: (await response.json()) as object, ms: performance.now() - beganMs };
    };
    await until('an input that is recorded', async () => (await say('The lamp is dark.')).status === 201);
    // What took its time was promised.
    await until('the files of what waits', async () => (await readdir(join(folder, 'promises'))).length === 0);

    await signalPostgres(folder, 'SIGSTOP');
    const answers = await Promise.all(Array.from({ length: SUBMISSIONS }, (_, i) => say(`${CANARY}, ${i}.`)));
    const promises = answers.map(({ status, body }) => {
      assert.equal(status, 202, JSON.stringify(body));
      return (body as { promise: PromiseFile }).promise;
    });
    const slowest = Math.max(...answers.map(({ ms }) => ms));
    const next = await say(`${CANARY}, once more.`);
    assert.equal(next.status, 202);
    promises.push((next.body as { promise: PromiseFile }).promise);
    t.diagnostic(`promised within ${Math.round(slowest)} ms; once it is known, within ${Math.round(next.ms)} ms`);

    running.process.kill('SIGKILL');
    await new Promise((gone) => running?.process.once('exit', gone));
    const secrets = [...spellings(CANARY), ...promises.flatMap(({ salt }) => spellings(parseBase64(salt)))];
    const journal = await filesWith(join(folder, 'promises'), secrets);
    assert.deepEqual(journal.found, []);
    assert.equal(journal.looked, SUBMISSIONS + 1);

    // One file is torn in half, as by a disk: it is noticed, and the others go on.
    const torn = promises.pop() as PromiseFile;
    const tornFile = join(folder, 'promises', `${openPromise(torn).pledge.digest}.promise`);
    await truncate(tornFile, Math.floor((await readFile(tornFile)).length / 2));
    await signalPostgres(folder, 'SIGCONT');
    await signalPostgres(folder, 'SIGKILL');
    await sleep(500);

    running = await startServiceProcess(folder, ORIGIN, ENV);
    const now = running.address;
    const stateOf = async (promise: PromiseFile): Promise<{ state?: string; entry?: number }> => {
      const response = await fetch(`${now}/api/v1/promises/${openPromise(promise).pledge.digest}`);
      return (await response.json()) as { state?: string; entry?: number };
    };
    const entries = new Set<number | undefined>();
    for (const promise of promises) {
      await until('a promise that is kept', async () => (await stateOf(promise)).state === 'recorded');
      entries.add((await stateOf(promise)).entry);
    }
    assert.equal(entries.size, SUBMISSIONS, 'each at a place of its own');
    const inputs = /counterfoil_entries (\d+)/.exec(await (await fetch(`${now}/metrics`)).text())?.[1];
    const metrics = await (await fetch(`${now}/metrics`)).text();
    assert.match(metrics, /counterfoil_promises\{state="damaged"\} 1/);
    assert.match(metrics, /counterfoil_promises\{state="waiting"\} 0/);

    // Each promise as its sender checks it.
    for (const [i, promise] of promises.entries()) {
      const file = join(kept, `${i}.json`);
      await writeFile(file, formatPromise(promise));
      if (i % 10 !== 0) continue;
      const { code, output } = await verify('promise', file, '--against', now);
      assert.equal(code, 0, output);
      assert.match(output, /The promise was kept/);
    }
    const whole = await verify(now, '--no-memory', '--json');
    assert.equal(whole.code, 0, whole.output);
    const texts = new Map<string, number>();
    for (let index = 0; index < Number(inputs); index++) {
      const entry = (await (await fetch(`${now}/api/v1/entries/${index}`)).json()) as { envelope: { payload: string } };
      const statement = JSON.parse(Buffer.from(entry.envelope.payload, 'base64').toString()) as {
        text?: { digest: string };
      };
      if (statement.text !== undefined) texts.set(statement.text.digest, (texts.get(statement.text.digest) ?? 0) + 1);
    }
    for (const promise of promises) assert.equal(texts.get(openPromise(promise).pledge.digest), 1);
  } finally {
    await signalPostgres(folder, 'SIGCONT').catch(() => undefined);
    await running?.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
