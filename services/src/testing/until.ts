/** Waits for what comes by itself, for tests: one that waits for ever never says what did not come. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Far longer than anything takes, on any machine. */
const LONGEST_MS = 240_000;
const PAUSE_MS = 20;

/** @param what comes, for the message of the test that fails */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + LONGEST_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`It did not come within ${LONGEST_MS / 1000} seconds: ${what}`);
    await sleep(PAUSE_MS);
  }
}
