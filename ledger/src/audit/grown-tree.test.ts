import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noblePlatform } from '../platform-noble.ts';
import { utf8 } from '../bytes.ts';
import { formatBundle, formatTile, tilePath } from '../tile.ts';
import { mapSource } from '../testing/map-source.ts';
import { Frontier, leafHash, type Hash } from '../tree.ts';
import { GrownTree } from './grown-tree.ts';
import { SourceError } from './source.ts';

const { sha256 } = noblePlatform;
const SIZE = 3000;
const entries = Array.from({ length: SIZE }, (_, i) => utf8(`entry ${i}`));
const leaves = entries.map((entry) => leafHash(entry, sha256));

/** The root of every size, the simple way. */
const roots: Hash[] = [];
const frontier = Frontier.empty(sha256);
for (const leaf of [...leaves, new Uint8Array(32)]) {
  roots.push(frontier.root());
  frontier.append(leaf);
}

const OLD = 2;
const tile = formatTile(leaves.slice(OLD * 256, (OLD + 1) * 256));
const bundle = formatBundle(entries.slice(OLD * 256, (OLD + 1) * 256));

function grown(files: ReadonlyMap<string, Uint8Array>): GrownTree {
  const tree = new GrownTree(mapSource(files), sha256);
  for (const leaf of leaves) tree.append(leaf);
  return tree;
}

test('the root is known at every size while the tree grows, without reading anything', async () => {
  const tree = new GrownTree(mapSource(new Map()), sha256);
  for (const [size, leaf] of leaves.entries()) {
    assert.deepEqual(await tree.rootAt(size), roots[size]);
    // What somebody saw a while ago, within the newest tiles.
    const earlier = Math.max(0, size - ((size * 7) % 700));
    assert.deepEqual(await tree.rootAt(earlier), roots[earlier]);
    assert.equal(await tree.rootAt(size + 1), undefined);
    tree.append(leaf);
  }
  assert.deepEqual(tree.root(), roots[SIZE]);
});

test('for an old size the tile is read again', async () => {
  const tree = grown(new Map([[tilePath(0, OLD), tile]]));
  for (const size of [512, 513, 600, 700, 767, 768]) assert.deepEqual(await tree.rootAt(size), roots[size]);
});

test('a tile that is not the one seen before is not believed: the entries are read instead', async () => {
  const changed = Uint8Array.from(tile);
  changed[100] = (changed[100] ?? 0) ^ 1;
  for (const other of [changed, tile.subarray(32), new Uint8Array()]) {
    const tree = grown(
      new Map([
        [tilePath(0, OLD), other],
        [tilePath('entries', OLD), bundle],
      ]),
    );
    assert.deepEqual(await tree.rootAt(600), roots[600]);
  }
});

test('where neither can be read again, no root is made up', async () => {
  const changed = Uint8Array.from(bundle);
  changed[9] = (changed[9] ?? 0) ^ 1;
  for (const files of [new Map(), new Map([[tilePath('entries', OLD), changed]])])
    await assert.rejects(grown(files).rootAt(600), SourceError);
});
