/** The published record, read without the service: from a folder, a bucket, a static host. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseCheckpoint, formatCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote } from '@counterfoil/ledger/note';
import { auditService } from '../client/testing/audit-service.ts';
import { runProgram } from '../client/testing/run-program.ts';
import { openLetters, type Letters } from '../content/testing/letters.ts';
import type { ObjectStore } from '../objects/store.ts';
import { openStore } from '../objects/open-store.ts';
import { roundsOn, startPublishingOn } from '../testing/publishing.ts';
import { jpeg } from '../files/testing/pictures.ts';
import { startS3Server, type S3Server } from '../testing/s3-server.ts';
import { serveFolder } from '../testing/static-server.ts';
import { until } from '../testing/until.ts';

/** Quick, so that tests are. */
const EVERY = { COUNTERFOIL_PUBLISH_SECONDS: '0.05' };

async function published(town: Letters): Promise<void> {
  const { recorder, publishing } = town.service;
  await until('it is published', () => publishing?.figures.size === recorder.publisher.size);
}

interface Place extends AsyncDisposable {
  readonly env: Readonly<Record<string, string>>;
  /** Paths of all files. */
  paths(): Promise<string[]>;
  read(path: string): Promise<Uint8Array | undefined>;
}

async function folderPlace(): Promise<Place & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-published-'));
  return {
    folder,
    env: { ...EVERY, COUNTERFOIL_PUBLISH: folder },
    async paths() {
      const all = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = all.filter((entry) => entry.isFile() && entry.name !== '.lock');
      return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
    },
    read: (path) =>
      readFile(join(folder, path)).then(
        (bytes) => new Uint8Array(bytes),
        () => undefined,
      ),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function bucketPlace(): Promise<Place & { readonly server: S3Server }> {
  const server = await startS3Server();
  const { accessKeyId, secretAccessKey } = server.credentials;
  return {
    server,
    env: {
      ...EVERY,
      COUNTERFOIL_PUBLISH: server.address,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    },
    paths: () => Promise.resolve([...server.objects.keys()].sort()),
    read: (path) => Promise.resolve(server.objects.get(path)?.bytes),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function run(name: 'verify' | 'mirror', ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runProgram(join('..', '..', 'verifier-cli', 'src', `${name}.ts`), args);
  assert.equal(exitCode, 0, stdout + stderr);
  return stdout.replace(/\s+/g, ' ');
}

function textPath({ digest }: { readonly digest: string }): string {
  return `content/${digest}`;
}

for (const [kind, open] of Object.entries({ 'a folder': folderPlace, 'a bucket': bucketPlace })) {
  describe(`Published to ${kind}`, () => {
    test('every file is the one that the service gives', async () => {
      await using place = await open();
      await using town = await openLetters(place.env);
      for (let n = 0; n < 5; n++) await town.write(`Letter ${n}.`, 'wishes');
      await published(town);
      const paths = await place.paths();
      assert.ok(paths.includes('checkpoint') && paths.includes('ledger.json'), paths.join(' '));
      let same = 0;
      for (const path of paths.filter((one) => /^(tile|content)\//.test(one))) {
        const response = await fetch(`${town.service.address}/${path}`);
        assert.deepEqual(await place.read(path), await response.bytes(), path);
        same++;
      }
      assert.ok(same >= 7, paths.join(' '));
      const note = new TextDecoder().decode(await place.read('checkpoint'));
      assert.equal(parseCheckpoint(parseNote(note).text).size, town.service.recorder.publisher.size);
    });

    test('a text is there while it is in public view, and gone before its erasure counts as done', async () => {
      await using place = await open();
      await using town = await openLetters(place.env);
      const letter = await town.write('The path behind the mill is flooded.');
      const wish = await town.write('A bench.', 'wishes');
      await published(town);
      assert.equal(await place.read(textPath(letter)), undefined);
      assert.notEqual(await place.read(textPath(wish)), undefined);
      await town.redact(wish);
      await until('it is done', () => isCleared(town));
      assert.equal(await place.read(textPath(wish)), undefined);
      await town.publish(letter);
      await until('it came', async () => (await place.read(textPath(letter))) !== undefined);
      await town.withhold(letter);
      await until('it went', async () => (await place.read(textPath(letter))) === undefined);
      await town.restore(letter);
      await until('it is back', async () => (await place.read(textPath(letter))) !== undefined);
      await town.withhold(letter);
      await town.redact(letter);
      await published(town);
      assert.ok(!(await place.paths()).includes(textPath(letter)));
    });
  });
}

async function isCleared(town: Letters): Promise<boolean> {
  const { times, cleared } = await town.service.db
    .selectFrom('taken_away')
    .select(['times', 'cleared'])
    .executeTakeFirstOrThrow();
  return times > 0 && times === cleared;
}

test('a file is there while it is in public view, and the record with it is verified', async () => {
  await using place = await folderPlace();
  await using town = await openLetters(place.env);
  const { address } = town.service;
  const upload = await fetch(`${address}/api/v1/files`, { method: 'POST', body: Buffer.from(jpeg()) });
  const { digest, token } = (await upload.json()) as { digest: string; token: string };
  const { status, body } = await town.city.input('Here is a picture.', { process: 'wishes', files: [token] });
  assert.equal(status, 201, body.detail);
  await published(town);
  const path = `file/${digest}`;
  assert.deepEqual(await place.read(path), await (await fetch(`${address}/${path}`)).bytes());
  assert.equal(await town.service.publishing?.readBack(path), 'same');
  assert.match(await run('verify', place.folder, '--no-memory'), /Verified/);
  await town.redact({ case: body.index, entry: body.index, digest });
  await until('it is done', () => isCleared(town));
  assert.equal(await place.read(path), undefined);
  await published(town);
  assert.match(await run('verify', place.folder, '--no-memory'), /Verified/);
});

test('with the service off, the verifier accepts folder and static host, and mirrors are made of them', async () => {
  await using place = await folderPlace();
  const town = await openLetters(place.env);
  try {
    const letter = await town.write('The path behind the mill is flooded.');
    await town.publish(letter);
    await town.redact(await town.write('Erased.', 'wishes'));
    await fill(town, 40);
    await published(town);
  } finally {
    await town[Symbol.asyncDispose]();
  }
  assert.match(await run('verify', place.folder, '--no-memory'), /Verified/);
  await using host = await serveFolder(place.folder);
  assert.match(await run('verify', host.address, '--no-memory'), /Verified/);
  const copy = await mkdtemp(join(tmpdir(), 'counterfoil-copy-'));
  try {
    assert.match(await run('mirror', host.address, copy), /Copied/);
    assert.match(await run('verify', copy, '--no-memory'), /Verified/);
  } finally {
    await rm(copy, { recursive: true });
  }
});

test('the bucket itself is verified as it was published', async () => {
  await using bucket = await bucketPlace();
  const town = await openLetters({ ...bucket.env, COUNTERFOIL_PUBLISH_SECONDS: '2' });
  let size = 0;
  try {
    await published(town);
    // What was recorded last is published before the service has ended.
    await town.publish(await town.write('The path behind the mill is flooded.'));
    size = town.service.recorder.publisher.size;
  } finally {
    await town[Symbol.asyncDispose]();
  }
  const address = bucket.server.publicAddress.replace(/\/$/, '');
  assert.equal((await auditService({ address })).verdict, 'verified');
  assert.equal(parseCheckpoint(parseNote(bucket.server.objects.get('checkpoint')?.bytes ?? '').text).size, size);
  const headersOf = (path: string) => bucket.server.objects.get(path)?.headers;
  assert.deepEqual(headersOf('checkpoint'), {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-cache',
  });
  const tile = [...bucket.server.objects.keys()].find((path) => path.startsWith('tile/entries/')) ?? '';
  assert.equal(headersOf(tile)?.['cache-control'], 'public, max-age=31536000, immutable');
});

/** A folder of its own, opened as a store. */
async function openFolder(): Promise<AsyncDisposable & { readonly folder: string; readonly store: ObjectStore }> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-published-'));
  const store = await openStore({ address: folder, credentials: undefined });
  return { folder, store, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

describe('Of one record', () => {
  let town: Letters;
  before(async () => {
    town = await openLetters();
  });
  after(() => town[Symbol.asyncDispose]());

  test('what another program put there stays as it is and is named; recording goes on, and once it is gone the rest follows', async () => {
    await using place = await openFolder();
    const letter = await town.write('A bench.', 'wishes');
    const { size } = town.service.recorder.publisher;
    const stray = join(place.folder, `tile/0/000.p/${size}`);
    await mkdir(dirname(stray), { recursive: true });
    await writeFile(stray, 'of somebody else');
    await using running = await startPublishingOn(town.service, place.store);
    const { publishing } = running;
    await until('it fails', () => publishing.figures.failing !== undefined);
    assert.match(publishing.figures.failing ?? '', /^The file tile\/0\/000\.p\/\d+ in .* is not what the record holds/);
    assert.equal(await readFile(stray, 'utf8'), 'of somebody else');
    await assert.rejects(readFile(join(place.folder, 'checkpoint')), /ENOENT/);
    assert.equal(await publishing.readBack(`tile/0/000.p/${size}`), 'different');
    // A text that has to go does not wait until somebody has looked.
    await writeFile(join(place.folder, textPath(letter)), 'left behind').catch(() => undefined);
    await town.redact(letter);
    publishing.wake();
    await until('it is gone', () =>
      publishing.withdrawn(100).then(
        () => true,
        () => false,
      ),
    );
    await rm(stray);
    publishing.wake();
    await until('it is published', () => publishing.figures.size === town.service.recorder.publisher.size);
    assert.equal(await publishing.readBack(textPath(letter)), undefined);
  });

  test('the place of another ledger is left as it is', async () => {
    await using other = await openLetters({ COUNTERFOIL_ORIGIN: 'ledger.example.org/other' });
    await using place = await openFolder();
    await writeFile(join(place.folder, 'checkpoint'), other.service.recorder.publisher.note);
    await using running = await startPublishingOn(town.service, place.store);
    await until('it is noticed', () => running.publishing.figures.failing !== undefined);
    assert.match(running.publishing.figures.failing ?? '', /the ledger "ledger.example.org\/other" is published/);
    assert.equal(await readFile(join(place.folder, 'checkpoint'), 'utf8'), other.service.recorder.publisher.note);
    assert.deepEqual(running.forks, []);
  });

  test('a published checkpoint over another history, or over more than the database holds, is evidence if we signed it', async () => {
    const { recorder, config } = town.service;
    for (const [size, reason] of [
      [3, 'another-history'],
      [3000, 'database-behind'],
    ] as const) {
      await using place = await openFolder();
      const root = new Uint8Array(32).fill(7);
      const text = formatCheckpoint({ origin: config.origin, size, root });
      const forked = await recorder.sign(text);
      await writeFile(join(place.folder, 'checkpoint'), forked);
      const running = await startPublishingOn(town.service, place.store);
      await until('it is noticed', () => running.forks.length > 0);
      await running[Symbol.asyncDispose]();
      assert.equal(running.forks[0]?.reason, reason);
      assert.equal(running.forks[0]?.evidence.kept, forked);
      assert.equal(await readFile(join(place.folder, 'checkpoint'), 'utf8'), forked);

      await using unsigned = await openFolder();
      const [line = ''] = recorder.publisher.note.split('\n').slice(-2);
      await writeFile(join(unsigned.folder, 'checkpoint'), `${text}\n${line}\n`);
      await using another = await startPublishingOn(town.service, unsigned.store);
      await until('it is noticed', () => another.publishing.figures.failing !== undefined);
      assert.match(another.publishing.figures.failing ?? '', /signed by none of our log keys/);
      assert.deepEqual(another.forks, []);
    }
  });

  test('of two processes one publishes, and the other goes on when it ends', async () => {
    await using place = await openFolder();
    const first = await startPublishingOn(town.service, place.store);
    await until('it publishes', () => first.publishing.figures.size !== undefined);
    const store = await openStore({ address: place.folder, credentials: undefined });
    await using second = await startPublishingOn(town.service, store);
    await town.write('A bench.', 'wishes');
    await until('it publishes', () => first.publishing.figures.size === town.service.recorder.publisher.size);
    assert.equal(second.publishing.figures.size, undefined);
    await first[Symbol.asyncDispose]();
    await until('it follows', () => second.publishing.figures.size === town.service.recorder.publisher.size);
  });

  test('a text that a dying process put back is taken away again, and a lost one is put back', async () => {
    await using place = await openFolder();
    const [gone, lost] = [await town.write('Gone.', 'wishes'), await town.write('Lost.', 'wishes')];
    await using rounds = roundsOn(town.service);
    await (await rounds.begin(place.store)).run();
    const path = join(place.folder, textPath(gone));
    const bytes = await readFile(path);
    await town.redact(gone);
    await (await rounds.begin(place.store)).run();
    await writeFile(path, bytes);
    await rm(join(place.folder, textPath(lost)));
    const round = await rounds.begin(place.store);
    for (let n = 0; n < 16; n++) await round.run();
    await assert.rejects(readFile(path), /ENOENT/);
    assert.match(await readFile(join(place.folder, textPath(lost)), 'utf8'), /Lost/);
  });

  test('partial tiles go when the full one has been there for a while, and not before', async () => {
    await using place = await openFolder();
    await using rounds = roundsOn(town.service);
    await (await rounds.begin(place.store)).run();
    const { size } = town.service.recorder.publisher;
    await fill(town, 260);
    const all = async (): Promise<string[]> => (await Array.fromAsync(place.store.list('tile/'))).sort();
    await (await rounds.begin(place.store)).run();
    assert.ok((await all()).includes(`tile/entries/000.p/${size}`));
    // After a start nobody knows since when: it is looked back at what may be left.
    const round = await rounds.begin(place.store, { partialsKeptMs: 0 });
    await round.run();
    await round.run();
    const now = town.service.recorder.publisher.size % 256;
    assert.deepEqual(await all(), [
      ...['tile/0/000', `tile/0/001.p/${now}`, 'tile/1/000.p/1', 'tile/entries/000', `tile/entries/001.p/${now}`],
    ]);
    assert.match(await run('verify', place.folder, '--no-memory'), /Verified/);
  });
});

async function fill(town: Letters, size: number): Promise<void> {
  while (town.service.recorder.publisher.size < size)
    await Promise.all(Array.from({ length: 20 }, (_, i) => town.write(`Letter ${i}.`, 'wishes')));
}
