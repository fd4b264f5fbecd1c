/**
 * What somebody with the files in hand could do to a record. Every way must be found, and the first finding must name the
 * very entry or file that was touched.
 */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { audit, type AuditResult } from '@counterfoil/ledger/audit';
import { splitBundle } from '@counterfoil/ledger/audit/bundle-file';
import { concatBytes } from '@counterfoil/ledger/bytes';
import { nodePlatformPooled } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { contentRefs, openEnvelope } from '@counterfoil/ledger/statement';
import { parseEntry } from '@counterfoil/ledger/entry';
import { formatBundle, parseTilePath, TILE_WIDTH, tilePath } from '@counterfoil/ledger/tile';
import { verdictSentence } from './sentence.ts';
import { folderSource } from './source-folder.ts';
import { cityOf, damaged, temporaryFolder, writeRecord, type Damage } from './testing/record-folder.ts';

const platform = nodePlatformPooled(crypto);
const verifier = createVerifier(platform);

/** Numbers that look random and are the same in every run (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}
const random = numbers(20260105);

/** One way to tamper, and what the first finding has to name. */
interface Case {
  readonly name: string;
  readonly damage: Damage;
  readonly entry?: number | undefined;
  readonly file?: string | undefined;
  readonly code?: string;
  readonly remembered?: string;
}

let ledger: LedgerBuilder;
let files: Map<string, Uint8Array>;
let folder: string;
/** The first entry that refers to a text, by the path of the text. */
const ownerOf = new Map<string, number>();
let cases = 0;

const cleanUp: (() => unknown)[] = [];
before(async () => {
  ({ ledger } = await cityOf(300));
  files = await ledger.files();
  folder = await temporaryFolder({ after: (task) => void cleanUp.push(task as () => unknown) });
  await writeRecord(folder, files);
  for (const [index, bytes] of ledger.entries.entries()) {
    for (const { digest } of contentRefs(openEnvelope(parseEntry(bytes).envelope).statement))
      ownerOf.set(`content/${digest}`, Math.min(index, ownerOf.get(`content/${digest}`) ?? index));
  }
});
after(async () => {
  for (const task of cleanUp) await task();
});

async function auditFolder(remembered: readonly string[] = []): Promise<AuditResult> {
  return audit({ source: folderSource(folder), platform, verifier, remembered: async () => remembered });
}

async function expectFound(of: Case): Promise<void> {
  cases++;
  const result = await damaged(folder, of.damage, () =>
    auditFolder(of.remembered === undefined ? [] : [of.remembered]),
  );
  const [first] = result.findings;
  const found = `${of.name}: ${verdictSentence(result)} ${JSON.stringify(first)}`;
  assert.equal(result.verdict, 'wrong', found);
  if (of.entry !== undefined) assert.equal(first?.entry, of.entry, found);
  if (of.file !== undefined) assert.equal(first?.file, of.file, found);
  if (of.code !== undefined) assert.equal(first?.code, of.code, found);
  assert.ok(of.entry !== undefined || of.file !== undefined, 'the case must say what is to be named');
  const line = verdictSentence(result);
  assert.ok(of.entry === undefined || line.includes(`entry ${of.entry}`), found);
  assert.ok(of.file === undefined || of.file.startsWith('content/') || line.includes(of.file), found);
  for (const { sentence } of result.findings)
    assert.doesNotMatch(sentence, /[0-9a-f]{16}/, 'hexadecimal is for nobody');
}

function fileOf(path: string): Uint8Array {
  const bytes = files.get(path);
  assert.ok(bytes, path);
  return bytes;
}

function pathsOf(kind: 'entries' | 0 | 1): string[] {
  return [...files.keys()].filter((path) => parseTilePath(path)?.level === kind);
}

function flip(bytes: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ (1 + random(255));
  return changed;
}

