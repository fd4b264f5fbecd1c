/** What a tree has in files when it has grown. C2SP tlog-tiles. */
import { TILE_WIDTH, type EntryBundle, type HashTile } from '@counterfoil/ledger/tile';

/** Tiles above the leaves that a tree of `to` entries has and one of `from` had not, the partial one of each level last. */
export function* newTiles(from: number, to: number): Generator<HashTile, void, undefined> {
  let [before, count] = [from, to];
  for (let level = 0; count > 0; level++) {
    if (level > 0) for (const { index, width } of newSlices(before, count)) yield { level, index, width };
    before = Math.floor(before / TILE_WIDTH);
    count = Math.floor(count / TILE_WIDTH);
  }
}

/** The same for bundles, each of which goes with the tile of leaves of the same index and width. */
export function* newBundles(from: number, to: number): Generator<EntryBundle, void, undefined> {
  for (const { index, width } of newSlices(from, to)) yield { level: 'entries', index, width };
}

/** Tiles and bundles that have become full: what was partial of them may go. */
export function* filledTiles(from: number, to: number): Generator<HashTile | EntryBundle, void, undefined> {
  for (const { index, width } of newSlices(from, to))
    if (width === TILE_WIDTH) yield { level: 'entries', index, width };
  let [before, count] = [from, to];
  for (let level = 0; count >= TILE_WIDTH; level++) {
    for (const { index, width } of newSlices(before, count)) if (width === TILE_WIDTH) yield { level, index, width };
    before = Math.floor(before / TILE_WIDTH);
    count = Math.floor(count / TILE_WIDTH);
  }
}

function* newSlices(before: number, count: number): Generator<{ index: number; width: number }, void, undefined> {
  if (count === before) return;
  for (let index = Math.floor(before / TILE_WIDTH); index * TILE_WIDTH < count; index++)
    yield { index, width: Math.min(TILE_WIDTH, count - index * TILE_WIDTH) };
}
