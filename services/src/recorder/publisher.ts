/**
 * From durable entries to a signed checkpoint: read back, hash again, compare, sign, keep twice, publish. SPEC M9.
 *
 * One publisher a process; it serves every entry that the database holds and no checkpoint covers yet, whoever appended it
 * and whenever, so what a crash interrupted is finished by the code that always runs. It stops for good, and says why, when
 * what it reads back is not what was recorded: a fork is the one error that cannot be undone.
 */
import { equalBytes } from '@counterfoil/ledger/bytes';
import { formatCheckpoint } from '@counterfoil/ledger/checkpoint';
import type { Platform } from '@counterfoil/ledger/signature';
import { formatTlogProof } from '@counterfoil/ledger/tlog-proof';
import {
  EMPTY_ROOT,
  Frontier,
  leafHash,
  proveInclusion,
  rootNodes,
  type Hash,
  type TreeNode,
} from '@counterfoil/ledger/tree';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Db } from '../database/connect.ts';
import { Problem } from '../problem.ts';
import { logKeyIn, MissingLogKey, type LogKeys } from './log-keys.ts';
import { hashReader, readFrontier } from './tree-store.ts';
import type { SecondPlace } from './second-place.ts';

/** What a client gets for an entry: the C2SP tlog-proof text, signed checkpoint included. */
export interface Publication {
  readonly size: number;
  readonly proof: string;
}

interface Waiter {
  readonly index: number;
  readonly resolve: (publication: Publication) => void;
  readonly reject: (problem: unknown) => void;
}

export interface PublisherOptions {
  readonly db: Db;
  readonly origin: string;
  readonly logKeys: LogKeys;
  readonly platform: Platform;
  readonly secondPlace: SecondPlace;
  readonly log: Logger;
}

/** Roots of recent checkpoints, by size: what authors are most likely to have seen. */
const ROOTS_KEPT = 10_000;

/** Verifier key that the newest entry leaves in force; null before the opening. */
const LOG_KEY = sql<string | null>`(select value->>'logKey' from state where kind = 'ledger' and id = 'opened')`.as(
  'logKey',
);

/** Entries read back at a time: bounds memory when much was left unpublished. */
const READ_BACK = 1024;

export class Publisher {
  readonly #options: PublisherOptions;
  readonly #roots = new Map<number, Hash>();
  #frontier: Frontier;
  #note = '';
  /** The log key in force at the size published. */
  #vkey: string;
  #waiters: Waiter[] = [];
  #running: Promise<void> | undefined;
  #again = false;
  #stopped: Error | undefined;

  private constructor(options: PublisherOptions, frontier: Frontier, vkey: string) {
    this.#options = options;
    this.#vkey = vkey;
    this.#frontier = frontier;
    this.#keepRoot(frontier.size, frontier.root());
  }

