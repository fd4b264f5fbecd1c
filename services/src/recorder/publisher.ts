/**
 * From durable entries to a signed checkpoint: read back, hash again, compare, sign, keep twice, publish. SPEC M9, M80, M81, M82, M83.
 *
 * One publisher a process, any number of processes on one database. Each publishes every entry that the database holds and its own
 * checkpoint does not cover yet, whoever appended it and whenever, so what a crash interrupted anywhere is finished by the code that
 * always runs. It stops for good, and says why, when what it reads back is not what was recorded: a fork is the one error that
 * cannot be undone.
 */
import { equalBytes } from '@counterfoil/ledger/bytes';
import { formatCheckpoint } from '@counterfoil/ledger/checkpoint';
import type { Platform } from '@counterfoil/ledger/signature';
import { formatTlogProof } from '@counterfoil/ledger/tlog-proof';
import { proveInclusion, type Frontier, type Hash, type TreeNode } from '@counterfoil/ledger/tree';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Db } from '../database/connect.ts';
import { Problem } from '../problem.ts';
import { Fork } from './fork.ts';
import { Growth } from './growth.ts';
import { logKeyIn, MissingLogKey, type LogKeys } from './log-keys.ts';
import { NewestCheckpoint, type SignCheckpoint } from './newest-checkpoint.ts';
import type { Stages } from './stages.ts';
import { hashReader, readFrontier } from './tree-store.ts';
import type { SecondPlace } from '../second-place/second-place.ts';

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
  /** By the log keys, unless said otherwise. */
  readonly sign?: SignCheckpoint | undefined;
  readonly platform: Platform;
  readonly secondPlace: SecondPlace;
  /** Told once when it stops for good, while running or at the start. */
  readonly onStop?: ((error: Error) => void) | undefined;
  /** Told how long each stage takes. */
  readonly stages?: Stages | undefined;
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
/** How often it looks for what others left: a process that died, a time without the database. */
const LOOK_MS = 1000;

/** How far a tree reaches, and the hash of its last entry. */
export interface End {
  readonly size: number;
  /** Undefined for the empty tree. */
  readonly leaf: Hash | undefined;
}

interface Served {
  readonly frontier: Frontier;
  readonly note: string;
  /** The log key in force at its size. */
  readonly vkey: string;
  /** Hash of its last entry; undefined for the empty tree. */
  readonly leaf: Hash | undefined;
}

export class Publisher {
  readonly #options: PublisherOptions;
  readonly #newest: NewestCheckpoint;
  readonly #roots = new Map<number, Hash>();
  readonly #listeners: (() => void)[] = [];
  #served: Served;
  #waiters: Waiter[] = [];
  /** Who wants to know when everything has been looked at that was there when they asked. */
  #asking: ((isCaughtUp: boolean) => void)[] = [];
  #running: Promise<void> | undefined;
  #again = false;
  #failing = false;
  #stopped: Error | undefined;
  #timer: NodeJS.Timeout | undefined;

  private constructor(options: PublisherOptions, newest: NewestCheckpoint, served: Served) {
    this.#options = options;
    this.#newest = newest;
    this.#served = served;
    this.#keepRoot(served.frontier.size, served.frontier.root());
  }

  /**
   * Takes up where the newest signed checkpoint ended.
   * @throws Fork when the database does not go on from it. @throws MissingLogKey when the log key is not in the folder.
   */
  static async start(options: PublisherOptions): Promise<Publisher> {
    try {
      return await Publisher.#start(options);
    } catch (error) {
      if (isFinal(error)) options.onStop?.(error);
      throw error;
    }
  }

  static async #start(options: PublisherOptions): Promise<Publisher> {
    const { db, origin, platform, secondPlace, logKeys } = options;
    const sign = options.sign ?? ((text, vkey) => logKeys.sign(text, vkey));
    const newest = await NewestCheckpoint.open({ origin, logKeys, sign, secondPlace, platform });
    const kept = newest.checkpoint;
    const size = kept?.size ?? 0;
    const head = await db.selectFrom('head').select(['size', LOG_KEY]).executeTakeFirstOrThrow();
    const vkey = await newest.keyInForce(head.logKey, logKeys.first.vkey);
    const treeOf = async (entries: number): Promise<Frontier> => {
      try {
        return await readFrontier(db, entries, platform.sha256);
      } catch (cause) {
        if (!(cause instanceof RangeError)) throw cause;
        const found = `The database says that it holds ${head.size} entries, and does not hold them and their tree all.`;
        throw new Fork('entries-missing', found, { kept: newest.kept?.text });
      }
    };
    if (head.size < size) {
      const root = (await treeOf(head.size)).root();
      throw new Fork(
        'database-behind',
        `The database holds ${head.size} entries, but a checkpoint over ${size} was signed and published. Going on would make a second history.`,
        { kept: newest.kept?.text, database: { origin, size: head.size, root } },
      );
    }
    if (kept === undefined && head.size > 0) {
      const root = (await treeOf(head.size)).root();
      throw new Fork(
        'second-place-lost',
        `The database holds ${head.size} entries, but the second place, ${secondPlace.name}, is empty: what was published of them is not known.`,
        { database: { origin, size: head.size, root } },
      );
    }
    const frontier = await treeOf(size);
    const last = await db
      .selectFrom('entries')
      .select('leaf')
      .where('index', '=', size - 1)
      .executeTakeFirst();
    const advanced = await newest.advance(
      { size, root: frontier.root(), rootAt: () => Promise.resolve(undefined) },
      vkey,
    );
    // Another process may have begun the same ledger at this moment; the first round catches up with it.
    const empty = { origin, size, root: frontier.root() };
    const note = 'note' in advanced ? advanced.note : await sign(formatCheckpoint(empty), vkey);
    const publisher = new Publisher(options, newest, { frontier, note, vkey, leaf: last?.leaf });
    publisher.wake();
    await publisher.#running;
    if (publisher.#stopped !== undefined) throw publisher.#stopped;
    publisher.#timer = setInterval(() => publisher.wake(), LOOK_MS).unref();
    return publisher;
  }

