/**
 * A split view, staged: one log key signs two histories, each shown to somebody else. Every reader that is shown both writes one file, and a
 * program that has nothing but that file, and no network, confirms it. SPEC 11.3, M97.
 */
import assert from 'node:assert/strict';
import { cp, mkdtemp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote } from '@counterfoil/ledger/note';
import pino from 'pino';
import { startService, type Service } from './service.ts';
import { openTestCity } from './testing/city.ts';
import { copyDatabase } from './testing/database.ts';
import { startTestService } from './testing/service.ts';
import { logsToWatch } from './witness/logs-to-watch.ts';
import { startWitness, type RunningWitness } from './witness/start.ts';
import { originHash } from './witness/store.ts';

const silent = pino({ level: 'silent' });
const root = resolve(import.meta.dirname, '../..');

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

function run(args: readonly string[], cwd = root): Promise<Ran> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd, env: { ...process.env, NO_COLOR: '1' } });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', fail);
    child.once('close', (code) => done({ code, output: output.replaceAll('\n', ' ') }));
  });
}

const verifier = (...args: readonly string[]): Promise<Ran> => run(['verifier-cli/src/main.ts', ...args]);

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1200; i++) {
    if (await isSo()) return;
    await delay(50);
  }
  assert.fail(`It did not come: ${what}`);
}

async function sizeOf({ address }: Service): Promise<number> {
  return parseCheckpoint(parseNote(await (await fetch(`${address}/checkpoint`)).text()).text).size;
}

async function speak({ address }: Service, text: string): Promise<void> {
  const body = JSON.stringify({ text, lang: 'en', author: 'person', process: 'request' });
  const headers = { 'content-type': 'application/json' };
  assert.equal((await fetch(`${address}/api/v1/inputs`, { method: 'POST', headers, body })).status, 201);
}

/** Those of the folder that are evidence, below it or in it. */
async function evidenceIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => /two-histories[^/]*\.json$/.test(name)).map((name) => join(folder, name));
}

test('a split view: witness, log, reader with a memory, mirror and comparison each give one file that proves it alone', async () => {
  const work = await mkdtemp(join(tmpdir(), 'counterfoil-split-'));
  await using cleanUp = new AsyncDisposableStack();
  cleanUp.defer(() => rm(work, { recursive: true, force: true }));
  const watch = (logs: Parameters<typeof startWitness>[0]['logs'], port = 0): Promise<RunningWitness> =>
    startWitness(
      { folder: join(work, 'witness'), name: 'w.example.org', logs, host: '127.0.0.1', port, requestTimeoutMs: 8000 },
      silent,
    );
  const made = await watch([]);
  await made.close();
  const policy = join(work, 'policy');
  await writeFile(policy, `witness w ${made.identity.keys[0]?.vkey} ${made.address}\nquorum w\n`);

  await using service = await startTestService({
    env: { COUNTERFOIL_WITNESS_POLICY: policy, COUNTERFOIL_WITNESS_PACE_MS: '0', COUNTERFOIL_WITNESS_WAIT_MS: '0' },
  });
  await openTestCity(service);
  const { vkey } = service.recorder;
  const { origin } = service.config;
  const witness = await watch(await logsToWatch(service.address, []), Number(new URL(made.address).port));
  cleanUp.defer(() => witness.close());

  // Everything that belongs to the log, twice: database, keys and second place.
  await service.close();
  const copied = join(work, 'copy');
  await cp(service.folder, copied, { recursive: true });
  const databaseUrl = await copyDatabase(service.databaseUrl);
  const one = await startService({ ...service.config, databaseUrl: service.databaseUrl }, silent);
  cleanUp.defer(() => one.close());
  do await speak(one, 'What everybody was told.');
  while (Number.isInteger(Math.log2(await sizeOf(one))));
  const size = await sizeOf(one);
  await until('the cosignature', () => witness.store.cosigned(origin)?.size === size);
  const [memory, mirrored] = [join(work, 'memory'), join(work, 'mirror')];
  const first = await verifier('verify', one.address, '--memory', memory, '--key', vkey);
  assert.equal(first.code, 0, first.output);
  assert.equal((await verifier('mirror', one.address, mirrored)).code, 0);

  const moved = (path: string): string => path.replace(service.folder, copied);
  const { dataFolder, secondPlace } = service.config;
  const other = await startService(
    { ...service.config, databaseUrl, dataFolder: moved(dataFolder), secondPlace: moved(secondPlace) },
    silent,
  );
  cleanUp.defer(() => other.close());
  while ((await sizeOf(other)) <= size) await speak(other, 'What one was told alone.');

  const second = await verifier('verify', other.address, '--memory', memory, '--key', vkey);
  assert.equal(second.code, 1, second.output);
  assert.match(second.output, /evidence \S+\.json/);
  const again = await verifier('mirror', other.address, mirrored);
  assert.equal(again.code, 1, again.output);
  assert.match(again.output, /rewritten.*evidence \S+\.json/);
  const kept = await verifier('verify', mirrored, '--no-memory', '--key', vkey);
  assert.equal(kept.code, 0, `The copy is what it was: ${kept.output}`);
  const compared = join(work, 'compared');
  await mkdir(compared);
  const told = join(compared, 'two-histories.json');
  assert.equal((await verifier('compare', one.address, other.address, '--evidence', told)).code, 1);
  const alarms = join(copied, 'witness-alarms');
  await until('the alarm', async () => (await evidenceIn(copied)).length > 0);

  const bundled = await run(['verifier-cli/build.ts']);
  assert.equal(bundled.code, 0, bundled.output);
  const alone = join(work, 'alone');
  await mkdir(alone);
  await cp(join(root, 'verifier-cli/dist/counterfoil.mjs'), join(alone, 'counterfoil.mjs'));
  const folders = {
    witness: join(work, 'witness', originHash(origin), 'refused'),
    log: alarms,
    memory,
    mirror: mirrored,
    comparison: compared,
  };
  // Without --allow-net there is no network, and no other folder can be read.
  const allowed = ['--permission', `--allow-fs-read=${alone}`, 'counterfoil.mjs'];
  const asked = await run([...allowed, 'compare', one.address, other.address], alone);
  assert.equal(asked.code, 2, asked.output);
  for (const [who, folder] of Object.entries(folders)) {
    const files = await evidenceIn(folder);
    assert.equal(files.length, 1, `${who}: ${files.join(' ')}`);
    await cp(files[0] ?? '', join(alone, 'evidence.json'));
    for (const command of ['evidence', 'verify']) {
      const judged = await run([...allowed, command, 'evidence.json', '--key', vkey], alone);
      assert.equal(judged.code, 0, `${who}: ${judged.output}`);
      assert.match(judged.output, /^Proved: the log ledger\.example\.org\/test has signed two histories/, who);
    }
  }
});
