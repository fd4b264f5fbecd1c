/**
 * Follows a record that somebody else keeps: every look brings what is new, judged as its own service judged it. SPEC 3.5, M84.
 *
 * Nothing is shown that is not under a checkpoint which the log key in force has signed, and whose root the entries here hash to. What does
 * not go on from what is here is not taken; where the log has signed both, that is kept as evidence, and nothing is taken any more.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CHECKPOINT_PATH, LEDGER_INFO_PATH, MAX_FILE_BYTES } from '@counterfoil/ledger/audit/source';
import { equalBytes, parseUtf8 } from '@counterfoil/ledger/bytes';
import { parseCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';
import { findWrongSignature } from '@counterfoil/ledger/envelope';
import { parseEntry } from '@counterfoil/ledger/entry';
import { FormatError } from '@counterfoil/ledger/error';
import { parseLedgerInfo, type LedgerInfo } from '@counterfoil/ledger/ledger-info';
import { parseNote } from '@counterfoil/ledger/note';
import { logKeyid } from '@counterfoil/ledger/rulebook/keys';
import { createVerifier, type Platform, type SignatureVerifier } from '@counterfoil/ledger/signature';
import { openEnvelope } from '@counterfoil/ledger/statement';
import { formatTlogProof } from '@counterfoil/ledger/tlog-proof';
import { proveInclusion } from '@counterfoil/ledger/tree';
import { formatTwoHistories, openSide, type TwoHistories } from '@counterfoil/ledger/two-histories';
import type { Copy, CopyTrouble } from '@counterfoil/web-viewer/copy';
import type { StateShapes } from '@counterfoil/ledger/state';
import type { Logger } from 'pino';
import type { Vault } from '../content/vault.ts';
import type { Db } from '../database/connect.ts';
import type { Publication } from '../recorder/publisher.ts';
import { hashReader, readFrontier } from '../recorder/tree-store.ts';
import { CannotRestore, type ReadMirror } from '../restore/mirror.ts';
import { findMissing } from '../restore/missing.ts';
import { restore } from '../restore/restore.ts';
import { writeWhole } from '../witness/whole-file.ts';
import { findTwoHistories } from './histories.ts';
import { readKept, writeKept, type Kept, type Wanted } from './kept.ts';
import { RedactionPages } from './redaction-pages.ts';
import { dropHidden, fetchWanted, findWanted } from './texts.ts';

export interface FollowerOptions {
  /** Its data folder. */
  readonly folder: string;
  /** Of the database, and the same opened. */
  readonly url: string;
  readonly db: Db;
  readonly vault: Vault;
  readonly platform: Platform;
  readonly read: ReadMirror;
  /** The address that is read; undefined for a folder. */
  readonly from: string | undefined;
  readonly keptBy: string | undefined;
  /** Where the original is; otherwise as `ledger.json` and the source let suppose. */
  readonly original: string | undefined;
  /** The log key, got elsewhere; otherwise the one that the source names is believed, once. */
  readonly key: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
  readonly onProgress: (entries: number, of: number) => void;
  /** Told when texts may have been taken away. */
  readonly onTakenAway: () => void;
}

/** Texts that the source lacked, at one look. */
const ASKED_AGAIN = 200;
/** Of one look, where the source changes under it. */
const ATTEMPTS = 3;

/** Why nothing was taken, and what that is called on the pages. */
class CannotFollow extends Error {
  override readonly name = 'CannotFollow';
  readonly trouble: CopyTrouble;
  constructor(trouble: CopyTrouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.trouble = trouble;
  }
}

export class Follower {
  readonly #options: FollowerOptions;
  readonly #verifier: SignatureVerifier;
  readonly redactions: RedactionPages;
  #kept: Kept;
  /** That of the note; undefined before the first. */
  #checkpoint: Checkpoint | undefined;
  /** The checkpoint that was read last, taken over or not. */
  #seen: Uint8Array = new Uint8Array();
  #trouble: CopyTrouble | undefined;
  #looking: Promise<void> = Promise.resolve();

  private constructor(options: FollowerOptions, verifier: SignatureVerifier, kept: Kept) {
    this.#options = options;
    this.#verifier = verifier;
    this.#kept = kept;
    this.#checkpoint = checkpointIn(kept);
    this.#trouble = kept.evidence === null ? undefined : 'forked';
    this.redactions = new RedactionPages({ ...options, verifier });
  }