  /** The newest checkpoint of this process: a signed note. */
  get note(): string {
    return this.#served.note;
  }

  get size(): number {
    return this.#served.frontier.size;
  }

  /** Verifier key of the log: the one in force at the newest checkpoint. */
  get vkey(): string {
    return this.#served.vkey;
  }

  /** Why it stopped, if it has. */
  get stopped(): Error | undefined {
    return this.#stopped;
  }

  /** Whether the newest try to sign for what is recorded came to nothing; the next one comes by itself. */
  get isFailing(): boolean {
    return this.#failing;
  }

  /** Stops signing and recording for good; what was published stays readable. For whoever finds that the record is damaged. */
  stop(error: Error): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = error;
    clearInterval(this.#timer);
    const { log, onStop } = this.#options;
    const why =
      error instanceof MissingLogKey ? 'nobody could verify what it signs' : 'going on would make a second history';
    log.fatal({ err: error }, `The service stops writing: ${why}.`);
    this.#turnAway('service-stopped', error);
    onStop?.(error);
  }

  /** Told after each checkpoint that is new in this process, whoever appended what it covers; only the newest matters. */
  onPublished(listener: () => void): void {
    this.#listeners.push(listener);
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
    const { size, note } = { size: this.size, note: this.note };
    const { db, platform } = this.#options;
    const proof = await proveInclusion(index, size, hashReader(db, size, platform.sha256), platform.sha256);
    return { size, proof: formatTlogProof({ index, proof, checkpoint: note }) };
  }

