import assert from 'node:assert/strict';
import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { tilePath } from '@counterfoil/ledger/tile';
import { calendarDays } from '@counterfoil/ledger/testing/city';
import { openLetters } from '@counterfoil/ledger/testing/letters';
import { treeFiles } from './testing/battery/forger.ts';
import { numbers } from './testing/battery/numbers.ts';
import { batteryRecord, type BatteryRecord } from './testing/battery/record.ts';
import { lookAtAll, saying, visit } from './testing/kept-visits.ts';
import { temporaryFolder } from './testing/record-folder.ts';

type Files = ReadonlyMap<string, Uint8Array>;

let record: BatteryRecord;
/** Everything that was written, also what was erased later. */
let written: Files;
let keyedFrom: number;

before(async () => {
  record = await batteryRecord(290);
  written = await record.ledger.files();
  keyedFrom = record.statements.findIndex(({ kind }) => kind === 'log-key-rotated') + 1;
});

/** The record when it had so many entries. */
function recordAt(size: number): Files {
  if (size === record.entries.length) return record.files;
  const files = new Map([...written, ...record.files, ...treeFiles(record.entries.slice(0, size)).files]);
  return files.set('checkpoint', record.checkpointAt(size));
}

/** With one byte changed. */
function changed(files: Files, path: string, at: number): Files {
  const bytes = Uint8Array.from(files.get(path) ?? assert.fail(path));
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return new Map([...files, [path, bytes]]);
}

async function auditFolder(folder: string): Promise<string> {
  const name = (await readdir(folder)).find((one) => one.endsWith('.audit')) ?? assert.fail('Nothing is kept.');
  return join(folder, name);
}

test('wherever the first visit ended, the second says what one says that looks at everything', async (t) => {
  const { vkey, entries } = record;
  const random = numbers(1);
  const sizes = new Set([keyedFrom, 255, 256, entries.length - 1]);
  while (sizes.size < 7) sizes.add(keyedFrom + random(entries.length - keyedFrom));
  for (const size of sizes) {
    const folder = await temporaryFolder(t);
    const first = await visit(recordAt(size), folder, vkey);
    assert.deepEqual([first.result.verdict, first.resumed, first.unkept], ['verified', undefined, undefined]);
    const all = await lookAtAll(record.files, folder, vkey);
    assert.equal(all.verdict, 'verified');
    const second = await visit(record.files, folder, vkey);
    assert.deepEqual([second.resumed?.size, second.anew], [size, undefined]);
    assert.deepEqual(saying(second.result), saying(all), `after ${size} entries`);
  }
});

test('visit after visit, each goes on from the last, and what is kept stays as small as the record', async (t) => {
  const { vkey, entries } = record;
  const folder = await temporaryFolder(t);
  let last = 0;
  for (let size = keyedFrom; size <= entries.length; size += 20 + (size % 7)) {
    const { result, resumed } = await visit(recordAt(size), folder, vkey, { cached: 2 + (size % 40) });
    assert.equal(result.verdict, 'verified');
    assert.equal(resumed?.size ?? 0, last);
    last = size;
    assert.deepEqual(
      saying({ ...result, held: undefined }),
      saying({ ...(await lookAtAll(recordAt(size), folder, vkey)), held: undefined }),
    );
  }
  const kept = await auditFolder(folder);
  const files = await readdir(kept);
  assert.equal(files.length, 3, files.join());
  assert.ok((await stat(join(kept, files.find((name) => name.startsWith('data')) ?? ''))).size < 4_000_000);
});

test('texts that were not in public view are judged by what became of them since', async (t) => {
  const { ledger, ed, say, write } = await openLetters('before', calendarDays(2));
  const [id, text] = await write('The lamp is dark.');
  const path = `content/${text.digest}`;
  const hidden = await ledger.files();
  const words = hidden.get(path) ?? assert.fail();
  hidden.delete(path);
  const folder = await temporaryFolder(t);
  assert.equal((await visit(hidden, folder, ledger.vkey)).result.codes.get('content-pending'), 1);
  await ledger.say(say.publishes(id, [id, text]), ed);
  const [there, gone] = [await ledger.files(), await ledger.files()];
  gone.delete(path);
  for (const [files, code] of [
    [gone, 'content-missing'],
    [changed(there, path, words.length - 5), 'content-differs'],
  ] as const) {
    const { result, anew } = await visit(files, folder, ledger.vkey);
    assert.deepEqual([result.verdict, result.findings[0]?.code], ['wrong', code]);
    assert.match(anew ?? '', /looked for from the first entry/);
  }
  const { result, resumed } = await visit(there, folder, ledger.vkey);
  assert.deepEqual([result.verdict, resumed === undefined], ['verified', false]);
  assert.deepEqual(saying(result), saying(await lookAtAll(there, folder, ledger.vkey)));
});

test('a copy of what was seen before is not read again, and with --all it is', async (t) => {
  const { vkey } = record;
  const folder = await temporaryFolder(t);
  await visit(recordAt(280), folder, vkey);
  const damaged = changed(record.files, tilePath('entries', 0), 5000);
  const again = await visit(damaged, folder, vkey);
  assert.deepEqual([again.result.verdict, again.resumed?.size], ['verified', 280]);
  const all = await visit(damaged, folder, vkey, { all: true });
  assert.deepEqual([all.result.verdict, all.resumed], ['wrong', undefined]);
  assert.equal(all.result.findings[0]?.file, tilePath('entries', 0));
});

