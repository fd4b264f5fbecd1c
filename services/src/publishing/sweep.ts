/**
 * Compares the texts that lie where the record is published with those in public view, a 256th at a time: one that a process published
 * while it was dying is taken away, one that is missing is put back. SPEC M86.
 */
import type { Db } from '../database/connect.ts';
import type { ObjectStore } from '../objects/store.ts';
import { createSame, inTurns } from './copy-tree.ts';
import { isBeingWithdrawn, readText, textsBeginningWith } from './texts.ts';

const CONTENT_PATH = /^content\/[0-9a-f]{64}$/;

export interface Swept {
  readonly removed: number;
  readonly restored: number;
}

/** @param byte that the digests begin with. @param size of the published checkpoint. */
export async function sweepTexts(store: ObjectStore, db: Db, byte: number, size: number): Promise<Swept> {
  const prefix = `content/${Uint8Array.of(byte).toHex()}`;
  const there = new Set<string>();
  for await (const path of store.list(prefix)) if (CONTENT_PATH.test(path)) there.add(path);
  const wanted = await textsBeginningWith(db, byte, size);
  const missing = wanted.filter((path) => !there.delete(path));
  const swept = { removed: 0, restored: 0 };
  const go = (): Promise<void> => Promise.resolve();
  await inTurns(there, go, async (path) => {
    // In public view by now, or under a checkpoint to come: then it may lie there. Or its turn to go comes in a moment.
    if ((await readText(db, path)) !== undefined || (await isBeingWithdrawn(db, path))) return;
    await store.remove(path);
    swept.removed++;
  });
  await inTurns(missing, go, async (path) => {
    const text = await readText(db, path);
    if (text === undefined) return;
    await createSame(store, path, text.bytes);
    swept.restored++;
  });
  return swept;
}
