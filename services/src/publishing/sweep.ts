/**
 * Compares the texts and files that lie where the record is published with those in public view, a 256th at a time: one that a process
 * published while it was dying is taken away, one that is missing is put back. SPEC M86.
 */
import type { ObjectStore } from '../objects/store.ts';
import { createSame, inTurns } from './copy-tree.ts';
import { familyNames, isBeingWithdrawn, isTextPath, readText, textsBeginningWith, type Texts } from './texts.ts';

export interface Swept {
  readonly removed: number;
  readonly restored: number;
}

/** @param byte that the digests begin with. @param size of the published checkpoint. */
export async function sweepTexts(store: ObjectStore, texts: Texts, byte: number, size: number): Promise<Swept> {
  const swept = { removed: 0, restored: 0 };
  const go = (): Promise<void> => Promise.resolve();
  for (const family of familyNames) {
    const there = new Set<string>();
    for await (const path of store.list(`${family}/${Uint8Array.of(byte).toHex()}`))
      if (isTextPath(path)) there.add(path);
    const wanted = await textsBeginningWith(texts.db, family, byte, size);
    const missing = wanted.filter((path) => !there.delete(path));
    await inTurns(there, go, async (path) => {
      // In public view by now, or under a checkpoint to come: then it may lie there. Or its turn to go comes in a moment.
      if ((await readText(texts, path)) !== undefined || (await isBeingWithdrawn(texts.db, path))) return;
      await store.remove(path);
      swept.removed++;
    });
    await inTurns(missing, go, async (path) => {
      const bytes = await readText(texts, path);
      if (bytes === undefined) return;
      await createSame(store, path, bytes);
      swept.restored++;
    });
  }
  return swept;
}
