/** Who is let in: so much from each network, so much from all together, and, when much comes, only for work. */
import type { WorkRoute } from '@counterfoil/web-viewer/work';
import { Challenges } from './challenges.ts';
import { Bucket, NetworkBuckets, type Rate } from './token-bucket.ts';

export type Refusal =
  | { readonly code: 'too-many'; readonly from: 'network' | 'all'; readonly retryAfterS: number }
  | { readonly code: 'work-needed' | 'work-wrong'; readonly challenge: string; readonly retryAfterS: number };

export interface DoorOptions {
  readonly perNetwork: Rate;
  readonly total: Rate;
  /** Milliseconds of a clock that never goes back. */
  readonly clockMs: () => number;
}

/** Two buckets, of which either may be empty. What is refused takes from none. */
export class Door {
  readonly #networks: NetworkBuckets;
  readonly #total: Bucket;
  readonly #clockMs: () => number;

  constructor({ perNetwork, total, clockMs }: DoorOptions) {
    this.#networks = new NetworkBuckets(perNetwork);
    this.#total = new Bucket(total);
    this.#clockMs = clockMs;
  }

  /** How much all together may still send: 1 to 0. */
  get level(): number {
    return this.#total.level(this.#clockMs());
  }

  /** Why nobody, or nobody from this network, is let in now. */
  obstacle(network: string): Refusal | undefined {
    const nowMs = this.#clockMs();
    const ownMs = this.#networks.waitMs(network, nowMs);
    if (ownMs > 0) return { code: 'too-many', from: 'network', retryAfterS: seconds(ownMs) };
    const totalMs = this.#total.waitMs(nowMs);
    return totalMs > 0 ? { code: 'too-many', from: 'all', retryAfterS: seconds(totalMs) } : undefined;
  }

  take(network: string): void {
    const nowMs = this.#clockMs();
    this.#networks.take(network, nowMs);
    this.#total.take(nowMs);
  }

  admit(network: string): Refusal | undefined {
    const obstacle = this.obstacle(network);
    if (obstacle === undefined) this.take(network);
    return obstacle;
  }
}

/** Below this the second half of what all may send is for those who worked. */
const SCARCE = 0.5;
/** Zero bits of each of the sixteen parts: some 130,000 hashes, less than a second on most machines. */
const LEAST_BITS = 13;
/** Two million hashes: half a minute on a slow telephone. */
const MOST_BITS = 17;
/** Of what all may send, the share for forms whose senders cannot work, having no scripts. */
const SHARE_WITHOUT_WORK = 0.05;

export interface WorkDoorOptions extends DoorOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Secret that all processes of a ledger share: what one of them asks for is good at another. */
  readonly challengeKey: Uint8Array;
  /** Told when work begins to be asked for, and when it ends. */
  readonly onScarce: (isScarce: boolean) => void;
}

export interface Sent {
  readonly network: string;
  readonly route: WorkRoute;
  /** As it was sent; empty or undefined for none. */
  readonly work: string | undefined;
}

/** The door for what people say. */
export class WorkDoor {
  readonly #door: Door;
  readonly #idle: Bucket;
  readonly #challenges: Challenges;
  readonly #options: WorkDoorOptions;
  #wasScarce = false;

  constructor(options: WorkDoorOptions) {
    const { perMinute, burst } = options.total;
    this.#options = options;
    this.#door = new Door(options);
    this.#challenges = new Challenges(options.now, options.challengeKey);
    this.#idle = new Bucket({
      perMinute: perMinute * SHARE_WITHOUT_WORK,
      burst: Math.max(1, burst * SHARE_WITHOUT_WORK),
    });
  }

  /** What is to be solved before something is sent there now, or undefined when nothing is. */
  challenge(route: WorkRoute): string | undefined {
    return this.#isScarce() ? this.#give(route) : undefined;
  }

  admit({ network, route, work = '' }: Sent): Refusal | undefined {
    const obstacle = this.#door.obstacle(network);
    if (obstacle !== undefined) return obstacle;
    if (this.#isScarce()) {
      const refusal = work === '' ? this.#admitIdle(route) : this.#redeem(route, work);
      if (refusal !== undefined) return refusal;
    }
    this.#door.take(network);
    return undefined;
  }

  #redeem(route: WorkRoute, work: string): Refusal | undefined {
    if (this.#challenges.redeem(route, work)) return undefined;
    return { code: 'work-wrong', challenge: this.#give(route), retryAfterS: 1 };
  }

  /** Forms come from people, some of whose browsers run no scripts; programs can all work. */
  #admitIdle(route: WorkRoute): Refusal | undefined {
    const nowMs = this.#options.clockMs();
    const waitMs = route === 'form' ? this.#idle.waitMs(nowMs) : 1000;
    if (waitMs > 0) return { code: 'work-needed', challenge: this.#give(route), retryAfterS: seconds(waitMs) };
    this.#idle.take(nowMs);
    return undefined;
  }

  #isScarce(): boolean {
    const isScarce = this.#door.level < SCARCE;
    if (isScarce !== this.#wasScarce) this.#options.onScarce(isScarce);
    this.#wasScarce = isScarce;
    return isScarce;
  }

  /** One bit more, which is twice the work, each time that what is left halves. */
  #give(route: WorkRoute): string {
    const halvings = Math.floor(Math.log2(SCARCE / Math.max(this.#door.level, Number.MIN_VALUE)));
    return this.#challenges.give(route, Math.min(MOST_BITS, Math.max(LEAST_BITS, LEAST_BITS + halvings)));
  }
}

function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}