  /** Goes on from what is here, or begins. @throws Error in a sentence for operators, where there is nothing to show. */
  static async start(options: FollowerOptions): Promise<Follower> {
    const { folder, db, key, platform } = options;
    const verifier = createVerifier(platform);
    const before = (await readKept(folder)) ?? (await begin(options));
    const kept = options.original === undefined ? before : { ...before, original: withSlash(options.original) };
    if (key !== undefined && ![...kept.earlierKeys, kept.logKey].includes(key))
      throw new Error(`The copy in ${folder} is of a record with another log key. Choose another folder with --data.`);
    const follower = new Follower(options, verifier, kept);
    const shown = follower.#checkpoint;
    if (shown !== undefined) {
      const own = await readFrontier(db, follower.size, platform.sha256).catch(() => undefined);
      if (own === undefined || !equalBytes(own.root(), shown.root))
        throw new Error(`The database in ${folder} is not the one of this copy. Remove the folder to begin anew.`);
    }
    const told = await follower.look();
    if (follower.size === 0)
      throw new Error(`Nothing can be shown of this record. ${told?.message ?? 'It has no entries yet.'}`);
    return follower;
  }

  get size(): number {
    return this.#checkpoint?.size ?? 0;
  }

  get note(): string {
    return this.#kept.note;
  }

  get vkey(): string {
    return this.#kept.logKey;
  }

  get postQuantumVkey(): string | undefined {
    return this.#kept.postQuantumKey ?? undefined;
  }

  get origin(): string {
    return this.#kept.origin;
  }

