import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { utf8 } from './bytes.ts';
import { FormatError, type FormatCode } from './error.ts';
import { nodePlatform } from './platform-node.ts';
import {
  bundlesOf,
  formatBundle,
  formatTile,
  MAX_ENTRY_BYTES,
  parseBundle,
  parseTile,
  parseTilePath,
  TILE_WIDTH,
  tileHashReader,
  tilePath,
  tilesOf,
} from './tile.ts';
import {
  checkConsistency,
  checkInclusion,
  Frontier,
  leafHash,
  proveConsistency,
  proveInclusion,
  readRoot,
  type Hash,
} from './tree.ts';

const platform = nodePlatform(crypto);
const sha256 = (data: Uint8Array) => platform.sha256(data);

function refusal(code: FormatCode, message: RegExp) {
  return (error: unknown) => error instanceof FormatError && error.code === code && message.test(error.message);
}

test('a path has three digits to a folder, and names width only where the tile is partial', () => {
  assert.equal(tilePath(0, 1_234_067, 5), 'tile/0/x001/x234/067.p/5');
  assert.equal(tilePath(0, 1_234_067), 'tile/0/x001/x234/067');
  assert.equal(tilePath(63, 0, 256), 'tile/63/000');
  assert.equal(tilePath('entries', 999), 'tile/entries/999');
  assert.equal(tilePath('entries', 1000, 255), 'tile/entries/x001/000.p/255');
  assert.equal(tilePath(1, 2 ** 53 - 1), 'tile/1/x009/x007/x199/x254/x740/991');
});

test('no path is written for a tile that cannot be', () => {
  for (const level of [-1, 64, 0.5, NaN]) assert.throws(() => tilePath(level, 0), RangeError);
  for (const index of [-1, 0.5, 2 ** 53, NaN]) assert.throws(() => tilePath(0, index), RangeError);
  for (const width of [-1, 0, 0.5, 257, NaN]) assert.throws(() => tilePath(0, 0, width), RangeError);
});

test('every path written is read back as the same tile', () => {
  const levels = fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 }));
  const indexes = fc.oneof(fc.maxSafeNat(), fc.nat(3000));
  fc.assert(
    fc.property(levels, indexes, fc.integer({ min: 1, max: 256 }), (level, index, width) => {
      assert.deepEqual(parseTilePath(tilePath(level, index, width)), { level, index, width });
    }),
  );
});

test('a path is refused in any other spelling', () => {
  const refused = [
    '',
    'tile/0',
    'tile/0/',
    'tile/0/0',
    'tile/0/00',
    'tile/0/0000',
    'tile/0/1000',
    'tile/0/x000/001',
    'tile/0/x000/x001/000',
    'tile/0/001/000',
    'tile/0/x001',
    'tile/0/x001/x000',
    'tile/0/X001/000',
    'tile/00/000',
    'tile/01/000',
    'tile/64/000',
    'tile/100/000',
    'tile/-1/000',
    'tile/+1/000',
    'tile/data/000',
    'tile/Entries/000',
    '/tile/0/000',
    'tile//000',
    'tile/0/000/',
    'tile/0/000\n',
    ' tile/0/000',
    'tile/0/000.p',
    'tile/0/000.p/',
    'tile/0/000.p/0',
    'tile/0/000.p/01',
    'tile/0/000.p/256',
    'tile/0/000.p/1000',
    'tile/0/000.p/-1',
    'tile/0/000.p/1/',
    'tile/0/../000',
    'tile/0/x009/x007/x199/x254/x740/992',
    'tile/0/x001/x009/x007/x199/x254/x740/991',
    'tile/0/٠٠٠',
  ];
  for (const path of refused) assert.equal(parseTilePath(path), undefined, path);
});

test('whatever path is read is the one that would be written', () => {
  const pieces = fc.constantFrom(
    'tile',
    '/',
    '0',
    '1',
    '63',
    '64',
    'entries',
    '000',
    '001',
    'x000',
    'x001',
    '.p',
    '256',
    '7',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const path = parts.join('');
      const tile = parseTilePath(path);
      if (tile !== undefined) assert.equal(tilePath(tile.level, tile.index, tile.width), path);
    }),
    { numRuns: 2000 },
  );
});

test('a tree of 70,000 has the tiles that the specification counts', () => {
  const tiles = [...tilesOf(70_000)];
  const count = (level: number, width: number) => tiles.filter((t) => t.level === level && t.width === width).length;
  assert.deepEqual([count(0, 256), count(0, 112)], [273, 1]);
  assert.deepEqual([count(1, 256), count(1, 17)], [1, 1]);
  assert.equal(count(2, 1), 1);
  assert.equal(tiles.length, 277);
  const bundles = [...bundlesOf(70_000)];
  assert.equal(bundles.length, 274);
  assert.deepEqual(bundles.at(-1), { level: 'entries', index: 273, width: 112 });
});

