import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { after, before, test, type TestContext } from 'node:test';
import { hex } from '@counterfoil/ledger/bytes';
import { admit } from '@counterfoil/ledger/rulebook';
import { openEnvelope } from '@counterfoil/ledger/statement';
import { allHistories } from '@counterfoil/ledger/workshop/histories';
import { Log } from '@counterfoil/ledger/workshop/log';
import { LargeLedger } from './testing/large-ledger.ts';
import { BlockFile } from './block-file.ts';
import { PagedState } from './paged-state.ts';
import { StateIndex } from './state-index.ts';
import { tamperingBattery } from './testing/battery/all.ts';
import { lookAtAll, saying, visit } from './testing/kept-visits.ts';
import { temporaryFolder } from './testing/record-folder.ts';
import { runCommandLine, type Ran } from './testing/run-command.ts';

const SIZE = 20_500;
/** More than there are. */
const NEW = 1000;

let folder: string;
let ledger: LargeLedger;
before(async () => {
  folder = await temporaryFolder({ after: () => undefined });
  ledger = await LargeLedger.open(folder);
  await ledger.growTo(SIZE);
});
after(() => rm(folder, { recursive: true, force: true }));

interface Answer {
  readonly verdict: string;
  readonly resumed: { readonly size: number } | null;
  readonly figures: { readonly entries: number; readonly signatures: number; readonly texts: number };
}

async function verify(memory: string, ...more: readonly string[]): Promise<Answer> {
  const ran: Ran = await runCommandLine('verify', [folder, '--memory', memory, '--json', ...more], {});
  assert.equal(ran.stderr, '');
  return JSON.parse(ran.stdout) as Answer;
}

function figuresOf({ verdict, figures: { entries, signatures, texts } }: Answer): unknown {
  return { verdict, entries, signatures, texts };
}

async function keptFiles(memory: string): Promise<readonly string[]> {
  const name = (await readdir(memory).catch(() => [])).find((one) => one.endsWith('.audit'));
  return name === undefined ? [] : readdir(join(memory, name));
}

/** Begins and is ended from outside, at whatever it is then. */
async function ended(memory: string, afterMs: number, ...more: readonly string[]): Promise<void> {
  const script = fileURLToPath(new URL('verify.ts', import.meta.url));
  const child = spawn(process.execPath, [script, folder, '--memory', memory, ...more], { stdio: 'ignore' });
  const exit = new Promise((done) => child.once('exit', done));
  await Promise.race([exit, pause(afterMs)]);
  child.kill('SIGKILL');
  await exit;
}

test('whenever a visit is ended from outside, the next one says what is so, and leaves nothing lying', async (t) => {
  const memory = await temporaryFolder(t);
  for (const ms of [300, 900, 1500, 2200, 3000]) await ended(memory, ms);
  const first = await verify(memory);
  assert.equal(first.verdict, 'verified');
  for (const ms of [150, 250, 350, 450, 550, 700]) await ended(memory, ms, '--all');
  await ledger.growTo(ledger.size + NEW);
  for (const ms of [200, 300, 400, 500]) await ended(memory, ms);
  const second = await verify(memory);
  const all = await verify(await temporaryFolder(t), '--all');
  assert.deepEqual(figuresOf(second), figuresOf(all));
  assert.equal(second.figures.entries, ledger.size);
  assert.equal((await keptFiles(memory)).filter((name) => name === 'audit').length, 1);
  await verify(memory, '--all');
  assert.equal((await keptFiles(memory)).length, 3);
});

test('processes that visit the same record at once with one memory do not disturb each other', async (t) => {
  const memory = await temporaryFolder(t);
  await verify(memory);
  await ledger.growTo(ledger.size + NEW);
  for (const answer of await Promise.all([verify(memory), verify(memory), verify(memory, '--all')]))
    assert.deepEqual([answer.verdict, answer.figures.entries], ['verified', ledger.size]);
  const { verdict, resumed } = await verify(memory);
  assert.deepEqual([verdict, resumed?.size], ['verified', ledger.size]);
});

test('what is tampered with is found on the disk as it is in memory', async (t) => {
  const { cases } = await tamperingBattery();
  let compared = 0;
  // Every tenth: all of them take minutes.
  for (const [i, one] of cases.entries()) {
    if (i % 10 !== 0 || one.level !== undefined) continue;
    const [files, memory] = [await one.make(), await temporaryFolder(t)];
    const inMemory = await lookAtAll(files, memory, one.vkey);
    const onDisk = await visit(files, memory, one.vkey);
    assert.deepEqual(saying(onDisk.result), saying(inMemory), one.name);
    compared++;
  }
  assert.ok(compared > 90, `${compared}`);
});

test('every history is judged from the disk as it is from memory', async (t: TestContext) => {
  const histories = new Map((await allHistories()).map((history) => [history.name, history]));
  let judged = 0;
  for (const history of histories.values()) {
    const log = new Log();
    const blocks = new BlockFile(await temporaryFolder(t), 'data', { segments: [], sums: Buffer.alloc(0) });
    const state = new PagedState(blocks, new StateIndex(1), (size) => log.state.rootAt(size), 3);
    const told = [history];
    for (let name = history.after; name !== null; name = told[0]?.after ?? null)
      told.unshift(histories.get(name) ?? assert.fail());
    for (const { envelope, time } of told.flatMap(({ steps }) => steps)) {
      const { statement, payload } = openEnvelope(envelope);
      const digest = hex(Uint8Array.from(createHash('sha256').update(payload).digest()));
      const signers = envelope.signatures.map(({ keyid }) => keyid);
      const candidate = { index: log.size, time, statement, digest, signers };
      const [onDisk, inMemory] = [await admit(state, candidate), await admit(log.state, candidate)];
      assert.deepEqual(onDisk, inMemory, history.name);
      judged++;
      const { refused } = await log.receive(envelope, time);
      if (refused !== null || !('changes' in onDisk)) continue;
      state.apply(onDisk.changes);
      // So that the next one reads it from the file.
      state.flush();
      blocks.sync();
    }
    blocks.close();
  }
  assert.ok(judged > 1000, `${judged}`);
});
