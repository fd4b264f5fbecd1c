/** Hashes one after the other in one growing block of memory: millions of them cost 32 bytes each. */
import { HASH_BYTES, type Hash } from '../tree.ts';

export class HashList {
  #bytes = new Uint8Array(64 * HASH_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(hash: Hash): void {
    const end = (this.#length + 1) * HASH_BYTES;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(hash, this.#length * HASH_BYTES);
    this.#length++;
  }

  /** One after the other: a view, good until the next is added. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length * HASH_BYTES);
  }

  /** A copy. @throws RangeError beyond the end. */
  at(index: number): Hash {
    if (!(index >= 0 && index < this.#length)) throw new RangeError(`There is no hash ${index}.`);
    return this.#bytes.slice(index * HASH_BYTES, (index + 1) * HASH_BYTES);
  }
}

/** Views of them. */
export function splitHashes(bytes: Uint8Array): Hash[] {
  return Array.from({ length: bytes.length / HASH_BYTES }, (_, i) =>
    bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  );
}
