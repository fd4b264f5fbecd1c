/** Reads the public record from a server, within bounded time whatever the server does. */
import { setTimeout as delay } from 'node:timers/promises';
import { SourceError, type Source } from '@counterfoil/ledger/audit/source';
import { Passing, requestFile } from './http-file.ts';
import type { TimeLimit } from './time-limit.ts';

export interface HttpSourceOptions {
  /** The longest one file of the record may take, all attempts together; what people attach is larger, and may take ten times as long. */
  readonly timeoutMs: number;
  /** For everything together; without one, every file has its own time and nothing else ends it. */
  readonly limit?: TimeLimit | undefined;
}

/** Requests under way at the same moment; connections are kept open between them. */
const REQUESTS_AT_ONCE = 24;
const ATTACHED = 10;
const FIRST_PAUSE_MS = 200;
/** While the server has not given one file yet; later it may be away for as long as one file may take. */
const FIRST_ATTEMPTS = 3;
/** After so many files in a row that could not be had, the server counts as gone and is asked no more. */
const FAILURES_IN_A_ROW = 3;
/** Attempts beyond the first, all files together; every file that is had earns a part of one. */
const MAX_RETRIES = 200;
const EARNED_RETRIES = 0.1;

/** @param base ends in a slash; paths are resolved against it. */
export function httpSource(base: URL, { timeoutMs, limit }: HttpSourceOptions): Source {
  const turns = new Turns(REQUESTS_AT_ONCE);
  let answeredOnce = false;
  let failures = 0;
  let retries = MAX_RETRIES;
  let last: SourceError | undefined;

  /** Tries again what may be better a moment later, as long as there is time. */
  async function readWithin(url: URL, maxBytes: number, ownMs: number): Promise<Uint8Array | undefined> {
    const allowedMs = Math.min(ownMs, limit?.remainingMs() ?? ownMs);
    // Which of the two times is over is settled here: a timer may ring a fraction of a millisecond before the clock says so.
    const sentence = limit !== undefined && allowedMs < ownMs ? limit.sentence : noAnswerWithin(url, ownMs);
    if (allowedMs === 0) throw new SourceError('timeout', sentence);
    const begunMs = performance.now();
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), allowedMs);
    let failed: Passing | undefined;
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          return await requestFile(url, maxBytes, controller.signal);
        } catch (error) {
          // What the server has done says more than that the time is over.
          if (controller.signal.aborted) throw failed ?? new SourceError('timeout', sentence, { cause: error });
          if (!(error instanceof Passing) || (!answeredOnce && attempt === FIRST_ATTEMPTS) || retries < 1) throw error;
          const pauseMs = Math.max(error.afterMs ?? 0, FIRST_PAUSE_MS * 2 ** (attempt - 1));
          if (performance.now() - begunMs + pauseMs >= allowedMs) throw error;
          failed = error;
          retries--;
          await delay(pauseMs);
        }
      }
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async read(path, maxBytes) {
      await turns.take();
      try {
        if (last !== undefined && failures >= (answeredOnce ? FAILURES_IN_A_ROW : 1)) throw last;
        const ownMs = path.startsWith('file/') ? ATTACHED * timeoutMs : timeoutMs;
        const bytes = await readWithin(new URL(path, base), maxBytes, ownMs);
        answeredOnce = true;
        failures = 0;
        retries = Math.min(MAX_RETRIES, retries + EARNED_RETRIES);
        return bytes;
      } catch (error) {
        if (error instanceof SourceError && error.code !== 'too-large') {
          failures++;
          last = error;
        }
        throw error;
      } finally {
        turns.give();
      }
    },
  };
}

function noAnswerWithin({ host }: URL, ownMs: number): string {
  const seconds = ownMs / 1000;
  return `${host} gave no complete answer within ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
}

/** Hands out a number of turns; who finds none left waits in line. */
class Turns {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(turns: number) {
    this.#free = turns;
  }

  async take(): Promise<void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}
