/** Writes the files that a tree has gained, several at a time, in bounded memory. SPEC M85. */
import { equalBytes } from '@counterfoil/ledger/bytes';
import type { Platform } from '@counterfoil/ledger/signature';
import { tilePath } from '@counterfoil/ledger/tile';
import type { Db } from '../database/connect.ts';
import type { ObjectStore } from '../objects/store.ts';
import { readTile } from '../recorder/tree-store.ts';
import { Conflict } from './conflict.ts';
import { readBundleAndTile } from './files-of-tree.ts';
import { newBundles, newTiles } from './new-files.ts';
import { publicHeaders } from './public-headers.ts';

/** Files on their way at the same moment. */
const AT_ONCE = 8;

export interface CopyOptions {
  readonly store: ObjectStore;
  readonly db: Db;
  readonly platform: Platform;
  /** Asked between files; what it does happens while none is on its way. @throws to stop. */
  readonly pause: () => Promise<void>;
}

/** Resolves when every tile and bundle of the tree of `to` entries is there that one of `from` had not. */
export async function copyTree({ store, db, platform, pause }: CopyOptions, from: number, to: number): Promise<void> {
  await inTurns(newBundles(from, to), pause, async ({ index, width }) => {
    const { bundle, tile } = await readBundleAndTile(db, platform.sha256, { index, width });
    await createSame(store, tilePath('entries', index, width), bundle);
    await createSame(store, tilePath(0, index, width), tile);
  });
  await inTurns(newTiles(from, to), pause, async ({ level, index, width }) =>
    createSame(store, tilePath(level, index, width), await readTile(db, level, index, width)),
  );
}

/** Also right where it was written before: the same bytes are the same file. @throws Conflict */
export async function createSame(store: ObjectStore, path: string, bytes: Uint8Array): Promise<void> {
  if (await store.create(path, bytes, publicHeaders(path))) return;
  const found = await store.get(path);
  if (found === undefined) throw new Error(`${path} was there and is gone: somebody else writes to ${store.name}.`);
  if (!equalBytes(found.bytes, bytes))
    throw new Conflict(
      `The file ${path} in ${store.name} is not what the record holds, and is left as it is. Find out who wrote it; once it is taken away, it is published anew.`,
    );
}

/** A handful at once; the next handful when all of one are done, so that whoever pauses finds nothing under way. */
export async function inTurns<Item>(
  items: Iterable<Item>,
  pause: () => Promise<void>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let waiting: Item[] = [];
  const turn = async (): Promise<void> => {
    await pause();
    const settled = await Promise.allSettled(waiting.map(work));
    const failed = settled.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    waiting = [];
  };
  for (const item of items) {
    waiting.push(item);
    if (waiting.length === AT_ONCE) await turn();
  }
  if (waiting.length > 0) await turn();
}
