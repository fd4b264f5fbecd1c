/**
 * A database that was restored from a backup brought up to what was published: by telling it the missing entries again, through the code
 * that recorded them. SPEC 3.5, M84.
 *
 * Nothing is invented: the entries are compared with the signed checkpoint of the second place before the first is written, and each comes
 * out byte for byte as it went in. What was interrupted is gone on with by the next run.
 */
import { contentPath, filePath } from '@counterfoil/ledger/audit/source';
import { equalBytes, hex } from '@counterfoil/ledger/bytes';
import type { Checkpoint } from '@counterfoil/ledger/checkpoint';
import { checkContent, parseContent, SALT_BYTES, type Content } from '@counterfoil/ledger/content';
import { formatEntry, parseEntry, type Entry } from '@counterfoil/ledger/entry';
import { checkFile, MAX_ATTACHED_BYTES, type FileRef } from '@counterfoil/ledger/file-content';
import { findWrongSignature } from '@counterfoil/ledger/envelope';
import type { Platform, SignatureVerifier } from '@counterfoil/ledger/signature';
import { contentRefs, fileRefs, openEnvelope } from '@counterfoil/ledger/statement';
import type { Logger } from 'pino';
import type { Vault } from '../content/vault.ts';
import { connect, type Db, type Pool } from '../database/connect.ts';
import { putBack } from '../files/put-back.ts';
import { Problem } from '../problem.ts';
import { PgState } from '../recorder/pg-state.ts';
import { Sequencer } from '../recorder/sequencer.ts';
import type { Opened, Submission } from '../recorder/submission.ts';
import { readFrontier } from '../recorder/tree-store.ts';
import { CannotRestore, type ReadMirror } from './mirror.ts';
import { findMissing } from './missing.ts';
import { stateOf, type Absent, type Unseen } from './unseen.ts';

/** A text as JSON, escaped in the worst way, with its salt. */
const MAX_CONTENT_BYTES = 400_000;
const MAX_FILE_BYTES = SALT_BYTES + MAX_ATTACHED_BYTES;
const MAX_BATCH = 256;

export interface RestoreOptions {
  /** Of the database; no service is connected to it. */
  readonly url: string;
  /** The newest checkpoint that was signed. */
  readonly published: Checkpoint;
  readonly read: ReadMirror;
  readonly vault: Vault;
  readonly platform: Platform;
  /** For entries that this installation has never judged: every signature is looked at before the entry is told. */
  readonly verifier?: SignatureVerifier | undefined;
  readonly log: Logger;
  readonly onProgress: (entries: number, of: number) => void;
}

export interface Restored {
  /** Entries that were brought back. */
  readonly entries: number;
  readonly texts: number;
  readonly files: number;
  /** What those entries refer to, and neither the mirror nor the database has. */
  readonly unseen: readonly Unseen[];
}

/** @throws CannotRestore in a sentence; nothing was written unless it says so. */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const pool = connect(options.url);
  try {
    return await restoreInto(pool, options);
  } finally {
    await pool.close();
  }
}

async function restoreInto(
  pool: Pool,
  { published, read, vault, platform, verifier, log, onProgress }: RestoreOptions,
): Promise<Restored> {
  const { db } = pool;
  const { sha256 } = platform;
  const { size } = await db.selectFrom('head').select('size').executeTakeFirstOrThrow();
  const there = await readFrontier(db, size, sha256).catch((cause: unknown) => {
    throw new CannotRestore('The database does not hold its own tree: restore the backup as a whole.', { cause });
  });
  if (size > published.size)
    throw new CannotRestore(`The database holds ${size} entries, more than the ${published.size} that were published.`);
  const missing = await findMissing(read, there, published, sha256);
  let nowMs = 0;
  const rootAt = async (at: number): Promise<Uint8Array | undefined> =>
    at > published.size ? undefined : (await readFrontier(db, at, sha256)).root();
  const sequencer = new Sequencer({
    ...{ pool, state: new PgState(rootAt), platform, vault, log, isRestoring: true },
    ...{ clockBehindMs: Infinity, now: () => nowMs, requireHead: () => undefined },
    ...{ onCommit: () => undefined, onTakenAway: () => undefined },
  });
  const told = { entries: 0, texts: 0, files: 0, unseen: new Map<string, Absent>() };
  const beside = new Beside({ read, db, vault, sha256, verifier });
  /** Entries of one batch of then have one time, and are one batch again. */
  let batch: { readonly index: number; readonly entry: Entry; readonly opened: Opened }[] = [];
  const flush = async (): Promise<void> => {
    const [first] = batch;
    if (first === undefined) return;
    nowMs = Date.parse(first.entry.time);
    const submissions: Submission[] = [];
    for (const { index, entry, opened } of batch)
      submissions.push(await beside.submissionOf(index, entry, opened, told));
    const done = await Promise.allSettled(submissions.map((submission) => sequencer.record(submission)));
    for (const [i, outcome] of done.entries()) {
      const index = first.index + i;
      if (outcome.status === 'rejected') throw refused(index, outcome.reason);
      if (outcome.value.index !== index || outcome.value.time !== first.entry.time)
        throw new CannotRestore(`Entry ${index} came out as another one: somebody else writes to this database.`);
    }
    told.entries += batch.length;
    batch = [];
    onProgress(told.entries, missing.until - missing.from);
  };
  for await (const { index, bytes } of missing.entries()) {
    const entry = parseEntry(bytes);
    if (!equalBytes(formatEntry(entry), bytes))
      throw new CannotRestore(`Entry ${index} cannot be written again as it is.`);
    const opened = openEnvelope(entry.envelope);
    const [first] = batch;
    // What its author saw has to be in the database: with a clock that stood still, more than one batch has this time.
    if (first !== undefined) {
      const isOther = first.entry.time !== entry.time || opened.statement.seen.size > first.index;
      if (isOther || batch.length === MAX_BATCH) await flush();
    }
    batch.push({ index, entry, opened });
  }
  await flush();
  await sequencer.close();
  const root = (await readFrontier(db, published.size, sha256)).root();
  if (!equalBytes(root, published.root))
    throw new CannotRestore(
      'What was written does not hash to the tree that was published. Nothing has been signed. Restore the backup again, and report this.',
    );
  return { ...told, unseen: await stateOf(db, told.unseen) };
}

