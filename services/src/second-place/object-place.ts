/** The second place as one object of a store that writes on condition, such as an S3 bucket. */
import { parseUtf8, utf8 } from '@counterfoil/ledger/bytes';
import type { ObjectStore } from '../objects/store.ts';
import { MAX_KEPT_BYTES, parseKept, type Kept, type SecondPlace } from './second-place.ts';

const KEY = 'newest-checkpoint';
const OPTIONS = { contentType: 'text/plain; charset=utf-8', cacheControl: 'no-store' };

export class ObjectPlace implements SecondPlace {
  readonly name: string;
  readonly #store: ObjectStore;

  constructor(store: ObjectStore) {
    this.#store = store;
    this.name = store.name;
  }

  async read(): Promise<Kept | undefined> {
    const found = await this.#store.get(KEY);
    if (found === undefined) return undefined;
    if (found.bytes.length > MAX_KEPT_BYTES) throw new Error(`${this.name}/${KEY} is too large for a checkpoint.`);
    return parseKept(parseUtf8(found.bytes), found.version);
  }

  async swap(note: string, before: Kept | undefined): Promise<Kept | undefined> {
    if (!(await this.#store.swap(KEY, utf8(note), before?.version, OPTIONS))) return undefined;
    // The version of what was written is the store's to say; by then it may hold a newer one.
    const kept = await this.read();
    return kept?.text === note ? kept : undefined;
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
