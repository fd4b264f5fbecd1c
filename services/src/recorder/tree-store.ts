/** The tree as the database holds it: leaf hashes beside the entries, complete subtrees of 256^n leaves beside them. */
import { tileHashReader, tilePath, TILE_WIDTH } from '@counterfoil/ledger/tile';
import { Frontier, HASH_BYTES, rootNodes, type Hash, type ReadHashes } from '@counterfoil/ledger/tree';
import type { Platform } from '@counterfoil/ledger/signature';
import { sql } from 'kysely';
import type { Db } from '../database/connect.ts';

type Sha256 = Platform['sha256'];

/** One tile's bytes, from the rows. @throws RangeError where the tree does not reach. */
export async function readTile(db: Db, level: number, index: number, width: number): Promise<Uint8Array> {
  const from = index * TILE_WIDTH;
  // Put together where they lie: as rows of their own, most of the work would be to take them in.
  const { rows } =
    level === 0
      ? await sql<{ tile: Uint8Array | null }>`
          select string_agg(leaf, ''::bytea order by index) as tile from entries
          where index >= ${from} and index < ${from + width}`.execute(db)
      : await sql<{ tile: Uint8Array | null }>`
          select string_agg(hash, ''::bytea order by index) as tile from nodes
          where level = ${level} and index >= ${from} and index < ${from + width}`.execute(db);
  const tile = rows[0]?.tile ?? new Uint8Array();
  if (tile.length !== width * HASH_BYTES)
    throw new RangeError(`Tile ${level}/${index} has ${tile.length} bytes, not those of ${width} hashes.`);
  return tile;
}

/** Any node of the tree of that size. */
export function hashReader(db: Db, size: number, sha256: Sha256): ReadHashes {
  return tileHashReader(size, (level, index, width) => readTile(db, level, index, width), sha256);
}

/** Tiles held in memory: those that every proof needs, and some more; 8 kB each. */
const TILES_KEPT = 64;

/** As `hashReader`, of a tree that grows; for readers, who ask for the same upper tiles again and again. @param size of the tree by now */
export function keepingHashReader(db: Db, size: () => number, sha256: Sha256): ReadHashes {
  const kept = new Map<string, Promise<Uint8Array>>();
  const read = (level: number, index: number, width: number): Promise<Uint8Array> => {
    const path = tilePath(level, index, width);
    const tile = kept.get(path) ?? readTile(db, level, index, width);
    // What was asked for last stays longest.
    kept.delete(path);
    kept.set(path, tile);
    tile.catch(() => kept.delete(path));
    const [oldest] = kept.keys();
    if (kept.size > TILES_KEPT && oldest !== undefined) kept.delete(oldest);
    return tile;
  };
  return (nodes) => tileHashReader(size(), read, sha256)(nodes);
}

/** The frontier of the first `size` entries, computed from the rows. */
export async function readFrontier(db: Db, size: number, sha256: Sha256): Promise<Frontier> {
  return new Frontier(size, size === 0 ? [] : await hashReader(db, size, sha256)(rootNodes(size)), sha256);
}

/** The complete subtree that a hash tile above level 0 stores, if this node is one: levels 8, 16, … */
export function storedNode(
  node: { level: number; index: number },
  hash: Hash,
): { level: number; index: number; hash: Hash } | undefined {
  return node.level > 0 && node.level % 8 === 0 ? { level: node.level / 8, index: node.index, hash } : undefined;
}

/** Hashes one behind the other, as `head.frontier` keeps them. */
export function splitHashes(bytes: Uint8Array): Hash[] {
  return Array.from({ length: bytes.length / 32 }, (_, i) => bytes.slice(i * 32, i * 32 + 32));
}
