/** Reads new entries for the search, in the background and never for long: recording goes first. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { WordIndex } from './word-index.ts';
import type { Db } from '../database/connect.ts';

export interface ReadingOnOptions {
  readonly db: Db;
  /** Of the newest checkpoint. */
  readonly size: () => number;
  readonly log: Logger;
}

/** Where there was nothing to read, or it failed, how long until the next look. */
const IDLE_MS = 2000;
/** For each moment of reading so many of rest. */
const RESTS = 4;

export function startReadingOn({ db, size, log }: ReadingOnOptions): { close(): Promise<void> } {
  const index = new WordIndex(db, size);
  const stop = new AbortController();
  const running = run();
  return {
    close: async () => {
      stop.abort();
      await running;
    },
  };

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      const beganMs = performance.now();
      const isMore = await readSome();
      const pauseMs = isMore ? RESTS * (performance.now() - beganMs) : IDLE_MS;
      await sleep(pauseMs, undefined, { ref: false, signal: stop.signal }).catch(() => undefined);
    }
  }

  async function readSome(): Promise<boolean> {
    try {
      return (await index.readOn()).isMore;
    } catch (error) {
      log.warn({ err: error }, 'New texts could not be read for the search. It will be tried again.');
      return false;
    }
  }
}
