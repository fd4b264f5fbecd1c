/**
 * The public files of the record, kept up to date in a folder or a bucket, so that readers need neither this service nor its database.
 * SPEC 10.2, M85, M86.
 *
 * Of several processes one publishes. It asks the place itself how far it is, by the checkpoint that lies there, so that what was
 * interrupted is finished by the code that always runs. Connections of its own: recording never waits for it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Platform } from '@counterfoil/ledger/signature';
import type { Logger } from 'pino';
import { connectForLong, type Connection, type Pool } from '../database/connect.ts';
import { checkConditions } from '../objects/check-conditions.ts';
import type { ObjectStore } from '../objects/store.ts';
import { Fork } from '../recorder/fork.ts';
import type { LogKeys } from '../recorder/log-keys.ts';
import type { ChangingFiles } from './changing-files.ts';
import { readBack, type ReadBack } from './read-back.ts';
import { Round } from './round.ts';
import { countWithdrawals, type Texts } from './texts.ts';

export interface PublishingOptions {
  readonly store: ObjectStore;
  /** Of the database. */
  readonly url: string;
  readonly origin: string;
  readonly logKeys: Pick<LogKeys, 'all'>;
  readonly platform: Platform;
  /** Opens the files that are in public view. */
  readonly files: Texts['files'];
  /** The newest checkpoint that readers are to have: a note. */
  readonly checkpoint: () => Promise<string>;
  readonly changing: Pick<ChangingFiles, 'read'>;
  /** At least so long from one checkpoint to the next. */
  readonly pauseMs: number;
  /** Told once that what is published and signed by us is not a beginning of the record. */
  readonly onFork: (error: Fork) => void;
  readonly log: Logger;
  /** How long partial tiles stay after the full one is there. */
  readonly partialsKeptMs?: number;
  /** In how long all texts that lie there are compared once. */
  readonly sweepMs?: number;
}

/** For operators. */
export interface PublishingFigures {
  /** Entries under the published checkpoint; undefined in a process that does not publish, or does not know yet. */
  readonly size: number | undefined;
  /** Why nothing is published at the moment. */
  readonly failing: string | undefined;
}

/** Any number, as long as it stays the same. */
const LOCK = 4_680_313;
/** How often a process asks whether it is its turn. */
const FOLLOW_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
const PARTIALS_KEPT_MS = 15 * 60_000;
const SWEEP_MS = 3_600_000;
const WITHDRAWN_LOOK_MS = 100;
const LAST_ROUND_MS = 5000;

export class Publishing {
  readonly #options: PublishingOptions;
  readonly #pool: Pool;
  readonly #closing = new AbortController();
  #rest = new AbortController();
  #size: number | undefined;
  #failing: string | undefined;
  #failures = 0;
  #hasTried = false;
  /** When a round under way has to end. */
  #untilMs = Infinity;
  #running: Promise<void> = Promise.resolve();

  private constructor(options: PublishingOptions) {
    this.#options = options;
    this.#pool = connectForLong(options.url);
  }

  /** In the background: a place that cannot be reached holds nobody up. */
  static start(options: PublishingOptions): Publishing {
    const publishing = new Publishing(options);
    publishing.#running = publishing.#run();
    return publishing;
  }

