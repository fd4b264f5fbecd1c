/**
 * Figures of accountability (SPEC 12.1) beside the database: a thread takes each entry once and counts when it is asked. Nobody waits for it for long: a page
 * gets the last figures, which say up to which entry they reach, and new ones are counted meanwhile; the first are counted before somebody asks.
 */
import { parseHex, parseUtf8 } from '@counterfoil/ledger/bytes';
import { reasonHash } from '@counterfoil/ledger/reason';
import type { AskedFigures, StillCounting, ToldFigures, Untold } from '@counterfoil/web-viewer/accountability/told';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../database/connect.ts';
import { Turns } from '../search/turns.ts';
import { hadTooLittleMemory, Thread } from '../thread.ts';

export type Question =
  | { readonly kind: 'take'; readonly from: number; readonly entries: readonly Uint8Array[] }
  | { readonly kind: 'unread'; readonly limit: number; readonly again: number }
  | { readonly kind: 'learn'; readonly read: readonly (readonly [digest: string, hash: string | null])[] }
  | { readonly kind: 'tell'; readonly asked: AskedFigures };

export interface Answer {
  readonly size?: number;
  readonly unread?: readonly string[];
  readonly told?: ToldFigures;
}

/** Read at once. */
const [ENTRIES, TEXTS] = [500, 500];
/** Texts that were missing, asked for again each time. */
const TEXTS_AGAIN = 100;
/** Selections that are kept, the last asked for: some 100 kB each. */
const KEPT = 50;
/** How long a page waits for newer figures than it has, and for the first. */
const [WAIT_MS, WAIT_FIRST_MS] = [50, 3000];
/** How long a file waits. */
const WAIT_FILE_MS = 30_000;
/** Counting that takes no longer is waited for. What takes longer is counted anew no sooner than after so many times as long as it took. */
const [QUICK_MS, RESTS] = [50, 10];
/** Figures that are older are not given while newer ones can be waited for. */
const OLDEST_MS = 5 * 60_000;
/** After the start, when nobody has asked by then. */
const AHEAD_MS = 10_000;
/** Counted one after the other. */
const WAITING = 20;
/** The most that the thread keeps: an entry takes 500 to 800 bytes, and counting takes some of it for a while. */
const MEMORY_MB = 512;

interface Known {
  readonly told: ToldFigures;
  readonly atMs: number;
  readonly tookMs: number;
}

export class Accounts {
  readonly #db: Db;
  readonly #size: () => number;
  readonly #thread: Thread<Question, Answer>;
  readonly #turns = new Turns(1, WAITING);
  readonly #known = new Map<string, Known>();
  readonly #counting = new Map<string, Promise<Known | undefined>>();
  readonly #closing = new AbortController();
  #isAsked = false;
  #reading:
    { readonly fromMs: number; readonly from: number; readonly size: number; readonly upTo: number } | undefined;
  /** A record does not become smaller. */
  #isTooLarge = false;

  /** @param size of the newest checkpoint: nothing beyond it is counted. */
  constructor(db: Db, size: () => number, memoryMb = MEMORY_MB) {
    this.#db = db;
    this.#size = size;
    const file = new URL('./counting-thread.ts', import.meta.url);
    this.#thread = new Thread(file, { maxOldGenerationSizeMb: memoryMb });
  }

