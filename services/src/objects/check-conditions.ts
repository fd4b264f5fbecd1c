/** Whether a store keeps its conditions. Some object stores take a conditional write and overwrite all the same. */
import { randomBytes } from 'node:crypto';
import { utf8 } from '@counterfoil/ledger/bytes';
import type { ObjectStore } from './store.ts';

const OPTIONS = { contentType: 'text/plain; charset=utf-8', cacheControl: 'no-store' };

/** Tries it out on an object of its own, and takes that away again. @throws Error in a sentence for operators. */
export async function checkConditions(store: ObjectStore): Promise<void> {
  const key = `counterfoil-trial-${randomBytes(8).toString('hex')}`;
  const [first, second] = [utf8('first'), utf8('second')];
  try {
    if (!(await store.create(key, first, OPTIONS))) throw new Error('it says that a name never used before is taken');
    if (await store.create(key, second, OPTIONS)) throw new Error('it creates what is there already');
    const read = await store.get(key);
    if (read === undefined) throw new Error('it does not find what was just written');
    if (!(await store.swap(key, second, read.version, OPTIONS))) throw new Error('it refuses the version that it gave');
    if (await store.swap(key, first, read.version, OPTIONS)) throw new Error('it replaces a version that is gone');
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${store.name} cannot be used, since two writers would overwrite each other there: ${said}.`, {
      cause,
    });
  } finally {
    await store.remove(key).catch(() => undefined);
  }
}
