/**
 * Who a witness is and which logs it watches: `witness.json` and two key files beside it. SPEC 3.4, M77.
 *
 * `witness.json` is there before the keys are, and says of each log whether it has ever been cosigned. So a folder that has
 * lost its records, or all but its keys, is told from a new one: under the same key a witness that has forgotten would
 * vouch for a second history.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE, parseLogKey } from '@counterfoil/ledger/cosignature';
import { formatTypedKey, keyId, type VerifierKey } from '@counterfoil/ledger/note';
import type { NoteSigner } from '@counterfoil/ledger/signature';
import { z } from 'zod';
import { readPrivateKey, writePrivateKey } from '../recorder/keys.ts';
import { readMlDsaKey, writeMlDsaKey } from '../recorder/ml-dsa-keys.ts';
import { CannotWitness } from './cannot-witness.ts';
import { writeWhole } from './whole-file.ts';

const watchedSchema = z.strictObject({
  origin: z.string().min(1),
  /** Verifier keys; any one of them is enough. */
  keys: z.array(z.string()).min(1),
  /** `given` by whoever runs the witness, or taken from the log's own ledger.json. */
  keyFrom: z.enum(['given', 'ledger.json']),
  address: z.string().nullable(),
  /** Whether a checkpoint was ever cosigned: then its record must be there. */
  began: z.boolean(),
});
export type WatchedLog = z.infer<typeof watchedSchema>;

const fileSchema = z.strictObject({ v: z.literal(1), name: z.string().min(1), logs: z.array(watchedSchema) });

/** One of the witness's own keys. */
export interface CosigningKey {
  readonly key: VerifierKey;
  readonly vkey: string;
  readonly sign: NoteSigner['signBytes'];
}

const [FILE, KEY, POST_QUANTUM_KEY] = ['witness.json', 'witness.pem', 'witness-ml-dsa-44.pem'];

export class Identity {
  readonly #folder: string;
  #logs: readonly WatchedLog[];
  readonly name: string;
  /** Ed25519, then ML-DSA-44. */
  readonly keys: readonly CosigningKey[];

  private constructor(folder: string, name: string, logs: readonly WatchedLog[], keys: readonly CosigningKey[]) {
    this.#folder = folder;
    this.name = name;
    this.#logs = logs;
    this.keys = keys;
  }

  /**
   * Reads it, or makes it on the first start.
   * @param name of the witness; undefined: that of before, or one of its own making.
   * @throws CannotWitness
   */
  static async open(folder: string, name: string | undefined, ownName: () => string): Promise<Identity> {
    let file = await readIdentity(folder);
    if (file === undefined) {
      if (await isThere(join(folder, KEY)))
        throw new CannotWitness(
          `The folder ${folder} holds the key of a witness, and its witness.json is lost: nobody knows any more what it has cosigned. Put the whole folder back from a copy, or begin a new witness in a new folder, with a new key.`,
        );
      file = { v: 1, name: name ?? ownName(), logs: [] };
      // Before there is a key with which anything could be cosigned.
      await writeWhole(join(folder, FILE), JSON.stringify(file, null, 2));
    } else if (name !== undefined && name !== file.name) {
      throw new CannotWitness(
        `This witness is called "${file.name}". A name is part of the key that others hold, so it cannot be changed: leave --name out, or begin a new witness in another folder.`,
      );
    }
    const began = file.logs.some((log) => log.began);
    if (began && !((await isThere(join(folder, KEY))) && (await isThere(join(folder, POST_QUANTUM_KEY)))))
      throw new CannotWitness(`The keys of this witness are not in ${folder} any more. Put them back from a copy.`);
    await writePrivateKey(join(folder, KEY));
    await writeMlDsaKey(join(folder, POST_QUANTUM_KEY));
    const ed25519 = await readPrivateKey(join(folder, KEY));
    const mlDsa = await readMlDsaKey(join(folder, POST_QUANTUM_KEY));
    return new Identity(folder, file.name, file.logs, [
      cosigningKey(file.name, ED25519_COSIGNATURE, ed25519),
      cosigningKey(file.name, ML_DSA_44_COSIGNATURE, mlDsa),
    ]);
  }

  get logs(): readonly WatchedLog[] {
    return this.#logs;
  }

  /** Begins to watch a log, or takes in one more key of a log that is watched already. Gives whether anything is new. */
  async watch(log: Omit<WatchedLog, 'began'>): Promise<boolean> {
    const known = this.#logs.find(({ origin }) => origin === log.origin);
    const keys = [...new Set([...(known?.keys ?? []), ...log.keys])];
    if (known?.keys.length === keys.length && (log.address ?? known.address) === known.address) return false;
    const watched =
      known === undefined ? { ...log, began: false } : { ...known, keys, address: log.address ?? known.address };
    await this.#save([...this.#logs.filter((other) => other !== known), watched]);
    return true;
  }

  /** Says that a record of this log must be there from now on. Durable when it resolves. */
  async markBegun(origin: string): Promise<void> {
    await this.#save(this.#logs.map((log) => (log.origin === origin ? { ...log, began: true } : log)));
  }

  async #save(logs: readonly WatchedLog[]): Promise<void> {
    this.#logs = logs;
    await writeWhole(join(this.#folder, FILE), JSON.stringify({ v: 1, name: this.name, logs }, null, 2));
  }
}

function cosigningKey(name: string, algorithm: number, { publicKey, signBytes }: NoteSigner): CosigningKey {
  const key = { name, algorithm, publicKey, id: keyId(name, algorithm, publicKey) };
  return { key, vkey: formatTypedKey(key), sign: signBytes };
}

async function readIdentity(folder: string): Promise<z.infer<typeof fileSchema> | undefined> {
  const file = join(folder, FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const parsed = fileSchema.parse(JSON.parse(text));
    for (const { keys } of parsed.logs) keys.forEach(parseLogKey);
    return parsed;
  } catch (cause) {
    throw new CannotWitness(`The file ${file} is damaged. Put the whole folder back from a copy.`, { cause });
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await readFile(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
