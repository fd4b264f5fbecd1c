import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import { audit, type AuditResult } from '../audit.ts';
import { base64, utf8 } from '../bytes.ts';
import { formatEntry, parseEntry, prevField, type Entry } from '../entry.ts';
import { nodePlatform } from '../platform-node.ts';
import { createVerifier } from '../signature.ts';
import { LedgerBuilder } from '../testing/builder.ts';
import { mapSource } from '../testing/map-source.ts';
import { tilePath } from '../tile.ts';
import { readPlain } from './plain.ts';
import { createPreparer, type Preparer } from './prepare.ts';

const platform = nodePlatform(crypto);
const verifier = createVerifier(platform);
const SIZE = 2 * 256 + 30;

/** Entries of any content: the structure is all that is looked at. @param changed what is other than it should be in the entry at a place */
async function ledgerOf(changed: Readonly<Record<number, Partial<Entry>>> = {}): Promise<LedgerBuilder> {
  const ledger = await LedgerBuilder.create();
  const signatures = [{ keyid: ledger.logKey.keyid, sig: base64(new Uint8Array(64)) }];
  const envelope = { payload: base64(utf8('{}')), payloadType: 'text/plain', signatures };
  for (let index = 0; index < SIZE; index++) {
    const entry = { index, time: ledger.now, prev: prevField(ledger.leaves[index - 1]), envelope };
    ledger.append(formatEntry({ ...entry, ...changed[index] }));
  }
  return ledger;
}

type Files = ReadonlyMap<string, Uint8Array>;

/** With how many bundles were read as a whole because something is to be said of them. */
async function look(
  files: Files,
  remembered: readonly string[] = [],
): Promise<{ readonly result: AuditResult; readonly whole: number }> {
  const source = mapSource(new Map(files));
  const preparer = createPreparer(source, platform, verifier, 'structure', readPlain);
  let whole = 0;
  const counting: Preparer = {
    ahead: 3,
    async prepare(request) {
      const prepared = await preparer.prepare(request);
      if (!('last' in prepared)) whole++;
      return prepared;
    },
  };
  const order = { source, platform, verifier, level: 'structure', remembered: async () => remembered } as const;
  const result = await audit({ ...order, preparer: () => counting });
  const full: Preparer = { ahead: 3, prepare: (request) => preparer.prepare({ ...request, whole: true }) };
  assert.deepEqual(result, await audit({ ...order, preparer: () => full }), 'as if all had been read as a whole');
  return { result, whole };
}

function flipped(files: Files, path: string, at: number): Files {
  const bytes = files.get(path) ?? assert.fail(path);
  return new Map([...files, [path, bytes.with(at, (bytes[at] ?? 0) ^ 1)]]);
}

test('of a sound record no bundle is read as a whole', async () => {
  const ledger = await ledgerOf();
  const files = await ledger.files();
  const { result, whole } = await look(files);
  assert.deepEqual([result.verdict, result.tally.entries, result.tally.tiles], ['verified', SIZE, 4]);
  assert.deepEqual([...result.codes.keys()], ['signatures-passed-over', 'rules-passed-over', 'texts-passed-over']);
  assert.equal(whole, 0);
});

test('checkpoints seen before are compared wherever in a bundle they end', async () => {
  const ledger = await ledgerOf();
  const sizes = [1, 255, 256, 257, 300, 512, SIZE - 1];
  const notes = await Promise.all(sizes.map((size) => ledger.checkpoint(size)));
  const { result, whole } = await look(await ledger.files(), notes);
  assert.deepEqual([result.held?.reproduced, whole], [sizes.length, 0]);
  const other = await ledgerOf({ 290: { time: '2026-01-05T09:00:00.000Z' } });
  const rewritten = await look(await ledger.files(), [await other.checkpoint(290), await other.checkpoint(300)]);
  assert.deepEqual([rewritten.result.codes.get('history-rewritten'), rewritten.result.held?.reproduced], [1, 1]);
});

test('a bundle that is damaged, or does not go on from the one before, is read as a whole, and the others are not', async () => {
  const ledger = await ledgerOf();
  const files = await ledger.files();
  const path = tilePath('entries', 1);
  const before = parseEntry(ledger.entries[255] ?? assert.fail());
  const early = { time: before.time.replace('2026', '2025') };
  const cases: readonly (readonly [Files, string])[] = [
    [flipped(files, path, 5000), 'entry-changed'],
    [new Map([...files, [path, utf8('short')]]), 'bundle-malformed'],
    [flipped(files, path, 0), 'entry-changed'],
    [flipped(files, tilePath(0, 1), 5000), 'tile-differs'],
    [new Map([...files].filter(([name]) => name !== path)), 'file-missing'],
    [new Map([...files].filter(([name]) => name !== tilePath(0, 1))), 'file-missing'],
    [await (await ledgerOf({ 256: { prev: before.prev } })).files(), 'chain-broken'],
    [await (await ledgerOf({ 300: { prev: before.prev } })).files(), 'chain-broken'],
    [await (await ledgerOf({ 256: early })).files(), 'time-backwards'],
    [await (await ledgerOf({ 256: { index: 255 } })).files(), 'index-wrong'],
    [await (await ledgerOf({ 300: { index: 301 } })).files(), 'index-wrong'],
    [await (await ledgerOf({ 300: { index: 30 } })).files(), 'index-wrong'],
    [await (await ledgerOf({ 300: { index: 1300 } })).files(), 'index-wrong'],
    [await (await ledgerOf({ 300: early })).files(), 'time-backwards'],
    [await (await ledgerOf({ 300: { time: '2026-13-05T12:00:00.000Z' } })).files(), 'entry-malformed'],
    [await (await ledgerOf({ 300: { prev: null } })).files(), 'chain-broken'],
  ];
  for (const [damaged, code] of cases) {
    const { result, whole } = await look(damaged);
    assert.equal(result.verdict, 'wrong', code);
    assert.ok([...result.codes.keys()].includes(code as never), `${code}: ${[...result.codes.keys()].join()}`);
    assert.ok(whole >= 1 && whole <= 2, `${code}: ${whole}`);
  }
});

test('entry and tile changed together are found by what the next bundle calls the entry', async () => {
  const files = await (await ledgerOf()).files();
  const other = await (await ledgerOf({ 511: { time: '2026-01-05T12:00:00.000Z' } })).files();
  const exchanged = new Map(files);
  for (const path of [tilePath('entries', 1), tilePath(0, 1)]) exchanged.set(path, other.get(path) ?? assert.fail());
  const { result } = await look(exchanged);
  const [first] = result.findings;
  assert.deepEqual([first?.code, first?.entry], ['entry-changed', 511]);
});