  /** Soon counts what a page begins with, at half the pace until somebody asks. What fails then is told to who asks next. */
  async countAhead(afterMs = AHEAD_MS): Promise<void> {
    const { signal } = this.#closing;
    await sleep(afterMs, undefined, { ref: false, signal }).catch(() => undefined);
    if (this.#isAsked || signal.aborted || this.#size() === 0) return;
    const asked: AskedFigures = { selection: {}, by: 'channel' };
    await this.#count(keyOf(asked), asked).catch((error: unknown) => (this.#isTooLarge ||= hadTooLittleMemory(error)));
  }

  /** Counting goes on where it takes longer than somebody can wait. */
  async tell(asked: AskedFigures): Promise<ToldFigures | Untold> {
    this.#isAsked = true;
    if (this.#isTooLarge) return 'too-large';
    try {
      return (await this.#tell(asked)) ?? this.#stillCounting();
    } catch (error) {
      if (!hadTooLittleMemory(error)) throw error;
      this.#isTooLarge = true;
      return 'too-large';
    }
  }

  async #tell(asked: AskedFigures): Promise<ToldFigures | undefined> {
    const key = keyOf(asked);
    const known = this.#known.get(key);
    const ageMs = known === undefined ? Infinity : performance.now() - known.atMs;
    const isSlow = known !== undefined && known.tookMs > QUICK_MS;
    if (known?.told.size === this.#size() || (isSlow && ageMs < known.tookMs * RESTS)) return known.told;
    const waitMs = asked.figure !== undefined ? WAIT_FILE_MS : isSlow && ageMs < OLDEST_MS ? WAIT_MS : WAIT_FIRST_MS;
    return ((await within(this.#count(key, asked), waitMs)) ?? known)?.told;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#thread.close();
    await Promise.allSettled(this.#counting.values());
    // Started anew by a question that was under way.
    await this.#thread.close();
  }

  /** Once at a time for the same. */
  #count(key: string, asked: AskedFigures): Promise<Known | undefined> {
    const under = this.#counting.get(key);
    if (under !== undefined) return under;
    const counting = this.#turns
      .take(() => this.#countNow(asked))
      .then((known) => {
        if (known !== undefined && asked.figure === undefined) this.#keep(key, known);
        return known;
      })
      .finally(() => this.#counting.delete(key));
    this.#counting.set(key, counting);
    // Whoever waits hears of it; where nobody does any more, the next who asks will.
    counting.catch(() => undefined);
    return counting;
  }

  #keep(key: string, known: Known): void {
    this.#known.delete(key);
    this.#known.set(key, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest);
  }

  async #countNow(asked: AskedFigures): Promise<Known> {
    await this.#readOn();
    if (this.#closing.signal.aborted) throw new Error('The service is closing.');
    const begunMs = performance.now();
    const { told } = await this.#thread.ask({ kind: 'tell', asked });
    if (told === undefined) throw new Error('The thread that counts gave no figures.');
    const atMs = performance.now();
    return { told, atMs, tookMs: atMs - begunMs };
  }

  /** A thread that was started anew begins at the first entry again. */
  async #readOn(): Promise<void> {
    const upTo = this.#size();
    let { size = 0 } = await this.#thread.ask({ kind: 'take', from: -1, entries: [] });
    const begun = { fromMs: performance.now(), from: size, upTo };
    while (size < upTo && !this.#closing.signal.aborted) {
      this.#reading = { ...begun, size };
      const readMs = performance.now();
      const rows = await this.#db
        .selectFrom('entries')
        .select('bytes')
        .where('index', '>=', size)
        .where('index', '<', upTo)
        .orderBy('index')
        .limit(ENTRIES)
        .execute();
      const entries = rows.map(({ bytes }) => Uint8Array.from(bytes));
      const taken = await this.#thread.ask({ kind: 'take', from: size, entries });
      if (taken.size === size) throw new Error(`The entries of the record end at ${size}, below its checkpoint.`);
      size = taken.size ?? 0;
      if (!this.#isAsked) await sleep(performance.now() - readMs);
    }
    this.#reading = { ...begun, size };
    for (let again = TEXTS_AGAIN; ; again = 0) {
      const { unread = [] } = await this.#thread.ask({ kind: 'unread', limit: TEXTS, again });
      if (unread.length === 0 || this.#closing.signal.aborted) return;
      await this.#thread.ask({ kind: 'learn', read: await this.#readReasons(unread) });
    }
  }

  #stillCounting(): StillCounting {
    const { fromMs, from, size, upTo } = this.#reading ?? { fromMs: 0, from: 0, size: 0, upTo: this.#size() };
    const leftMs = size === from ? undefined : ((performance.now() - fromMs) / (size - from)) * (upTo - size);
    return { read: size, of: upTo, leftMs };
  }

  async #readReasons(digests: readonly string[]): Promise<readonly (readonly [string, string | null])[]> {
    const rows = await this.#db
      .selectFrom('contents')
      .select(['digest', 'bytes'])
      .where('digest', 'in', digests.map(parseHex))
      .execute();
    const hashes = new Map(rows.map(({ digest, bytes }) => [digest.toHex(), reasonHash(parseUtf8(bytes))]));
    return digests.map((digest) => [digest, hashes.get(digest) ?? null]);
  }
}

function keyOf({ selection, by, figure }: AskedFigures): string {
  return JSON.stringify([selection.process, selection.office, selection.from, selection.until, by, figure]);
}

async function within<T>(work: Promise<T>, waitMs: number): Promise<T | undefined> {
  const stop = new AbortController();
  const late = sleep(waitMs, undefined, { ref: false, signal: stop.signal }).catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    stop.abort();
  }
}
