/** The tree as the database holds it: leaf hashes beside the entries, complete subtrees of 256^n leaves beside them. */
import { formatTile, tileHashReader, TILE_WIDTH } from '@counterfoil/ledger/tile';
import { Frontier, rootNodes, type Hash, type ReadHashes } from '@counterfoil/ledger/tree';
import type { Platform } from '@counterfoil/ledger/signature';
import type { Db } from '../database/connect.ts';

type Sha256 = Platform['sha256'];

/** One tile's bytes, from the rows. @throws RangeError where the tree does not reach. */
export async function readTile(db: Db, level: number, index: number, width: number): Promise<Uint8Array> {
  const from = index * TILE_WIDTH;
  const rows =
    level === 0
      ? await db
          .selectFrom('entries')
          .select('leaf as hash')
          .where('index', '>=', from)
          .where('index', '<', from + width)
          .orderBy('index')
          .execute()
      : await db
          .selectFrom('nodes')
          .select('hash')
          .where('level', '=', level)
          .where('index', '>=', from)
          .where('index', '<', from + width)
          .orderBy('index')
          .execute();
  if (rows.length !== width) throw new RangeError(`Tile ${level}/${index} has ${rows.length} hashes, not ${width}.`);
  return formatTile(rows.map((row) => row.hash));
}

/** Any node of the tree of that size. */
export function hashReader(db: Db, size: number, sha256: Sha256): ReadHashes {
  return tileHashReader(size, (level, index, width) => readTile(db, level, index, width), sha256);
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
