/**
 * `npm run check`: everything that can be said of the code without running it. One line a check, then what the failed ones
 * had to say. Exit code 0: all passed. 1: some did not.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { listChecks, runCheck, type Outcome } from './checks.ts';

const root = join(import.meta.dirname, '..');
const waiting = listChecks(root);
const failed: { name: string; outcome: Outcome }[] = [];

async function work(): Promise<void> {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const outcome = await runCheck(root, check);
    console.log(`${outcome.passed ? 'ok    ' : 'FAILED'} ${check.name} (${outcome.seconds.toFixed(1)} s)`);
    if (!outcome.passed) failed.push({ name: check.name, outcome });
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
for (const { name, outcome } of failed) console.log(`\n${name}\n${'-'.repeat(name.length)}\n${outcome.output}`);
if (failed.length > 0) process.exitCode = 1;
