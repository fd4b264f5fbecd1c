/** Whether a published file still is what the record holds: for whoever looks through what was written. */
import { equalBytes } from '@counterfoil/ledger/bytes';
import { parseTilePath } from '@counterfoil/ledger/tile';
import type { ObjectStore } from '../objects/store.ts';
import { readTile } from '../recorder/tree-store.ts';
import { readBundle } from './files-of-tree.ts';
import { isTextPath, readText, type Texts } from './texts.ts';

/** `withdrawn`: it is still there, and must not be any more. */
export type ReadBack = 'same' | 'different' | 'missing' | 'withdrawn';

/**
 * @param path of a tile, a bundle, a text or a file that the published checkpoint covers.
 * @returns undefined for a text that lies in neither.
 * @throws RangeError for any other path, and where the database does not reach; Error when the store cannot be read.
 */
export async function readBack(store: ObjectStore, texts: Texts, path: string): Promise<ReadBack | undefined> {
  const tile = parseTilePath(path);
  if (tile === undefined && !isTextPath(path)) throw new RangeError(`"${path}" is no file for ever.`);
  const held = await heldBytes(texts, path, tile);
  const found = await store.get(path);
  if (held === undefined) return found === undefined ? undefined : 'withdrawn';
  if (found === undefined) return 'missing';
  return equalBytes(found.bytes, held) ? 'same' : 'different';
}

async function heldBytes(
  texts: Texts,
  path: string,
  tile: ReturnType<typeof parseTilePath>,
): Promise<Uint8Array | undefined> {
  if (tile === undefined) return readText(texts, path);
  if (tile.level === 'entries') return readBundle(texts.db, tile.index, tile.width);
  return readTile(texts.db, tile.level, tile.index, tile.width);
}
