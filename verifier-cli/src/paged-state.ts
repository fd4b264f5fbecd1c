/**
 * The state of a rulebook that does not fit into memory: values lie in files, one after the other as they were last changed; in memory are
 * those used lately and an index of eight bytes a slot. Every block that is read again is held to its checksum, and every value to its key.
 */
import type { Change, StateKind, StateShapes, Store } from '@counterfoil/ledger/state';
import { BlockFile } from './block-file.ts';
import { hashKey, StateIndex } from './state-index.ts';

/** Values in each half of the cache. */
const CACHED = 10_000;
/** A value begins where a multiple of it does: so 32 bits lead to 32 GB. */
const ALIGNED = 8;
const LENGTH_BYTES = 4;
/** The longest that UTF-8 makes of a UTF-16 code unit. */
const MOST_BYTES_A_UNIT = 3;
/** What hardly changes once it is there, and is seldom asked for: kept in memory until it is old, it would only be copied about. */
const LASTING: ReadonlySet<StateKind> = new Set(['statement', 'act', 'content']);

interface Cached {
  value: Change['value'];
  /** Where it lies, in units of `ALIGNED`; 0 for what was never written. */
  place: number;
  isNew: boolean;
}

export class PagedState implements Store {
  readonly #blocks: BlockFile;
  readonly #index: StateIndex;
  readonly #rootAt: Store['rootAt'];
  readonly #cached: number;
  /** Where a value is put into words before it is added. */
  #room = Buffer.alloc(1 << 16);
  /** Used since the halves were changed, and before. */
  #young = new Map<string, Cached>();
  #old = new Map<string, Cached>();

  constructor(blocks: BlockFile, index: StateIndex, rootAt: Store['rootAt'], cached = CACHED) {
    this.#blocks = blocks;
    this.#index = index;
    this.#rootAt = rootAt;
    this.#cached = cached;
    // 0 is no place.
    if (blocks.end === 0) blocks.append(new Uint8Array(ALIGNED));
  }

  get<K extends StateKind>(kind: K, id: string): Promise<StateShapes[K] | undefined> {
    return Promise.resolve(this.find(kind, id));
  }

  find<K extends StateKind>(kind: K, id: string): StateShapes[K] | undefined {
    return this.#find(`${kind} ${id}`)?.value as StateShapes[K] | undefined;
  }

  rootAt(size: number): ReturnType<Store['rootAt']> {
    return this.#rootAt(size);
  }

  apply(changes: readonly Change[]): void {
    for (const { kind, id, value } of changes) {
      const key = `${kind} ${id}`;
      const known = this.#find(key);
      if (known === undefined && LASTING.has(kind)) this.#write(key, { value, place: 0, isNew: true });
      else if (known === undefined) this.#hold(key, { value, place: 0, isNew: true });
      else [known.value, known.isNew] = [value, true];
    }
  }

  /** Writes what was only in memory. */
  flush(): void {
    for (const half of [this.#old, this.#young]) for (const [key, cached] of half) this.#write(key, cached);
  }

  #find(key: string): Cached | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const cached = this.#old.get(key) ?? this.#read(key);
    if (cached === undefined) return undefined;
    this.#old.delete(key);
    this.#hold(key, cached);
    return cached;
  }

  #hold(key: string, cached: Cached): void {
    this.#young.set(key, cached);
    if (this.#young.size < this.#cached) return;
    for (const [older, unused] of this.#old) this.#write(older, unused);
    this.#old = this.#young;
    this.#young = new Map();
  }

  #read(key: string): Cached | undefined {
    for (const place of this.#index.find(hashKey(key, this.#index.seed))) {
      const at = place * ALIGNED;
      const length = this.#blocks.read(at, LENGTH_BYTES).readUInt32LE();
      const text = this.#blocks.read(at + LENGTH_BYTES, length).toString('utf8');
      const [of, value] = JSON.parse(text) as [string, Change['value']];
      if (of === key) return { value, place, isNew: false };
    }
    return undefined;
  }

  #write(key: string, cached: Cached): void {
    if (!cached.isNew) return;
    const text = JSON.stringify([key, cached.value]);
    const most = LENGTH_BYTES + MOST_BYTES_A_UNIT * text.length + ALIGNED;
    if (most > this.#room.length) this.#room = Buffer.alloc(most);
    const length = this.#room.write(text, LENGTH_BYTES);
    this.#room.writeUInt32LE(length);
    const end = Math.ceil((LENGTH_BYTES + length) / ALIGNED) * ALIGNED;
    this.#room.fill(0, LENGTH_BYTES + length, end);
    const place = this.#blocks.append(this.#room.subarray(0, end)) / ALIGNED;
    this.#index.put(hashKey(key, this.#index.seed), place, cached.place);
    cached.place = place;
    cached.isNew = false;
  }
}