  /**
   * Takes up where the newest signed checkpoint ended.
   * @throws Error when the database is behind it or holds another history, or when the log key is not in the folder.
   */
  static async start(options: PublisherOptions): Promise<Publisher> {
    const { db, platform, secondPlace, logKeys } = options;
    const kept = secondPlace.newest;
    const size = kept?.size ?? 0;
    if (kept !== undefined && kept.origin !== options.origin)
      throw new Error(`This folder belongs to the ledger "${kept.origin}", not to "${options.origin}".`);
    const head = await db.selectFrom('head').select(['size', LOG_KEY]).executeTakeFirstOrThrow();
    if (head.size < size) {
      throw new Error(
        `The database holds ${head.size} entries, but a checkpoint over ${size} was signed and published. It looks like an old copy: going on would make a second history.`,
      );
    }
    const frontier = await readFrontier(db, size, platform.sha256);
    if (kept !== undefined && !equalBytes(frontier.root(), kept.root)) {
      throw new Error(
        `The database holds another history than the checkpoint over ${size} entries that was signed and published.`,
      );
    }
    if (head.logKey !== null && logKeys.find(head.logKey) === undefined) throw new MissingLogKey(head.logKey);
    // What was recorded and not published yet may be the entry that replaces the key.
    const signer = secondPlace.note === undefined ? undefined : logKeys.signerOf(secondPlace.note);
    const vkey = signer?.vkey ?? head.logKey ?? logKeys.first.vkey;
    const publisher = new Publisher(options, frontier, vkey);
    publisher.#note = await publisher.#sign(frontier, vkey);
    publisher.wake();
    await publisher.#running;
    if (publisher.#stopped !== undefined) throw publisher.#stopped;
    return publisher;
  }

  /** The newest checkpoint of this process: a signed note. */
  get note(): string {
    return this.#note;
  }

  get size(): number {
    return this.#frontier.size;
  }

  /** Verifier key of the log: the one in force at the newest checkpoint. */
  get vkey(): string {
    return this.#vkey;
  }

  /** Why it stopped, if it has. */
  get stopped(): Error | undefined {
    return this.#stopped;
  }

  /** Root of the first `size` entries, recent ones from memory. */
  async rootAt(size: number): Promise<Hash | undefined> {
    const kept = this.#roots.get(size);
    if (kept !== undefined) return kept;
    // Not bounded by what this process has published: another one may have signed more of the same history.
    try {
      return (await readFrontier(this.#options.db, size, this.#options.platform.sha256)).root();
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  /** Resolves once the entry is covered by a checkpoint that is signed and kept in both places. */
  published(index: number): Promise<Publication> {
    // A round keeps at hand what proves its own entries only.
    if (index < this.size && this.#stopped === undefined) return this.prove(index);
    return new Promise((resolve, reject) => {
      if (this.#stopped !== undefined) return reject(new Problem('service-stopped'));
      this.#waiters.push({ index, resolve, reject });
      this.wake();
    });
  }

  /** The proof of an entry published earlier, against the newest checkpoint. */
  async prove(index: number): Promise<Publication> {
    const { size, note } = { size: this.size, note: this.#note };
    const proof = await proveInclusion(
      index,
      size,
      hashReader(this.#options.db, size, this.#options.platform.sha256),
      this.#options.platform.sha256,
    );
    return { size, proof: formatTlogProof({ index, proof, checkpoint: note }) };
  }

  /** Says that entries may have been appended. */
  wake(): void {
    this.#again = true;
    this.#running ??= this.#run();
  }

  /** Finishes the round under way. */
  async close(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // Whoever wakes it from here on is heard: the turn ends in the same breath in which the loop does.
    await Promise.resolve();
    while (this.#again && this.#stopped === undefined) {
      this.#again = false;
      try {
        await this.#round();
      } catch (error) {
        this.#fail(error);
      }
    }
    this.#running = undefined;
  }

  async #round(): Promise<void> {
    const { db, platform } = this.#options;
    // One query, one snapshot: the rows are those that this head counts.
    const read = await db
      .selectFrom('head')
      .leftJoin('entries', (join) => join.on('entries.index', '>=', this.size).onRef('entries.index', '<', 'head.size'))
      .select(['head.size', 'head.frontier', LOG_KEY, 'entries.index', 'entries.bytes', 'entries.leaf'])
      .orderBy('entries.index')
      .limit(READ_BACK)
      .execute();
    const head = found(read[0]);
    if (head.size < this.size)
      throw new Fork(`The database ends at ${head.size} entries; ${this.size} were signed already.`);
    const rows = read.filter(({ index }) => index !== null);
    if (rows.length < Math.min(head.size - this.size, READ_BACK))
      throw new Fork(`The database says that it holds ${head.size} entries, and does not hold them all.`);
    if (head.size === this.size) return this.#answer(hashReader(db, this.size, platform.sha256));

    // Hashes this round can prove with: the frontier before it, and every node it completes.
    const nodes = new Map<string, Hash>();
    const keep = ({ level, index }: TreeNode, hash: Hash): void => void nodes.set(`${level}/${index}`, hash);
    const frontier = this.#frontier.clone();
    rootNodes(frontier.size).forEach((node, i) => keep(node, found(frontier.hashes[i])));
    for (const { index, bytes, leaf } of rows) {
      const hash = leafHash(found(bytes), platform.sha256);
      if (index !== frontier.size || !equalBytes(hash, found(leaf)))
        throw new Fork(`Entry ${frontier.size} was read back and is not what was recorded.`);
      frontier.append(hash, keep);
    }
    // The head was built from the bytes before they were written: the same tree, or something changed on the way.
    if (
      frontier.size === head.size &&
      !frontier.hashes.every((hash, i) => equalBytes(hash, splitHashes(head.frontier)[i] ?? EMPTY_ROOT))
    ) {
      throw new Fork('The entries read back do not hash to the tree that was built when they were recorded.');
    }
    if (frontier.size < head.size) this.#again = true;

    const vkey = await this.#keyAfter(head.logKey, rows);
    const note = await this.#sign(frontier, vkey);
    this.#frontier = frontier;
    this.#note = note;
    this.#vkey = vkey;
    this.#keepRoot(frontier.size, frontier.root());
    await this.#answer((list) =>
      Promise.resolve(list.map(({ level, index }) => found(nodes.get(`${level}/${index}`)))),
    );
  }

  /** Signs nothing that does not follow from the newest checkpoint kept in the second place. */
  async #sign(frontier: Frontier, vkey: string): Promise<string> {
    const { origin, logKeys, secondPlace } = this.#options;
    const kept = secondPlace.newest;
    if (kept !== undefined && kept.size > frontier.size)
      throw new Fork(`A checkpoint over ${kept.size} entries has been signed already.`);
    if (kept?.size === frontier.size && !equalBytes(kept.root, frontier.root()))
      throw new Fork(`Another checkpoint over ${kept.size} entries has been signed.`);
    const text = formatCheckpoint({ origin, size: frontier.size, root: frontier.root() });
    const note = await logKeys.sign(text, vkey);
    if (frontier.size > (kept?.size ?? -1)) secondPlace.write(note);
    return note;
  }

  /** The log key in force after these entries. They are looked into only where the ledger as a whole names another by now. */
  async #keyAfter(named: string | null, rows: readonly { readonly bytes: Uint8Array | null }[]): Promise<string> {
    if (named === null || named === this.#vkey) return this.#vkey;
    await this.#options.logKeys.refresh();
    return rows.reduce((vkey, { bytes }) => logKeyIn(found(bytes)) ?? vkey, this.#vkey);
  }

  async #answer(read: (nodes: readonly TreeNode[]) => Promise<readonly Hash[]>): Promise<void> {
    const ready = this.#waiters.filter(({ index }) => index < this.size);
    this.#waiters = this.#waiters.filter(({ index }) => index >= this.size);
    if (this.#waiters.length > 0) this.#again = true;
    const { size, note } = { size: this.size, note: this.#note };
    const prove = async ({ index, resolve, reject }: Waiter): Promise<void> => {
      try {
        const proof = await proveInclusion(index, size, read, this.#options.platform.sha256);
        resolve({ size, proof: formatTlogProof({ index, proof, checkpoint: note }) });
      } catch (error) {
        // It is recorded and signed for; asked again, the proof is made anew.
        reject(new Problem('maybe-recorded', undefined, { cause: error }));
      }
    };
    await Promise.all(ready.map(prove));
  }

  #keepRoot(size: number, root: Hash): void {
    this.#roots.set(size, root);
    const oldest = this.#roots.keys().next().value;
    if (this.#roots.size > ROOTS_KEPT && oldest !== undefined) this.#roots.delete(oldest);
  }

  /** A fork stops this process for good; anything else (the database away) fails who waits, and the next one tries again. */
  #fail(error: unknown): void {
    const { log } = this.#options;
    const isFinal = error instanceof Fork || error instanceof MissingLogKey;
    if (isFinal) {
      this.#stopped = error;
      const why = error instanceof Fork ? 'going on would make a second history' : 'nobody could verify what it signs';
      log.fatal({ err: error }, `The service stops writing: ${why}.`);
    } else {
      log.error({ err: error }, 'What is recorded could not be published yet.');
    }
    const waiting = this.#waiters;
    this.#waiters = [];
    const code = isFinal ? 'service-stopped' : 'maybe-recorded';
    for (const { reject } of waiting) reject(new Problem(code, undefined, { cause: error }));
  }
}

/** Evidence of two histories, or of bytes that changed after they were recorded. */
class Fork extends Error {
  override readonly name = 'Fork';
}

/** Hashes one behind the other, as `head.frontier` keeps them. */
export function splitHashes(bytes: Uint8Array): Hash[] {
  return Array.from({ length: bytes.length / 32 }, (_, i) => bytes.slice(i * 32, i * 32 + 32));
}

function found<Value>(value: Value | undefined | null): Value {
  if (value === undefined || value === null) throw new RangeError('A value of the tree is missing.');
  return value;
}
