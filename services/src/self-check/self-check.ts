/**
 * The service reads again all that it keeps, slowly, for ever: what a disk or a hand has changed is found before somebody needs it.
 * SPEC 10.3, M88, M89.
 *
 * One pass after the other, from the first entry to the checkpoint that was the newest when the pass began. Of several processes one
 * walks; the others know by the shared row what it found, and look for themselves before they believe it. Connections of its own,
 * no lock on anything that recording or reading waits for.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';
import { equalBytes } from '@counterfoil/ledger/bytes';
import { parseNote } from '@counterfoil/ledger/note';
import {
  MAX_SELF_CHECK_DAMAGES,
  selfCheckSentences,
  stopsSigning,
  type SelfCheckInfo,
  type SelfCheckRecordFault,
} from '@counterfoil/ledger/self-check';
import type { Platform } from '@counterfoil/ledger/signature';
import type { Logger } from 'pino';
import type { Vault } from '../content/vault.ts';
import type { FileStore } from '../files/file-store.ts';
import { connectForLong, type Connection, type Pool } from '../database/connect.ts';
import { Fork, type ForkReason } from '../recorder/fork.ts';
import { readFrontier } from '../recorder/tree-store.ts';
import { infoOf, keepFound, nameOf, NOTHING_YET, readKept, writeKept, type Kept } from './kept.ts';
import type { Published } from './published.ts';
import { Walk, type Found } from './walk.ts';

export interface SelfCheckOptions {
  readonly url: string;
  /** Entries and texts a second; 0 looks at nothing. */
  readonly perSecond: number;
  /** The newest checkpoint that this process has signed: a note. */
  readonly checkpoint: () => string;
  /** Told once that the record itself is not what was signed. */
  readonly onRecordDamaged: (error: Error) => void;
  readonly platform: Platform;
  readonly vault: Vault;
  readonly files: Pick<FileStore, 'onRecord'>;
  /** Undefined where the record is published nowhere else. */
  readonly published: () => Published | undefined;
  readonly now: () => number;
  readonly log: Logger;
  /** Between two passes. */
  readonly restMs?: number;
}

/** For operators; in seconds and entries. */
export interface SelfCheckFigures {
  readonly isOn: boolean;
  readonly info: SelfCheckInfo;
  /** Read by this process so far. */
  readonly count: number;
  /** Taken by this process so far. */
  readonly seconds: number;
}

const FORKS: Readonly<Record<SelfCheckRecordFault, ForkReason>> = {
  ...{ missing: 'entries-missing', entry: 'entry-changed', link: 'another-history', root: 'another-history' },
  ...{ leaf: 'tree-changed', tree: 'tree-changed' },
};

/** Any number, as long as it stays the same. */
const LOCK = 4_680_312;
/** Entries at a time: a few milliseconds of work, a few megabytes at the most. */
const STEP = 32;
const REST_MS = 60_000;
/** How often a process asks whether it is its turn, and what another one found. */
const FOLLOW_MS = 5_000;
/** How often the position is written down. */
const KEEP_MS = 5_000;

export class SelfCheck {
  readonly #options: SelfCheckOptions;
  readonly #pool: Pool | undefined;
  readonly #closing = new AbortController();
  #rest = new AbortController();
  readonly #told = new Set<string>();
  #kept: Kept = NOTHING_YET;
  #hasStopped = false;
  #toldMore = false;
  #count = 0;
  #workMs = 0;
  #running: Promise<void> = Promise.resolve();

  private constructor(options: SelfCheckOptions, pool: Pool | undefined) {
    this.#options = options;
    this.#pool = pool;
  }

