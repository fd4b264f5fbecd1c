/** Ways to make two histories out of one: each stops with its own reason, and none signs. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote } from '@counterfoil/ledger/note';
import pino from 'pino';
import postgres from 'postgres';
import { runProgram } from './client/testing/run-program.ts';
import { FilePlace } from './second-place/file-place.ts';
import { startService, type Service } from './service.ts';
import { openTestCity, type TestCity } from './testing/city.ts';
import { copyDatabase, createDatabase } from './testing/database.ts';
import { startFaultyPostgres } from './testing/faulty-postgres.ts';
import { startTestService, type TestService } from './testing/service.ts';
import { until } from './testing/until.ts';

const silent = pino({ level: 'silent' });

const again = (service: TestService, changed: Partial<TestService['config']> = {}): Promise<Service> =>
  startService({ ...service.config, databaseUrl: service.databaseUrl, ...changed }, silent);

/** What a checkpoint of the service says now. */
async function sizeAt(address: string): Promise<number> {
  return parseCheckpoint(parseNote(await (await fetch(`${address}/checkpoint`)).text()).text).size;
}

async function evidenceOf(folder: string): Promise<readonly string[]> {
  const found = await readdir(join(folder, 'evidence'), { recursive: true });
  return found.sort();
}

async function speakAt(service: Service, text: string): Promise<{ status: number; code?: string; index?: number }> {
  const response = await fetch(`${service.address}/api/v1/inputs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text, lang: 'en', author: 'person', process: 'request' }),
  });
  return { status: response.status, ...((await response.json()) as { code?: string; index?: number }) };
}

async function asOwner(url: string, ...statements: readonly string[]): Promise<void> {
  const owner = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    for (const statement of statements) await owner.unsafe(statement);
  } finally {
    await owner.end();
  }
}

/** The two notes of a second place of files, the older one first. */
async function checkpointsIn(folder: string): Promise<readonly string[]> {
  const texts = await Promise.all(['checkpoint.0', 'checkpoint.1'].map((name) => readFile(join(folder, name), 'utf8')));
  const sizeOf = (text: string): number => parseCheckpoint(parseNote(text).text).size;
  return texts.sort((a, b) => sizeOf(a) - sizeOf(b));
}

async function opened(env: Record<string, string> = {}): Promise<TestService & AsyncDisposable & { city: TestCity }> {
  const service = await startTestService({ env });
  return Object.assign(service, { city: await openTestCity(service) });
}

describe('The service does not start', () => {
  test('on an old copy of the database; both checkpoints are kept, and the reason', async () => {
    await using service = await opened();
    await service.close();
    const old = await copyDatabase(service.databaseUrl);
    const more = await again(service);
    assert.equal((await speakAt(more, 'After the backup.')).status, 201);
    const published = await sizeAt(more.address);
    await more.close();
    for (let attempt = 0; attempt < 2; attempt++)
      await assert.rejects(again(service, { databaseUrl: old }), /old copy.*npm run restore/s);
    const [folder = '', ...files] = await evidenceOf(service.folder);
    assert.match(folder, new RegExp(`^database-behind-${published - 1}-`));
    assert.equal(files.length, 3, 'found twice, it is kept once');
    const kept = await readFile(join(service.folder, 'evidence', folder, 'second-place.checkpoint'), 'utf8');
    assert.equal(parseCheckpoint(parseNote(kept).text).size, published);
    const there = await readFile(join(service.folder, 'evidence', folder, 'database.unsigned-checkpoint'), 'utf8');
    assert.equal(parseCheckpoint(there).size, published - 1);
  });

  test('without its second place, and does again once it is told what was published last', async () => {
    await using service = await opened({
      COUNTERFOIL_SECOND_PLACE: await mkdtemp(join(tmpdir(), 'counterfoil-place-')),
    });
    const note = await (await fetch(`${service.address}/checkpoint`)).text();
    await service.close();
    await rm(service.config.secondPlace, { recursive: true });
    await assert.rejects(again(service), /second place.*is empty.*npm run second-place/s);
    const older = new FilePlace(service.config.secondPlace);
    const env = {
      ...{ DATABASE_URL: service.databaseUrl, COUNTERFOIL_DATA: service.folder, COUNTERFOIL_DEMO: 'off' },
      ...{ COUNTERFOIL_ORIGIN: service.config.origin, COUNTERFOIL_SECOND_PLACE: service.config.secondPlace },
    };
    const file = join(service.folder, 'published');
    await cp(join(service.folder, 'opening-token'), file);
    const set = (from: string) => runProgram('second-place/main.ts', ['--set-from', from], { env });
    assert.equal((await set(file)).exitCode, 2);
    await writeFile(file, note);
    const done = await set(file);
    assert.deepEqual([done.exitCode, done.stderr], [0, '']);
    assert.equal(older.read()?.text, note);
    assert.match((await set(file)).stdout, /there already/);
    const shown = await runProgram('second-place/main.ts', [], { env });
    assert.ok(shown.stdout.endsWith(note));
    await (await again(service)).close();
    older.close();
    await rm(service.config.secondPlace, { recursive: true });
  });

  test('with the second place of another ledger', async () => {
    await using one = await startTestService({ env: { COUNTERFOIL_ORIGIN: 'ledger.example.org/one' } });
    await assert.rejects(
      startTestService({ env: { COUNTERFOIL_SECOND_PLACE: one.config.secondPlace } }),
      /belongs to the ledger "ledger.example.org\/one"/,
    );
    await assert.rejects(
      startTestService({
        env: { COUNTERFOIL_SECOND_PLACE: one.config.secondPlace, COUNTERFOIL_ORIGIN: 'ledger.example.org/one' },
      }),
      /signed by none of the log keys/,
    );
  });

  test('with a key of this ledger on an empty database', async () => {
    await using service = await opened();
    await service.close();
    await assert.rejects(
      again(service, { databaseUrl: await createDatabase() }),
      /holds 0 entries, but a checkpoint over/,
    );
  });

  test('on a database that was restored in part', async () => {
    await using service = await opened();
    await service.close();
    await asOwner(
      service.databaseUrl,
      'alter table entries disable trigger all',
      'delete from entries where index = 2',
    );
    await assert.rejects(again(service), /does not hold them.*all.*restored in part/s);
  });

  test('while the clock is a day behind', async () => {
    let now = Date.now();
    await using service = await startTestService({ now: () => now });
    const city = await openTestCity(service);
    now -= 86_400_000;
    assert.deepEqual([(await city.input('Late.')).body.code], ['clock-behind']);
    await service.close();
    await assert.rejects(
      startService({ ...service.config, databaseUrl: service.databaseUrl }, silent, () => now),
      /clock of this machine is 2[34] hours behind/,
    );
    const config = { ...service.config, databaseUrl: service.databaseUrl, clockBehindMs: 48 * 3_600_000 };
    await (await startService(config, silent, () => now)).close();
  });
});

describe('A running service stops writing, goes on showing, and says why', () => {
  const requireStopped = async (service: Service, folder: string, reason: string): Promise<void> => {
    const size = await sizeAt(service.address);
    const said = await speakAt(service, 'Is anybody there?');
    assert.deepEqual([said.status, said.code], [503, 'service-stopped']);
    assert.equal((await fetch(`${service.address}/health/ready`)).status, 503);
    assert.equal((await fetch(`${service.address}/`)).status, 200);
    assert.equal(await sizeAt(service.address), size, 'nothing more is signed');
    assert.ok(
      (await evidenceOf(folder)).some((name) => name.startsWith(reason)),
      `${reason} is on file`,
    );
  };

  test('when it fails over to a replica that is behind, whether or not somebody has written there since', async () => {
    for (const isWritten of [false, true]) {
      await using first = await opened();
      await first.close();
      const replica = await copyDatabase(first.databaseUrl);
      await using wire = await startFaultyPostgres(first.databaseUrl);
      const service = await again(first, { databaseUrl: wire.url });
      try {
        assert.equal((await speakAt(service, 'Not on the replica.')).status, 201);
        if (isWritten) {
          // As if it had been promoted long ago, with a second place of its own.
          const other = await promote(first, replica);
          for (let i = 0; i < 3; i++) assert.equal((await speakAt(other, `Elsewhere ${i}.`)).status, 201);
          await other.close();
        }
        wire.leadTo(replica);
        await service.recorder.publisher.caughtUp();
        await service.recorder.publisher.caughtUp();
        await requireStopped(service, first.folder, isWritten ? 'another-history' : 'database-behind');
      } finally {
        await service.close();
      }
    }
  });

  /** Starts a service on a replica, with the same keys and a second place that knows nothing of what came after it. */
  async function promote(first: TestService, replica: string): Promise<Service> {
    const folder = await mkdtemp(join(first.folder, 'promoted-'));
    for (const name of ['keys', 'opening-token'])
      await cp(join(first.folder, name), join(folder, name), { recursive: true });
    // The newest covers what the replica lacks; the one before it does not.
    const [before] = await checkpointsIn(first.folder);
    await writeFile(join(folder, 'checkpoint.0'), before ?? '');
    return startService({ ...first.config, dataFolder: folder, secondPlace: folder, databaseUrl: replica }, silent);
  }

  test('when the database was copied and both are started: whoever publishes second', async () => {
    await using first = await opened();
    await first.close();
    const copy = await copyDatabase(first.databaseUrl);
    const [one, two] = [await again(first), await again(first, { databaseUrl: copy })];
    try {
      assert.equal((await speakAt(one, 'One.')).status, 201);
      const other = await speakAt(two, 'Two.');
      assert.deepEqual([other.status, other.code], [503, 'service-stopped']);
      await requireStopped(two, first.folder, 'another-history');
      assert.equal((await speakAt(one, 'One goes on.')).status, 201);
    } finally {
      await one.close();
      await two.close();
    }
  });

  test('when an older checkpoint is put back into the second place', async () => {
    await using service = await opened();
    const { secondPlace } = service.config;
    const [old = ''] = await checkpointsIn(secondPlace);
    await service.city.input('One.');
    for (const name of ['checkpoint.0', 'checkpoint.1']) await writeFile(join(secondPlace, name), old);
    const said = await speakAt(service, 'Two.');
    assert.deepEqual([said.status, said.code], [503, 'service-stopped']);
    await requireStopped(service, service.folder, 'second-place-went-back');
    for (let probe = 0; probe < 3; probe++) await fetch(`${service.address}/health/ready`);
    const told = service.logged.filter((line) => /The service stops writing|service-stopped/.test(line));
    assert.equal(told.length, 1, 'once, however often it is asked');
  });
});

describe('Two recorders on one database', () => {
  test('write at once, and nobody who reads at one and then at the other sees the record go backwards', async () => {
    await using one = await opened();
    const two = await again(one);
    try {
      let largest = 0;
      for (let round = 0; round < 10; round++) {
        const answers = await Promise.all(
          [one, two, one, two].map((service, i) => speakAt(service, `Round ${round}, ${i}.`)),
        );
        assert.deepEqual(
          answers.map(({ status }) => status),
          [201, 201, 201, 201],
        );
        for (const [i, { index = -1 }] of answers.entries()) {
          const other = i % 2 === 0 ? two : one;
          assert.equal(
            (await fetch(`${other.address}/api/v1/entries/${index}/proof`)).status,
            200,
            'proved by the other',
          );
        }
        for (const { address } of [one, two]) {
          const size = await sizeAt(address);
          assert.ok(size >= largest && size > Math.max(...answers.map(({ index = 0 }) => index)));
          largest = size;
        }
      }
    } finally {
      await two.close();
    }
  });

  test('do not work with different secrets', async () => {
    await using one = await opened();
    const folder = await mkdtemp(join(tmpdir(), 'counterfoil-other-'));
    await cp(join(one.folder, 'keys'), join(folder, 'keys'), { recursive: true });
    await cp(join(one.folder, 'opening-token'), join(folder, 'opening-token'));
    await rm(join(folder, 'keys', 'content.key'));
    await assert.rejects(again(one, { dataFolder: folder }), /works with another keys\/content.key/);
    await cp(join(one.folder, 'keys', 'content.key'), join(folder, 'keys', 'content.key'));
    await (await again(one, { dataFolder: folder })).close();
    await rm(folder, { recursive: true });
  });

  test('one finishes what the other left when it died', async () => {
    await using one = await opened();
    // Records, and never comes to sign.
    const two = await startService({ ...one.config, databaseUrl: one.databaseUrl }, silent, Date.now, {
      sign: (real) => {
        let left = 1;
        return (text, vkey) => (left-- > 0 ? real(text, vkey) : Promise.reject(new Error('Dead.')));
      },
    });
    const before = await sizeAt(one.address);
    assert.notEqual((await speakAt(two, 'Left behind.')).status, 201);
    await two.close();
    await until('what was left behind', () => one.recorder.publisher.size !== before);
    assert.equal(one.recorder.publisher.size, before + 1, 'nobody asked for it');
  });
});
