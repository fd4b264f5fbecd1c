/**
 * Token buckets, each kept as one number: the instant at which it is full again. A bucket that is full and one that was never
 * used are the same, so nothing has to be cleared away.
 *
 * The limiters that Express services usually take (express-rate-limit, rate-limiter-flexible) count in windows and keep each address in
 * a map, which grows with the number of attackers.
 */
import { hash, randomBytes } from 'node:crypto';

export interface Rate {
  /** What flows in, a minute. */
  readonly perMinute: number;
  /** What a full bucket holds. */
  readonly burst: number;
}

/** Less than this is what adding fractions leaves over. */
const NOTHING_MS = 0.001;

/** Milliseconds until there is a token; 0 when there is one. */
function waitMs(fullAtMs: number, nowMs: number, { perMinute, burst }: Rate): number {
  const missingMs = Math.max(0, fullAtMs - nowMs) + ((1 - burst) * 60_000) / perMinute;
  return missingMs < NOTHING_MS ? 0 : missingMs;
}

/** When it is full again, one token having been taken. */
function taken(fullAtMs: number, nowMs: number, { perMinute }: Rate): number {
  return Math.max(fullAtMs, nowMs) + 60_000 / perMinute;
}

/** One bucket. Times are milliseconds of a clock that never goes back. */
export class Bucket {
  readonly #rate: Rate;
  #fullAtMs = -Infinity;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  waitMs(nowMs: number): number {
    return waitMs(this.#fullAtMs, nowMs, this.#rate);
  }

  take(nowMs: number): void {
    this.#fullAtMs = taken(this.#fullAtMs, nowMs, this.#rate);
  }

  /** How full it is: 1 full, 0 empty. */
  level(nowMs: number): number {
    const { perMinute, burst } = this.#rate;
    return 1 - Math.max(0, this.#fullAtMs - nowMs) / ((burst * 60_000) / perMinute);
  }
}

const ROWS = 4;
const SLOTS = 65_536;

/**
 * A bucket for every network there is, in two megabytes. No network is stored: its hash, under a key made at the start and kept
 * nowhere, picks a slot in each row, and the fullest of the four counts. So one network pays for others only where others have
 * used all four: with 10,000 networks at their limit that happens to fewer than one newcomer in a thousand.
 */
export class NetworkBuckets {
  readonly #rate: Rate;
  readonly #key = randomBytes(32).toString('hex');
  readonly #fullAtMs = new Float64Array(ROWS * SLOTS).fill(-Infinity);

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  waitMs(network: string, nowMs: number): number {
    return waitMs(this.#fullest(this.#slots(network)), nowMs, this.#rate);
  }

  take(network: string, nowMs: number): void {
    const slots = this.#slots(network);
    const fullAtMs = taken(this.#fullest(slots), nowMs, this.#rate);
    for (const slot of slots) this.#fullAtMs[slot] = Math.max(this.#fullAtMs[slot] ?? -Infinity, fullAtMs);
  }

  #fullest(slots: readonly number[]): number {
    return Math.min(...slots.map((slot) => this.#fullAtMs[slot] ?? -Infinity));
  }

  #slots(network: string): number[] {
    const digest = hash('sha256', this.#key + network, 'buffer');
    return Array.from({ length: ROWS }, (_, row) => row * SLOTS + digest.readUInt16LE(2 * row));
  }
}