/** The entry whose length or bytes lie at this place of a bundle. */
function entryAt(path: string, offset: number): number {
  const { index, width } = parseTilePath(path) ?? assert.fail(path);
  let end = 0;
  for (const [position, entry] of splitBundle(fileOf(path), width).entries.entries()) {
    end += 2 + entry.length;
    if (offset < end) return index * TILE_WIDTH + position;
  }
  return assert.fail('no such place');
}

const bundleOf = (index: number): string =>
  pathsOf('entries')[Math.floor(index / TILE_WIDTH)] ?? assert.fail('no such bundle');

/** The bundles with another list of entries in the one that holds `index`. */
function bundleWith(index: number, change: (entries: Uint8Array[], position: number) => void): Damage {
  const path = bundleOf(index);
  const { width } = parseTilePath(path) ?? assert.fail(path);
  const entries = [...splitBundle(fileOf(path), width).entries];
  change(entries, index % TILE_WIDTH);
  return new Map([[path, formatBundle(entries)]]);
}

describe('tampering with a copy of a record', () => {
  test('the untouched record verifies', async () => {
    const result = await auditFolder([
      await ledger.checkpoint(),
      await ledger.checkpoint(257),
      await ledger.checkpoint(0),
    ]);
    assert.deepEqual(result.findings, []);
    assert.equal(result.verdict, 'verified');
    assert.equal(result.held?.reproduced, 3);
    assert.deepEqual(
      { entries: result.tally.entries, texts: result.tally.texts, tiles: result.tally.tiles },
      { entries: ledger.entries.length, texts: ledger.contents.size, tiles: 3 },
    );
  });

  test('one byte changed in a bundle: the entry is named', async () => {
    for (let i = 0; i < 60; i++) {
      const path = pathsOf('entries')[random(2)] ?? '';
      const offset = random(fileOf(path).length);
      const damage = new Map([[path, flip(fileOf(path), offset)]]);
      await expectFound({ name: `${path} at ${offset}`, damage, entry: entryAt(path, offset), file: path });
    }
  });

  test('one byte changed in the length of an entry: that entry is named', async () => {
    for (const index of [0, 1, 17, 254, 255, 256, 257, ledger.entries.length - 1]) {
      const path = bundleOf(index);
      const ahead = ledger.entries.slice(index - (index % TILE_WIDTH), index);
      const offset = ahead.reduce((sum, entry) => sum + 2 + entry.length, 0);
      for (const at of [offset, offset + 1]) {
        const damage = new Map([[path, flip(fileOf(path), at)]]);
        await expectFound({ name: `length of ${index}`, damage, entry: index, file: path });
      }
    }
  });

  test('one byte changed in a tile of leaf hashes: the tile is named, and the entry whose hash it is', async () => {
    for (let i = 0; i < 36; i++) {
      const path = pathsOf(0)[random(2)] ?? '';
      const offset = random(fileOf(path).length);
      const entry = (parseTilePath(path)?.index ?? 0) * TILE_WIDTH + Math.floor(offset / 32);
      const damage = new Map([[path, flip(fileOf(path), offset)]]);
      await expectFound({ name: `${path} at ${offset}`, damage, entry, file: path, code: 'tile-differs' });
    }
  });

  test('one byte changed in a tile further up: the tile is named', async () => {
    const [path = ''] = pathsOf(1);
    for (let i = 0; i < 8; i++) {
      const offset = random(fileOf(path).length);
      const damage = new Map([[path, flip(fileOf(path), offset)]]);
      await expectFound({ name: `${path} at ${offset}`, damage, file: path, code: 'tile-differs' });
    }
  });

  test('one byte changed in a text: the entry that refers to it is named', async () => {
    const paths = [...ownerOf.keys()];
    for (let i = 0; i < 40; i++) {
      const path = paths[random(paths.length)] ?? '';
      const offset = random(fileOf(path).length);
      const damage = new Map([[path, flip(fileOf(path), offset)]]);
      await expectFound({ name: `${path} at ${offset}`, damage, entry: ownerOf.get(path), file: path });
    }
  });

  test('one byte changed in the checkpoint: it is named', async () => {
    for (let i = 0; i < 30; i++) {
      const offset = random(fileOf('checkpoint').length);
      const damage = new Map([['checkpoint', flip(fileOf('checkpoint'), offset)]]);
      await expectFound({ name: `checkpoint at ${offset}`, damage, file: 'checkpoint' });
    }
  });

  test('one byte changed in ledger.json: it is named', async () => {
    for (let i = 0; i < 30; i++) {
      const offset = random(fileOf('ledger.json').length);
      const damage = new Map([['ledger.json', flip(fileOf('ledger.json'), offset)]]);
      await expectFound({ name: `ledger.json at ${offset}`, damage, file: 'ledger.json' });
    }
  });

  test('an entry removed from its bundle: it is named', async () => {
    for (const index of [0, 1, 100, 254, 255, 256, 280, ledger.entries.length - 1]) {
      const damage = bundleWith(index, (entries, position) => entries.splice(position, 1));
      await expectFound({ name: `entry ${index} removed`, damage, entry: index, file: bundleOf(index) });
    }
  });

  test('an entry put in twice: the first place that is not what it was is named', async () => {
    for (const index of [0, 99, 254]) {
      const damage = bundleWith(index, (entries, position) => {
        entries.splice(position, 0, entries[position] as Uint8Array);
        entries.pop();
      });
      await expectFound({ name: `entry ${index} twice`, damage, entry: index + 1, file: bundleOf(index) });
    }
  });

  test('two entries swapped: the first of them is named', async () => {
    for (const [a, b] of [
      [0, 1],
      [10, 11],
      [20, 200],
      [254, 255],
      [256, 257],
      [270, ledger.entries.length - 1],
    ] as const) {
      const damage = bundleWith(a, (entries) => {
        const [first, second] = [entries[a % TILE_WIDTH], entries[b % TILE_WIDTH]];
        entries.splice(a % TILE_WIDTH, 1, second as Uint8Array);
        entries.splice(b % TILE_WIDTH, 1, first as Uint8Array);
      });
      await expectFound({ name: `${a} and ${b} swapped`, damage, entry: a, file: bundleOf(a) });
    }
  });

  test('two entries of different bundles swapped: the first of them is named', async () => {
    for (const [a, b] of [
      [100, 260],
      [255, 256],
    ] as const) {
      const damage = new Map([
        ...bundleWith(a, (entries, position) => entries.splice(position, 1, ledger.entries[b] as Uint8Array)),
        ...bundleWith(b, (entries, position) => entries.splice(position, 1, ledger.entries[a] as Uint8Array)),
      ]);
      await expectFound({ name: `${a} and ${b} swapped`, damage, entry: a });
    }
  });

  test('an entry changed together with its hash in the tile: the entry is named, not its neighbour', async () => {
    for (const index of [5, 100, 254, 255, 256, 290]) {
      const changed = flip(ledger.entries[index] as Uint8Array, 300);
      const path = pathsOf(0)[Math.floor(index / TILE_WIDTH)] ?? '';
      const tile = Uint8Array.from(fileOf(path));
      const leaf = platform.sha256(concatBytes(Uint8Array.of(0), changed));
      tile.set(leaf, (index % TILE_WIDTH) * 32);
      const damage = new Map([
        ...bundleWith(index, (entries, position) => entries.splice(position, 1, changed)),
        [path, tile],
      ]);
      await expectFound({ name: `entry ${index} and its hash`, damage, entry: index, code: 'entry-changed' });
    }
  });

  test('two hashes of a tile swapped: the tile is named', async () => {
    for (const [a, b] of [
      [0, 1],
      [3, 250],
      [256, 257],
    ] as const) {
      const path = pathsOf(0)[Math.floor(a / TILE_WIDTH)] ?? '';
      const tile = Uint8Array.from(fileOf(path));
      const [from, to] = [(a % TILE_WIDTH) * 32, (b % TILE_WIDTH) * 32];
      tile.copyWithin(from, to, to + 32);
      tile.set(fileOf(path).subarray(from, from + 32), to);
      await expectFound({
        name: `hashes ${a}, ${b}`,
        damage: new Map([[path, tile]]),
        entry: a,
        file: path,
        code: 'tile-differs',
      });
    }
  });

  test('files taken away: each is named', async () => {
    for (const path of [...pathsOf('entries'), ...pathsOf(0), ...pathsOf(1), 'checkpoint', 'ledger.json'])
      await expectFound({
        name: `${path} gone`,
        damage: new Map([[path, undefined]]),
        file: path,
        code: 'file-missing',
      });
    for (const path of [...ownerOf.keys()].filter((_, i) => i % 60 === 0))
      await expectFound({
        name: `${path} gone`,
        damage: new Map([[path, undefined]]),
        entry: ownerOf.get(path),
        file: path,
        code: 'content-missing',
      });
  });

  test('files cut short or made longer: each is named', async () => {
    for (const [path, bytes] of files) {
      if (path.startsWith('content/') && ownerOf.get(path) !== 10 && ownerOf.get(path) !== 299) continue;
      const owner = ownerOf.get(path);
      for (const changed of [
        bytes.subarray(0, bytes.length - 1),
        bytes.subarray(0, bytes.length >> 1),
        bytes.subarray(0, 0),
      ])
        await expectFound({
          name: `${path} cut to ${changed.length}`,
          damage: new Map([[path, changed]]),
          file: path,
          entry: owner,
        });
      for (const more of [Uint8Array.of(0), new Uint8Array(40), bytes])
        await expectFound({
          name: `${path} with ${more.length} more`,
          damage: new Map([[path, concatBytes(bytes, more)]]),
          file: path,
          entry: owner,
        });
    }
  });

  test('a file larger than any can be is not read to its end', async () => {
    const huge = new Uint8Array(2_000_000);
    for (const path of ['checkpoint', 'ledger.json', ...pathsOf(0), ...pathsOf(1)])
      await expectFound({ name: `${path} huge`, damage: new Map([[path, huge]]), file: path });
  });

  test('the tail cut off, the checkpoint left: the first entry that is not there any more is named', async () => {
    const size = ledger.entries.length;
    for (const left of [257, 270, size - 1]) {
      const damage = bundleWith(256, (entries) => entries.splice(left - 256));
      await expectFound({ name: `cut to ${left}`, damage, entry: left, file: bundleOf(256), code: 'bundle-malformed' });
    }
    const [, bundle = ''] = pathsOf('entries');
    const [, tile = ''] = pathsOf(0);
    const shorter = new Map<string, Uint8Array | undefined>([
      [bundle, undefined],
      [tile, undefined],
      [tilePath('entries', 1, 4), formatBundle(ledger.entries.slice(256, 260))],
    ]);
    await expectFound({
      name: 'the last bundle replaced',
      damage: shorter,
      entry: 256,
      file: bundle,
      code: 'file-missing',
    });
  });

  test('an older checkpoint put back beside a newer one that is remembered', async () => {
    for (const size of [0, 1, 40, 255, 256, 257, 300]) {
      const older = new TextEncoder().encode(await ledger.checkpoint(size));
      await expectFound({
        name: `back to ${size}`,
        damage: new Map([['checkpoint', older]]),
        remembered: await ledger.checkpoint(),
        file: 'checkpoint',
        code: 'history-shortened',
      });
    }
  });

  test('the whole record put back to an older state beside a newer one that is remembered', async () => {
    const older = await ledger.files(280);
    const damage = new Map<string, Uint8Array | undefined>([...files.keys()].map((path) => [path, older.get(path)]));
    for (const [path, bytes] of older) damage.set(path, bytes);
    const remembered = await ledger.checkpoint();
    await expectFound({ name: 'back to 280', damage, remembered, file: 'checkpoint', code: 'history-shortened' });
  });

  test('at least two hundred cases were tried', () => {
    assert.ok(cases >= 200, `only ${cases}`);
  });
});
