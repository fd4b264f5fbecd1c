/** Whether a store keeps its conditions. Some object stores take a conditional write and overwrite all the same. */
import { randomBytes } from 'node:crypto';
import { utf8 } from '@counterfoil/ledger/bytes';
import type { ObjectStore } from './store.ts';

const OPTIONS = { contentType: 'text/plain; charset=utf-8', cacheControl: 'no-store' };

/** Races for one object, each of all writers at once: a store that looks first and writes then loses some of them. */
const RACES = 6;

/**
 * Tries it out on an object of its own, and takes that away again.
 * @param writers that will set the same object at the same moment; with 1, one after the other is tried.
 * @throws Error in a sentence for operators.
 */
export async function checkConditions(store: ObjectStore, writers = 1): Promise<void> {
  const key = `counterfoil-trial-${randomBytes(8).toString('hex')}`;
  const [first, second] = [utf8('first'), utf8('second')];
  try {
    if (!(await store.create(key, first, OPTIONS))) throw new Error('it says that a name never used before is taken');
    if (await store.create(key, second, OPTIONS)) throw new Error('it creates what is there already');
    const read = await store.get(key);
    if (read === undefined) throw new Error('it does not find what was just written');
    if (!(await store.swap(key, second, read.version, OPTIONS))) throw new Error('it refuses the version that it gave');
    if (await store.swap(key, first, read.version, OPTIONS)) throw new Error('it replaces a version that is gone');
    if (writers > 1) await race(store, key, writers);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${store.name} cannot be used, since two writers would overwrite each other there: ${said}.`, {
      cause,
    });
  } finally {
    await store.remove(key).catch(() => undefined);
  }
}

async function race(store: ObjectStore, key: string, writers: number): Promise<void> {
  for (let run = 0; run < RACES; run++) {
    const version = (await store.get(key))?.version;
    const won = await Promise.all(
      Array.from({ length: writers }, (_, writer) => store.swap(key, utf8(`${run} ${writer}`), version, OPTIONS)),
    );
    const winners = won.filter(Boolean).length;
    if (winners > 1) throw new Error(`${winners} of ${writers} writers replaced the same version at the same moment`);
  }
}
