import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import {
  formatSelfCheck,
  MAX_SELF_CHECK_BYTES,
  parseSelfCheck,
  stopsSigning,
  type SelfCheckInfo,
} from '@counterfoil/ledger/self-check';
import pino from 'pino';
import postgres from 'postgres';
import { openLetters, type Letter, type Letters } from '../content/testing/letters.ts';
import { openVault } from '../content/vault.ts';
import { jpeg, pdf } from '../files/testing/pictures.ts';
import type { Published } from './published.ts';
import { SelfCheck } from './self-check.ts';
import { until } from '../testing/until.ts';

const FAST = 1_000_000;
const NEVER_MS = 3_600_000;
/** What the database does not derive by itself. */
const WRITTEN = 'select kind, id, value from state';
const TABLES = ['entries', 'nodes', 'contents', 'sealed_contents', 'state', 'files', 'file_keys', 'file_chunks'];

/** As its owner, who can do what the service cannot. */
async function asOwner(town: Letters, statement: string): Promise<void> {
  const owner = postgres(town.service.databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    await owner.unsafe(`set session_replication_role = replica; ${statement}`);
  } finally {
    await owner.end();
  }
}

async function attach(town: Letters, bytes: Uint8Array, process: string): Promise<{ entry: number; digest: string }> {
  const sent = await fetch(`${town.service.address}/api/v1/files`, { method: 'POST', body: Buffer.from(bytes) });
  const { digest, token } = (await sent.json()) as { digest: string; token: string };
  const { status, body } = await town.city.input('See the picture.', { process, files: [token] });
  assert.equal(status, 201, body.code);
  return { entry: body.index, digest };
}

interface Watched extends AsyncDisposable {
  readonly check: SelfCheck;
  readonly stops: readonly Error[];
  readonly logged: readonly string[];
}

async function watch(
  town: Letters,
  options: { perSecond?: number; restMs?: number; published?: Published } = {},
): Promise<Watched> {
  const { service } = town;
  const [stops, logged]: [Error[], string[]] = [[], []];
  const check = await SelfCheck.start({
    url: service.databaseUrl,
    perSecond: options.perSecond ?? FAST,
    restMs: options.restMs ?? NEVER_MS,
    checkpoint: () => service.recorder.publisher.note,
    onRecordDamaged: (error) => void stops.push(error),
    platform: nodePlatform(crypto),
    vault: await openVault(service.folder, () => Promise.resolve(true)),
    files: service.files,
    published: () => options.published,
    now: Date.now,
    log: pino({ base: null }, { write: (line: string) => void logged.push(line) }),
  });
  return { check, stops, logged, [Symbol.asyncDispose]: () => check.close() };
}

async function infoWhen(check: SelfCheck, holds: (info: SelfCheckInfo) => boolean): Promise<SelfCheckInfo> {
  await until('what the self-check is to find', () => holds(check.info));
  return check.info;
}

/** One whole pass from the first entry on. */
async function pass(town: Letters): Promise<{ info: SelfCheckInfo; stops: readonly Error[]; logged: string }> {
  await asOwner(town, `update self_check set pass = 1, position = 0, size = null, time = null, damages = '[]'`);
  await using watched = await watch(town);
  const info = await infoWhen(
    watched.check,
    ({ checked, damaged }) => checked !== null || damaged.some(({ what }) => what === 'missing'),
  );
  return { info, stops: watched.stops, logged: watched.logged.join('') };
}

