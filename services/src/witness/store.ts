/**
 * What a witness has cosigned, one record a log, and what it has refused. SPEC 3.4, M77, M78.
 *
 *     <origin hash>/checkpoint     the newest, with the log's signature and the witness's own: just what it serves
 *     <origin hash>/refused/       checkpoints that the log signed and that did not follow, each with the record, as evidence (SPEC 11.3)
 *
 * The signatures make the record its own check: whatever was changed in it, at the next start it does not verify.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hex } from '@counterfoil/ledger/bytes';
import { ED25519_COSIGNATURE, parseLogKey, verifyLines } from '@counterfoil/ledger/cosignature';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote } from '@counterfoil/ledger/note';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { formatTwoHistories, type TwoHistories } from '@counterfoil/ledger/two-histories';
import { CannotWitness } from './cannot-witness.ts';
import { parseWitnessed, type Witnessed } from './checkpoint-text.ts';
import type { CosigningKey, WatchedLog } from './identity.ts';
import { writeWhole } from './whole-file.ts';

/** The newest checkpoint of a log that this witness has cosigned. */
export interface Cosigned extends Witnessed {
  /** The signed note, verbatim. */
  readonly note: string;
  /** Of the cosignature, seconds since 1970. */
  readonly timestamp: number;
}

/** `two-histories`: what was refused proves them; `unproved`: it may still follow from the record, and nothing showed it. */
export type RefusalKind = 'two-histories' | 'unproved';

/** Evidence kept of one log: beyond it what comes is counted until the next start. */
const MAX_REFUSED = 1000;

export class WitnessStore {
  readonly #folder: string;
  readonly #cosigned = new Map<string, Cosigned>();
  /** By origin, the names of the files. */
  readonly #refused = new Map<string, Set<string>>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws CannotWitness when a record that must be there is lost or damaged. */
  static async open(
    folder: string,
    logs: readonly WatchedLog[],
    keys: readonly CosigningKey[],
    verify: SignatureVerifier['verify'],
  ): Promise<WitnessStore> {
    const store = new WitnessStore(folder);
    for (const log of logs) await store.watch(log, keys, verify);
    return store;
  }

  /** Reads what there is of a log. @throws CannotWitness */
  async watch(log: WatchedLog, keys: readonly CosigningKey[], verify: SignatureVerifier['verify']): Promise<void> {
    const own = join(this.#folder, originHash(log.origin));
    await mkdir(join(own, 'refused'), { recursive: true });
    this.#refused.set(
      log.origin,
      new Set((await readdir(join(own, 'refused'))).filter((name) => name.endsWith('.json'))),
    );
    const file = join(own, 'checkpoint');
    const text = await readIfThere(file);
    if (text === undefined) {
      if (!log.began) return;
      throw new CannotWitness(
        `This witness has cosigned checkpoints of ${log.origin}, and its record of them, ${file}, is lost. Without it, it could vouch for another history. Put the record back from a copy, or begin a new witness in a new folder, with a new key.`,
      );
    }
    const cosigned = await readRecord(text, log, keys, verify);
    if (cosigned === undefined)
      throw new CannotWitness(
        `The record of ${log.origin}, ${file}, is damaged: it is not what this witness has signed. Put it back from a copy, or begin a new witness in a new folder, with a new key.`,
      );
    this.#cosigned.set(log.origin, cosigned);
  }

  cosigned(origin: string): Cosigned | undefined {
    return this.#cosigned.get(origin);
  }

  /** Durable when it resolves, whole or not at all. */
  async keep(cosigned: Cosigned): Promise<void> {
    const { origin } = cosigned;
    await writeWhole(join(this.#folder, originHash(origin), 'checkpoint'), cosigned.note);
    this.#cosigned.set(origin, cosigned);
    // Anybody can send a checkpoint without its proof; now it has come with it.
    await this.#dropUnproved(cosigned);
  }

  /** Names of the files of this kind, one for each checkpoint that was refused. */
  refused(origin: string, kind: RefusalKind): readonly string[] {
    return [...(this.#refused.get(origin) ?? [])].filter((name) => name.startsWith(kind));
  }

  /** Undefined where there is no such file. */
  async readRefused(origin: string, name: string): Promise<string | undefined> {
    if (this.#refused.get(origin)?.has(name) !== true) return undefined;
    return readIfThere(join(this.#folder, originHash(origin), 'refused', name));
  }

  /** Keeps one file for each checkpoint, however often it comes; that it proves nothing yet is forgotten when it does. */
  async keepRefused(kind: RefusalKind, checkpoint: Witnessed, evidence: TwoHistories): Promise<void> {
    const { origin } = checkpoint;
    const names = this.#refused.get(origin) ?? new Set();
    const name = nameOf(kind, checkpoint);
    if (names.has(name) || names.has(nameOf('two-histories', checkpoint)) || names.size >= MAX_REFUSED) return;
    await writeWhole(join(this.#folder, originHash(origin), 'refused', name), formatTwoHistories(evidence));
    names.add(name);
    if (kind === 'two-histories') await this.#dropUnproved(checkpoint);
  }

  async #dropUnproved(checkpoint: Witnessed): Promise<void> {
    const name = nameOf('unproved', checkpoint);
    if (this.#refused.get(checkpoint.origin)?.delete(name) !== true) return;
    await rm(join(this.#folder, originHash(checkpoint.origin), 'refused', name), { force: true });
  }
}

function nameOf(kind: RefusalKind, { size, root }: Witnessed): string {
  return `${kind}-${size}-${hex(root).slice(0, 16)}.json`;
}

/** Where C2SP tlog-witness has a log's checkpoint served. */
export function originHash(origin: string): string {
  return createHash('sha256').update(origin).digest('hex');
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Undefined for what this witness has not signed, or the log has not. */
async function readRecord(
  text: string,
  { origin, keys: logKeys }: WatchedLog,
  keys: readonly CosigningKey[],
  verify: SignatureVerifier['verify'],
): Promise<Cosigned | undefined> {
  try {
    const note = parseNote(text);
    const witnessed = parseWitnessed(note.text);
    if (witnessed.origin !== origin) return undefined;
    let timestamp = 0;
    for (const { key } of keys) {
      const lines = await verifyLines(note, key, verify);
      // Of a checkpoint with extension lines there is no ML-DSA-44 line.
      if (lines.verdict === 'wrong' || (lines.verdict === 'unsigned' && key.algorithm === ED25519_COSIGNATURE))
        return undefined;
      if (lines.verdict === 'verified') timestamp = Math.max(timestamp, lines.timestamp);
    }
    let signed = false;
    for (const vkey of logKeys) {
      const { verdict } = await verifyLines(note, parseLogKey(vkey), verify);
      if (verdict === 'wrong') return undefined;
      signed ||= verdict === 'verified';
    }
    return signed ? { ...witnessed, note: text, timestamp } : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
