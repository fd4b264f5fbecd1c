import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import pino from 'pino';
import postgres from 'postgres';
import nodeCrypto from 'node:crypto';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { runProgram } from '../client/testing/run-program.ts';
import { FilePlace } from '../second-place/file-place.ts';
import { connect } from '../database/connect.ts';
import { WordIndex } from '../search/word-index.ts';
import { startService } from '../service.ts';
import { openTestCity, type TestCity } from '../testing/city.ts';
import { startTestService, type TestService } from '../testing/service.ts';
import { checkState, rebuildState, type Checked } from './rebuild.ts';
import { CannotReplay } from './replay.ts';

const program = 'rebuild/main.ts';

describe('The derived state', () => {
  let service: TestService & AsyncDisposable;
  let city: TestCity;
  before(async () => {
    service = await startTestService();
    city = await openTestCity(service);
    await tellStory(city);
  });
  after(() => service[Symbol.asyncDispose]());

  const run = async (...options: string[]): Promise<{ code: number | null; output: string }> => {
    const env = { DATABASE_URL: service.databaseUrl, COUNTERFOIL_DATA: service.folder, COUNTERFOIL_DEMO: 'on' };
    const { exitCode, stdout, stderr } = await runProgram(program, options, { env });
    return { code: exitCode, output: stdout + stderr };
  };
  const work = async (how: typeof checkState): Promise<Checked> => {
    const place = new FilePlace(service.folder);
    const newest = place.read()?.checkpoint;
    place.close();
    assert.ok(newest);
    const platform = nodePlatform(nodeCrypto);
    return how({ url: service.databaseUrl, newest, platform, onProgress: () => undefined });
  };
  const dump = (): Promise<string> =>
    asOwner(service.databaseUrl, async (owner) => {
      const rows = await owner`select kind, id, value::text from state order by kind collate "C", id collate "C"`;
      return JSON.stringify(rows);
    });
  const change = (statement: string): Promise<void> =>
    asOwner(service.databaseUrl, async (owner) => void (await owner.unsafe(statement)));

  test('is compared while the service runs, and nothing differs', async () => {
    const { code, output } = await run('--check');
    assert.equal(code, 0, output);
    assert.match(output, /^Nothing differs: 2\d\d entries, [\d,]+ values\.$/m);
  });

  test('is not written while a service is connected', async () => {
    const [stood, { code, output }] = [await dump(), await run()];
    assert.equal(code, 1);
    assert.match(output, /Nothing was changed. A service is connected to this database. Stop it/);
    assert.equal(await dump(), stood);
  });

  describe('when the service is stopped', () => {
    let whole = '';
    before(async () => {
      await service.close();
      whole = await dump();
      assert.ok(whole.length > 10_000, 'there is something to compare');
    });

    const ALL = -1;
    const damages: readonly (readonly [string, string, number])[] = [
      ['deleted', 'delete from state', ALL],
      [
        'changed in one value',
        `update state set value = jsonb_set(value, '{inputs}', '7')
          where kind = 'case' and id = (select min(id::bigint)::text from state where kind = 'case')`,
        1,
      ],
      [
        'given a value that follows from nothing',
        `insert into state values ('key', 'ed25519:none', '{"role": "registrar"}')`,
        1,
      ],
      ['left as it is', 'select 1', 0],
    ];
    for (const [name, statement, wrong] of damages) {
      test(`and ${name}, is the same again, byte for byte`, async () => {
        await change(statement);
        const { values, differences, first } = await work(rebuildState);
        assert.equal(differences, wrong === ALL ? values : wrong);
        assert.equal(first === undefined, differences === 0);
        assert.equal(await dump(), whole);
      });
    }

    test('what words are found by is put aside, and read again from the first entry on', async () => {
      const readAll = async (): Promise<readonly object[]> => {
        const pool = connect(service.databaseUrl);
        const { size } = await pool.db.selectFrom('head').select('size').executeTakeFirstOrThrow();
        const index = new WordIndex(pool.db, () => size);
        for (let isMore = true; isMore;) ({ isMore } = await index.readOn());
        const rows = await pool.db.selectFrom('search_texts').selectAll().orderBy('digest').orderBy('place').execute();
        await pool.close();
        return rows;
      };
      const read = await readAll();
      assert.ok(read.length > 10, 'there are words to be found');
      await change(`update search_texts set words = 'wrong'`);
      assert.notDeepEqual(await readAll(), read);
      await work(rebuildState);
      assert.deepEqual(await readAll(), read);
    });

    test('the first value that differs is named, and --check changes nothing', async () => {
      await change(`update state set value = jsonb_set(value, '{person}', '"nobody"') where kind = 'mandate'`);
      const damaged = await dump();
      const { code, output } = await run('--check');
      assert.equal(code, 1);
      assert.match(output, /^1 value differs from what the entries say/m);
      assert.match(output, new RegExp(`^First of them: mandate "${city.mandate}"$`, 'm'));
      assert.match(output, /in the database {2}\{.*"nobody"/);
      assert.match(output, new RegExp(`by the entries {3}\\{.*"${city.official.person}"`));
      assert.equal(await dump(), damaged);
      const rebuilt = await run();
      assert.equal(rebuilt.code, 0, rebuilt.output);
      assert.match(rebuilt.output, /^Rebuilt. Before, 1 value differs from what the entries say: [\d,]+ entries/m);
      assert.equal(await dump(), whole);
    });

    const lies: readonly (readonly [string, string, RegExp])[] = [
      [
        'an entry was changed',
        `update entries set bytes = convert_to(replace(convert_from(bytes, 'UTF8'), '"v":1', '"v":2'), 'UTF8') where index = 7`,
        /Entry 7 cannot be read/,
      ],
      [
        'the time of an entry was changed',
        `update entries set bytes = convert_to(regexp_replace(convert_from(bytes, 'UTF8'), '"time":"2', '"time":"3'), 'UTF8') where index = 7`,
        /Entry 7 does not have the hash/,
      ],
      [
        'an entry and its hash were changed',
        `update entries set bytes = x.b, leaf = sha256('\\x00'::bytea || x.b) from (select convert_to(regexp_replace(convert_from(bytes, 'UTF8'), '"time":"2', '"time":"3'), 'UTF8') as b from entries where index = 7) x where index = 7`,
        /Entry 8 is refused by the rules \(chain-broken\)/,
      ],
      ['the case of an entry was changed', `update entries set case_id = 3 where index = 1`, /kept beside entry 1/],
      [
        'entries are missing at the end',
        `delete from entries where index = (select max(index) from entries)`,
        /not all are there/,
      ],
      [
        'a hash of the tree was changed',
        `update nodes set hash = sha256(hash)`,
        /The hashes kept for the tree are not those of the entries/,
      ],
      [
        'the head was changed',
        `update head set leaf = sha256(leaf)`,
        /The head of the ledger is not that of its last entry/,
      ],
      ['the database is an old copy', `update head set size = size - 1`, /It looks like an old copy/],
    ];
    for (const [name, statement, said] of lies) {
      test(`is left alone where ${name}, with the reason in a sentence`, async () => {
        await change(`create table kept_entries as table entries; create table kept_nodes as table nodes; create table kept_head as table head;
          alter table entries disable trigger all; ${statement}`);
        const stood = await dump();
        const refusals = [];
        for (const how of [checkState, rebuildState]) refusals.push(await work(how).catch((error: unknown) => error));
        await change(`delete from entries; insert into entries table kept_entries; delete from nodes; insert into nodes table kept_nodes;
          delete from head; insert into head table kept_head; alter table entries enable trigger all; drop table kept_entries, kept_nodes, kept_head`);
        for (const refused of refusals) {
          assert.ok(refused instanceof CannotReplay, String(refused));
          assert.match(refused.message, said);
        }
        assert.equal(await dump(), stood);
      });
    }

    test('and made anew, the service goes on recording', async () => {
      await change('delete from state');
      await work(rebuildState);
      const next = await startService(
        { ...service.config, databaseUrl: service.databaseUrl },
        pino({ level: 'silent' }),
      );
      try {
        const response = await fetch(`${next.address}/api/v1/inputs`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ text: 'After.', lang: 'en', author: 'person', process: 'request' }),
        });
        assert.equal(response.status, 201);
        const { rows } = await sql<{ size: number }>`select size from head`.execute(next.db);
        assert.equal(((await response.json()) as { index: number }).index, (rows[0]?.size ?? 0) - 1);
      } finally {
        await next.close();
      }
      assert.equal((await work(checkState)).differences, 0);
    });
  });

  test('is not looked for where there is no ledger', async () => {
    const env = { COUNTERFOIL_DATA: `${service.folder}/nowhere`, COUNTERFOIL_DEMO: 'on' };
    const { exitCode, stderr } = await runProgram(program, ['--check'], { env });
    assert.equal(exitCode, 2);
    assert.match(stderr, /There is no ledger in the folder/);
  });
});

