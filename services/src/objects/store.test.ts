/** What every object store must do, asked of a folder and of a bucket alike. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { utf8 } from '@counterfoil/ledger/bytes';
import { startS3Server } from '../testing/s3-server.ts';
import { checkConditions } from './check-conditions.ts';
import { openStore, parseBucket } from './open-store.ts';
import { isKey, type ObjectStore } from './store.ts';

const OPTIONS = { contentType: 'text/plain', cacheControl: 'no-cache' };

interface Opened extends AsyncDisposable {
  readonly store: ObjectStore;
}

const kinds: Readonly<Record<string, () => Promise<Opened>>> = {
  async 'a folder'() {
    const folder = await mkdtemp(join(tmpdir(), 'counterfoil-objects-'));
    const store = await openStore({ address: folder, credentials: undefined });
    return {
      store,
      async [Symbol.asyncDispose]() {
        await store.close();
        await rm(folder, { recursive: true });
      },
    };
  },
  async 'a bucket'() {
    const server = await startS3Server();
    const store = await openStore({ address: server.address, credentials: server.credentials });
    return { store, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
  },
};

async function textOf(store: ObjectStore, key: string): Promise<string | undefined> {
  const found = await store.get(key);
  return found && new TextDecoder().decode(found.bytes);
}

for (const [kind, open] of Object.entries(kinds)) {
  describe(kind, () => {
    test('creates what is not there, once, and leaves what is there as it is', async () => {
      await using opened = await open();
      const { store } = opened;
      assert.equal(await store.get('tile/0/000'), undefined);
      assert.equal(await store.create('tile/0/000', utf8('one'), OPTIONS), true);
      assert.equal(await store.create('tile/0/000', utf8('two'), OPTIONS), false);
      assert.equal(await textOf(store, 'tile/0/000'), 'one');
    });

    test('of many who create the same at once, one does', async () => {
      await using opened = await open();
      const { store } = opened;
      const made = await Promise.all(
        Array.from({ length: 20 }, (_, i) => store.create('checkpoint', utf8(`${i}`), OPTIONS)),
      );
      assert.equal(made.filter(Boolean).length, 1);
      assert.equal(await textOf(store, 'checkpoint'), String(made.indexOf(true)));
    });

    test('swaps the version that was read, and no other', async () => {
      await using opened = await open();
      const { store } = opened;
      assert.equal(await store.swap('checkpoint', utf8('one'), undefined, OPTIONS), true);
      assert.equal(await store.swap('checkpoint', utf8('none'), undefined, OPTIONS), false);
      const first = (await store.get('checkpoint'))?.version;
      assert.equal(await store.swap('checkpoint', utf8('two'), first, OPTIONS), true);
      assert.equal(await store.swap('checkpoint', utf8('late'), first, OPTIONS), false);
      assert.equal(await textOf(store, 'checkpoint'), 'two');
      assert.equal(await store.swap('gone', utf8('late'), first, OPTIONS), false);
      assert.equal(await store.get('gone'), undefined);
    });

    test('of many who swap the same version, one does; counted up by all of them, nothing is lost', async () => {
      await using opened = await open();
      const { store } = opened;
      await store.create('count', utf8('0'), OPTIONS);
      const countUp = async (): Promise<void> => {
        for (;;) {
          const found = await store.get('count');
          const next = Number(new TextDecoder().decode(found?.bytes)) + 1;
          if (await store.swap('count', utf8(`${next}`), found?.version, OPTIONS)) return;
        }
      };
      await Promise.all(Array.from({ length: 12 }, countUp));
      assert.equal(await textOf(store, 'count'), '12');
    });

    test('removes, also what is not there', async () => {
      await using opened = await open();
      const { store } = opened;
      await store.create('content/aa', utf8('words'), OPTIONS);
      await store.remove('content/aa');
      await store.remove('content/aa');
      assert.equal(await store.get('content/aa'), undefined);
      assert.equal(await store.create('content/aa', utf8('words'), OPTIONS), true);
    });

    test('lists what begins with a prefix, over as many pages as it takes', async () => {
      await using opened = await open();
      const { store } = opened;
      const keys = ['tile/0/000.p/1', 'tile/0/000.p/2', 'tile/0/000.p/17', 'tile/0/000', 'tile/0/001.p/1', 'content/a'];
      for (const key of keys) await store.create(key, utf8(key), OPTIONS);
      const listed = async (prefix: string): Promise<string[]> => (await Array.fromAsync(store.list(prefix))).sort();
      assert.deepEqual(await listed(''), [...keys].sort());
      assert.deepEqual(await listed('tile/0/000.p/'), ['tile/0/000.p/1', 'tile/0/000.p/17', 'tile/0/000.p/2']);
      assert.deepEqual(await listed('tile/0/000'), ['tile/0/000', ...(await listed('tile/0/000.p/'))]);
      assert.deepEqual(await listed('nothing/'), []);
    });

    test('keeps bytes as they are, none and many', async () => {
      await using opened = await open();
      const { store } = opened;
      const many = new Uint8Array(3_000_000).map((_, i) => i * 7);
      await store.create('many', many, OPTIONS);
      await store.create('none', new Uint8Array(), OPTIONS);
      assert.deepEqual((await store.get('many'))?.bytes, many);
      assert.deepEqual((await store.get('none'))?.bytes, new Uint8Array());
    });

    test('has no objects of names that lead elsewhere', async () => {
      await using opened = await open();
      const { store } = opened;
      for (const key of ['', '/etc', 'a/../b', '.lock', 'a//b', 'a/', 'a b', 'ä', 'a\\b', '.unfinished/x']) {
        assert.equal(isKey(key), false, key);
        await assert.rejects(store.create(key, utf8('x'), OPTIONS), RangeError, key);
        await assert.rejects(store.get(key), RangeError, key);
      }
    });

    test('keeps its conditions, and that can be tried out', async () => {
      await using opened = await open();
      await checkConditions(opened.store, 8);
      assert.deepEqual(await Array.fromAsync(opened.store.list('')), []);
    });
  });
}

test('several processes on one folder count up, and nothing is lost', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-objects-'));
  try {
    const store = await openStore({ address: folder, credentials: undefined });
    await store.create('count', utf8('0'), OPTIONS);
    const program = new URL('../testing/count-up.ts', import.meta.url);
    const ends = Array.from({ length: 3 }, () => {
      const child = fork(program, [folder, '40']);
      return new Promise<number | null>((done) => child.once('exit', done));
    });
    assert.deepEqual(await Promise.all(ends), [0, 0, 0]);
    assert.equal(await textOf(store, 'count'), '120');
    assert.deepEqual(await readdir(join(folder, '.unfinished')), []);
    await store.close();
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a folder is cleared of what a killed process was writing, and of nothing that is being written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-objects-'));
  try {
    const unfinished = join(folder, '.unfinished');
    const host = hostname().replaceAll(/[^A-Za-z0-9-]/g, '-');
    await mkdir(unfinished);
    await writeFile(join(unfinished, `${host}~999999999~00`), 'a text that was erased since');
    await writeFile(join(unfinished, `${host}~${process.pid}~00`), 'of the process that had this number before');
    await writeFile(join(unfinished, `${host}~${process.ppid}~00`), 'of a process that runs');
    await writeFile(join(unfinished, 'another~1~00'), 'of another machine, just now');
    const store = await openStore({ address: folder, credentials: undefined });
    assert.deepEqual((await readdir(unfinished)).sort(), [`${host}~${process.ppid}~00`, 'another~1~00'].sort());
    await store.close();
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a folder that cannot be one is said to be so', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-objects-'));
  try {
    await writeFile(join(folder, 'file'), '');
    await symlink('nowhere', join(folder, 'link'));
    for (const name of ['file', 'link'])
      await assert.rejects(openStore({ address: join(folder, name), credentials: undefined }), /cannot be written to/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a bucket says what is wrong with key, name, region and clock, and never takes it for "not there"', async () => {
  await using server = await startS3Server();
  const { address, credentials } = server;
  const open = (to: string, changed = {}) => openStore({ address: to, credentials: { ...credentials, ...changed } });
  await assert.rejects((await open(address, { secretAccessKey: 'wrong' })).get('a'), /SignatureDoesNotMatch.*AWS_/);
  await assert.rejects((await open(address, { accessKeyId: 'WRONG' })).get('a'), /InvalidAccessKeyId/);
  const another = await open(address.replace('test-bucket', 'another'));
  await assert.rejects(another.get('a'), /NoSuchBucket/);
  await assert.rejects(another.remove('a'), /NoSuchBucket/);
  await assert.rejects(another.swap('a', utf8('x'), '"version"', OPTIONS), /NoSuchBucket/);
  await assert.rejects(Array.fromAsync(another.list('')), /NoSuchBucket/);
  await assert.rejects(openStore({ address, credentials: undefined }), /AWS_ACCESS_KEY_ID/);
  const off = await open('s3://test-bucket?endpoint=http://127.0.0.1:9');
  await assert.rejects(off.create('a', utf8('x'), OPTIONS), /no complete answer/);
});

test('a bucket that forgets conditions is found out, and one that looks first and writes then', async () => {
  await using server = await startS3Server();
  const store = await openStore(server);
  server.conditions = 'forgotten';
  await assert.rejects(checkConditions(store), /creates what is there already/);
  server.conditions = 'looked-at-first';
  await checkConditions(store);
  await assert.rejects(checkConditions(store, 8), /\d of 8 writers replaced the same version at the same moment/);
  assert.equal(server.objects.size, 0);
});

test('a write without an answer is not tried again in silence; a reading is', async () => {
  await using server = await startS3Server();
  const store = await openStore(server);
  let faults = 1;
  server.fault = () => (faults-- > 0 ? 'lose' : undefined);
  await assert.rejects(store.create('a', utf8('x'), OPTIONS), /no complete answer/);
  assert.equal(await store.create('a', utf8('x'), OPTIONS), false, 'it had been written');
  faults = 2;
  server.fault = () => (faults-- > 0 ? 'fail' : undefined);
  assert.equal(await textOf(store, 'a'), 'x');
});

test('addresses of buckets are read strictly', () => {
  const places = {
    's3://records': ['https://records.s3.us-east-1.amazonaws.com/', '/', ''],
    's3://records/a/b/?region=eu-central-1': ['https://records.s3.eu-central-1.amazonaws.com/a/b/', '/', 'a/b/'],
    's3://records.example.org?region=eu-central-1': [
      'https://s3.eu-central-1.amazonaws.com/records.example.org/',
      '/records.example.org/',
      '',
    ],
    's3://records/a?endpoint=https://store.example.org/x/': [
      'https://store.example.org/x/records/a/',
      '/x/records/',
      'a/',
    ],
  };
  for (const [address, expected] of Object.entries(places)) {
    const { base, bucketPath, prefix } = parseBucket(address).place;
    assert.deepEqual([base.href, bucketPath, prefix], expected);
  }
  const refused = [
    's3://',
    's3://Records',
    's3://key:secret@records',
    's3://records?acl=public',
    's3://records/../x y',
    's3://records?endpoint=ftp://store.example.org',
    's3://records?endpoint=http://store.example.org',
  ];
  for (const address of refused) assert.throws(() => parseBucket(address), /Write s3:/, address);
});
