/** The published record, read without the service: from a folder, a bucket, a static host. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseCheckpoint, formatCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote, signNote, formatVerifierKey } from '@counterfoil/ledger/note';
import { auditService } from '../client/testing/audit-service.ts';
import { runProgram } from '../client/testing/run-program.ts';
import { openLetters, type Letters } from '../content/testing/letters.ts';
import { startS3Server, type S3Server } from '../testing/s3-server.ts';
import { serveFolder } from '../testing/static-server.ts';

const PATIENCE_MS = 30_000;
/** Quick, so that tests are. */
const EVERY = { COUNTERFOIL_PUBLISH_SECONDS: '0.05' };

async function eventually(what: string, holds: () => boolean | Promise<boolean>, town?: Letters): Promise<void> {
  for (const beganMs = performance.now(); performance.now() - beganMs < PATIENCE_MS;) {
    if (await holds()) return;
    await sleep(20);
  }
  assert.fail(`${what}\n${town?.service.logged.join('') ?? ''}`);
}

async function published(town: Letters): Promise<void> {
  const { recorder, publishing } = town.service;
  await eventually('it is published', () => publishing?.figures.size === recorder.publisher.size, town);
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
    test('every file is the one that the service gives, and the record is verified from there', async () => {
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
      assert.ok(same > 10);
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
      await town.publish(letter);
      await eventually('it came', async () => (await place.read(textPath(letter))) !== undefined, town);
      await town.withhold(letter);
      await eventually('it went', async () => (await place.read(textPath(letter))) === undefined, town);
      await town.restore(letter);
      await eventually('it is back', async () => (await place.read(textPath(letter))) !== undefined, town);
      await town.withhold(letter);
      await town.redact(letter);
      await town.redact(wish);
      await eventually('it is done', () => isCleared(town), town);
      assert.deepEqual([await place.read(textPath(letter)), await place.read(textPath(wish))], [undefined, undefined]);
      await published(town);
      assert.deepEqual(
        (await place.paths()).filter((path) => path === textPath(letter) || path === textPath(wish)),
        [],
      );
    });

    test('what another program put there stays as it is, is named, and once it is gone the rest follows', async () => {
      await using place = await folderPlace();
      await mkdir(join(place.folder, 'tile/0'), { recursive: true });
      const stray = join(place.folder, 'tile/0/000.p/12');
      await mkdir(dirname(stray), { recursive: true });
      await writeFile(stray, 'somebody else’s');
      await using town = await openLetters(place.env);
      // Every size is published on the way, or it would not come to this one.
      while (town.service.recorder.publisher.size < 12) {
        await town.write('More.', 'wishes');
        await sleep(200);
      }
      const { publishing, logged } = town.service;
      if (publishing?.figures.failing === undefined && town.service.recorder.publisher.size > 12) return;
      await eventually('it fails', () => publishing?.figures.failing !== undefined, town);
      assert.match(publishing?.figures.failing ?? '', /tile\/0\/000\.p\/12 .* is not what the record holds/);
      assert.equal(logged.filter((line) => line.includes('cannot be published')).length, 1);
      assert.equal(await readFile(stray, 'utf8'), 'somebody else’s');
      assert.equal((await town.write('Recording goes on.', 'wishes')).entry, 12);
      await rm(stray);
      await published(town);
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

test('with the service off, the verifier accepts folder, static host and bucket, and mirrors are made of them', async () => {
  await using place = await folderPlace();
  await using bucket = await bucketPlace();
  const town = await openLetters(place.env);
  try {
    const letter = await town.write('The path behind the mill is flooded.');
    await town.publish(letter);
    await town.redact(await town.write('Erased.', 'wishes'));
    for (let n = 0; n < 250; n += 25)
      await Promise.all(Array.from({ length: 25 }, (_, i) => town.write(`Letter ${n + i}.`, 'wishes')));
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
  // The same files in a bucket that anybody may read.
  const files = await Promise.all((await place.paths()).map(async (path) => [path, await place.read(path)] as const));
  for (const [path, bytes] of files)
    (bucket.server.objects as Map<string, object>).set(path, { bytes, etag: '"x"', headers: {} });
  assert.match(await run('verify', bucket.server.publicAddress, '--no-memory'), /Verified/);
});

test('the bucket itself is verified as it was published', async () => {
  await using bucket = await bucketPlace();
  const town = await openLetters(bucket.env);
  try {
    await town.publish(await town.write('The path behind the mill is flooded.'));
    await published(town);
  } finally {
    await town[Symbol.asyncDispose]();
  }
  const address = bucket.server.publicAddress.replace(/\/$/, '');
  assert.equal((await auditService({ address })).verdict, 'verified');
  const headersOf = (path: string) => bucket.server.objects.get(path)?.headers;
  assert.deepEqual(headersOf('checkpoint'), { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' });
  const tile = [...bucket.server.objects.keys()].find((path) => path.startsWith('tile/entries/')) ?? '';
  assert.equal(headersOf(tile)?.['cache-control'], 'public, max-age=31536000, immutable');
});

test('another ledger’s place is left as it is', async () => {
  await using place = await folderPlace();
  const { publicKey, privateKey } = crypto.generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const origin = 'ledger.example.org/other';
  const key = Uint8Array.fromBase64(x, { alphabet: 'base64url' });
  const text = formatCheckpoint({ origin, size: 0, root: new Uint8Array(crypto.hash('sha256', '', 'buffer')) });
  const note = await signNote(text, {
    name: origin,
    publicKey: key,
    signBytes: (bytes: Uint8Array) => Promise.resolve(new Uint8Array(crypto.sign(null, bytes, privateKey))),
  } as never).catch(() => `${text}\n— ${origin} ${Buffer.concat([Buffer.from(formatVerifierKey(origin, key).split('+')[1] ?? '', 'hex'), crypto.sign(null, Buffer.from(text), privateKey)]).toString('base64')}\n`);
  await writeFile(join(place.folder, 'checkpoint'), note);
  await using town = await openLetters(place.env);
  const { publishing } = town.service;
  await eventually('it is noticed', () => publishing?.figures.failing !== undefined, town);
  assert.match(publishing?.figures.failing ?? '', /the ledger "ledger.example.org\/other" is published/);
  assert.deepEqual(await place.paths(), ['checkpoint']);
  assert.equal(town.service.recorder.publisher.stopped, undefined);
});

test('a published checkpoint with our signature over another history stops the service', async () => {
  await using place = await folderPlace();
  await using town = await openLetters();
  const { recorder, config } = town.service;
  const root = new Uint8Array(32).fill(7);
  const forked = await recorder.sign(formatCheckpoint({ origin: config.origin, size: 3, root }));
  await writeFile(join(place.folder, 'checkpoint'), forked);
  await using publishing = await startPublishingOn(town, place.folder);
  await eventually('it is noticed', () => publishing.forks.length > 0, town);
  assert.match(publishing.forks[0]?.message ?? '', /another history/);
  assert.equal(await readFile(join(place.folder, 'checkpoint'), 'utf8'), forked);
});
