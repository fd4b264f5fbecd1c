/** Replacing the log key of a running service, and what its readers make of it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote, parseVerifierKey } from '@counterfoil/ledger/note';
import pino from 'pino';
import { createClient } from '../client/client.ts';
import { auditService } from '../client/testing/audit-service.ts';
import { startService, type Service } from '../service.ts';
import { openTestCity, type Answer, type TestCity } from '../testing/city.ts';
import { startTestService, type TestService } from '../testing/service.ts';

const silent = pino({ level: 'silent' });

/** What the command prints, and the statement in it. */
async function prepare({ address, folder }: TestService): Promise<{ text: string; logKey: string }> {
  const program = join(import.meta.dirname, 'rotate-log-key.ts');
  const child = spawn(process.execPath, [program, '--to', address, '--data', folder]);
  let text = '';
  child.stdout.on('data', (data: Buffer) => (text += data.toString()));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  assert.equal(code, 0, text);
  const [line = ''] = text.match(/\{"kind".*\}/) ?? [];
  return { text, logKey: (JSON.parse(line) as { logKey: string }).logKey };
}

function rotate(city: TestCity, logKey: string): Promise<Answer> {
  return city.say({ kind: 'log-key-rotated', logKey }, [city.registrar]);
}

async function readLedger(address: string): Promise<{ logKey: string; note: string; size: number; lines: number }> {
  const { logKey } = (await (await fetch(`${address}/ledger.json`)).json()) as { logKey: string };
  const note = await (await fetch(`${address}/checkpoint`)).text();
  return { logKey, note, size: parseCheckpoint(parseNote(note).text).size, lines: parseNote(note).signatures.length };
}

async function auditWith({ address }: Pick<Service, 'address'>, given?: string): Promise<[string, string[], string]> {
  const pinnedKey = given === undefined ? undefined : parseVerifierKey(given);
  const { verdict, findings, held } = await auditService({ address }, pinnedKey);
  return [verdict, findings.map(({ code }) => code), held?.key ?? ''];
}

