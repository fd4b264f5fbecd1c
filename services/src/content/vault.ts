/**
 * Texts that are not in public view lie under a key of their own (AES-256-GCM), and that key lies beside them under the key of the data
 * folder: a copy of the database alone shows nothing, and what erases the two rows' bytes erases the words. Files lie so always.
 */
import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { concatBytes, hex, parseBase64, parseUtf8, utf8 } from '@counterfoil/ledger/bytes';
import { SALT_BYTES, type Content } from '@counterfoil/ledger/content';

const CIPHER = 'aes-256-gcm';
const [KEY_BYTES, IV_BYTES, TAG_BYTES] = [32, 12, 16];

/** Both as initialisation vector, ciphertext, tag. */
export interface Sealed {
  /** The key of this text, under the key of the folder. */
  readonly key: Uint8Array;
  /** Salt and words, under the key of this text. */
  readonly sealed: Uint8Array;
}

export class Vault {
  readonly #master: Uint8Array;

  /** @param master 32 bytes. */
  constructor(master: Uint8Array) {
    if (master.length !== KEY_BYTES) throw new RangeError(`A key for texts has ${KEY_BYTES} bytes.`);
    this.#master = master;
  }

  /** Tells two keys apart and says nothing of either. */
  get fingerprint(): Uint8Array {
    return new Uint8Array(hash('sha256', concatBytes(utf8('counterfoil content key\n'), this.#master), 'buffer'));
  }

  /** @param digest of the text: what was sealed for one commitment opens for no other. */
  seal(digest: string, { salt, text }: Content): Sealed {
    const own = new Uint8Array(randomBytes(KEY_BYTES));
    return {
      key: encrypt(this.#master, own, digest),
      sealed: encrypt(own, concatBytes(salt, utf8(text)), digest),
    };
  }

  /** A new key and a new salt for a file. */
  newFileKey(): FileKey {
    return { key: new Uint8Array(randomBytes(KEY_BYTES)), salt: new Uint8Array(randomBytes(SALT_BYTES)) };
  }

  /** @param id of the file: its key opens no other. */
  sealFileKey(id: Uint8Array, { key, salt }: FileKey): Uint8Array {
    return encrypt(this.#master, concatBytes(key, salt), fileName(id));
  }

  /** @returns undefined where another key sealed it, or it has been changed. */
  openFileKey(id: Uint8Array, sealed: Uint8Array): FileKey | undefined {
    const plain = decrypt(this.#master, sealed, fileName(id));
    return plain && { key: plain.subarray(0, KEY_BYTES), salt: plain.slice(KEY_BYTES) };
  }

  /** @returns undefined where another key sealed it, or it has been changed. */
  open(digest: string, { key, sealed }: Sealed): Content | undefined {
    const own = decrypt(this.#master, key, digest);
    const plain = own && decrypt(own, sealed, digest);
    return plain && { salt: plain.slice(0, SALT_BYTES), text: parseUtf8(plain.subarray(SALT_BYTES)) };
  }
}

/** What a file is sealed with. */
export interface FileKey {
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
}

function fileName(id: Uint8Array): string {
  return `file ${hex(id)}`;
}

function encrypt(key: Uint8Array, plain: Uint8Array, digest: string): Uint8Array {
  const iv = new Uint8Array(randomBytes(IV_BYTES));
  const cipher = createCipheriv(CIPHER, key, iv);
  cipher.setAAD(utf8(digest));
  const body = [cipher.update(plain), cipher.final()];
  return concatBytes(iv, ...body, cipher.getAuthTag());
}

function decrypt(key: Uint8Array, bytes: Uint8Array, digest: string): Uint8Array | undefined {
  if (key.length !== KEY_BYTES || bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(utf8(digest));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return concatBytes(decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final());
  } catch {
    return undefined;
  }
}

const FILE = 'content.key';

/**
 * Reads the key of the data folder, or makes it: 32 bytes in base64, for its own account only.
 * @param isWanted whether texts are sealed already: a new key would open none of them.
 * @throws Error in a sentence for operators.
 */
export async function openVault(dataFolder: string, isWanted: () => Promise<boolean>): Promise<Vault> {
  const folder = join(dataFolder, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, FILE);
  let text = await read(file);
  if (text === undefined) {
    if (await isWanted())
      throw new Error(
        `The database holds texts that are not in public view, and the key that opens them is missing: put ${file} back, or have COUNTERFOIL_DATA name the folder that has it. If it is lost for good, put a new one there (openssl rand -base64 32); those texts then stay closed for ever.`,
      );
    const options = { mode: 0o600, flag: 'wx', flush: true } as const;
    await writeFile(file, `${randomBytes(KEY_BYTES).toString('base64')}\n`, options).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
    text = (await read(file)) ?? '';
  }
  try {
    return new Vault(parseBase64(text.trim()));
  } catch (cause) {
    throw new Error(`The key in ${file} cannot be used: it is 32 bytes in base64. Put the right one back.`, { cause });
  }
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
