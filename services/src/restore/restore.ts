/**
 * A database that was restored from a backup brought up to what was published: by telling it the missing entries again, through the code
 * that recorded them. SPEC 3.5, M84.
 *
 * Nothing is invented: the entries are compared with the signed checkpoint of the second place before the first is written, and each comes
 * out byte for byte as it went in. What was interrupted is gone on with by the next run.
 */
import { hex } from '@counterfoil/ledger/bytes';
import type { Checkpoint } from '@counterfoil/ledger/checkpoint';
import { checkContent, parseContent, type Content } from '@counterfoil/ledger/content';
import { formatEntry, parseEntry, type Entry } from '@counterfoil/ledger/entry';
import { equalBytes } from '@counterfoil/ledger/bytes';
import type { Platform } from '@counterfoil/ledger/signature';
import { contentRefs, fileRefs, openEnvelope } from '@counterfoil/ledger/statement';
import type { Logger } from 'pino';
import type { Vault } from '../content/vault.ts';
import { connect, type Pool } from '../database/connect.ts';
import { Problem } from '../problem.ts';
import { PgState } from '../recorder/pg-state.ts';
import { Sequencer } from '../recorder/sequencer.ts';
import type { Submission } from '../recorder/submission.ts';
import { readFrontier } from '../recorder/tree-store.ts';
import { CannotRestore, type ReadMirror } from './mirror.ts';
import { findMissing } from './missing.ts';

/** A text as JSON, escaped in the worst way, with its salt. */
const MAX_CONTENT_BYTES = 400_000;
const MAX_BATCH = 256;

export interface RestoreOptions {
  /** Of the database; no service is connected to it. */
  readonly url: string;
  /** The newest checkpoint that was signed. */
  readonly published: Checkpoint;
  readonly read: ReadMirror;
  readonly vault: Vault;
  readonly platform: Platform;
  readonly log: Logger;
  readonly onProgress: (entries: number, of: number) => void;
}

export interface Restored {
  /** Entries that were brought back. */
  readonly entries: number;
  readonly texts: number;
  /** Digests of texts that the mirror does not show: not in public view, or erased. */
  readonly unseen: readonly string[];
  /** Digests of files, which are brought back by hand. */
  readonly files: readonly string[];
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
  { published, read, vault, platform, log, onProgress }: RestoreOptions,
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
  const told = { entries: 0, texts: 0, unseen: new Set<string>(), files: new Set<string>() };
  const texts = new Texts(read, sha256);
  /** Entries of one batch of then have one time, and are one batch again. */
  let batch: { readonly index: number; readonly bytes: Uint8Array; readonly entry: Entry }[] = [];
  const flush = async (): Promise<void> => {
    const [first] = batch;
    if (first === undefined) return;
    nowMs = Date.parse(first.entry.time);
    const submissions = await Promise.all(batch.map(({ entry }) => texts.submissionOf(entry, told)));
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
    if (batch.length === MAX_BATCH || (batch[0] !== undefined && batch[0].entry.time !== entry.time)) await flush();
    batch.push({ index, bytes, entry });
  }
  await flush();
  await sequencer.close();
  const root = (await readFrontier(db, published.size, sha256)).root();
  if (!equalBytes(root, published.root))
    throw new CannotRestore(
      'What was written does not hash to the tree that was published. Nothing has been signed. Restore the backup again, and report this.',
    );
  return { ...told, unseen: [...told.unseen], files: [...told.files] };
}

/** What has to be looked up to tell an entry again. */
class Texts {
  readonly #read: ReadMirror;
  readonly #sha256: Platform['sha256'];

  constructor(read: ReadMirror, sha256: Platform['sha256']) {
    this.#read = read;
    this.#sha256 = sha256;
  }

  async submissionOf(
    { envelope }: Entry,
    told: { texts: number; readonly unseen: Set<string>; readonly files: Set<string> },
  ): Promise<Submission> {
    const { statement, payload } = openEnvelope(envelope);
    const contents = new Map<string, Content>();
    for (const ref of contentRefs(statement)) {
      const content = await this.#text(ref.digest);
      // What does not fit is none of ours; it stays away as what is missing does.
      if (content !== undefined && checkContent(ref, content, this.#sha256)) contents.set(ref.digest, content);
      else told.unseen.add(ref.digest);
    }
    for (const { digest } of fileRefs(statement)) told.files.add(digest);
    told.texts += contents.size;
    const signers = envelope.signatures.map(({ keyid }) => keyid);
    return { envelope, statement, digest: hex(this.#sha256(payload)), signers, contents, files: [] };
  }

  async #text(digest: string): Promise<Content | undefined> {
    const bytes = await this.#read(`content/${digest}`, MAX_CONTENT_BYTES);
    if (bytes === undefined) return undefined;
    try {
      return parseContent(bytes);
    } catch {
      return undefined;
    }
  }
}

function refused(index: number, cause: unknown): CannotRestore {
  const said = cause instanceof Problem ? cause.detail : String(cause);
  return new CannotRestore(
    `Entry ${index} could not be told again: ${said} The entries before it are there; put the derived state in order (npm run rebuild), and run this again.`,
    { cause },
  );
}