  /** Looks again, before anybody is served, at what an earlier run found to be wrong with the record. */
  static async start(options: SelfCheckOptions): Promise<SelfCheck> {
    const check = new SelfCheck(options, options.perSecond > 0 ? connectForLong(options.url) : undefined);
    if (check.#pool === undefined) return check;
    try {
      await check.#believe(check.#pool);
    } catch (error) {
      await check.close();
      throw error;
    }
    check.#running = check.#run(check.#pool);
    return check;
  }

  /** What `/self-check.json` says. */
  get info(): SelfCheckInfo {
    return infoOf(this.#kept);
  }

  get figures(): SelfCheckFigures {
    return {
      isOn: this.#pool !== undefined,
      info: this.info,
      count: this.#count,
      seconds: this.#workMs / 1000,
    };
  }

  /** Begins the next pass without resting. */
  again(): void {
    this.#rest.abort();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#rest.abort();
    await this.#running;
    await this.#pool?.close();
  }

  get #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  async #run(pool: Pool): Promise<void> {
    while (!this.#isClosing) {
      try {
        await this.#turn(pool);
      } catch (error) {
        if (!this.#isClosing)
          this.#options.log.warn({ err: error }, 'The self-check could not go on. It will be tried again.');
      }
      await this.#pause(FOLLOW_MS);
    }
  }

  async #turn(pool: Pool): Promise<void> {
    const connection = await pool.reserve();
    try {
      const [row] = await connection<{ held: boolean }[]>`select pg_try_advisory_lock(${LOCK}) as held`;
      if (row?.held !== true) return await this.#believe(pool);
      try {
        await this.#lead(pool, connection);
      } finally {
        await connection`select pg_advisory_unlock(${LOCK})`.catch(() => undefined);
      }
    } finally {
      connection.release();
    }
  }

  /** Takes over what is kept. A row is no evidence: what it says of the record, this process sees for itself. */
  async #believe(pool: Pool): Promise<void> {
    this.#kept = await readKept(pool.db);
    for (const damage of this.#kept.damages)
      if (stopsSigning(damage.what) && !this.#told.has(nameOf(damage)) && (await this.#isStillThere(pool, damage)))
        this.#tell(damage);
  }

  async #isStillThere({ db }: Pool, { entry, what }: Found): Promise<boolean> {
    const { platform } = this.#options;
    if (what === 'root') {
      const { size, root } = this.#newest();
      return !equalBytes((await readFrontier(db, size, platform.sha256)).root(), root);
    }
    const walk = await Walk.from({ ...this.#options, db }, entry);
    return (await walk.step(1)).found.some((found) => found.what === what);
  }

  /** Passes, one after the other, until the service closes or the connection with the lock breaks. */
  async #lead(pool: Pool, connection: Connection): Promise<void> {
    await this.#believe(pool);
    // What was found before and is not seen any more has been mended.
    const damages = this.#kept.damages.filter((one) => !stopsSigning(one.what) || this.#told.has(nameOf(one)));
    this.#kept = { ...this.#kept, damages };
    while (!this.#isClosing) {
      await this.#pass(pool, connection);
      const isEmpty = this.#newest().size === 0;
      await this.#pause(isEmpty ? FOLLOW_MS : (this.#options.restMs ?? REST_MS), this.#rest.signal);
      if (!this.#isClosing) this.#rest = new AbortController();
    }
  }

  async #pass({ db }: Pool, connection: Connection): Promise<void> {
    const { now, perSecond } = this.#options;
    const target = this.#newest();
    if (target.size === 0) return;
    const walk = await Walk.from({ ...this.#options, db }, Math.min(this.#kept.position, target.size));
    let keptMs = performance.now();
    while (walk.position < target.size) {
      if (this.#isClosing) return writeKept(connection, this.#kept);
      const beganMs = performance.now();
      const { found, count, isCutOff } = await walk.step(Math.min(STEP, target.size - walk.position));
      this.#count += count;
      this.#find(found);
      this.#kept = { ...this.#kept, position: walk.position };
      if (found.length > 0 || beganMs - keptMs > KEEP_MS) {
        await writeKept(connection, this.#kept);
        keptMs = beganMs;
      }
      const tookMs = performance.now() - beganMs;
      this.#workMs += tookMs;
      // Beyond a missing entry nothing can be compared: what is kept of earlier passes stays as it is.
      if (isCutOff) return;
      await this.#pause((count * 1000) / perSecond - tookMs);
    }
    if (!equalBytes(walk.root(), target.root)) this.#find([{ entry: target.size - 1, what: 'root', digest: null }]);
    const { pass, damages } = this.#kept;
    this.#kept = {
      ...{ pass: pass + 1, position: 0, size: target.size, time: new Date(now()).toISOString() },
      damages: damages.filter((damage) => damage.pass === pass),
    };
    await writeKept(connection, this.#kept);
  }

  #find(found: readonly Found[]): void {
    this.#kept = keepFound(this.#kept, found, new Date(this.#options.now()).toISOString());
    for (const damage of found) this.#tell(damage);
  }

  /** Once for each thing, as long as the process runs. */
  #tell(damage: Found): void {
    const { log, onRecordDamaged } = this.#options;
    const { entry, what, digest } = damage;
    if (this.#told.has(nameOf(damage))) return;
    if (this.#told.size >= MAX_SELF_CHECK_DAMAGES && (this.#hasStopped || !stopsSigning(what))) {
      if (!this.#toldMore) log.error('The self-check found more damage than is told line by line.');
      this.#toldMore = true;
      return;
    }
    this.#told.add(nameOf(damage));
    if (!stopsSigning(what)) {
      log.error({ entry, what, digest }, 'The self-check found damage beside the record.');
      return;
    }
    if (!this.#hasStopped) {
      this.#hasStopped = true;
      const sentence = `The self-check found damage. Entry ${entry}: ${selfCheckSentences[what]}`;
      onRecordDamaged(new Fork(FORKS[what], sentence, { kept: this.#options.checkpoint() }));
    }
    log.fatal({ entry, what }, 'The self-check found that the record is not what was signed.');
  }

  #newest(): Checkpoint {
    return parseCheckpoint(parseNote(this.#options.checkpoint()).text);
  }

  async #pause(ms: number, signal = this.#closing.signal): Promise<void> {
    if (ms <= 0 || signal.aborted) return;
    await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
