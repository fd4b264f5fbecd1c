import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ED25519_COSIGNATURE } from '@counterfoil/ledger/cosignature';
import { formatTypedKey } from '@counterfoil/ledger/note';
import postgres from 'postgres';
import { runProgram } from '../client/testing/run-program.ts';
import { writeMlDsaKey } from '../recorder/ml-dsa-keys.ts';
import { openTestCity } from '../testing/city.ts';
import { startTestService, type TestService } from '../testing/service.ts';
import { diagnose } from './diagnose.ts';
import type { Diagnosis, Finding } from './finding.ts';
import { until } from '../testing/until.ts';

interface Patient {
  readonly env: Readonly<Record<string, string>>;
  /** @param address of the running service: that of the test, or empty where it is not looked at */
  readonly visit: (more?: Readonly<Record<string, string>>, address?: string) => Promise<Diagnosis>;
  readonly asOwner: (statement: string) => Promise<void>;
}

function patientOf(service: TestService): Patient {
  const env = {
    DATABASE_URL: service.databaseUrl,
    COUNTERFOIL_DATA: service.folder,
    COUNTERFOIL_ORIGIN: service.config.origin,
    COUNTERFOIL_DEMO: 'off',
  };
  return {
    env,
    visit: (more = {}, address = service.address) =>
      diagnose({
        env: { ...env, ...more },
        address: address === '' ? undefined : new URL(`${address}/`),
        nowMs: Date.now(),
      }),
    async asOwner(statement) {
      const owner = postgres(service.databaseUrl, { max: 1, onnotice: () => undefined });
      await owner.unsafe(statement);
      await owner.end();
    },
  };
}

const all = ({ parts }: Diagnosis): readonly Finding[] => parts.flatMap(({ findings }) => findings);
const wrongs = (diagnosis: Diagnosis): string =>
  all(diagnosis)
    .filter(({ verdict }) => verdict === 'wrong')
    .map(({ says }) => says)
    .join('\n');