describe('The log key of a running service', () => {
  test('is replaced by the entry that registrars sign, and readers who know the old one go on', async () => {
    await using service = await startTestService();
    const city = await openTestCity(service);
    const old = service.recorder.vkey;
    const client = createClient(service.address);
    await client.ledger();
    const { text, logKey } = await prepare(service);
    assert.equal((await prepare(service)).logKey, logKey, 'asked again, it is the same');
    assert.match(text, /log-2\.pem/);
    assert.deepEqual(await auditWith(service, old), ['verified', [], old], 'nothing has changed yet');
    assert.equal((await readLedger(service.address)).lines, 1);

    const { status, body } = await rotate(city, logKey);
    assert.equal(status, 201, JSON.stringify(body));
    const after = await readLedger(service.address);
    assert.deepEqual([after.logKey, after.size, after.lines], [logKey, body.index + 1, 2]);
    assert.equal((await city.input('After it.')).status, 201);
    assert.deepEqual(await auditWith(service, old), ['verified', ['key-followed'], logKey]);
    assert.deepEqual(await auditWith(service, logKey), ['verified', [], logKey]);
    assert.deepEqual(await auditWith(service), ['verified', [], logKey]);
    // Who began with the old key, and was never told, still verifies what it is answered.
    const seen = await client.seen();
    assert.ok(seen.size >= after.size);
    client.close();
  });

  test('is replaced a second time, and the oldest readers are led all the way', async () => {
    await using service = await startTestService();
    const city = await openTestCity(service);
    const first = service.recorder.vkey;
    for (const lines of [2, 3]) {
      const { logKey } = await prepare(service);
      assert.equal((await rotate(city, logKey)).status, 201);
      assert.equal((await readLedger(service.address)).lines, lines);
    }
    const { logKey } = await readLedger(service.address);
    assert.deepEqual(await auditWith(service, first), ['verified', ['key-followed'], logKey]);
    assert.deepEqual((await readdir(join(service.folder, 'keys'))).sort(), [
      'challenge.key',
      'content.key',
      'intake.pem',
      'log-2.pem',
      'log-3.pem',
      'log.pem',
    ]);
  });

  test('stays where the key to come is not in the folder, or the registrars have not signed', async () => {
    await using service = await startTestService();
    const city = await openTestCity(service);
    const old = service.recorder.vkey;
    const { logKey } = await prepare(service);
    const unsigned = await city.say({ kind: 'log-key-rotated', logKey }, [city.official]);
    assert.equal(unsigned.body.code, 'key-unknown');
    await rename(join(service.folder, 'keys', 'log-2.pem'), join(service.folder, 'log-2.pem'));
    for (let attempt = 0; attempt < 2; attempt++) {
      const { body } = await rotate(city, logKey);
      assert.equal(body.code, 'rotation-unsigned');
      assert.ok(body.detail.includes(`was not given the new log key, ${logKey}`), body.detail);
      assert.match(body.detail, /copies the file of the key into the folder "keys" of every process/);
    }
    const told = service.logged.filter((line) => line.includes('A new log key was asked for'));
    assert.equal(told.length, 1);
    assert.ok(told[0]?.includes(JSON.stringify(join(service.folder, 'keys'))), 'whose folder it is');
    const { logKey: now, lines } = await readLedger(service.address);
    assert.deepEqual([now, lines], [old, 1]);
    // As it says: no restart is needed.
    await rename(join(service.folder, 'log-2.pem'), join(service.folder, 'keys', 'log-2.pem'));
    assert.equal((await rotate(city, logKey)).status, 201);
  });

  test('is the new one after a crash between the entry and the first checkpoint that it signs', async () => {
    await using service = await startTestService();
    const city = await openTestCity(service);
    const before = await readLedger(service.address);
    const { logKey } = await prepare(service);
    const kept = join(service.folder, 'kept');
    await withCheckpointsOf(service, kept, async () => {
      assert.equal((await rotate(city, logKey)).status, 201);
      assert.equal((await city.input('After it.')).status, 201);
    });
    const again = await startService({ ...service.config, databaseUrl: service.databaseUrl }, silent);
    try {
      const { logKey: now, lines, size } = await readLedger(again.address);
      assert.deepEqual([now, lines, size], [logKey, 2, before.size + 2]);
      assert.deepEqual(await auditWith(again, before.logKey), ['verified', ['key-followed'], logKey]);
    } finally {
      await again.close();
    }
  });

  test('is followed by another process on the same database', async () => {
    await using service = await startTestService();
    const city = await openTestCity(service);
    const other = await startService({ ...service.config, databaseUrl: service.databaseUrl }, silent);
    try {
      const { logKey } = await prepare(service);
      assert.equal((await rotate(city, logKey)).status, 201);
      const response = await fetch(`${other.address}/api/v1/inputs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: 'Elsewhere.', lang: 'en', author: 'person', process: 'request' }),
      });
      assert.equal(response.status, 201);
      const { logKey: now, lines } = await readLedger(other.address);
      assert.deepEqual([now, lines], [logKey, 2]);
      assert.deepEqual((await auditWith(other, logKey))[0], 'verified');
    } finally {
      await other.close();
    }
  });

  test('signs alone once the old one has been put away, and without it the service does not start', async () => {
    await using service = await startTestService();
    const city = await openTestCity(service);
    const old = service.recorder.vkey;
    const { logKey } = await prepare(service);
    assert.equal((await rotate(city, logKey)).status, 201);
    const keys = join(service.folder, 'keys');
    await rename(join(keys, 'log.pem'), join(service.folder, 'old.pem'));
    const again = await startService({ ...service.config, databaseUrl: service.databaseUrl }, silent);
    try {
      assert.equal((await readLedger(again.address)).lines, 1);
      assert.deepEqual(await auditWith(again, old), ['verified', ['key-followed'], logKey]);
      assert.ok(!(await readdir(keys)).includes('log.pem'), 'no other key is made in its place');
    } finally {
      await again.close();
    }
    await rename(join(keys, 'log-2.pem'), join(service.folder, 'new.pem'));
    await assert.rejects(
      startService({ ...service.config, databaseUrl: service.databaseUrl }, silent),
      /log key .* not in the keys of the data folder/,
    );
  });
});

/** Puts the second place back to what it was before the task: as if the service had crashed before it signed again. */
async function withCheckpointsOf(service: TestService, kept: string, task: () => Promise<void>): Promise<void> {
  const checkpoints = async (): Promise<string[]> =>
    (await readdir(service.folder)).filter((name) => /^checkpoint\.\d+$/.test(name));
  await mkdir(kept);
  for (const file of await checkpoints()) await cp(join(service.folder, file), join(kept, file));
  await task();
  for (const file of await checkpoints()) await rm(join(service.folder, file));
  for (const file of await readdir(kept)) await cp(join(kept, file), join(service.folder, file));
}
