/** A file in sealed chunks (AES-256-GCM), so that no more than one is in memory: written one after the other, read likewise. */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { concatBytes } from '@counterfoil/ledger/bytes';
import type { Db } from '../database/connect.ts';
import type { Patch } from './strip-webp.ts';

const CIPHER = 'aes-256-gcm';
const [IV_BYTES, TAG_BYTES] = [12, 16];
/** Of the file; what is sealed is longer by its tag. */
const CHUNK_BYTES = 65_536;

/** Each key seals one file and each number stands once in it: so the number can be the initialisation vector. */
function ivOf(number: number): Uint8Array {
  const iv = new Uint8Array(IV_BYTES);
  new DataView(iv.buffer).setUint32(IV_BYTES - 4, number);
  return iv;
}

function sealChunk(key: Uint8Array, number: number, plain: Uint8Array): Uint8Array {
  const cipher = createCipheriv(CIPHER, key, ivOf(number));
  return concatBytes(cipher.update(plain), cipher.final(), cipher.getAuthTag());
}

/** @throws Error where it is not what was sealed. */
function openChunk(key: Uint8Array, number: number, sealed: Uint8Array): Uint8Array {
  const decipher = createDecipheriv(CIPHER, key, ivOf(number), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return concatBytes(decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final());
}

/** Seals what it is given and writes it to the database; the first chunk last, since its bytes may change until the end is known. */
export class ChunkWriter {
  readonly #db: Db;
  readonly #id: Uint8Array;
  readonly #key: Uint8Array;
  #chunk = new Uint8Array(CHUNK_BYTES);
  #first: Uint8Array<ArrayBuffer> | undefined;
  #filled = 0;
  #number = 0;

  constructor(db: Db, id: Uint8Array, key: Uint8Array) {
    this.#db = db;
    this.#id = id;
    this.#key = key;
  }

  /** Resolves when there is room for more. */
  async write(part: Uint8Array): Promise<void> {
    for (let from = 0; from < part.length;) {
      const some = part.subarray(from, from + CHUNK_BYTES - this.#filled);
      this.#chunk.set(some, this.#filled);
      this.#filled += some.length;
      from += some.length;
      if (this.#filled === CHUNK_BYTES) await this.#flush();
    }
  }

  /** @param patches of the first chunk. @returns the length of the file. */
  async finish(patches: readonly Patch[]): Promise<number> {
    if (this.#filled > 0) await this.#flush();
    for (const { at, bytes } of patches) this.#first?.set(bytes, at);
    if (this.#first === undefined) return 0;
    await this.#insert(0, this.#first);
    return this.#length;
  }

  #length = 0;

  async #flush(): Promise<void> {
    const number = this.#number++;
    const plain = this.#chunk.subarray(0, this.#filled);
    this.#length += this.#filled;
    this.#filled = 0;
    if (number > 0) return this.#insert(number, plain);
    this.#first = plain;
    this.#chunk = new Uint8Array(CHUNK_BYTES);
  }

  async #insert(number: number, plain: Uint8Array): Promise<void> {
    const sealed = sealChunk(this.#key, number, plain);
    await this.#db.insertInto('file_chunks').values({ id: this.#id, number, sealed }).execute();
  }
}

/** @throws Error where chunks are missing, as when it is erased meanwhile, or are not what was written. */
export async function* readChunks(
  db: Db,
  id: Uint8Array,
  key: Uint8Array,
  bytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let left = bytes;
  for (let number = 0; left > 0; number++) {
    const row = await db
      .selectFrom('file_chunks')
      .select('sealed')
      .where('id', '=', id)
      .where('number', '=', number)
      .executeTakeFirst();
    if (row === undefined) throw new Error('A part of the file is not there any more.');
    const plain = openChunk(key, number, row.sealed);
    left -= plain.length;
    yield plain;
  }
}
