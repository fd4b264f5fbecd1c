/**
 * How many first letters go to one address: anybody can type in somebody else's. Remembered for a day, in memory alone and as a hash under a key of
 * this process, so that no address lies anywhere because of it.
 */
import { createHmac, randomBytes } from 'node:crypto';

const MOST_A_DAY = 3;
const DAY_MS = 86_400_000;
/** Beyond this nothing is sent to anybody new before the day is over: somebody floods. */
const MOST_ADDRESSES = 100_000;

export class FirstLetters {
  readonly #key = randomBytes(32);
  readonly #now: () => number;
  #sent = new Map<string, number>();
  #sinceMs: number;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
    this.#sinceMs = now();
  }

  /** Whether one more may go to this address; counts it. */
  take(address: string): boolean {
    if (this.#now() - this.#sinceMs >= DAY_MS) {
      this.#sent = new Map();
      this.#sinceMs = this.#now();
    }
    const mark = createHmac('sha256', this.#key).update(address.toLowerCase()).digest('base64');
    const count = this.#sent.get(mark) ?? 0;
    if (count >= MOST_A_DAY || (count === 0 && this.#sent.size >= MOST_ADDRESSES)) return false;
    this.#sent.set(mark, count + 1);
    return true;
  }
}