interface BesideOptions extends Pick<RestoreOptions, 'read' | 'vault' | 'verifier'> {
  readonly db: Db;
  readonly sha256: Platform['sha256'];
}

interface Told {
  texts: number;
  files: number;
  readonly unseen: Map<string, Absent>;
}

/** What lies beside the log and has to be looked up to tell an entry again. */
class Beside {
  readonly #options: BesideOptions;

  constructor(options: BesideOptions) {
    this.#options = options;
  }

  /** Its files are in the database afterwards, one by one: together they can be more than the memory holds. */
  async submissionOf(
    index: number,
    { envelope }: Entry,
    { statement, payload }: Opened,
    told: Told,
  ): Promise<Submission> {
    const { sha256, verifier } = this.#options;
    const opened = { payload, origin: statement.origin };
    const wrong = verifier && (await findWrongSignature(envelope, opened, verifier));
    if (wrong !== undefined)
      throw new CannotRestore(`A signature of entry ${index} is wrong: that of the key ${wrong.keyid}.`);
    const contents = new Map<string, Content>();
    for (const ref of contentRefs(statement)) {
      const content = await this.#text(ref.digest);
      // What does not fit is none of ours; it stays away as what is missing does.
      if (content !== undefined && checkContent(ref, content, sha256)) contents.set(ref.digest, content);
      else told.unseen.set(ref.digest, { entry: index, what: 'text' });
    }
    for (const ref of fileRefs(statement)) {
      if (await this.#hasFile(ref.digest)) continue;
      if (await this.#putBack(ref)) told.files++;
      else told.unseen.set(ref.digest, { entry: index, what: 'file' });
    }
    told.texts += contents.size;
    const signers = envelope.signatures.map(({ keyid }) => keyid);
    return { envelope, statement, digest: hex(sha256(payload)), signers, contents, files: [] };
  }

  async #text(digest: string): Promise<Content | undefined> {
    const bytes = await this.#options.read(contentPath(digest), MAX_CONTENT_BYTES);
    if (bytes === undefined) return undefined;
    try {
      return parseContent(bytes);
    } catch {
      return undefined;
    }
  }

  async #hasFile(digest: string): Promise<boolean> {
    const { db } = this.#options;
    const rows = await db.selectFrom('files').select('id').where('digest', '=', Uint8Array.fromHex(digest)).execute();
    return rows.length > 0;
  }

  async #putBack(ref: FileRef): Promise<boolean> {
    const { read, db, vault, sha256 } = this.#options;
    const salted = await read(filePath(ref.digest), MAX_FILE_BYTES);
    if (salted === undefined || !checkFile(ref, salted, sha256)) return false;
    await putBack({ db, vault, nowMs: Date.now() }, ref, salted);
    return true;
  }
}

function refused(index: number, cause: unknown): CannotRestore {
  const said = cause instanceof Problem ? cause.detail : String(cause);
  return new CannotRestore(
    `Entry ${index} could not be told again: ${said} The entries before it are there; put the derived state in order (npm run rebuild), and run this again.`,
    { cause },
  );
}
