/** How long somebody is made to wait for the record: as long as it gets anywhere, and not much longer. */
import { setTimeout as sleep } from 'node:timers/promises';

export type Waited<Value> =
  | { readonly outcome: 'done'; readonly value: Value }
  | { readonly outcome: 'failed'; readonly error: unknown }
  | { readonly outcome: 'late' };

const STEPS = 10;
/** A record that is only busy is waited for so many times as long. */
const MOST_TIMES = 10;

/**
 * Counted in steps rather than by the clock, so that a process which stood still itself does not take the record for gone.
 * @param progress a number that changes when anything was recorded.
 */
export async function patiently<Value>(
  work: Promise<Value>,
  patienceMs: number,
  progress: () => number,
): Promise<Waited<Value>> {
  const settled = work.then(
    (value): Waited<Value> => ({ outcome: 'done', value }),
    (error: unknown): Waited<Value> => ({ outcome: 'failed', error }),
  );
  let known = progress();
  for (let step = 1, idle = 0; idle < STEPS && step <= STEPS * MOST_TIMES; step++) {
    const stop = new AbortController();
    const answer = await Promise.race([
      settled,
      sleep(patienceMs / STEPS, undefined, { signal: stop.signal }).catch(() => undefined),
    ]);
    stop.abort();
    if (answer !== undefined) return answer;
    idle = progress() === known ? idle + 1 : 0;
    known = progress();
  }
  return { outcome: 'late' };
}
