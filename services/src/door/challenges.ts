/**
 * Challenges that are given out without being remembered: what they say is under a code made with a key that all processes of a ledger
 * share. Only what was solved and used is remembered, until it expires, so that it is good once at each process.
 */
import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { checkSolution, formatChallenge, parseSolution, type WorkRoute } from '@counterfoil/web-viewer/work';

/** Long enough for a slow telephone, short enough to remember what was used meanwhile. */
export const CHALLENGE_LIFETIME_MS = 10 * 60_000;

export class Challenges {
  readonly #key: Uint8Array;
  readonly #nowMs: () => number;
  /** What was used since `#turnedMs`, and in the lifetime before it: whatever is older has expired. */
  #used = new Set<string>();
  #usedBefore = new Set<string>();
  #turnedMs: number;

  /**
   * @param nowMs milliseconds since 1970.
   * @param key at least 32 secret bytes: whoever has the same takes the same challenges.
   */
  constructor(nowMs: () => number, key: Uint8Array) {
    this.#key = key;
    this.#nowMs = nowMs;
    this.#turnedMs = nowMs();
  }

  /** @param bits zero bits that each part of the solution has to show. */
  give(route: WorkRoute, bits: number): string {
    const expires = Math.ceil(this.#nowMs() + CHALLENGE_LIFETIME_MS);
    const said = { route, expires, bits, nonce: randomBytes(16).toString('hex') };
    return formatChallenge({ ...said, code: this.#codeOf(said) });
  }

  /**
   * Whether it solves a challenge of ours for this route, in time, for the first time; it is good no more afterwards. Memory is
   * bounded by what the caller takes in: ask only when the rest is found good.
   */
  redeem(route: WorkRoute, solution: string): boolean {
    const parsed = parseSolution(solution);
    if (parsed === undefined) return false;
    const { challenge } = parsed;
    if (challenge.route !== route || challenge.expires <= this.#nowMs()) return false;
    if (!timingSafeEqual(Buffer.from(challenge.code, 'hex'), Buffer.from(this.#codeOf(challenge), 'hex'))) return false;
    this.#forget();
    if (this.#used.has(challenge.nonce) || this.#usedBefore.has(challenge.nonce)) return false;
    if (!checkSolution(parsed, (data) => hash('sha256', data, 'buffer'))) return false;
    this.#used.add(challenge.nonce);
    return true;
  }

  #forget(): void {
    const age = this.#nowMs() - this.#turnedMs;
    if (age < CHALLENGE_LIFETIME_MS) return;
    this.#usedBefore = age < 2 * CHALLENGE_LIFETIME_MS ? this.#used : new Set();
    this.#used = new Set();
    this.#turnedMs = this.#nowMs();
  }

  #codeOf({ route, expires, bits, nonce }: { route: string; expires: number; bits: number; nonce: string }): string {
    return createHmac('sha256', this.#key).update(`${route} ${expires} ${bits} ${nonce}`).digest('hex');
  }
}