describe('The doctor', () => {
  let service: TestService & AsyncDisposable;
  let { env, visit, asOwner } = {} as Patient;
  before(async () => {
    service = await startTestService({ env: { COUNTERFOIL_SELF_CHECK_PER_SECOND: '100000' } });
    await openTestCity(service);
    ({ env, visit, asOwner } = patientOf(service));
  });
  after(() => service[Symbol.asyncDispose]());

  test('finds nothing wrong with a sound installation, and looks at every part of it', async () => {
    service.selfCheck.again();
    await until('a look through everything', () => service.selfCheck.info.checked !== null);
    const diagnosis = await visit();
    assert.equal(wrongs(diagnosis), '');
    assert.deepEqual(
      diagnosis.parts.map(({ title }) => title.split(' ')[0]),
      ['Configuration', 'Data', 'Database', 'Ledger', 'Running'],
    );
    const says = all(diagnosis)
      .map(({ says: one }) => one)
      .join('\n');
    for (const sentence of [
      /keys are there and whole/,
      /is on the disk/,
      /can be added and not changed/,
      /log key in force is in/,
      /goes on from the newest/,
      /answers, and can record/,
      /self-check found nothing up to/,
    ])
      assert.match(says, sentence);
    for (const { verdict, todo } of all(diagnosis)) assert.equal(todo === undefined, verdict === 'ok');
  });

  test('says what it could not look at, and never that it is in order', async () => {
    const alone = await visit({}, '');
    assert.match(
      all(alone)
        .map(({ says }) => says)
        .join('\n'),
      /running service was not looked at/,
    );
    const away = await visit({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    assert.match(wrongs(away), /database cannot be looked at/);
    assert.match(wrongs(await visit({}, 'http://127.0.0.1:1')), /Nobody answers/);
    assert.match(wrongs(await visit({ COUNTERFOIL_DATA: join(service.folder, 'elsewhere') })), /is not there/);
  });

  test('says how far the record is published elsewhere, and when keys lie where it is', async () => {
    const says = async (publish: string): Promise<string> =>
      all(await visit({ COUNTERFOIL_PUBLISH: publish }, ''))
        .map(({ verdict, says: one }) => `${verdict} ${one}`)
        .join('\n');
    assert.match(
      all(await visit({}, ''))
        .map(({ says: one }) => one)
        .join('\n'),
      /published by the service alone/,
    );
    const place = join(service.folder, 'published');
    assert.match(await says(place), /look Nothing is published in .*published yet\./);
    await mkdir(place);
    const note = await (await fetch(`${service.address}/checkpoint`)).text();
    await writeFile(join(place, 'checkpoint'), note);
    const { size } = await service.db.selectFrom('head').select('size').executeTakeFirstOrThrow();
    assert.match(await says(place), new RegExp(`ok All ${size} entries are published in`));
    await writeFile(join(place, 'checkpoint'), note.replace(`\n${size}\n`, `\n${size + 1}\n`));
    assert.match(await says(place), /wrong The checkpoint in .* is signed by none of our log keys/);
    for (const within of [service.folder, join(service.folder, '..')])
      assert.match(await says(within), /wrong The data folder, with its keys, lies in the folder that is published/);
    assert.match(await says('s3://records/city'), /wrong .*AWS_ACCESS_KEY_ID/);
    await rm(place, { recursive: true });
  });

  test('finds what contradicts itself in the configuration', async () => {
    assert.match(
      wrongs(await visit({ COUNTERFOIL_SELFCHECK: '1' }, '')),
      /COUNTERFOIL_SELFCHECK is set, and nothing reads it/,
    );
    assert.match(
      wrongs(await visit({ COUNTERFOIL_ORIGIN: 'ledger.example.org/other' })),
      /is named ledger\.example\.org\/test, not[^]*The ledger there is/,
    );
    const unusable = await visit({ PORT: 'many' });
    assert.equal(unusable.parts.length, 1);
    assert.match(wrongs(unusable), /cannot be used[^]*PORT/);
    assert.match(
      all(await visit({ COUNTERFOIL_LIMITS: 'off', HOST: '0.0.0.0' }, ''))
        .map(({ says }) => says)
        .join('\n'),
      /speaks no TLS[^]*LIMITS is off/,
    );
  });

  test('asks for witnesses, and for those of the policy', async () => {
    const says = (diagnosis: Diagnosis): string =>
      all(diagnosis)
        .map(({ says: one }) => one)
        .join('\n');
    assert.match(says(await visit()), /Nobody independent signs along/);
    const file = join(service.folder, 'policy');
    const more = { COUNTERFOIL_WITNESS_POLICY: file };
    assert.match(wrongs(await visit(more)), /policy .* cannot be used/);
    await writeFile(file, 'witness\n');
    assert.match(wrongs(await visit(more, '')), /policy .* cannot be used/);
    const { publicKey } = generateKeyPairSync('ed25519');
    const bytes = Uint8Array.fromBase64(publicKey.export({ format: 'jwk' }).x ?? '', { alphabet: 'base64url' });
    const key = formatTypedKey({ name: 'witness.example.org', algorithm: ED25519_COSIGNATURE, publicKey: bytes });
    await writeFile(file, `witness archive ${key} https://witness.example.org\nquorum archive\n`);
    assert.match(says(await visit(more, '')), /names 1 witnesses/);
    assert.match(wrongs(await visit(more)), /Too few witnesses have cosigned .* missing: archive/);
  });

  test('tells an address without a certificate, and one that is somewhere else, from a service that is away', async () => {
    assert.match(wrongs(await visit({}, service.address.replace('http:', 'https:'))), /cannot show a certificate/);
    assert.match(wrongs(await visit({}, `${service.address}/nowhere`)), /is not the service .* answers 404/);
    assert.match(wrongs(await visit({}, 'http://127.0.0.1:1')), /Nobody answers at/);
  });

  test('shows what a service kept as evidence', async () => {
    const folder = join(service.folder, 'evidence', 'database-behind-3');
    await mkdir(folder, { recursive: true });
    assert.match(
      all(await visit({}, ''))
        .map(({ says }) => says)
        .join('\n'),
      /stopped itself before.*database-behind-3/,
    );
    await rm(join(service.folder, 'evidence'), { recursive: true });
  });

  test('as a command: readable, for programs, and with exit codes', async () => {
    const sound = await runProgram('doctor/main.ts', ['--address', service.address], { env });
    assert.equal(sound.exitCode, 0, sound.stdout + sound.stderr);
    assert.match(sound.stdout, /^Configuration\n {2}ok {5}The ledger is named/);
    assert.match(sound.stdout, /Nothing is wrong, \d+ to look at, \d+ in order\.\n$/);
    const file = join(service.folder, 'service.env');
    await writeFile(
      file,
      `${Object.entries({ ...env, COUNTERFOIL_SELFCHECK: '1' })
        .map(([name, value]) => `${name}=${value}`)
        .join('\n')}\n`,
    );
    const ill = await runProgram('doctor/main.ts', ['--env', file, '--json'], {});
    assert.equal(ill.exitCode, 1, ill.stderr);
    const { verdict, counts } = JSON.parse(ill.stdout) as Diagnosis;
    assert.deepEqual([verdict, counts.wrong], ['wrong', 1]);
    assert.equal((await runProgram('doctor/main.ts', ['--address', 'somewhere'], { env })).exitCode, 2);
  });

  test('finds a service that has stopped, and what it found damaged', async () => {
    await asOwner(
      `set session_replication_role = replica; update entries set bytes = set_byte(bytes, 9, get_byte(bytes, 9) # 1) where index = 2`,
    );
    service.selfCheck.again();
    await until('the stop', () => service.recorder.publisher.stopped !== undefined);
    assert.match(wrongs(await visit()), /cannot record[^]*Entry 2: Its bytes are not those/);
  });
});

describe('The doctor, while no service runs', () => {
  let service: TestService & AsyncDisposable;
  let { visit, asOwner } = {} as Patient;
  before(async () => {
    service = await startTestService();
    await openTestCity(service);
    // It would stop for good where it comes across some of this.
    await service.close();
    ({ visit, asOwner } = patientOf(service));
  });
  after(() => service[Symbol.asyncDispose]());

  let kept: readonly string[] = [];
  /** What the second place holds, changed; put back without a word. */
  const changePlaces = async (change?: (note: string) => string): Promise<void> => {
    const files = [0, 1].map((turn) => join(service.folder, `checkpoint.${turn}`));
    if (change !== undefined) kept = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    await Promise.all(files.map((file, turn) => writeFile(file, (change ?? String)(kept[turn] ?? ''))));
  };

  const faults: readonly (readonly [string, () => Promise<unknown>, () => Promise<unknown>, RegExp])[] = [
    [
      'a key that others may read',
      () => chmod(join(service.folder, 'keys/log.pem'), 0o644),
      () => chmod(join(service.folder, 'keys/log.pem'), 0o600),
      /may read .*log\.pem/,
    ],
    [
      'a missing log key',
      () => rename(join(service.folder, 'keys/log.pem'), join(service.folder, 'log.pem')),
      () => rename(join(service.folder, 'log.pem'), join(service.folder, 'keys/log.pem')),
      /log\.pem is missing[^]*log key in force is not in/,
    ],
    [
      'a broken key of the texts',
      () =>
        rename(join(service.folder, 'keys/content.key'), join(service.folder, 'content.key')).then(() =>
          writeFile(join(service.folder, 'keys/content.key'), 'short\n', { mode: 0o600 }),
        ),
      () => rename(join(service.folder, 'content.key'), join(service.folder, 'keys/content.key')),
      /content\.key cannot be read as a key/,
    ],
    [
      'commits that are not durable',
      () =>
        asOwner(
          'do $$ begin execute format($s$alter database %I set synchronous_commit = off$s$, current_database()); end $$',
        ),
      () =>
        asOwner(
          'do $$ begin execute format($s$alter database %I reset synchronous_commit$s$, current_database()); end $$',
        ),
      /can be lost when the power fails: synchronous_commit/,
    ],
    [
      'a server that logs what is written',
      () =>
        asOwner(
          `do $$ begin execute format($s$alter database %I set log_statement = 'all'$s$, current_database()); end $$`,
        ),
      () =>
        asOwner('do $$ begin execute format($s$alter database %I reset log_statement$s$, current_database()); end $$'),
      /holds what is written/,
    ],
    [
      'a guard that is off',
      () => asOwner('alter table entries disable trigger all'),
      () => asOwner('alter table entries enable trigger all'),
      /Entries could be changed/,
    ],
    [
      'an old copy of the database',
      () => asOwner('create table kept_head as table head; update head set size = size - 1'),
      () => asOwner('update head set size = (select size from kept_head); drop table kept_head'),
      /holds \d+ entries; a checkpoint over \d+ was published/,
    ],
    [
      'another history',
      () =>
        asOwner(
          `set session_replication_role = replica; update entries set leaf = set_byte(leaf, 0, get_byte(leaf, 0) # 1) where index = 1`,
        ),
      () =>
        asOwner(
          `set session_replication_role = replica; update entries set leaf = set_byte(leaf, 0, get_byte(leaf, 0) # 1) where index = 1`,
        ),
      /another history than the checkpoint/,
    ],
    [
      'a database that takes no changes',
      () =>
        asOwner(
          'do $$ begin execute format($s$alter database %I set default_transaction_read_only = on$s$, current_database()); end $$',
        ),
      () =>
        asOwner(
          'begin read write; do $$ begin execute format($s$alter database %I reset default_transaction_read_only$s$, current_database()); end $$; commit',
        ),
      /takes no changes \(default_transaction_read_only/,
    ],
    [
      'a second place signed by none of the keys',
      () => changePlaces((note) => note.replace(/ [A-Za-z0-9+/]{8}(?=\S+\n$)/, ' AAAAAAAA')),
      () => changePlaces(),
      /signed by none of the log keys of the data folder/,
    ],
    [
      'a newer version',
      () => asOwner(`insert into kysely_migration (name, timestamp) values ('9999-later', 'now')`),
      () => asOwner(`delete from kysely_migration where name = '9999-later'`),
      /A newer version .*9999-later/,
    ],
  ];
  for (const [what, damage, mend, sentence] of faults) {
    test(`finds ${what}`, async () => {
      await damage();
      try {
        assert.match(wrongs(await visit({}, '')), sentence);
      } finally {
        await mend();
      }
      assert.equal(wrongs(await visit({}, '')), '');
    });
  }

  test('takes no offence at a log key that was replaced and put away, a post-quantum key, and what officials set', async () => {
    const keys = join(service.folder, 'keys');
    await rename(join(keys, 'log.pem'), join(keys, 'log-2.pem'));
    await writeMlDsaKey(join(keys, 'log-ml-dsa-44.pem'));
    const officials = { COUNTERFOIL_LEDGER: 'https://ledger.example.org', COUNTERFOIL_KEY: 'anna.pem' };
    assert.equal(wrongs(await visit(officials, '')), '');
    await rename(join(keys, 'log-2.pem'), join(keys, 'log.pem'));
    await rm(join(keys, 'log-ml-dsa-44.pem'));
  });

  test('says that the folder of the second place is gone', async () => {
    const away = await visit({ COUNTERFOIL_SECOND_PLACE: join(service.folder, 'nowhere') }, '');
    assert.match(wrongs(away), /folder of the second place, .*nowhere, is not there/);
  });
});