  /**
   * Resolves when this process serves everything that any other had published when it was called, or cannot for now. So nobody who is
   * sent to another process sees the record go backwards. SPEC M83.
   * @returns false where it cannot
   */
  caughtUp(): Promise<boolean> {
    if (this.#stopped !== undefined) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#asking.push(resolve);
      this.wake();
    });
  }

  /**
   * For whoever holds the lock on the head: what it says must go on from what was published here, and from what they wrote last.
   * @throws Problem `service-stopped`
   */
  requireHead(head: End, written: End | undefined): void {
    const { leaf } = this.#served;
    for (const known of [{ size: this.size, leaf }, written]) {
      if (known === undefined) continue;
      if (head.size < known.size) this.stop(this.#behind(head.size));
      else if (head.size === known.size && known.leaf !== undefined) this.#compareJoint(head.leaf, known);
    }
    if (this.#stopped !== undefined) throw new Problem('service-stopped', undefined, { cause: this.#stopped });
  }

  /** Says that entries may have been appended. */
  wake(): void {
    this.#again = true;
    this.#running ??= this.#run();
  }

  /** Finishes the round under way. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    // Whoever wakes it from here on is heard: the turn ends in the same breath in which the loop does.
    await Promise.resolve();
    while (this.#again && this.#stopped === undefined) {
      this.#again = false;
      const asking = this.#asking;
      this.#asking = [];
      let isCaughtUp = true;
      try {
        const whole = await this.#round();
        if (!whole) this.#again = true;
        if (this.#failing) this.#options.log.info('What was recorded is published again.');
        this.#failing = false;
        // Those who ask wait until there is nothing left to read.
        if (!whole) this.#asking.push(...asking.splice(0));
      } catch (error) {
        isCaughtUp = false;
        this.#fail(error);
      }
      for (const answer of asking) answer(isCaughtUp);
    }
    for (const answer of this.#asking.splice(0)) answer(false);
    this.#running = undefined;
  }

  /** @returns false where more is to be read. */
  async #round(): Promise<boolean> {
    const { db, platform } = this.#options;
    const beganMs = performance.now();
    const growth = new Growth(this.#served.frontier, platform.sha256);
    let { vkey, leaf } = this.#served;
    for (let least = 0; ;) {
      // One query, one snapshot: the rows are those that this head counts. The last one that is known comes with them.
      const from = growth.size;
      const read = await db
        .selectFrom('head')
        .leftJoin('entries', (join) =>
          join.on('entries.index', '>=', from - 1).onRef('entries.index', '<', 'head.size'),
        )
        .select(['head.size', 'head.frontier', LOG_KEY, 'entries.index', 'entries.bytes', 'entries.leaf'])
        .orderBy('entries.index')
        .limit(READ_BACK + 1)
        .execute();
      const [head] = read;
      if (head === undefined) throw new Fork('entries-missing', 'The database has lost its head row.');
      if (head.size < Math.max(from, least)) throw this.#behind(head.size);
      const rows = read.filter(({ index }) => index !== null && index >= from);
      if (from > 0 && leaf !== undefined) this.#requireJoint(read[0], from - 1, leaf);
      if (rows.length < Math.min(head.size - from, READ_BACK)) {
        const found = `The database says that it holds ${head.size} entries, and does not hold them all.`;
        throw new Fork('entries-missing', found, { kept: this.#newest.kept?.text });
      }
      for (const row of rows) growth.append(row);
      // The head was built from the bytes before they were written: the same tree, or something changed on the way.
      if (growth.size === head.size) growth.requireFrontier(head.frontier);
      leaf = growth.lastLeaf ?? leaf;
      if (growth.size === this.size && least <= this.size) {
        await this.#answer(hashReader(db, this.size, platform.sha256));
        return true;
      }
      vkey = await this.#keyAfter(vkey, head.logKey, rows);
      const { size } = growth;
      const rootAt = async (at: number): Promise<Hash | undefined> => growth.rootAt(at) ?? this.rootAt(at);
      const advanced = await this.#newest.advance({ size, root: growth.root(), rootAt }, vkey);
      if ('behind' in advanced) {
        // Whoever published that had committed it before: what is read from here on must hold it.
        least = advanced.behind;
        continue;
      }
      this.#served = { frontier: growth.frontier, note: advanced.note, vkey, leaf };
      this.#keepRoot(size, growth.root());
      await this.#answer(growth.read);
      this.#options.stages?.observe('publish', performance.now() - beganMs);
      for (const listener of this.#listeners) listener();
      return size === head.size;
    }
  }

  /** The database may have been put back and have grown again since: then what joins on is not what was published. */
  #requireJoint(
    row: { readonly index: number | null; readonly leaf: Uint8Array | null } | undefined,
    index: number,
    leaf: Hash,
  ): void {
    if (row?.index !== index || row.leaf === null || !equalBytes(row.leaf, leaf)) throw this.#otherEntry(index);
  }

  #compareJoint(leaf: Uint8Array | undefined, known: End): void {
    if (leaf === undefined || known.leaf === undefined || equalBytes(leaf, known.leaf)) return;
    this.stop(this.#otherEntry(known.size - 1));
  }

  #otherEntry(index: number): Fork {
    return new Fork(
      'another-history',
      `Entry ${index} of the database is not the one that was recorded there before.`,
      {
        kept: this.#newest.kept?.text,
      },
    );
  }

  #behind(size: number): Fork {
    const published = Math.max(this.size, this.#newest.checkpoint?.size ?? 0);
    return new Fork(
      'database-behind',
      `The database ends at ${size} entries; a checkpoint over ${published} was signed and published.`,
      { kept: this.#newest.kept?.text },
    );
  }

  /** The log key in force after these entries. They are looked into only where the ledger as a whole names another by now. */
  async #keyAfter(
    before: string,
    named: string | null,
    rows: readonly { readonly bytes: Uint8Array | null }[],
  ): Promise<string> {
    if (named === null || named === before) return before;
    await this.#options.logKeys.refresh();
    return rows.reduce((vkey, { bytes }) => (bytes === null ? undefined : logKeyIn(bytes)) ?? vkey, before);
  }

  async #answer(read: (nodes: readonly TreeNode[]) => Promise<readonly Hash[]>): Promise<void> {
    const ready = this.#waiters.filter(({ index }) => index < this.size);
    this.#waiters = this.#waiters.filter(({ index }) => index >= this.size);
    if (this.#waiters.length > 0) this.#again = true;
    const { size, note } = { size: this.size, note: this.note };
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

  /** A fork stops this process for good; anything else (the database away) fails who waits, and the next look tries again. */
  #fail(error: unknown): void {
    if (isFinal(error)) return this.stop(error);
    // Said once, and not each second for as long as it lasts.
    if (!this.#failing) this.#options.log.error({ err: error }, 'What is recorded could not be published yet.');
    this.#failing = true;
    this.#turnAway('maybe-recorded', error);
  }

  #turnAway(code: 'maybe-recorded' | 'service-stopped', cause: unknown): void {
    const waiting = this.#waiters;
    this.#waiters = [];
    for (const { reject } of waiting) reject(new Problem(code, undefined, { cause }));
  }
}

function isFinal(error: unknown): error is Fork | MissingLogKey {
  return error instanceof Fork || error instanceof MissingLogKey;
}