test('another history than the one that was seen is found, and one that was cut short', async (t) => {
  const { vkey, ledger } = record;
  const folder = await temporaryFolder(t);
  await visit(record.files, folder, vkey);
  for (const files of [recordAt(270), await ledger.files(200)]) {
    const { result, resumed } = await visit(files, folder, vkey);
    assert.deepEqual([result.verdict, resumed], ['wrong', undefined]);
  }
  assert.equal((await visit(recordAt(270), folder, vkey)).result.findings[0]?.code, 'history-shortened');
});

test('what is new and wrong is named as by a visit that looks at everything', async (t) => {
  const { vkey, entries } = record;
  for (const path of [
    tilePath('entries', 1, entries.length - 256),
    tilePath(0, 1, entries.length - 256),
    'checkpoint',
  ]) {
    const folder = await temporaryFolder(t);
    await visit(recordAt(270), folder, vkey);
    const at = path === 'checkpoint' ? 40 : (record.files.get(path)?.length ?? 0) - 40;
    const files = changed(record.files, path, at);
    const all = await lookAtAll(files, folder, vkey);
    const { result, resumed } = await visit(files, folder, vkey);
    assert.notEqual(all.verdict, 'verified');
    assert.deepEqual([saying(result), resumed], [saying(all), undefined], path);
  }
});

test('of what is kept, a byte that is not what was written never changes the verdict', async (t) => {
  const { vkey } = record;
  const folder = await temporaryFolder(t);
  await visit(recordAt(280), folder, vkey);
  const all = saying(await lookAtAll(record.files, folder, vkey));
  const names = await readdir(await auditFolder(folder));
  assert.equal(names.length, 3);
  let [found, other] = [0, 0];
  for (const name of names) {
    const { length } = await readFile(join(await auditFolder(folder), name));
    const step = Math.ceil(length / 4);
    const places = [0, 40, 64, 70, ...Array.from({ length: 4 }, (_, i) => i * step), length - 1];
    for (const at of places.filter((place) => place < length)) {
      const copy = await temporaryFolder(t);
      await cp(folder, copy, { recursive: true });
      const file = join(await auditFolder(copy), name);
      const bytes = await readFile(file);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      await writeFile(file, bytes);
      const { result, resumed } = await visit(record.files, copy, vkey, { interrupted: true });
      assert.deepEqual(saying(result), all, `${name} ${at}`);
      if (resumed === undefined) found++;
      else other++;
      await rm(copy, { recursive: true });
    }
  }
  // A block that is not needed may be damaged.
  assert.ok(found > 15, `${found} found, ${other} not needed`);
});

test('a part that is missing or belongs to another visit is of no use, and everything is looked at', async (t) => {
  const { vkey } = record;
  const folder = await temporaryFolder(t);
  await visit(recordAt(270), folder, vkey);
  const older = await temporaryFolder(t);
  await cp(folder, older, { recursive: true });
  await visit(recordAt(280), folder, vkey);
  const names = (await readdir(await auditFolder(folder))).filter((name) => name !== 'audit');
  for (const name of names) {
    const copy = await temporaryFolder(t);
    await cp(folder, copy, { recursive: true });
    await rm(join(await auditFolder(copy), name));
    const { result, resumed, anew } = await visit(record.files, copy, vkey);
    assert.deepEqual([result.verdict, resumed], ['verified', undefined]);
    assert.match(anew ?? '', /^it is damaged/);
  }
  await cp(join(await auditFolder(older), 'audit'), join(await auditFolder(folder), 'audit'));
  assert.match((await visit(record.files, folder, vkey)).anew ?? '', /^it is damaged/);
});

test('what was kept with less looked at, or beyond the checkpoint that is remembered is of no use', async (t) => {
  const { vkey } = record;
  const folder = await temporaryFolder(t);
  await visit(recordAt(270), folder, vkey, { level: 'rules' });
  assert.match((await visit(record.files, folder, vkey)).anew ?? '', /^it was looked at with --level rules/);
  const checkpoint = (await readdir(folder)).find((name) => name.endsWith('.checkpoint')) ?? assert.fail();
  await rm(join(folder, checkpoint));
  assert.match((await visit(record.files, folder, vkey)).anew ?? '', /^the checkpoint that belongs to it/);
  assert.equal((await visit(record.files, folder, vkey)).resumed?.size, record.entries.length);
});

test('two at once keep one whole visit or the other, and neither is wrong', async (t) => {
  const { vkey } = record;
  for (let attempt = 0; attempt < 10; attempt++) {
    const folder = await temporaryFolder(t);
    await visit(recordAt(260), folder, vkey);
    const both = await Promise.all([visit(recordAt(280), folder, vkey), visit(record.files, folder, vkey)]);
    for (const { result } of both) assert.equal(result.verdict, 'verified');
    const third = await visit(record.files, folder, vkey);
    assert.deepEqual(saying(third.result), saying(await lookAtAll(record.files, folder, vkey)));
    assert.ok([280, record.entries.length].includes(third.resumed?.size ?? 0), String(third.anew));
  }
});

test('a visit that is interrupted before it keeps anything leaves what was kept', async (t) => {
  const { vkey } = record;
  const folder = await temporaryFolder(t);
  await visit(recordAt(260), folder, vkey);
  await visit(record.files, folder, vkey, { interrupted: true });
  const kept = await auditFolder(folder);
  // As a process leaves them that was ended: nobody has that number.
  for (const what of ['data', 'index', 'audit']) await writeFile(join(kept, `${what}-999999999-0`), 'half');
  const { result, resumed } = await visit(record.files, folder, vkey);
  assert.deepEqual([result.verdict, resumed?.size], ['verified', 260]);
  assert.equal((await readdir(kept)).length, 3, 'what was left is taken away');
});
