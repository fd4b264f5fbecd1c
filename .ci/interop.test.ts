import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

function interop(...args: readonly string[]): { readonly status: number | null; readonly stdout: string } {
  const program = join(import.meta.dirname, 'interop.ts');
  // Nothing is found there, Go neither.
  return spawnSync(process.execPath, [program, ...args], { env: { PATH: import.meta.dirname }, encoding: 'utf8' });
}

test('What could not be checked is named, and is no success unless that was allowed', () => {
  for (const [args, status] of [
    [[], 2],
    [['--allow-missing'], 0],
    [['some-folder', 'some-key'], 2],
  ] as const) {
    const ran = interop(...args);
    assert.equal(ran.status, status, ran.stdout);
    const [, summary = ''] = ran.stdout.split('\nNot checked on this machine:\n');
    assert.equal(summary.match(/^ {2}.*There is no Go on this machine/gm)?.length, args.length === 2 ? 1 : 3);
  }
});