describe('The self-check', () => {
  let town: Letters;
  let letters: { open: Letter; waiting: Letter; withheld: Letter; erased: Letter };
  let picture: { entry: number; digest: string };
  before(async () => {
    town = await openLetters();
    const [open, withheld, erased] = [
      await town.write('The bridge creaks at night.', 'wishes'),
      await town.write('My neighbour parks there.', 'wishes'),
      await town.write('A name that has to go.', 'wishes'),
    ];
    const waiting = await town.write('Read me before others do.');
    await town.withhold(withheld);
    await town.redact(erased);
    letters = { open, waiting, withheld, erased };
    picture = await attach(town, jpeg(), 'wishes');
    // One that waits.
    await attach(town, pdf(), 'letters');
    // Beyond the first hash tile: a hash of the tree is kept, and entries stand on both sides of it.
    while (town.service.recorder.publisher.size < 300)
      await Promise.all(Array.from({ length: 20 }, (_, i) => town.city.input(`Bench number ${i}, please.`)));
    await asOwner(
      town,
      TABLES.map((table) => `create table kept_${table} as ${table === 'state' ? WRITTEN : `table ${table}`}`).join(
        ';',
      ),
    );
  });
  after(() => town[Symbol.asyncDispose]());

  test('finds nothing in a whole record, texts of every kind included, and says up to where it looked', async () => {
    const { info, stops, logged } = await pass(town);
    assert.deepEqual(info.damaged, [], logged);
    assert.equal(info.checked?.size, town.service.recorder.publisher.size);
    assert.deepEqual(stops, []);
    assert.equal(logged, '');
  });

  /** What is done, what undoes it, and what is found where. */
  const flip = (column: string): string => `${column} = set_byte(${column}, 7, get_byte(${column}, 7) # 1)`;
  const where = ({ digest }: { readonly digest: string }): string => `digest = '\\x${digest}'`;
  const cases: readonly (readonly [string, () => string, () => readonly [number, string][]])[] = [
    ['a bit of an entry', () => `update entries set ${flip('bytes')} where index = 17`, () => [[17, 'entry']]],
    [
      'a bit of the newest entry',
      () => `update entries set ${flip('bytes')} where index = (select size - 1 from head)`,
      () => [[town.service.recorder.publisher.size - 1, 'entry']],
    ],
    ['a bit of a leaf hash', () => `update entries set ${flip('leaf')} where index = 18`, () => [[18, 'leaf']]],
    [
      'a bit of a hash of the tree',
      () => `update nodes set ${flip('hash')} where level = 1 and index = 0`,
      () => [[255, 'tree']],
    ],
    [
      'an entry with the hash beside it',
      () => `update entries set bytes = b, leaf = sha256('\\x00'::bytea || b)
        from (select convert_to(regexp_replace(convert_from(bytes, 'UTF8'), '"time":"20', '"time":"19'), 'UTF8') as b from entries where index = 40) changed
        where index = 40`,
      () => [
        [40, 'link'],
        [41, 'link'],
        [255, 'tree'],
        [-1, 'root'],
      ],
    ],
    ['the case beside an entry', () => `update entries set case_id = 3 where index = 19`, () => [[19, 'beside']]],
    [
      'the digest beside an entry',
      () => `update entries set ${flip('statement')} where index = 19`,
      () => [[19, 'beside']],
    ],
    [
      'a bit of a text',
      () => `update contents set ${flip('bytes')} where ${where(letters.open)}`,
      () => [[letters.open.entry, 'text']],
    ],
    [
      'a bit of a salt',
      () => `update contents set ${flip('salt')} where ${where(letters.open)}`,
      () => [[letters.open.entry, 'text']],
    ],
    [
      'a bit of a text that waits',
      () => `update sealed_contents set ${flip('sealed')} where ${where(letters.waiting)}`,
      () => [[letters.waiting.entry, 'text']],
    ],
    [
      'a bit of the key of a withheld text',
      () => `update sealed_contents set ${flip('key')} where ${where(letters.withheld)}`,
      () => [[letters.withheld.entry, 'text']],
    ],
    [
      'a text that is gone',
      () => `delete from contents where ${where(letters.open)}`,
      () => [[letters.open.entry, 'text-missing']],
    ],
    [
      'an erased text that is back',
      () => `insert into contents (digest, salt, bytes) values ('\\x${letters.erased.digest}', '\\x00', '\\x00')`,
      () => [[letters.erased.entry, 'text-kept']],
    ],
    [
      'what the state says of a text',
      () =>
        `update state set value = jsonb_set(value, '{state}', '"public"') where kind = 'content' and id = '${letters.waiting.digest}'`,
      () => [[letters.waiting.entry, 'text-missing']],
    ],
    [
      'a bit of a file',
      () => `update file_chunks set ${flip('sealed')} where id in (select id from files where ${where(picture)})`,
      () => [[picture.entry, 'text']],
    ],
    [
      'a bit of the key of a file',
      () => `update file_keys set ${flip('key')} where id in (select id from files where ${where(picture)})`,
      () => [[picture.entry, 'text']],
    ],
    ['a file that is gone', () => `delete from files where ${where(picture)}`, () => [[picture.entry, 'text-missing']]],
    [
      'an erased file that is back',
      () =>
        `insert into state (kind, id, value) select 'content', '${picture.digest}', '{"state":"erased","entry":${picture.entry}}'
          on conflict (kind, id) do update set value = excluded.value`,
      () => [[picture.entry, 'text-kept']],
    ],
    ['an entry that is gone', () => `delete from entries where index = 30`, () => [[30, 'missing']]],
  ];
  for (const [what, damage, found] of cases) {
    test(`names ${what}`, async () => {
      try {
        await asOwner(town, damage());
        const { info, stops, logged } = await pass(town);
        const last = town.service.recorder.publisher.size - 1;
        const expected = found().map(([entry, fault]) => [entry < 0 ? last : entry, fault]);
        assert.deepEqual(
          info.damaged.map((one) => [one.entry, one.what]),
          expected,
        );
        const isOfRecord = info.damaged.some((one) => stopsSigning(one.what));
        assert.equal(stops.length, isOfRecord ? 1 : 0);
        if (isOfRecord) assert.match(stops[0]?.message ?? '', new RegExp(`Entry ${expected[0]?.[0]}\\b`));
        else assert.match(logged, /"The self-check found damage beside the record."/);
      } finally {
        const [, table = ''] = /(?:update|delete from|insert into) (\w+)/.exec(damage()) ?? [];
        await asOwner(town, `delete from ${table}; insert into ${table} select * from kept_${table}`);
      }
    });
  }

  test('does not drown in damage: a hundred things are named, and what stops the service among them', async () => {
    await asOwner(town, `delete from contents; update entries set ${flip('bytes')} where index = 299`);
    try {
      const { info, stops, logged } = await pass(town);
      assert.equal(info.damaged.length, 100);
      assert.equal(info.more, true);
      assert.ok(info.damaged.some(({ entry, what }) => entry === 299 && what === 'entry'));
      assert.equal(stops.length, 1);
      assert.ok(logged.split('\n').length < 110);
      assert.match(logged, /more damage than is told/);
      assert.ok(formatSelfCheck(info).length <= MAX_SELF_CHECK_BYTES);
    } finally {
      await asOwner(town, 'insert into contents select * from kept_contents');
      await asOwner(town, `update entries set ${flip('bytes')} where index = 299`);
    }
  });

  test('names a published tile that is not that of the record, and nothing that may still come', async () => {
    const asked: string[] = [];
    const published = (state: 'same' | 'different' | 'missing', size?: number): Published => ({
      size,
      readBack: (path) => Promise.resolve(asked.push(path) > 0 && path === 'tile/entries/000' ? state : 'same'),
    });
    for (const [place, expected] of [
      [published('same', 300), []],
      [published('different'), [[255, 'published']]],
      [published('missing'), []],
      [published('missing', 300), [[255, 'published']]],
      [{ size: 300, readBack: () => Promise.reject(new Error('The bucket is away.')) }, []],
    ] as const) {
      await asOwner(town, `update self_check set pass = 1, position = 0, size = null, time = null, damages = '[]'`);
      await using watched = await watch(town, { published: place });
      const { damaged } = await infoWhen(watched.check, ({ checked }) => checked !== null);
      assert.deepEqual(
        damaged.map(({ entry, what }) => [entry, what]),
        expected,
      );
      assert.deepEqual(watched.stops, []);
    }
    assert.deepEqual([...new Set(asked)].toSorted(), ['tile/0/000', 'tile/entries/000']);
  });

  test('forgets what was mended, once it has come past it again', async () => {
    await asOwner(town, `update self_check set pass = 1, position = 0, size = null, time = null, damages = '[]'`);
    await asOwner(town, `update contents set ${flip('salt')} where ${where(letters.open)}`);
    await using watched = await watch(town, { restMs: 50 });
    await infoWhen(watched.check, ({ damaged }) => damaged.length === 1);
    await asOwner(town, `update contents set ${flip('salt')} where ${where(letters.open)}`);
    await infoWhen(watched.check, ({ damaged }) => damaged.length === 0);
  });

  test('goes on after a restart where it was', async () => {
    await asOwner(town, `update self_check set pass = 7, position = 0, size = null, time = null, damages = '[]'`);
    const first = await watch(town, { perSecond: 400 });
    await infoWhen(first.check, ({ position }) => position >= 64);
    await first.check.close();
    const { position } = first.check.info;
    assert.ok(position < town.service.recorder.publisher.size, 'it was interrupted');
    // What lies before is not looked at again in this pass.
    await asOwner(town, `update entries set ${flip('bytes')} where index = 3`);
    try {
      await using second = await watch(town);
      assert.equal(second.check.info.position, position);
      const { damaged } = await infoWhen(second.check, ({ checked }) => checked !== null);
      assert.deepEqual(damaged, []);
    } finally {
      await asOwner(town, `update entries set ${flip('bytes')} where index = 3`);
    }
  });

  test('one of several processes walks; the others know what it found, and see for themselves', async () => {
    await asOwner(town, `update self_check set pass = 1, position = 0, size = null, time = null, damages = '[]'`);
    await using leading = await watch(town);
    await infoWhen(leading.check, ({ checked }) => checked !== null);
    await asOwner(town, `update entries set ${flip('bytes')} where index = 17`);
    try {
      const damage = { entry: 17, what: 'entry', digest: null, since: new Date().toISOString(), pass: 2 };
      await asOwner(town, `update self_check set damages = '${JSON.stringify([damage])}'`);
      await using following = await watch(town);
      assert.deepEqual(
        following.check.info.damaged.map(({ entry }) => entry),
        [17],
      );
      assert.equal(following.stops.length, 1, 'before it serves anybody');
      assert.equal(following.check.figures.count, 0);
    } finally {
      await asOwner(town, `update entries set ${flip('bytes')} where index = 17`);
    }
    await using later = await watch(town);
    assert.deepEqual(later.stops, [], 'a row alone stops nobody');
  });
});

