import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { audit, SourceError, type AuditResult, type Source } from '@counterfoil/ledger/audit';
import { utf8 } from '@counterfoil/ledger/bytes';
import { formatCheckpoint } from '@counterfoil/ledger/checkpoint';
import { nodePlatformPooled } from '@counterfoil/ledger/platform-node';
import { openCity, tellCase } from '@counterfoil/ledger/testing/city';
import { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { mapSource } from '@counterfoil/ledger/testing/map-source';
import { tilePath } from '@counterfoil/ledger/tile';
import { MirrorFolder } from './mirror-folder.ts';
import { MirrorRefusal } from './mirror-history.ts';
import { mirrorRecord } from './mirror-record.ts';
import { folderSource } from './source-folder.ts';
import { cityOf, filesIn, serveFolder, temporaryFolder, writeRecord } from './testing/record-folder.ts';
import { runCommandLine } from './testing/run-command.ts';

type Files = ReadonlyMap<string, Uint8Array>;

function mirror(source: Source, folder: string): ReturnType<typeof mirrorRecord> {
  return mirrorRecord(source, new MirrorFolder(folder), {
    texts: true,
    address: 'the address',
    onProgress: () => undefined,
  });
}

function auditFolder(folder: string): Promise<AuditResult> {
  return audit({ source: folderSource(folder), platform: nodePlatformPooled(crypto) });
}

/** Notes which paths are read. */
function watched(files: Files, read: string[]): Source {
  const source = mapSource(files);
  return {
    read(path, maxBytes) {
      read.push(path);
      return source.read(path, maxBytes);
    },
  };
}

async function assertHolds(folder: string, files: Files): Promise<void> {
  const copied = await filesIn(folder);
  assert.deepEqual([...copied.keys()].sort(), [...files.keys()].sort());
  for (const [path, bytes] of files) assert.deepEqual(copied.get(path), bytes, path);
}

test('npm run mirror copies every file over the network, a mirror of the mirror too, and both verify offline', async (t) => {
  const { ledger } = await cityOf(24);
  const files = await ledger.files();
  const [original, copy, copyOfCopy] = [await temporaryFolder(t), await temporaryFolder(t), await temporaryFolder(t)];
  await writeRecord(original, files);
  const first = await runCommandLine('mirror', [await serveFolder(t, original), copy], {});
  assert.equal(first.code, 0, first.stdout + first.stderr);
  assert.match(first.stdout, /^Copied: ledger\.example\.org\/rivermouth, 25 entries, \d+ files fetched\./);
  assert.match(first.stdout, /npm run verify -- /);
  const second = await runCommandLine('mirror', [await serveFolder(t, copy), copyOfCopy], {});
  assert.equal(second.code, 0, second.stdout + second.stderr);
  for (const folder of [copy, copyOfCopy]) {
    await assertHolds(folder, files);
    assert.equal((await auditFolder(folder)).verdict, 'verified');
  }
});

test('npm run mirror says what went wrong, and that it proves nothing', async (t) => {
  const { ledger } = await cityOf(17);
  const files = await ledger.files();
  const [original, copy] = [await temporaryFolder(t), await temporaryFolder(t)];
  const text = [...files.keys()].find((path) => path.startsWith('content/')) ?? '';
  files.delete(text);
  await writeRecord(original, files);
  const missing = await runCommandLine('mirror', [original, copy], {});
  assert.equal(missing.code, 1);
  assert.match(missing.stdout, /1 file is missing there, the first of them\s+content\//);
  const nowhere = await runCommandLine('mirror', ['http://127.0.0.1:9', copy, '--timeout', '2'], {});
  assert.equal(nowhere.code, 2);
  assert.match(nowhere.stdout, /^Could not copy: /);
  assert.equal((await runCommandLine('mirror', [original], {})).code, 2);
});

test('run again it fetches what is new, and takes away the partial tiles that full ones have replaced', async (t) => {
  const city = await openCity();
  while (city.ledger.entries.length < 250) await tellCase(city);
  const folder = await temporaryFolder(t);
  await mirror(mapSource(await city.ledger.files()), folder);
  while (city.ledger.entries.length < 520) await tellCase(city);
  const files = await city.ledger.files();
  const newer = watched(files, []);
  await mirror(newer, folder);
  await assertHolds(folder, files);
  const read: string[] = [];
  const { fetched } = await mirror(watched(files, read), folder);
  assert.deepEqual(
    read.sort(),
    [
      'checkpoint',
      'ledger.json',
      tilePath(0, 2, city.ledger.entries.length - 512),
      tilePath(1, 0, 2),
      tilePath('entries', 2, city.ledger.entries.length - 512),
    ].sort(),
  );
  assert.equal(fetched, 0, 'what is the same is not counted');
});

test('interrupted anywhere it leaves a copy that holds, and goes on where it ended', async (t) => {
  const city = await openCity();
  await tellCase(city);
  const older = await city.ledger.files();
  await tellCase(city);
  const newer = await city.ledger.files();
  const all: string[] = [];
  const measured = await temporaryFolder(t);
  await mirror(mapSource(older), measured);
  await mirror(watched(newer, all), measured);
  assert.ok(all.length >= 10);
  for (let after = 0; after < all.length; after++) {
    const folder = await temporaryFolder(t);
    await mirror(mapSource(older), folder);
    let left = after;
    const source = mapSource(newer);
    const dying: Source = {
      read: (path, maxBytes) =>
        left-- > 0 ? source.read(path, maxBytes) : Promise.reject(new SourceError('unreachable', 'It died.')),
    };
    await assert.rejects(mirror(dying, folder), SourceError);
    assert.equal((await auditFolder(folder)).verdict, 'verified', `after ${after} files the older copy still stands`);
    await mirror(source, folder);
    await assertHolds(folder, newer);
  }
});

test('of two at once the one that another has overtaken leaves no older copy, and nothing that is missing', async (t) => {
  const city = await openCity();
  await tellCase(city);
  const older = mapSource(await city.ledger.files());
  await tellCase(city);
  const files = await city.ledger.files();
  const newer = mapSource(files);
  const [reached, overtaken] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  let shown = older;
  const slow: Source = {
    async read(path, maxBytes) {
      if (path.startsWith('content/')) {
        reached.resolve(undefined);
        await overtaken.promise;
      }
      return shown.read(path, maxBytes);
    },
  };
  const folder = await temporaryFolder(t);
  const first = mirror(slow, folder);
  await reached.promise;
  await mirror(newer, folder);
  shown = newer;
  overtaken.resolve(undefined);
  assert.equal((await first).size, city.ledger.entries.length);
  await assertHolds(folder, files);
});

test('files that an interruption left damaged are fetched again', async (t) => {
  const city = await openCity();
  while (city.ledger.entries.length < 260) await tellCase(city);
  const files = await city.ledger.files();
  const folder = await temporaryFolder(t);
  await mirror(mapSource(files), folder);
  const text = [...files.keys()].find((path) => path.startsWith('content/')) ?? '';
  for (const path of [tilePath('entries', 0), tilePath(0, 0), text])
    await writeRecord(folder, new Map([[path, (files.get(path) ?? assert.fail()).subarray(0, 100)]]));
  await mirror(mapSource(files), folder);
  await assertHolds(folder, files);
});

test('a copy is never replaced by less, by something else, or by another ledger', async (t) => {
  const city = await openCity();
  await tellCase(city);
  const { ledger } = city;
  const folder = await temporaryFolder(t);
  const files = await ledger.files();
  await mirror(mapSource(files), folder);
  const other = await LedgerBuilder.create('ledger.example.org/elsewhere');
  const fork = await openCity();
  await tellCase(fork, 'Another wish altogether.');
  for (const [source, reason] of [
    [await ledger.files(12), /shortened/],
    [await fork.ledger.files(), /rewritten/],
    [await other.files(), /another ledger/],
  ] as const)
    await assert.rejects(mirror(mapSource(source), folder), (error: unknown) => {
      assert.ok(error instanceof MirrorRefusal);
      assert.match(error.message, reason);
      return true;
    });
  await assertHolds(folder, files);
});

test('what has no checkpoint is not mirrored', async (t) => {
  const folder = await temporaryFolder(t);
  await assert.rejects(mirror(mapSource(new Map()), folder), MirrorRefusal);
  await assert.rejects(
    mirror(
      mapSource(
        new Map([
          ['checkpoint', utf8('<html>')],
          ['ledger.json', utf8('<html>')],
        ]),
      ),
      folder,
    ),
    /not a signed note/,
  );
  assert.deepEqual([...(await filesIn(folder)).keys()], []);
});

test('a checkpoint that claims more than there is does not keep the mirror asking for ever', async (t) => {
  const city = await openCity();
  const files = new Map<string, Uint8Array>(await city.ledger.files());
  const root = city.ledger.rootAt(0) ?? assert.fail();
  const text = formatCheckpoint({ origin: city.ledger.origin, size: Number.MAX_SAFE_INTEGER, root });
  files.set('checkpoint', utf8(`${text}\n— somebody AAAAAAAA\n`));
  const { missing } = await mirror(mapSource(files), await temporaryFolder(t));
  assert.deepEqual([...missing].sort(), [tilePath(0, 0), tilePath('entries', 0)]);
});

test('a partial tile that has gone is replaced by the full one', async (t) => {
  const city = await openCity();
  while (city.ledger.entries.length < 256) await tellCase(city);
  const files = new Map<string, Uint8Array>(await city.ledger.files());
  files.set('checkpoint', utf8(await city.ledger.checkpoint(100)));
  const folder = await temporaryFolder(t);
  const { missing } = await mirror(mapSource(files), folder);
  assert.deepEqual(missing, []);
  assert.ok((await readFile(join(folder, tilePath(0, 0)))).length === 8192);
  assert.equal((await auditFolder(folder)).verdict, 'verified');
});
