/**
 * The log keys that lie in the data folder: `keys/log.pem`, and `keys/log-2.pem` and so on, made to take its place. SPEC M35, M46.
 *
 * Which one is in force, the ledger alone says. No file is renamed when that changes, so there is nothing that a crash could
 * interrupt between the entry and the key that follows from it. Keys that were replaced go on signing beside the one in
 * force for as long as they lie in the folder: readers who know only an old one go on reading.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { utf8 } from '@counterfoil/ledger/bytes';
import { cosignedMessage, ML_DSA_44_COSIGNATURE, signCosignature } from '@counterfoil/ledger/cosignature';
import { parseEntry } from '@counterfoil/ledger/entry';
import {
  formatNote,
  formatTypedKey,
  formatVerifierKey,
  keyId,
  parseVerifierKey,
  type Note,
  type NoteSignature,
  type VerifierKey,
} from '@counterfoil/ledger/note';
import type { Ed25519Signer } from '@counterfoil/ledger/signature';
import { openEnvelope } from '@counterfoil/ledger/statement';
import { readPrivateKey, writePrivateKey } from './keys.ts';
import { readMlDsaKey, writeMlDsaKey } from './ml-dsa-keys.ts';

export interface LogKey extends Ed25519Signer {
  /** C2SP verifier key. */
  readonly vkey: string;
  /** Name of its file. */
  readonly file: string;
}

const FIRST = 'log.pem';
export const POST_QUANTUM = 'log-ml-dsa-44.pem';
const NAME = /^log(?:-([2-9]|[1-9]\d{1,3}))?\.pem$/;

/** Whether a file of this name holds a log key. */
export const isLogKey = (name: string): boolean => NAME.test(name);

export class LogKeys {
  /** Where they lie. */
  readonly folder: string;
  readonly #origin: string;
  /** Oldest first. */
  #keys: readonly LogKey[] = [];
  #postQuantum: { readonly key: VerifierKey; readonly sign: (text: string) => Promise<NoteSignature> } | undefined;

  private constructor(folder: string, origin: string) {
    this.folder = folder;
    this.#origin = origin;
  }

  /** What is there. @throws Error when the folder or a key file cannot be read. */
  static async read(folder: string, origin: string): Promise<LogKeys> {
    const keys = new LogKeys(folder, origin);
    await keys.refresh();
    return keys;
  }

  /** The same, with a first key where there is none. */
  static async open(folder: string, origin: string): Promise<LogKeys> {
    const keys = await LogKeys.read(folder, origin);
    if (keys.#keys.length === 0) {
      await writePrivateKey(join(folder, FIRST));
      await keys.refresh();
    }
    return keys;
  }

  /** Reads the folder anew: another program may have put a key there. */
  async refresh(): Promise<void> {
    const files = (await readdir(this.folder)).filter(isLogKey);
    const keys = [];
    for (const file of files.sort((a, b) => numberOf(a) - numberOf(b))) {
      const signer = await readPrivateKey(join(this.folder, file));
      keys.push({ ...signer, file, vkey: formatVerifierKey(this.#origin, signer.publicKey) });
    }
    this.#keys = keys;
  }

  /** The one that a new ledger is opened with. */
  get first(): LogKey {
    const [first] = this.#keys;
    if (first === undefined) throw new Error(`There is no log key in ${this.folder}.`);
    return first;
  }

  /** Oldest first. */
  get all(): readonly LogKey[] {
    return this.#keys;
  }

  find(vkey: string): LogKey | undefined {
    return this.#keys.find((key) => key.vkey === vkey);
  }

  /** The key that is to take the place of this one, made where there is none yet. */
  async haveNext(vkey: string): Promise<LogKey> {
    const at = this.#keys.findIndex((key) => key.vkey === vkey);
    const known = this.#keys[at + 1];
    if (at >= 0 && known !== undefined) return known;
    const newest = this.#keys.at(-1);
    const number = newest === undefined ? 1 : numberOf(newest.file);
    await writePrivateKey(join(this.folder, `log-${number + 1}.pem`));
    await this.refresh();
    return this.#keys.at(-1) ?? this.first;
  }

  /** The text signed by the key in force, then by those before it. @throws Error when the one in force is not in the folder. */
  async sign(text: string, vkey: string): Promise<string> {
    const at = this.#keys.findIndex((key) => key.vkey === vkey);
    if (at < 0) throw new MissingLogKey(vkey);
    const lines: NoteSignature[] = [];
    for (const key of this.#keys.slice(0, at + 1).toReversed()) {
      const { name, id } = parseVerifierKey(key.vkey);
      lines.push({ name, keyId: id, signature: await key.signBytes(utf8(text)) });
    }
    // It signs checkpoints and nothing else: other notes of the log go without it.
    if (this.#postQuantum !== undefined && cosignedMessage(this.#postQuantum.key, text, 0) !== undefined)
      lines.push(await this.#postQuantum.sign(text));
    return formatNote(text, lines);
  }

  /** From now on checkpoints bear a line of ML-DSA-44 too; its key is made where there is none yet. SPEC 3.3, M79. */
  async openPostQuantum(): Promise<void> {
    const file = join(this.folder, POST_QUANTUM);
    await writeMlDsaKey(file);
    const { publicKey, signBytes } = await readMlDsaKey(file);
    const [name, algorithm] = [this.#origin, ML_DSA_44_COSIGNATURE];
    const key = { name, algorithm, publicKey, id: keyId(name, algorithm, publicKey) };
    // Without a time: that is for witnesses to say, and several processes may sign at once.
    this.#postQuantum = { key, sign: (text) => signCosignature(text, key, 0, signBytes) };
  }

  /** Verifier key of the post-quantum line, where there is one. */
  get postQuantumVkey(): string | undefined {
    return this.#postQuantum && formatTypedKey(this.#postQuantum.key);
  }

  /** The key that was in force when this service signed the note. */
  signerOf({ signatures: [line] }: Note): LogKey | undefined {
    return this.#keys.find(({ vkey }) => {
      const { name, id } = parseVerifierKey(vkey);
      return line !== undefined && line.name === name && line.keyId.toHex() === id.toHex();
    });
  }
}

/** The ledger is signed with a key that is not in the data folder. */
export class MissingLogKey extends Error {
  override readonly name = 'MissingLogKey';

  constructor(vkey: string) {
    super(
      `The ledger in this database is signed with the log key "${vkey}", which is not in the keys of the data folder. Put the right keys and COUNTERFOIL_ORIGIN in place.`,
    );
  }
}

/** The log key that an entry puts in force, if it does. */
export function logKeyIn(entry: Uint8Array): string | undefined {
  const { statement } = openEnvelope(parseEntry(entry).envelope);
  return statement.kind === 'log-key-rotated' || statement.kind === 'ledger-opened' ? statement.logKey : undefined;
}

function numberOf(name: string): number {
  return Number(NAME.exec(name)?.[1] ?? 1);
}
