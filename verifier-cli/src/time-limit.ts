/**
 * How long a whole command may take. A server that lies about its size, or sends one byte a second, is given up in bounded time; a record that
 * is only large is not: what has been looked at earns more.
 */
import { getHeapStatistics } from 'node:v8';

const BEGINNING_MS = 300_000;
/** For each entry that was looked at: fifty a second are slow, and less than a phone can fetch. */
const EARNED_MS = 20;
const LONGEST_MS = 24 * 3_600_000;
/** Of what the machine allows; beyond it the program would be ended in the middle of a sentence. */
const MEMORY_SHARE = 0.9;

/** By the clock that all threads share. */
export interface Allowance {
  readonly begunMs: number;
  readonly allowedMs: number;
}

export class TimeLimit {
  /** What a thread is told, which has a limit of its own. */
  allowance: Allowance;
  readonly #isGiven: boolean;
  #isMemoryFull = false;

  /** @param allowedMs without it, as long as the record earns. */
  constructor(allowedMs?: number) {
    this.#isGiven = allowedMs !== undefined;
    this.allowance = { begunMs: clockMs(), allowedMs: allowedMs ?? BEGINNING_MS };
  }

  /** Nothing is begun any more at 0. */
  remainingMs(): number {
    const { begunMs, allowedMs } = this.allowance;
    return this.#isMemoryFull ? 0 : Math.max(0, begunMs + allowedMs - clockMs());
  }

  /** @param entries that were looked at until now. */
  progress(entries: number): void {
    if (!this.#isGiven)
      this.allowance = { ...this.allowance, allowedMs: Math.min(LONGEST_MS, BEGINNING_MS + EARNED_MS * entries) };
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    if (used > MEMORY_SHARE * limit) this.#isMemoryFull = true;
  }

  /** Why it was given up. */
  get sentence(): string {
    if (this.#isMemoryFull) return 'The memory that this computer gives to a program is nearly full: it was given up.';
    const seconds = Math.round(this.allowance.allowedMs / 100) / 10;
    return `It was given up after ${seconds.toLocaleString('en')} seconds in all; --give-up-after <s> allows more.`;
  }
}

function clockMs(): number {
  return performance.timeOrigin + performance.now();
}
