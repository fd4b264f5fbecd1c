/**
 * Where the values of a state lie: an open table of 32 bits of each key's hash and its place. What two keys have in common is told apart
 * by whoever reads the values. The seed keeps a record from being written so that many keys meet.
 */

const FIRST_SLOTS = 1 << 16;
const FULL = 0.8;
/** Of the values: beyond it the slots are written anew. */
const MOST_SINCE = 0.25;

export class StateIndex {
  readonly seed: number;
  /** Hash and place by turns; a place of 0 is a free slot. */
  #slots: Uint32Array;
  #count = 0;
  /** What was put since the slots were kept: hash, place, place before. */
  readonly #since: number[] = [];
  #isKept: boolean;

  /** @param slots as they were kept, and @param since what was put after that, by threes. */
  constructor(seed: number, slots = new Uint32Array(2 * FIRST_SLOTS), since: readonly number[] = []) {
    this.seed = seed;
    this.#slots = slots;
    for (let i = 1; i < slots.length; i += 2) if (slots[i] !== 0) this.#count++;
    this.#isKept = this.#count > 0;
    for (let i = 0; i < since.length; i += 3) this.put(since[i] ?? 0, since[i + 1] ?? 0, since[i + 2] ?? 0);
  }

  get slots(): Uint32Array {
    return this.#slots;
  }

  get count(): number {
    return this.#count;
  }

  /** By threes for `put`, where it is worth keeping beside the slots as they were; undefined where the slots are to be kept anew. */
  get since(): readonly number[] | undefined {
    return this.#isKept ? this.#since : undefined;
  }

  /** Places of values whose key can be the one of that hash. */
  *find(hash: number): Generator<number, void, undefined> {
    const mask = this.#slots.length / 2 - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const place = this.#slots[2 * slot + 1] ?? 0;
      if (place === 0) return;
      if (this.#slots[2 * slot] === hash) yield place;
    }
  }

  /** @param before where it was; 0 for what is new. */
  put(hash: number, place: number, before: number): void {
    if (this.#isKept) {
      this.#since.push(hash, place, before);
      if (this.#since.length > this.#count * MOST_SINCE) this.#isKept = false;
    }
    if (before === 0 && ++this.#count > FULL * (this.#slots.length / 2)) this.#grow();
    this.#set(hash, place, before);
  }

  #set(hash: number, place: number, before: number): void {
    const mask = this.#slots.length / 2 - 1;
    let slot = hash & mask;
    while (!this.#isAt(slot, hash, before)) slot = (slot + 1) & mask;
    this.#slots[2 * slot] = hash;
    this.#slots[2 * slot + 1] = place;
  }

  /** Whether the slot holds the value that lies there; with a place of 0, whether it is free. */
  #isAt(slot: number, hash: number, place: number): boolean {
    return this.#slots[2 * slot + 1] === place && (place === 0 || this.#slots[2 * slot] === hash);
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(before.length * 2);
    for (let i = 0; i < before.length; i += 2) {
      const [hash = 0, place = 0] = [before[i], before[i + 1]];
      if (place !== 0) this.#set(hash, place, 0);
    }
  }
}

/** 32 bits. */
export function hashKey(key: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < key.length; i++) {
    hash = Math.imul(hash ^ key.charCodeAt(i), 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