  get copy(): Copy {
    const { from, keptBy } = this.#options;
    const { original, readAt } = this.#kept;
    return { keptBy, from, original, size: this.size, readAt, trouble: this.#trouble };
  }

  async prove(index: number): Promise<Publication> {
    const { size, note } = this;
    const { db, platform } = this.#options;
    const proof = await proveInclusion(index, size, hashReader(db, size, platform.sha256), platform.sha256);
    return { size, proof: formatTlogProof({ index, proof, checkpoint: note }) };
  }

  /** Takes what is new. @returns why it could not, which the pages say as well. */
  look(): Promise<Error | undefined> {
    const looked = this.#looking.then(() => this.#look());
    this.#looking = looked.then(() => undefined);
    return looked;
  }

  /** Waits for a look under way. */
  async close(): Promise<void> {
    await this.#looking;
    if (this.#checkpoint !== undefined) await writeKept(this.#options.folder, this.#kept);
  }

  async #look(): Promise<Error | undefined> {
    if (this.#kept.evidence !== null) return undefined;
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#follow();
        this.#trouble = undefined;
        return undefined;
      } catch (error) {
        const told = asCannotFollow(error);
        // A mirror that was brought up to date meanwhile has other files by now.
        if (attempt < ATTEMPTS && told.trouble === 'damaged' && (await this.#hasMoved())) continue;
        return this.#tell(told);
      }
    }
  }

  #tell(told: CannotFollow): CannotFollow {
    if (this.#trouble !== told.trouble)
      this.#options.log.warn({ err: told, trouble: told.trouble }, 'What the copy is read from is not taken over.');
    this.#trouble = told.trouble;
    return told;
  }

  async #hasMoved(): Promise<boolean> {
    const bytes = await readNote(this.#options.read).catch(() => undefined);
    return bytes !== undefined && !equalBytes(bytes, this.#seen);
  }

  async #follow(): Promise<void> {
    const { read } = this.#options;
    const bytes = await readNote(read);
    this.#seen = bytes;
    const note = parseUtf8(bytes);
    // Until this look is over: what comes meanwhile is for the next one.
    const still: ReadMirror = (path, max) => (path === CHECKPOINT_PATH ? Promise.resolve(bytes) : read(path, max));
    const checkpoint = parseCheckpoint(parseNote(bytes).text);
    const { origin } = this.#kept;
    if (checkpoint.origin !== origin)
      throw new CannotFollow('damaged', `It is a mirror of the ledger "${checkpoint.origin}", not of "${origin}".`);
    const signer = await this.#signerOf(note, checkpoint, still);
    await this.#requireOneHistory(note, signer, checkpoint, still);
    const grown = checkpoint.size > this.size;
    const logKey = grown ? await this.#take(checkpoint, still) : signer;
    // A log signs with its earlier keys as well, for those who know them only.
    if (!(await this.#isSigned(note, logKey)))
      throw new CannotFollow('damaged', `The checkpoint is not signed with the log key in force: ${logKey}`);
    const wanted = await this.#texts(checkpoint.size, still, grown);
    if (grown || note !== this.#kept.note) await this.redactions.fetch(still, origin, checkpoint.size, logKey);
    const readAt = new Date(this.#options.now()).toISOString();
    const { earlierKeys, logKey: before } = this.#kept;
    const earlier = before === logKey ? earlierKeys : [...earlierKeys, before];
    await this.#keep({
      ...this.#kept,
      note,
      logKey,
      earlierKeys: earlier,
      readAt,
      wanted: [...wanted],
      lookedThrough: checkpoint.size,
    });
  }

  /** A log key that has signed the checkpoint: the one known, or one that rotations lead to. */
  async #signerOf(note: string, checkpoint: Checkpoint, read: ReadMirror): Promise<string> {
    const { logKey, earlierKeys, origin } = this.#kept;
    if (await this.#isSigned(note, logKey)) return logKey;
    if (checkpoint.size > this.size) {
      const next = await this.#rotated(checkpoint, read);
      if (next !== logKey && (await this.#isSigned(note, next))) return next;
    } else if (await this.#isOurs(checkpoint)) {
      for (const earlier of earlierKeys) if (await this.#isSigned(note, earlier)) throw this.#behind(checkpoint);
    }
    throw new CannotFollow('damaged', `The checkpoint is not signed with the log key of ${origin}: ${logKey}`);
  }

  /** Whether what is here began so. */
  async #isOurs({ size, root }: Checkpoint): Promise<boolean> {
    const { db, platform } = this.#options;
    return equalBytes((await readFrontier(db, size, platform.sha256)).root(), root);
  }

  #behind({ size }: Checkpoint): CannotFollow {
    const words = `It shows ${size} entries, and the copy has ${this.size}: an old state of the record.`;
    return new CannotFollow('behind', words);
  }

  async #isSigned(checkpoint: string, logKey: string): Promise<boolean> {
    return (await openSide({ checkpoint, logKey }, this.#kept.origin, this.#verifier)) !== undefined;
  }

  /** Each new log key is signed by the one before, so nobody else can bring one. SPEC 8. */
  async #rotated(checkpoint: Checkpoint, read: ReadMirror): Promise<string> {
    const { db, platform } = this.#options;
    let { logKey } = this.#kept;
    const { origin } = this.#kept;
    const here = await readFrontier(db, this.size, platform.sha256);
    for await (const { bytes } of (await findMissing(read, here, checkpoint, platform.sha256)).entries()) {
      const { envelope } = parseEntry(bytes);
      const { statement, payload } = openEnvelope(envelope);
      if (statement.kind !== 'log-key-rotated') continue;
      const wrong = await findWrongSignature(envelope, { payload, origin: statement.origin }, this.#verifier);
      const isByBefore = envelope.signatures.some(({ keyid }) => keyid === logKeyid(logKey, origin));
      if (wrong === undefined && isByBefore) ({ logKey } = statement);
    }
    return logKey;
  }

  /** @throws CannotFollow where what is shown is not this history, or less of it. */
  async #requireOneHistory(note: string, logKey: string, checkpoint: Checkpoint, read: ReadMirror): Promise<void> {
    const here = this.#checkpoint;
    if (here === undefined) return;
    const { db, platform } = this.#options;
    const hashes = hashReader(db, here.size, platform.sha256);
    const [seenBefore, seenNow] = [this.#kept.readAt, new Date(this.#options.now()).toISOString()];
    const found = await findTwoHistories(
      {
        checkpoint: here,
        side: { checkpoint: this.note, logKey: this.vkey, shownBy: 'a copy made before', shownAt: seenBefore },
      },
      {
        checkpoint,
        side: { checkpoint: note, logKey, shownBy: this.#options.from ?? 'a folder', shownAt: seenNow },
      },
      hashes,
      read,
    );
    if (found !== undefined) throw await this.#stopForGood(found, checkpoint);
    if (checkpoint.size < here.size) throw this.#behind(checkpoint);
  }

  async #stopForGood(found: TwoHistories, { size, root }: Checkpoint): Promise<CannotFollow> {
    const name = `two-histories-${size}-${root.toHex().slice(0, 8)}.json`;
    const folder = join(this.#options.folder, 'evidence');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeWhole(join(folder, name), formatTwoHistories(found));
    await this.#keep({ ...this.#kept, evidence: name });
    return new CannotFollow(
      'forked',
      `The log has signed two histories. The evidence is ${join(folder, name)}: npm run counterfoil -- evidence <that file>`,
    );
  }

  /** @returns the log key in force by the entries. */
  async #take(published: Checkpoint, read: ReadMirror): Promise<string> {
    const { url, db, vault, platform, log, onProgress } = this.#options;
    await restore({ ...{ url, published, read, vault, platform, log, onProgress }, verifier: this.#verifier });
    const state = await db
      .selectFrom('state')
      .select('value')
      .where('kind', '=', 'ledger')
      .where('id', '=', 'opened')
      .executeTakeFirst();
    return (state?.value as StateShapes['ledger'] | undefined)?.logKey ?? this.#kept.logKey;
  }

  /** Before anything of it is shown: what went out of public view is gone, and what is in it was fetched. @returns what is missing. */
  async #texts(size: number, read: ReadMirror, grown: boolean): Promise<readonly Wanted[]> {
    const { db, vault, platform, onTakenAway } = this.#options;
    const { wanted, lookedThrough } = this.#kept;
    if (grown) await dropHidden(db);
    const found = grown ? await findWanted(db, lookedThrough, size) : [];
    if (grown) onTakenAway();
    // A mirror without texts lacks them all: some of them are asked for again each time, in turn.
    const [again, later] = [wanted.slice(0, ASKED_AGAIN), wanted.slice(ASKED_AGAIN)];
    const missing = await fetchWanted({ db, vault, sha256: platform.sha256 }, read, [...again, ...found]);
    return [...later, ...missing];
  }

  /** When it was read alone is written at the end. */
  async #keep(kept: Kept): Promise<void> {
    if (!isDeepStrictEqual({ ...kept, readAt: '' }, { ...this.#kept, readAt: '' }))
      await writeKept(this.#options.folder, kept);
    this.#kept = kept;
    this.#checkpoint = checkpointIn(kept);
  }
}

function checkpointIn({ note }: Kept): Checkpoint | undefined {
  return note === '' ? undefined : parseCheckpoint(parseNote(note).text);
}

/** What is believed at the beginning: the key, and the name that the source gives itself. */
async function begin({ read, key, original, from, now }: FollowerOptions): Promise<Kept> {
  const bytes = await read(LEDGER_INFO_PATH, MAX_FILE_BYTES.ledgerInfo);
  if (bytes === undefined)
    throw new Error(
      `There is no record there: it has no ${LEDGER_INFO_PATH}. Give an address or a folder of a mirror.`,
    );
  const info = parseLedgerInfo(bytes);
  const logKey = key ?? info.logKey;
  return {
    ...{ origin: info.origin, earlierKeys: [], logKey, postQuantumKey: info.postQuantumKey ?? null },
    original: withSlash(original ?? namedIn(info) ?? from ?? `https://${info.origin}`),
    ...{ note: '', readAt: new Date(now()).toISOString(), lookedThrough: 0, wanted: [], evidence: null },
  };
}

/** Where statements are sent, if that is said as a whole address. */
function namedIn({ links }: LedgerInfo): string | undefined {
  const link = links['inputs'] ?? '';
  return /^https?:\/\//.test(link) && URL.canParse(link) ? new URL('/', link).href : undefined;
}

function withSlash(address: string): string {
  return `${address.replace(/\/+$/, '')}/`;
}

async function readNote(read: ReadMirror): Promise<Uint8Array> {
  const bytes = await read(CHECKPOINT_PATH, MAX_FILE_BYTES.checkpoint).catch((cause: unknown) => {
    throw new CannotFollow('unreachable', `The checkpoint could not be read. ${messageOf(cause)}`, { cause });
  });
  if (bytes === undefined) throw new CannotFollow('unreachable', 'There is no checkpoint there.');
  return bytes;
}

function asCannotFollow(error: unknown): CannotFollow {
  if (error instanceof CannotFollow) return error;
  if (error instanceof CannotRestore || error instanceof FormatError)
    return new CannotFollow('damaged', error.message, { cause: error });
  return new CannotFollow('unreachable', messageOf(error), { cause: error });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
