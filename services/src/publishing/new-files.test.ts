import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundlesOf, tilePath, tilesOf } from '@counterfoil/ledger/tile';
import fc from 'fast-check';
import { filledTiles, newBundles, newTiles } from './new-files.ts';

type File = Parameters<typeof pathOf>[0];

function pathOf({ level, index, width }: { level: number | 'entries'; index: number; width: number }): string {
  return tilePath(level, index, width);
}

function paths(...files: readonly Iterable<File>[]): string[] {
  return files.flatMap((some) => Array.from(some, pathOf)).sort();
}

/** Bundles, the tiles of leaves that go with them, and the tiles above. */
function written(from: number, to: number): string[] {
  const leaves = Array.from(newBundles(from, to), ({ index, width }) => ({ level: 0, index, width }));
  return paths(newBundles(from, to), leaves, newTiles(from, to));
}

test('from nothing, all files of a tree are new', () => {
  for (const size of [0, 1, 255, 256, 257, 70_000]) {
    assert.deepEqual(written(0, size), paths(bundlesOf(size), tilesOf(size)));
  }
});

test('however a tree has grown, what was written of it on the way holds all its files, and nothing twice', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 80_000 }), { maxLength: 6 }), (steps) => {
      const sizes = [0, ...steps.sort((a, b) => a - b)];
      const all: string[] = [];
      for (const [i, size] of sizes.entries()) if (i > 0) all.push(...written(sizes[i - 1] ?? 0, size));
      assert.equal(new Set(all).size, all.length);
      const last = sizes.at(-1) ?? 0;
      const there = new Set(all);
      for (const path of paths(bundlesOf(last), tilesOf(last))) assert.ok(there.has(path), path);
    }),
    { numRuns: 60 },
  );
});

test('what has become full is every full file that was not before', () => {
  for (const [from, to] of [
    [0, 255],
    [0, 256],
    [255, 256],
    [256, 257],
    [100, 70_000],
    [65_535, 65_536],
    [65_000, 140_000],
  ] as const) {
    const full = (size: number): string[] =>
      paths(bundlesOf(size), tilesOf(size)).filter((path) => !path.includes('.p/'));
    const before = new Set(full(from));
    assert.deepEqual(
      paths(filledTiles(from, to)),
      full(to).filter((path) => !before.has(path)),
    );
  }
});