test('a tree of 256 has a full tile and one hash above it; an empty tree has no tile', () => {
  assert.deepEqual(
    [...tilesOf(256)],
    [
      { level: 0, index: 0, width: 256 },
      { level: 1, index: 0, width: 1 },
    ],
  );
  assert.deepEqual([...tilesOf(0)], []);
  assert.deepEqual([...bundlesOf(0)], []);
  assert.throws(() => [...tilesOf(-1)], RangeError);
  assert.throws(() => [...bundlesOf(Infinity)], RangeError);
});

test('the tiles of a tree of any size hold each of its nodes at tile levels exactly once', () => {
  fc.assert(
    fc.property(fc.nat(300_000), (size) => {
      const held = new Map<number, number>();
      for (const { level, index, width } of tilesOf(size)) {
        assert.equal(index * TILE_WIDTH, held.get(level) ?? 0);
        held.set(level, index * TILE_WIDTH + width);
      }
      for (let level = 0; level < 4; level++) {
        assert.equal(held.get(level) ?? 0, Math.floor(size / TILE_WIDTH ** level));
      }
    }),
    { numRuns: 50 },
  );
});

const bundles = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 256 });

test('every bundle is read back as the entries it was made of', () => {
  fc.assert(
    fc.property(bundles, (entries) => assert.deepEqual(parseBundle(formatBundle(entries), entries.length), entries)),
  );
});

test('a bundle holds entries of 0 and of 65,535 bytes, and none larger', () => {
  const largest = new Uint8Array(MAX_ENTRY_BYTES).fill(7);
  assert.deepEqual(parseBundle(formatBundle([new Uint8Array(), largest]), 2), [new Uint8Array(), largest]);
  assert.throws(() => formatBundle([new Uint8Array(MAX_ENTRY_BYTES + 1)]), refusal('entry-too-large', /65536 bytes/));
});

test('a bundle is read where it lies inside a larger buffer', () => {
  const bundle = formatBundle([utf8('one'), utf8('two')]);
  const around = new Uint8Array(bundle.length + 20).fill(0xff);
  around.set(bundle, 10);
  assert.deepEqual(parseBundle(around.subarray(10, 10 + bundle.length), 2), [utf8('one'), utf8('two')]);
});

test('a bundle that is cut short names the entry in which it ends', () => {
  const bundle = formatBundle([utf8('one'), utf8('two'), utf8('three')]);
  for (let length = 0; length < bundle.length; length++) {
    const position = length < 5 ? 0 : length < 10 ? 1 : 2;
    const named = refusal('bundle-malformed', new RegExp(`position ${position} of 3`));
    assert.throws(() => parseBundle(bundle.subarray(0, length), 3), named, `${length} bytes`);
  }
});

test('a bundle with anything after its last entry is refused', () => {
  const bundle = formatBundle([utf8('one'), utf8('two')]);
  assert.throws(() => parseBundle(bundle, 1), refusal('bundle-malformed', /position 0/));
  assert.throws(() => parseBundle(Uint8Array.of(...bundle, 0), 2), refusal('bundle-malformed', /position 1/));
  assert.throws(() => parseBundle(bundle, 3), refusal('bundle-malformed', /position 2 of 3/));
});

test('no bundle or tile has fewer than 1 or more than 256 members', () => {
  for (const count of [0, 257, -1, 0.5, NaN]) {
    assert.throws(() => parseBundle(new Uint8Array(), count), RangeError);
    assert.throws(() => parseTile(new Uint8Array(), count), RangeError);
  }
  for (const count of [0, 257]) {
    assert.throws(() => formatBundle(Array.from({ length: count }, () => new Uint8Array())), RangeError);
    assert.throws(() => formatTile(Array.from({ length: count }, () => new Uint8Array(32))), RangeError);
  }
  assert.throws(() => formatTile([new Uint8Array(31)]), RangeError);
});

test('every tile is read back as the hashes it was made of, and only at its own width', () => {
  const hashes = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 256 });
  fc.assert(
    fc.property(hashes, (made) => {
      const tile = formatTile(made);
      assert.deepEqual(parseTile(tile, made.length), made);
      assert.throws(() => parseTile(tile.subarray(1), made.length), refusal('tile-malformed', /hashes take/));
      if (made.length > 1)
        assert.throws(() => parseTile(tile, made.length - 1), refusal('tile-malformed', /hashes take/));
    }),
    { numRuns: 30 },
  );
});

