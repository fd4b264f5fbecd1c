/** A canary: words that must be nowhere once they are erased, looked for in every place that could have kept them. */
import assert from 'node:assert/strict';
import { createHash, hash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { utf8 } from '@counterfoil/ledger/bytes';
import { contentDigest } from '@counterfoil/ledger/content';
import postgres from 'postgres';
import { runProgram } from '../client/testing/run-program.ts';
import { filesWith, isIn, spellings } from '../testing/canary.ts';
import { pdf, SECRET, talkativeJpeg } from '../files/testing/pictures.ts';
import { until } from '../testing/until.ts';
import { clearFiles } from './clearing.ts';
import { openLetters, type Letter, type Letters } from './testing/letters.ts';

const REWRITE_BYTES = 1_000_000_000;

/** Short enough to lie in its row as it is; every way of escaping changes it. */
function canaryText(name: string): string {
  return `Kanarie "${name}" & <gelb>,\nüber der Brücke: ${createHash('sha256').update(name).digest('hex').slice(0, 24)}`;
}

async function saltOf(town: Letters, { digest }: Letter): Promise<Buffer> {
  const { salt } = JSON.parse((await town.get(`/content/${digest}`)).body) as { salt: string };
  return Buffer.from(salt, 'base64');
}

/** A word of nobody's, which is found by itself and has no ending to lose. */
function canaryWord(name: string): string {
  const digits = createHash('sha256').update(name).digest('hex').slice(0, 24);
  return `q${digits.replace(/[0-9a-f]/g, (digit) => 'bcdfghjklmnpqrtv'[parseInt(digit, 16)] ?? '')}q`;
}

async function isFound(town: Letters, word: string): Promise<boolean> {
  const { items } = JSON.parse((await town.get(`/api/v1/search?q=${word}`)).body) as { items: readonly unknown[] };
  return items.length > 0;
}

/** Everything on the disk of the database server, and beside it. */
async function databaseFiles(town: Letters, needles: readonly Buffer[]): Promise<string[]> {
  const owner = postgres(town.service.databaseUrl, { max: 1 });
  try {
    // Samples of values for the planner, and everything in memory, go to the disk first.
    await owner`analyze`;
    await owner`checkpoint`;
    const sampled = await owner`
      select tablename, attname from pg_stats
      where tablename in ('contents', 'sealed_contents', 'file_keys', 'file_chunks', 'reasons', 'proposals', 'search_texts') and attname in ('words', 'salt', 'bytes', 'key', 'sealed', 'hash', 'payload', 'contents')`;
    assert.deepEqual([...sampled], []);
    const [row] = await owner<{ data_directory: string }[]>`show data_directory`;
    const { found, looked } = await filesWith(dirname(row?.data_directory ?? ''), needles);
    assert.ok(looked > 500, 'the files of the server were looked through');
    return found;
  } finally {
    await owner.end();
  }
}

/** Of the write-ahead log, with room for all that a test writes: what lies in one before it the next checkpoint takes away. */
async function beginSegment({ service }: Letters): Promise<void> {
  const owner = postgres(service.databaseUrl, { max: 1 });
  await owner`select pg_switch_wal()`;
  await owner.end();
}

/** All languages but one: their pages differ in the words around what people said, and in nothing else. */
const PASSED_OVER = /^\/(?:ar|en|es)(?:\/|$)/;

/** Every page and answer that can be reached from the first page, and the addresses of programs. */
async function crawl(town: Letters, needles: readonly Buffer[]): Promise<{ found: string[]; seen: number }> {
  const { address, recorder } = town.service;
  const entries = Array.from({ length: recorder.publisher.size }, (_, index) => index);
  const queue = [
    ...['/', '/ledger.json', '/openapi.json', '/metrics', '/health/ready', '/checkpoint'],
    ...['retention', 'obligations', 'directory', 'pending?office=desk', 'proposals'].map((name) => `/api/v1/${name}`),
    ...entries.flatMap((i) => [`/api/v1/entries/${i}`, `/api/v1/cases/${i}`, `/receipts/${i}.json`, `/receipts/${i}`]),
    `/tile/entries/000.p/${entries.length}`,
  ];
  const found: string[] = [];
  const asked = new Set(queue);
  for (const path of queue) {
    const { headers, body } = await town.get(path);
    if (isIn(path, needles) || isIn(headers, needles) || isIn(body, needles)) found.push(path);
    const digests = [...body.matchAll(/\b[0-9a-f]{64}\b/g)].flatMap(([digest]) => [
      `/content/${digest}`,
      `/file/${digest}`,
    ]);
    const links = [...body.matchAll(/(?:href|src|action)="([^"#]*)/g)].map(([, link = '']) => link);
    for (const link of [...links.map((one) => one.replaceAll('&amp;', '&')), ...digests]) {
      const url = new URL(link, address + path);
      const next = url.pathname + url.search;
      if (url.origin !== new URL(address).origin || asked.has(next)) continue;
      if (url.pathname.startsWith('/assets/') || PASSED_OVER.test(url.pathname)) continue;
      asked.add(next);
      queue.push(next);
    }
  }
  return { found, seen: queue.length };
}

/** Waits until the service has cleared the files of what was taken away; where somebody stands in its way it tries again after a minute. */
async function cleared(town: Letters): Promise<void> {
  await until('the clearing of what was taken away', async () => {
    const { times, cleared: done } = await town.service.db
      .selectFrom('taken_away')
      .select(['times', 'cleared'])
      .executeTakeFirstOrThrow();
    return times > 0 && times === done;
  });
}

async function mirror(
  t: TestContext,
  town: Letters,
): Promise<{ folder: string; run: () => Promise<string>; verify: () => Promise<string> }> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-mirror-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const run = async (name: string, args: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await runProgram(join('..', '..', 'verifier-cli', 'src', name), args);
    assert.equal(exitCode, 0, stdout + stderr);
    return stdout.replace(/\s+/g, ' ');
  };
  return {
    folder,
    run: () => run('mirror.ts', [town.service.address, folder]),
    verify: () => run('verify.ts', [folder, '--no-memory']),
  };
}

test('A text that was erased is nowhere: database, its log, mirror, logs, pages, temporary files', async (t) => {
  await using town = await openLetters();
  await beginSegment(town);
  const [words, word] = [canaryText('erased'), canaryWord('erased')];
  const letter = await town.write(`${words} ${word}`, 'wishes');
  await isNowhereOnceErased(t, town, letter, [words, word]);
});

test('Nor is a place that was erased, whose text stays', async (t) => {
  await using town = await openLetters();
  await beginSegment(town);
  const [words, word] = [canaryText('place').replaceAll('\n', ' '), canaryWord('place')];
  const letter = await town.write('The lamp is out.', 'wishes', { area: 'harbour', place: `${words} ${word}` });
  await isNowhereOnceErased(t, town, await town.placeOf(letter), [words, word]);
  assert.match((await town.get(`/cases/${letter.case}`)).body, /The lamp is out\./);
});

async function isNowhereOnceErased(
  t: TestContext,
  town: Letters,
  letter: Letter,
  [words, word]: readonly [string, string],
): Promise<void> {
  const needles = [...spellings(words), ...spellings(word), ...spellings(await saltOf(town, letter))];
  assert.ok(await isFound(town, word));
  const copy = await mirror(t, town);
  await copy.run();

  const before = await databaseFiles(town, needles);
  for (const part of ['base/', 'pg_wal/'])
    assert.ok(
      before.some((path) => path.includes(part)),
      `it can be found in ${part}: ${before.join(' ')}`,
    );
  assert.deepEqual((await filesWith(copy.folder, needles)).found, [`content/${letter.digest}`]);
  const pages = await crawl(town, needles);
  assert.ok(pages.found.includes(`/content/${letter.digest}`) && pages.found.length > 3, pages.found.join(' '));

  const entry = await town.redact(letter);
  await cleared(town);
  assert.equal(await isFound(town, word), false);
  assert.deepEqual(await databaseFiles(town, needles), []);
  const again = await crawl(town, needles);
  assert.deepEqual(again.found, []);
  assert.ok(again.seen >= pages.seen);
  assert.deepEqual((await filesWith(town.service.folder, needles)).found, []);
  assert.equal(isIn(town.service.logged.join(''), needles), false);

  assert.match(
    await copy.run(),
    /1 text is not in public view, as entries or their process say; 1 of them was taken out of the folder/,
  );
  assert.deepEqual((await filesWith(copy.folder, needles)).found, []);
  const report = await copy.verify();
  assert.match(report, /^Verified/);
  assert.match(report, new RegExp(`Entry ${entry} says so, on the ground "privacy"`));
  // A mirror that begins now has never seen it, and lacks nothing.
  const late = await mirror(t, town);
  await late.run();
  assert.match(await late.verify(), /^Verified/);
}

test('A text that waits, or was withheld, is to be read in no file and in no answer', async () => {
  await using town = await openLetters();
  const [waits, hidden] = [canaryText('waits'), canaryText('hidden')];
  const [late, gone] = [canaryWord('waits'), canaryWord('hidden')];
  const [letter, wish] = [await town.write(`${waits} ${late}`), await town.write(`${hidden} ${gone}`, 'wishes')];
  const waiting = [...spellings(waits), ...spellings(late)];
  const withheld = [...spellings(hidden), ...spellings(gone)];
  assert.deepEqual([await isFound(town, late), await isFound(town, gone)], [false, true]);
  assert.notDeepEqual(await databaseFiles(town, withheld), []);
  assert.deepEqual(await databaseFiles(town, waiting), [], 'it was sealed before the database saw it');
  await town.withhold(wish);
  await cleared(town);
  assert.match(town.service.logged.join(''), /"logCut":true/);
  const both = [...waiting, ...withheld];
  assert.deepEqual([await isFound(town, late), await isFound(town, gone)], [false, false]);
  assert.deepEqual(await databaseFiles(town, both), []);
  assert.deepEqual((await crawl(town, both)).found, []);
  assert.deepEqual((await filesWith(town.service.folder, both)).found, []);
  assert.equal(isIn(town.service.logged.join(''), both), false);
  // It would have been found.
  await town.publish(letter);
  assert.ok(await isFound(town, late));
  assert.notDeepEqual(await databaseFiles(town, waiting), []);
  assert.ok((await crawl(town, waiting)).found.includes(`/content/${letter.digest}`));
});

test('A file that was erased is nowhere, and what was taken out of a picture never was anywhere', async (t) => {
  await using town = await openLetters();
  const send = async (bytes: Uint8Array): Promise<{ digest: string; token: string; salt: string }> => {
    const sent = await fetch(`${town.service.address}/api/v1/files`, { method: 'POST', body: Buffer.from(bytes) });
    assert.equal(sent.status, 201);
    return (await sent.json()) as { digest: string; token: string; salt: string };
  };
  const words = canaryText('plan').replace(/[^ -~]/g, ' ');
  const [plan, picture] = [await send(pdf(words.repeat(4000))), await send(talkativeJpeg())];
  const said = await town.city.input('Plan and picture.', { process: 'wishes', files: [plan.token, picture.token] });
  assert.equal(said.status, 201);
  const letter: Letter = { case: said.body.index, entry: said.body.index, digest: plan.digest };
  const needles = [...spellings(words), ...spellings(Buffer.from(plan.salt, 'base64'))];
  const stripped = spellings(SECRET);
  const lock = await town.service.db
    .selectFrom('file_keys as k')
    .innerJoin('files as f', 'f.id', 'k.id')
    .select('k.key')
    .where('f.digest', '=', Uint8Array.fromHex(plan.digest))
    .executeTakeFirstOrThrow();
  assert.notDeepEqual(await databaseFiles(town, spellings(lock.key)), []);
  const copy = await mirror(t, town);
  await copy.run();

  assert.deepEqual(await databaseFiles(town, needles), [], 'it was sealed before the database saw it');
  assert.deepEqual((await filesWith(copy.folder, needles)).found, [`file/${plan.digest}`]);
  const pages = await crawl(town, needles);
  assert.deepEqual(pages.found.sort(), [
    `/file/${plan.digest}`,
    `/files/${plan.digest}`,
    `/nl/receipts/${letter.entry}.json`,
    `/receipts/${letter.entry}.json`,
  ]);
  const entry = await town.redact(letter);
  await cleared(town);
  const kept = await town.service.db.selectFrom('file_chunks').select('id').execute();
  assert.equal(kept.length, 1, 'of the picture alone');
  for (const secrets of [needles, stripped, spellings(lock.key)]) {
    assert.deepEqual(await databaseFiles(town, secrets), []);
    assert.deepEqual((await crawl(town, secrets)).found, []);
    assert.deepEqual((await filesWith(town.service.folder, secrets)).found, []);
    assert.equal(isIn(town.service.logged.join(''), secrets), false);
  }
  assert.match(await copy.run(), /1 of them was taken out of the folder/);
  assert.deepEqual((await filesWith(copy.folder, [...needles, ...stripped])).found, []);
  const report = await copy.verify();
  assert.match(report, /^Verified/);
  assert.match(report, new RegExp(`Entry ${entry} says so, on the ground "privacy"`));
});

test('Files are not called cleared while somebody reads an older state of them, nor where a table is too large', async () => {
  await using town = await openLetters();
  const url = town.service.databaseUrl;
  const word = canaryWord('read');
  const letter = await town.write(`A wish of no great length. ${word}`, 'wishes');
  assert.ok(await isFound(town, word));
  const reader = postgres(url, { max: 1 });
  const session = await reader.reserve();
  try {
    await session.unsafe('begin isolation level repeatable read; select 1');
    await town.redact(letter);
    const hasSaid = (words: string): boolean => town.service.logged.some((line) => line.includes(words));
    const failed = 'could not be cleared everywhere yet';
    await until('the clearing that comes too early', () => hasSaid('is being read at this moment'));
    assert.ok(!hasSaid(failed), 'nobody is told the first time');
    await until('the clearing that fails', () => hasSaid(failed));
    const { beingRead } = await clearFiles({ url, rewriteBytes: REWRITE_BYTES });
    assert.deepEqual(beingRead, ['search_texts', 'contents']);
    await session.unsafe('commit');
  } finally {
    session.release();
    await reader.end();
  }
  assert.deepEqual((await clearFiles({ url, rewriteBytes: REWRITE_BYTES })).beingRead, []);
  assert.deepEqual((await clearFiles({ url, rewriteBytes: 0 })).tooLarge.includes('contents'), true);
});

test('Files are not called cleared where the tables belong to somebody else', async () => {
  await using town = await openLetters();
  const owner = postgres(town.service.databaseUrl, { max: 1 });
  try {
    await owner`create role stranger login password 'stranger'`;
    await owner`grant select on all tables in schema public to stranger`;
    await owner`grant delete on reasons to stranger`;
  } finally {
    await owner.end();
  }
  const url = town.service.databaseUrl.replace(/\/\/.*@/, '//stranger:stranger@');
  await assert.rejects(clearFiles({ url, rewriteBytes: REWRITE_BYTES }), /was passed over: permission denied/);
});

test('A million likely names match no commitment without the salt, and one with it', async () => {
  await using town = await openLetters();
  const part = (n: number): string =>
    ['an', 'bel', 'cor', 'dim', 'eva', 'fri', 'gus', 'hel', 'ing', 'jos'][n % 10] ?? '';
  const name = (n: number): string =>
    [n, n / 10, n / 100, n / 1000, n / 10_000, n / 100_000].map((one) => part(Math.floor(one))).join('');
  const letter = await town.write(name(765_432), 'wishes');
  const salt = await saltOf(town, letter);
  await town.redact(letter);
  assert.equal((await town.get(`/content/${letter.digest}`)).status, 404);
  const domain = utf8('counterfoil/content/v1\n');
  const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');
  const [withSalt, without]: [string[], string[]] = [[], []];
  for (let n = 0; n < 1_000_000; n++) {
    const guess = Buffer.from(name(n));
    for (const plain of [guess, Buffer.concat([domain, guess])])
      if (hash('sha256', plain) === letter.digest) without.push(name(n));
    if (contentDigest(salt, guess, sha256) === letter.digest) withSalt.push(name(n));
  }
  assert.deepEqual([withSalt, without], [[name(765_432)], []]);
});
