import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { SourceError } from '@counterfoil/ledger/audit/source';
import { folderSource } from './source-folder.ts';
import { temporaryFolder } from './testing/record-folder.ts';

test('files are read whole, whatever their size, and stay as they were handed over', async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'tile/entries'), { recursive: true });
  const source = folderSource(folder);
  const read: (readonly [Uint8Array, Uint8Array])[] = [];
  for (const [i, size] of [0, 1, 300, 16_384, 16_385, 65_535, 65_536, 65_537, 300_000].entries()) {
    const bytes = new Uint8Array(size).fill(i + 1);
    const path = `tile/entries/00${i}`;
    await writeFile(join(folder, path), bytes);
    read.push([bytes, (await source.read(path, 1_000_000)) ?? assert.fail()]);
  }
  for (const [bytes, copy] of read) assert.deepEqual(Uint8Array.from(copy), bytes);
});

test('what is not there is undefined, and a folder, link or pipe in its place is not there', async (t) => {
  const folder = await temporaryFolder(t);
  const source = folderSource(folder);
  assert.equal(await source.read('checkpoint', 100), undefined);
  assert.equal(await source.read('tile/0/000', 100), undefined);
  await mkdir(join(folder, 'checkpoint'));
  assert.equal(await source.read('checkpoint', 100), undefined);
  await writeFile(join(folder, 'elsewhere'), 'secret');
  await symlink(join(folder, 'elsewhere'), join(folder, 'ledger.json'));
  assert.equal(await source.read('ledger.json', 100), undefined);
});

test('a pipe that nobody fills does not make it wait', { skip: process.platform === 'win32' }, async (t) => {
  const folder = await temporaryFolder(t);
  const make = ['mkfifo', join(folder, 'checkpoint')] as const;
  execFileSync(make[0], make.slice(1));
  assert.equal((await folderSource(folder).read('checkpoint', 100))?.length ?? 0, 0);
});

test('a file larger than it can be is refused', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'checkpoint'), new Uint8Array(101));
  const source = folderSource(folder);
  assert.equal((await source.read('checkpoint', 101))?.length, 101);
  await assert.rejects(source.read('checkpoint', 100), (error: unknown) => {
    assert.ok(error instanceof SourceError);
    return error.code === 'too-large';
  });
});

test('no path leads out of the folder', async (t) => {
  const folder = await temporaryFolder(t);
  const source = folderSource(join(folder, 'below'));
  await writeFile(join(folder, 'checkpoint'), 'outside');
  for (const path of [
    '../checkpoint',
    '/etc/passwd',
    'content/../../checkpoint',
    `content/${'A'.repeat(64)}`,
    'tile/0/../../../checkpoint',
    'tile/0/000.p/256',
    'checkpoint/',
    '',
  ])
    await assert.rejects(source.read(path, 100), RangeError, path);
});