/** More than 256 * 256 leaves, so that three levels of tiles exist. */
const SIZE = 70_000;
const nodes = new Map<string, Hash>();
const roots = new Map<number, Hash>();
const frontier = Frontier.empty(sha256);
const leaves = Array.from({ length: SIZE }, (_, i) => leafHash(utf8(`entry ${i}`), sha256));
const sizes = new Set([1, 2, 255, 256, 257, 511, 512, 5000, 65_535, 65_536, 65_537, SIZE]);
for (const leaf of leaves) {
  frontier.append(leaf, ({ level, index }, hash) => nodes.set(`${level}/${index}`, hash));
  if (sizes.has(frontier.size)) roots.set(frontier.size, frontier.root());
}

/** Serves exactly the tiles of a tree of that size, and notes what was asked for. */
function tileStore(size: number) {
  const files = new Map<string, Uint8Array>();
  for (const { level, index, width } of tilesOf(size)) {
    const hashes = Array.from({ length: width }, (_, i) => nodes.get(`${level * 8}/${index * TILE_WIDTH + i}`) as Hash);
    files.set(tilePath(level, index, width), formatTile(hashes));
  }
  const asked: string[] = [];
  return {
    asked,
    files,
    readTile: (level: number, index: number, width: number): Promise<Uint8Array> => {
      const path = tilePath(level, index, width);
      asked.push(path);
      const file = files.get(path);
      return file === undefined ? Promise.reject(new Error(`there is no ${path}`)) : Promise.resolve(file);
    },
  };
}

test('root and proofs read from tiles are those of the tree, for trees with one to three levels of tiles', async () => {
  for (const [size, root] of roots) {
    const store = tileStore(size);
    const read = tileHashReader(size, store.readTile, sha256);
    assert.deepEqual(await readRoot(size, read, sha256), root);
    for (const index of [0, 1, 255, 256, 65_535, 65_536, size >> 1, size - 1].filter((i) => i < size)) {
      const proof = await proveInclusion(index, size, read, sha256);
      assert.ok(checkInclusion({ index, size, leafHash: leaves[index] as Hash, proof, root }, sha256));
    }
    for (const [size1, root1] of roots) {
      if (size1 > size) continue;
      const proof = await proveConsistency(size1, size, read, sha256);
      assert.ok(checkConsistency({ size1, root1, size2: size, root2: root, proof }, sha256));
    }
  }
});

test('every complete node of a tree can be read from its tiles', async () => {
  const size = 700;
  const read = tileHashReader(size, tileStore(size).readTile, sha256);
  const wanted = [];
  for (let level = 0; 2 ** level <= size; level++) {
    for (let index = 0; (index + 1) * 2 ** level <= size; index++) wanted.push({ level, index });
  }
  assert.equal(wanted.length, 700 + 350 + 175 + 87 + 43 + 21 + 10 + 5 + 2 + 1);
  const read1 = await read(wanted);
  wanted.forEach(({ level, index }, i) =>
    assert.deepEqual(read1[i], nodes.get(`${level}/${index}`), `${level}/${index}`),
  );
});

test('each tile is read at most once a call, and a proof needs few', async () => {
  const store = tileStore(SIZE);
  const read = tileHashReader(SIZE, store.readTile, sha256);
  await proveInclusion(12_345, SIZE, read, sha256);
  assert.equal(new Set(store.asked).size, store.asked.length);
  assert.ok(store.asked.length <= 5, store.asked.join(' '));
});

test('a node that is not complete at that size is not read', async () => {
  const store = tileStore(700);
  const read = tileHashReader(700, store.readTile, sha256);
  const wanted = [
    { level: 0, index: 700 },
    { level: 1, index: 350 },
    { level: 9, index: 1 },
    { level: 10, index: 0 },
    { level: 60, index: 0 },
    { level: 0, index: -1 },
  ];
  for (const node of wanted) await assert.rejects(read([node]), RangeError, `${node.level}/${node.index}`);
  assert.deepEqual(store.asked, []);
  assert.throws(() => tileHashReader(-1, store.readTile), RangeError);
});

test('a tile of the wrong length, or missing, stops the reading', async () => {
  const store = tileStore(700);
  store.files.set('tile/0/000', new Uint8Array(8191));
  store.files.delete('tile/0/001');
  const read = tileHashReader(700, store.readTile, sha256);
  await assert.rejects(read([{ level: 0, index: 3 }]), refusal('tile-malformed', /8191 bytes/));
  await assert.rejects(read([{ level: 0, index: 300 }]), /there is no tile\/0\/001/);
});
