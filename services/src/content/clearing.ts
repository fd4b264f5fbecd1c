/**
 * Clears the files of the database of texts that were taken away. A deleted row stays in its page, and in the write-ahead log, until
 * something else is written there: tables are rewritten, and the log is cut behind them. SPEC M58.
 *
 * What is due is counted in the transaction that takes away (`taken_away`), so a crash forgets nothing.
 */
import type { Logger } from 'pino';
import postgres from 'postgres';
import { OWNER_SESSION, type Db } from '../database/connect.ts';

/** Texts and their words come last: these are the large ones. */
const TABLES = [
  'contacts',
  'sealed_contents',
  'file_keys',
  'reasons',
  'proposals',
  'search_texts',
  'contents',
] as const;
/** What lies here opens for nobody once its key is gone: room to be used again, and nothing to be rewritten. */
const SEALED_TABLES = ['files', 'file_chunks'] as const;
/** Whoever reads or records waits while a table is rewritten; a rewriting that cannot begin gives way to them soon. */
const LOCK_TIMEOUT_MS = 1000;
const NOT_ALLOWED = '42501';

export interface Cleared {
  /** Tables that still hold what was taken away: too large to be rewritten while people wait. */
  readonly tooLarge: readonly string[];
  /** Tables of which somebody is reading an older state, such as a backup under way. */
  readonly beingRead: readonly string[];
  /** Whether the write-ahead log could be cut; otherwise it is the server's to do, in its own time. */
  readonly logCut: boolean;
}

export interface ClearOptions {
  /** Of the owner of the tables. */
  readonly url: string;
  /** Larger tables are not rewritten. */
  readonly rewriteBytes: number;
}

export async function clearFiles({ url, rewriteBytes }: ClearOptions): Promise<Cleared> {
  let dead = 0;
  const warnings: string[] = [];
  const owner = postgres(url, {
    max: 1,
    fetch_types: false,
    connection: { application_name: OWNER_SESSION },
    // The details of VACUUM VERBOSE begin with the number of rows that somebody may still be reading.
    onnotice: (notice) => {
      dead += Number(/^\d+/.exec(notice['detail'] ?? '')?.[0] ?? 0);
      if (notice['severity'] === 'WARNING') warnings.push(notice['message'] ?? '');
    },
  });
  try {
    await owner.unsafe(`set lock_timeout = ${LOCK_TIMEOUT_MS}`);
    // Counted while the text was being erased.
    await owner`
      delete from reasons r using state s
      where s.kind = 'content' and s.id = encode(r.digest, 'hex') and s.value->>'state' = 'erased'`;
    const [tooLarge, beingRead]: [string[], string[]] = [[], []];
    for (const table of TABLES) {
      const [row] = await owner<{ bytes: string }[]>`select pg_total_relation_size(${table}::regclass) as bytes`;
      const small = Number(row?.bytes ?? 0) <= rewriteBytes;
      dead = 0;
      await owner.unsafe(small ? `vacuum (full, verbose) ${table}` : `vacuum ${table}`);
      // What it is not allowed to do, the server passes over with a warning.
      if (warnings.length > 0) throw new Error(`The table ${table} was passed over: ${warnings.join(' ')}`);
      if (!small) tooLarge.push(table);
      if (dead > 0) beingRead.push(table);
    }
    for (const table of SEALED_TABLES) await owner.unsafe(`vacuum ${table}`);
    return { tooLarge, beingRead, logCut: await cutLog(owner) };
  } finally {
    await owner.end();
  }
}

/** Segments before the one that the checkpoint begins in are given back. */
async function cutLog(owner: postgres.Sql): Promise<boolean> {
  try {
    await owner`select pg_switch_wal()`;
    await owner`checkpoint`;
    return true;
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === NOT_ALLOWED) return false;
    throw error;
  }
}

export interface ClearingOptions extends ClearOptions {
  readonly db: Db;
  /** Resolves when what was taken away is gone from where the record is published as well. @throws where that takes too long. */
  readonly withdrawn: () => Promise<void>;
  readonly log: Logger;
}

/** Between two clearings: what is taken away meanwhile waits for the next. */
const PAUSE_MS = 60_000;
/** A page or the search reads for a moment: soon after that it is tried again, before anybody has to hear of it. */
const AGAIN_MS = 5000;
/** How often it looks for what another process took away and did not come to clear. */
const LOOK_MS = 600_000;

/** Clears in the background, soon after something was taken away. */
export class Clearing {
  readonly #options: ClearingOptions;
  readonly #look: NodeJS.Timeout;
  #running: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #lastMs = -Infinity;
  #wasBeingRead = false;
  #closed = false;

  constructor(options: ClearingOptions) {
    this.#options = options;
    this.#look = setInterval(() => this.wake(), LOOK_MS).unref();
  }

  /** Says that something may be due. */
  wake(): void {
    if (this.#closed || this.#timer !== undefined) return;
    const waitMs = Math.max(0, this.#lastMs + PAUSE_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#running.then(() => this.#clear());
    }, waitMs);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#look);
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #clear(): Promise<void> {
    const { db, log } = this.#options;
    try {
      const { times, cleared } = await db
        .selectFrom('taken_away')
        .select(['times', 'cleared'])
        .executeTakeFirstOrThrow();
      if (times === cleared) return;
      this.#lastMs = performance.now();
      const { tooLarge, beingRead, logCut } = await clearFiles(this.#options);
      const isFirst = beingRead.length > 0 && !this.#wasBeingRead;
      this.#wasBeingRead = beingRead.length > 0;
      if (isFirst) {
        log.debug({ beingRead }, 'What was taken away is being read at this moment. It is cleared in a moment.');
        this.#lastMs = performance.now() + AGAIN_MS - PAUSE_MS;
        return this.wake();
      }
      if (beingRead.length > 0) throw new Error(`Somebody reads an older state of ${beingRead.join(', ')}.`);
      if (tooLarge.length > 0)
        log.warn(
          { tooLarge },
          'Texts were taken away; what is left of them in these tables has to be cleared by hand.',
        );
      await this.#options.withdrawn();
      await db.updateTable('taken_away').set({ cleared: times }).where('cleared', '<', times).execute();
      log.debug({ logCut }, 'The files of the database were cleared of what was taken away.');
    } catch (error) {
      log.warn({ err: error }, 'What was taken away could not be cleared everywhere yet. It will be tried again.');
      this.#lastMs = performance.now();
      this.wake();
    }
  }
}
