/**
 * Looks at the record that pages share: who asks at the same moment is shown the same, and what was read or made for one is there for all.
 *
 * A look lasts a second at most, and no longer than its checkpoint: every text that is taken out of public view, and every file, is taken out by
 * an entry, so it is gone from the next answer.
 */
import type { Reading } from './reading.ts';

const LASTS_MS = 1000;
/** Of one look: bounds what is held in memory. */
const MOST_PAGES = 200;

export class Look<Page> {
  readonly reading: Reading;
  readonly #pages = new Map<string, Promise<Page>>();

  constructor(reading: Reading) {
    this.reading = reading;
  }

  /** Whether no more is to be held. */
  get isFull(): boolean {
    return this.#pages.size >= MOST_PAGES;
  }

  /** Made once, however many ask for it. @param key all that it depends on, beside the record */
  page(key: string, make: () => Promise<Page>): Promise<Page> {
    const made = this.#pages.get(key);
    if (made !== undefined) return made;
    const making = make();
    this.#pages.set(key, making);
    making.catch(() => this.#pages.delete(key));
    return making;
  }
}

interface Shared<Page> {
  readonly look: Look<Page>;
  readonly revision: string;
}

export class Looks<Page> {
  readonly #open: () => Reading;
  readonly #revision: () => Promise<string>;
  readonly #now: () => number;
  #shared: Shared<Page> | undefined;

  /**
   * @param revision differs whenever anything has been published
   * @param now milliseconds since 1970, by which the readings are opened
   */
  constructor(open: () => Reading, revision: () => Promise<string>, now: () => number) {
    this.#open = open;
    this.#revision = revision;
    this.#now = now;
  }

  /** @param isCurrent whether all is known here that was published anywhere before this was asked for; where it is not, nothing is shared. */
  async take(isCurrent: boolean): Promise<Look<Page>> {
    if (!isCurrent) return new Look(this.#open());
    const revision = await this.#revision();
    if (this.#shared === undefined || this.#isOver(this.#shared, revision))
      this.#shared = { look: new Look(this.#open()), revision };
    return this.#shared.look;
  }

  #isOver({ look, revision }: Shared<Page>, newest: string): boolean {
    // A clock may also be set back.
    const ageMs = Math.abs(this.#now() - look.reading.nowMs);
    return look.isFull || revision !== newest || ageMs >= LASTS_MS;
  }
}