  get figures(): PublishingFigures {
    return { size: this.#size, failing: this.#failing };
  }

  /** Says that there is something to do: texts were taken out of public view. */
  wake(): void {
    this.#rest.abort();
  }

  /**
   * Resolves when nothing that was taken out of public view lies in the published place any more, whichever process takes it away.
   * @throws Error after that time.
   */
  async withdrawn(timeoutMs: number): Promise<void> {
    const deadlineMs = performance.now() + timeoutMs;
    this.wake();
    while ((await countWithdrawals(this.#pool.db)) > 0) {
      if (performance.now() > deadlineMs || this.#isClosing)
        throw new Error(`Texts that were taken out of public view still lie in ${this.#options.store.name}.`);
      await this.#pause(WITHDRAWN_LOOK_MS);
    }
  }

  /** Whether a tile, bundle or text there is still what the record holds. */
  readBack(path: string): Promise<ReadBack | undefined> {
    return readBack(this.#options.store, { db: this.#pool.db, files: this.#options.files }, path);
  }

  /** Publishes what was recorded last, unless it fails or takes too long. */
  async close(): Promise<void> {
    this.#untilMs = performance.now() + LAST_ROUND_MS;
    this.#closing.abort();
    this.#rest.abort();
    await this.#running;
    await this.#pool.close();
    await this.#options.store.close();
  }

  get #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#isClosing) {
      try {
        await this.#turn();
      } catch (error) {
        this.#failed(error);
      }
      this.#size = undefined;
      await this.#pause(this.#failures === 0 ? FOLLOW_MS : this.#backOffMs());
    }
  }

  /** Publishes for as long as this process holds the lock; at once over when another one does. */
  async #turn(): Promise<void> {
    const connection = await this.#pool.reserve();
    try {
      const [row] = await connection<{ held: boolean; pid: number }[]>`
        select pg_try_advisory_lock(${LOCK}) as held, pg_backend_pid() as pid`;
      if (row?.held !== true) return;
      try {
        await this.#lead(() => requireSession(connection, row.pid));
      } finally {
        await connection`select pg_advisory_unlock(${LOCK})`.catch(() => undefined);
      }
    } finally {
      connection.release();
    }
  }

  async #lead(requireLock: () => Promise<void>): Promise<void> {
    const { store, pauseMs, partialsKeptMs = PARTIALS_KEPT_MS, sweepMs = SWEEP_MS } = this.#options;
    if (!this.#hasTried) await checkConditions(store);
    this.#hasTried = true;
    await store.tidy();
    const round = new Round({
      ...{ ...this.#options, partialsKeptMs, sweepMs, db: this.#pool.db },
      goOn: async () => {
        if (performance.now() > this.#untilMs) throw new Closing();
        await requireLock();
      },
    });
    while (!this.#isClosing) {
      await requireLock();
      const beganMs = performance.now();
      try {
        this.#size = await round.run();
        this.#succeeded();
      } catch (error) {
        if (error instanceof Closing) return;
        this.#failed(error);
      }
      const restMs = this.#failures === 0 ? pauseMs - (performance.now() - beganMs) : this.#backOffMs();
      await this.#pause(restMs, this.#rest.signal);
      if (this.#rest.signal.aborted && !this.#isClosing) this.#rest = new AbortController();
    }
    // Whoever reads from there after the service has ended finds all of it.
    if (this.#failures === 0) await round.run();
  }

  #succeeded(): void {
    if (this.#failures > 0) this.#options.log.info('The record is published again.');
    this.#failures = 0;
    this.#failing = undefined;
  }

  /** Told to operators once for each reason: it is tried again for as long as it takes. */
  #failed(error: unknown): void {
    if (this.#isClosing) return;
    this.#failures++;
    const said = error instanceof Error ? error.message : String(error);
    if (this.#failing === said) return;
    this.#failing = said;
    this.#options.log.error({ err: error }, 'The record cannot be published. It will be tried again.');
    if (error instanceof Fork) this.#options.onFork(error);
  }

  /** Longer from failure to failure. */
  #backOffMs(): number {
    const { pauseMs } = this.#options;
    return (
      Math.min(LONGEST_PAUSE_MS, Math.max(pauseMs, 200) * 2 ** Math.min(this.#failures, 10)) * (0.5 + Math.random() / 2)
    );
  }

  async #pause(ms: number, signal = this.#closing.signal): Promise<void> {
    await sleep(Math.max(0, ms), undefined, { signal }).catch(() => undefined);
  }
}

/** Thrown to end a round early. */
class Closing extends Error {
  override readonly name = 'Closing';
}

/** The lock is the session's: a connection that was made anew does not have it. */
async function requireSession(connection: Connection, pid: number): Promise<void> {
  const [row] = await connection<{ pid: number }[]>`select pg_backend_pid() as pid`;
  if (row?.pid !== pid) throw new Error('The connection to the database broke, and with it the turn to publish.');
}