/** Enough entries for a node above the leaves, and some of what follows from what officials do. */
async function tellStory(city: TestCity): Promise<void> {
  const inputs = await Promise.all(Array.from({ length: 260 }, (_, i) => city.input(`Input ${i}.`)));
  const [first, second] = inputs.map(({ body }) => body.index);
  const [one, two] = [city.text('We shall see to it.'), city.text('We have seen to it.')];
  const by = [city.mandate];
  const said = [
    await city.say({ kind: 'acknowledgement', by, case: first ?? 0 }, [city.official]),
    await city.say({ kind: 'response', by, case: first ?? 0, text: one.ref }, [city.official], [one.content]),
    await city.input('It got worse.', {
      case: first,
      source: { name: 'register', id: '1' },
      author: 'data-set',
      at: '2020-01-01T00:00:00.000Z',
    }),
    await city.say(
      { kind: 'dispositions', by, case: second ?? 0, items: [{ code: 'yes', inputs: [second ?? 0], reason: two.ref }] },
      [city.official],
      [two.content],
    ),
  ];
  assert.deepEqual(
    said.map(({ status }) => status),
    [201, 201, 201, 201],
  );
}

async function asOwner<Result>(url: string, work: (owner: postgres.Sql) => Promise<Result>): Promise<Result> {
  const owner = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}
