/** Entry bundles from the rows, and what goes with them. */
import { equalBytes } from '@counterfoil/ledger/bytes';
import type { Platform } from '@counterfoil/ledger/signature';
import { formatBundle, formatTile, TILE_WIDTH } from '@counterfoil/ledger/tile';
import { leafHash } from '@counterfoil/ledger/tree';
import type { Db } from '../database/connect.ts';

export async function readBundle(db: Db, index: number, width: number): Promise<Uint8Array> {
  const rows = await rowsOf(db, index, width).select('bytes').execute();
  return formatBundle(rows.map((row) => row.bytes));
}

/**
 * A bundle and the tile of its leaves, hashed again: what leaves the database is what was recorded.
 * @throws Error that names the entry which is not.
 */
export async function readBundleAndTile(
  db: Db,
  sha256: Platform['sha256'],
  { index, width }: { readonly index: number; readonly width: number },
): Promise<{ readonly bundle: Uint8Array; readonly tile: Uint8Array }> {
  const from = index * TILE_WIDTH;
  const rows = await rowsOf(db, index, width).select(['index', 'bytes', 'leaf']).execute();
  if (rows.length !== width) throw new Error(`The database does not hold entries ${from} to ${from + width - 1} all.`);
  for (const [i, row] of rows.entries()) {
    if (row.index !== from + i || !equalBytes(leafHash(row.bytes, sha256), row.leaf))
      throw new Error(`Entry ${from + i} is not what was recorded. Nothing is published from here on.`);
  }
  return { bundle: formatBundle(rows.map((row) => row.bytes)), tile: formatTile(rows.map((row) => row.leaf)) };
}

function rowsOf(db: Db, index: number, width: number) {
  const from = index * TILE_WIDTH;
  return db
    .selectFrom('entries')
    .where('index', '>=', from)
    .where('index', '<', from + width)
    .orderBy('index');
}
