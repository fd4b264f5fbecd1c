/** Where a copy is written to: nothing of anybody else's is touched, and what the disk refuses is said in words. */
import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { SourceError } from '@counterfoil/ledger/audit';
import { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { mapSource } from '@counterfoil/ledger/testing/map-source';
import { CannotMirror } from './mirror-history.ts';
import { MirrorFolder } from './mirror-folder.ts';
import { mirrorRecord } from './mirror-record.ts';
import { cityOf, filesIn, temporaryFolder, writeRecord } from './testing/record-folder.ts';
import { runCommandLine, runProgram, type Ran } from './testing/run-command.ts';

const options = { texts: true, address: 'the address', onProgress: () => undefined };

async function recordIn(t: TestContext): Promise<{ base: string; record: string; files: Map<string, Uint8Array> }> {
  const base = await temporaryFolder(t);
  const files = new Map(await (await cityOf(17)).ledger.files());
  await writeRecord(join(base, 'record'), files);
  return { base, record: join(base, 'record'), files };
}

function assertRefused({ code, stdout, stderr }: Ran, words: RegExp): void {
  assert.equal(code, 2, stdout + stderr);
  assert.match((stdout + stderr).replaceAll(/\s+/g, ' '), words);
  assert.doesNotMatch(stdout + stderr, /\bat .*:\d+|This program failed/, 'no trace');
}

test('a folder with anything but a copy of this ledger is left as it is', async (t) => {
  const { base, record } = await recordIn(t);
  const other = join(base, 'other');
  await writeRecord(other, await (await LedgerBuilder.create('ledger.example.org/elsewhere')).files());
  const clone = join(base, 'clone');
  for (const path of ['readme.txt', 'tile/0/000.p/5', '.unfinished/mine'])
    await writeRecord(clone, new Map([[path, new TextEncoder().encode('mine')]]));
  const named = join(base, 'named');
  await writeRecord(named, new Map([['checkpoint', new TextEncoder().encode('a checkpoint of something else')]]));
  for (const [folder, words] of [
    [clone, /^Not copied\. There are files in .*, and they are no copy of this ledger\. Nothing was written\./],
    [named, /they are no copy of this ledger/],
    [other, /a copy of another ledger, "ledger\.example\.org\/elsewhere"/],
  ] as const) {
    const before = await filesIn(folder);
    assertRefused(await runCommandLine('mirror', [record, folder], {}), words);
    assert.deepEqual(await filesIn(folder), before);
  }
});

test('what an unchecked checkpoint calls its ledger changes nothing on the terminal but its own line', async (t) => {
  const base = await temporaryFolder(t);
  const [record, copy] = [join(base, 'record'), join(base, 'copy')];
  const ledger = await LedgerBuilder.create('x\u009b2J\u009b31mVerified\u202e');
  ledger.append(new TextEncoder().encode('{}'));
  await writeRecord(record, await ledger.files());
  const other = await recordIn(t);
  for (const [from, words] of [
    [record, /^Copied: x\ufffd2J/],
    [record, /^Nothing new: x\ufffd2J/],
    [other.record, /another ledger, "x\ufffd2J/],
  ] as const) {
    const { stdout, stderr } = await runCommandLine('mirror', [from, copy], {});
    assert.match(stdout.replaceAll(/\s+/g, ' '), words);
    assert.doesNotMatch(stdout + stderr, /[\u009b\u202e]/);
  }
});

test('a first copy that was interrupted is gone on with, of this ledger and of no other', async (t) => {
  const { base, files } = await recordIn(t);
  const other = await LedgerBuilder.create('ledger.example.org/elsewhere');
  const source = mapSource(files);
  for (const after of [2, 3, 9]) {
    const folder = join(base, `copy-${after}`);
    let left = after;
    const dying = {
      read: (path: string, maxBytes: number) =>
        left-- > 0 ? source.read(path, maxBytes) : Promise.reject(new SourceError('unreachable', 'It died.')),
    };
    await assert.rejects(mirrorRecord(dying, new MirrorFolder(folder), options), SourceError);
    if (after > 3)
      await assert.rejects(
        mirrorRecord(mapSource(await other.files()), new MirrorFolder(folder), options),
        CannotMirror,
      );
    await mirrorRecord(source, new MirrorFolder(folder), options);
    assert.deepEqual([...(await filesIn(folder)).keys()].sort(), [...files.keys()].sort());
  }
});

test('it says whether anything is new, and how much', async (t) => {
  const base = await temporaryFolder(t);
  const { ledger } = await cityOf(17);
  const size = ledger.entries.length;
  await writeRecord(join(base, 'record'), await ledger.files(12));
  const mirror = (): Promise<Ran> => runCommandLine('mirror', [join(base, 'record'), join(base, 'copy')], {});
  assert.match((await mirror()).stdout, /^Copied: ledger\.example\.org\/rivermouth, 12 entries, \d+ files fetched\./);
  assert.match(
    (await mirror()).stdout,
    /^Nothing new: ledger\.example\.org\/rivermouth, 12 entries, as in the folder\./,
  );
  await writeRecord(join(base, 'record'), await ledger.files());
  const third = await mirror();
  assert.match(
    third.stdout.replaceAll('\n', ' '),
    new RegExp(`^Copied: .*, ${size} entries, ${size - 12} of them new, `),
  );
});

test('an address without a ledger, and a place that cannot be written to, end with 2', async (t) => {
  const { base, record } = await recordIn(t);
  const file = join(base, 'file');
  await writeFile(file, 'mine');
  await mkdir(join(base, 'empty'));
  const copy = join(base, 'copy');
  assertRefused(await runCommandLine('mirror', [join(base, 'empty'), copy], {}), /There is no ledger at this address/);
  for (const target of [file, join(file, 'below')])
    assertRefused(
      await runCommandLine('mirror', [record, target], {}),
      /^The copy cannot be written to .*: what should be a folder is a file\./,
    );
  assert.equal(await readFile(file, 'utf8'), 'mine');
});

/** A process that may write no byte into any file, as on a full disk. */
function withoutRoom(...args: readonly string[]): Promise<Ran> {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const script = `trap '' XFSZ; ulimit -f 0; exec "$0" "$@"`;
  return runProgram('/bin/sh', ['-c', script, process.execPath, main, ...args], { env: process.env });
}

const skip = process.platform === 'win32' ? 'Windows has no such limit.' : false;
test('where there is no room, all commands that write say so and leave nothing half written', { skip }, async (t) => {
  const { base, record } = await recordIn(t);
  const copy = join(base, 'copy');
  const full = /cannot be written to .*: a file may not become that large there\./;
  assertRefused(await withoutRoom('mirror', record, copy), full);
  assert.equal((await runCommandLine('mirror', [record, copy], {})).code, 0, 'and with room it goes on');

  assertRefused(
    await withoutRoom('report', record, '--out', join(base, 'report')),
    /^The report cannot .* Nothing was checked\./,
  );
  assert.deepEqual(await filesIn(join(base, 'report')).catch(() => new Map()), new Map());

  const state = join(base, 'state', 'state.json');
  assertRefused(await withoutRoom('monitor', record, '--once', '--no-memory', '--state', state), full);
  assert.deepEqual(await filesIn(join(base, 'state')), new Map(), 'no mark is left');

  await rm(join(base, 'report'), { recursive: true, force: true });
  await writeFile(join(base, 'report'), '');
  assertRefused(
    await runCommandLine('main', ['report', record, '--out', join(base, 'report')], {}),
    /^The report cannot be written to .*: what should be a folder is a file\. Nothing was checked\./,
  );
});