test('A service that finds a flipped bit names it in public and records nothing more', async () => {
  await using town = await openLetters({ COUNTERFOIL_SELF_CHECK_PER_SECOND: String(FAST) });
  const { service } = town;
  const read = async (): Promise<SelfCheckInfo> => {
    const response = await fetch(`${service.address}/self-check.json`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-cache');
    return parseSelfCheck(await response.bytes());
  };
  assert.deepEqual((await read()).damaged, []);
  const bench = await town.write('A bench.', 'wishes');
  await asOwner(town, 'update entries set bytes = set_byte(bytes, 7, get_byte(bytes, 7) # 1) where index = 2');
  service.selfCheck.again();
  await infoWhen(service.selfCheck, ({ damaged }) => damaged.length > 0);
  assert.deepEqual(
    (await read()).damaged.map(({ entry, what }) => [entry, what]),
    [[2, 'entry']],
  );
  assert.match(service.recorder.publisher.stopped?.message ?? '', /Entry 2\b/);
  assert.equal((await fetch(`${service.address}/health/ready`)).status, 503);
  await assert.rejects(town.write('Another.', 'wishes'), /service-stopped/);
  assert.equal((await town.get(`/content/${bench.digest}`)).status, 200, 'what is on record is still read');
  const { body } = await town.get('/about');
  assert.match(body, /Entry 2: Its bytes are not those that were recorded\./);
});
