/** Hands events to a webhook, one POST each and in their order. What it does not take stays in line, also over a restart. */
import type { MonitorEvent } from './monitor-events.ts';
import { UsageError } from './usage-error.ts';

const TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 300_000;

export interface Delivered {
  /** How many, from the first on. */
  readonly taken: number;
  /** Why the next one was not taken, where there was time to try it. */
  readonly failure: string | undefined;
}

export class Webhook {
  readonly #url: URL;
  #pauseMs = 0;
  #notBeforeMs = 0;

  /** @throws UsageError */
  constructor(address: string) {
    const url = URL.parse(address);
    if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
      throw new UsageError(
        `--webhook takes an address that begins with https:// or http://, and "${address}" is none.`,
      );
    this.#url = url;
  }

  /** When it makes sense to try again; 0 for at once. */
  get notBeforeMs(): number {
    return this.#notBeforeMs;
  }

  /** @param untilMs no event is begun after that. Clocks are those of `performance.now`. */
  async deliver(queue: readonly MonitorEvent[], untilMs: number): Promise<Delivered> {
    let taken = 0;
    for (const event of queue) {
      const nowMs = performance.now();
      if (nowMs >= untilMs || nowMs < this.#notBeforeMs) break;
      const failure = await this.#post(event);
      if (failure !== undefined) {
        this.#pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, this.#pauseMs * 2));
        this.#notBeforeMs = performance.now() + this.#pauseMs;
        return { taken, failure };
      }
      this.#pauseMs = this.#notBeforeMs = 0;
      taken++;
    }
    return { taken, failure: undefined };
  }

  /** Undefined when it was taken. An address that sends on to another one is not followed: nobody named that one. */
  async #post(event: MonitorEvent): Promise<string | undefined> {
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: { 'content-type': 'application/json', 'user-agent': 'counterfoil-monitor' },
        body: JSON.stringify(event),
      });
      await response.body?.cancel();
      return response.ok ? undefined : `it answered with status ${response.status}`;
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError')
        return `it did not answer within ${TIMEOUT_MS / 1000} seconds`;
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no connection';
      return `it could not be reached (${code})`;
    }
  }
}
