import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { cityOf, temporaryFolder, writeRecord } from './testing/record-folder.ts';
import { showProgress } from './progress.ts';
import { runCommandLine } from './testing/run-command.ts';

function terminal(columns = 80): {
  readonly isTTY: true;
  readonly columns: number;
  write(text: string): void;
  lines: string[];
} {
  const lines: string[] = [];
  return { isTTY: true, columns, lines, write: (text) => void lines.push(text.replace('\r\u001b[K', '')) };
}

test('says how far it is, and after a while how fast and how long it will take', () => {
  const stream = terminal();
  let nowMs = 0;
  const progress = showProgress(stream, () => nowMs);
  progress.show('Checking entries', 256, 100_000);
  nowMs = 1000;
  progress.show('Checking entries', 2256, 100_000);
  nowMs = 4000;
  progress.show('Checking entries', 8256, 100_000);
  nowMs = 50_000;
  progress.show('Checking entries', 100_000, 100_000);
  progress.clear();
  assert.deepEqual(stream.lines, [
    'Checking entries: 256 of 100,000 (0 %)',
    'Checking entries: 2,256 of 100,000 (2 %)',
    'Checking entries: 8,256 of 100,000 (8 %), 2,000 a second, 46 s left',
    'Checking entries: 100,000 of 100,000 (100 %), 1,995 a second',
    '',
  ]);
});

test('long times are told in minutes and hours, slow rates in tenths', () => {
  const stream = terminal();
  let nowMs = 0;
  const progress = showProgress(stream, () => nowMs);
  for (const [ms, done] of [
    [0, 0],
    [10_000, 20],
    [20_000, 2000],
    [30_000, 30_000],
  ] as const) {
    nowMs = ms;
    progress.show('Copying entries', done, 1_000_000);
  }
  assert.deepEqual(
    stream.lines.slice(1).map((line) => line.split(', ').slice(-2).join(', ')),
    ['2.0 a second, days left', '100 a second, 3 h left', '1,000 a second, 16 min left'],
  );
});

test('a line is never longer than the terminal, and not written more often than one can read', () => {
  const stream = terminal(30);
  let nowMs = 0;
  const progress = showProgress(stream, () => nowMs);
  for (; nowMs < 5000; nowMs += 10) progress.show('Checking entries', nowMs, 100_000);
  assert.ok(stream.lines.length <= 50);
  for (const line of stream.lines) assert.ok(line.length < 30);
});

test('nothing is written where it is no terminal', () => {
  const written: string[] = [];
  const progress = showProgress({ write: (text) => written.push(text) });
  progress.show('Checking entries', 1, 2);
  progress.clear();
  assert.deepEqual(written, []);
});

test('a terminal gets progress and colours, a pipe neither, and NO_COLOR takes the colours away', async (t) => {
  const folder = await temporaryFolder(t);
  await writeRecord(folder, await (await cityOf(12)).ledger.files());
  const piped = await runCommandLine('main', ['verify', folder, '--no-memory'], { FORCE_COLOR: '1', NO_COLOR: '' });
  assert.equal(piped.code, 0);
  assert.equal(piped.stderr, '');
  assert.ok(!piped.stdout.includes('\u001b'));
  const command = `"${process.execPath}" "${join(import.meta.dirname, 'main.ts')}" verify "${folder}" --no-memory`;
  /** In a terminal of its own; undefined where this machine has no `script` of util-linux. */
  const inTerminal = (environment: Readonly<Record<string, string>>): string | undefined => {
    try {
      const { NO_COLOR: _, ...env } = process.env;
      return execFileSync('script', ['-qec', command, '/dev/null'], {
        encoding: 'utf8',
        env: { ...env, TERM: 'xterm', ...environment },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    } catch {
      return undefined;
    }
  };
  const seen = inTerminal({});
  if (seen === undefined) {
    t.diagnostic('there is no script(1) here: nothing was run in a terminal');
    return;
  }
  assert.ok(seen.includes('\u001b[1;32mVerified'), seen);
  assert.match(seen, /Checking entries: 1\d of 1\d \(100 %\)/);
  const bare = inTerminal({ NO_COLOR: '1' }) ?? assert.fail();
  for (const code of ['[1;32m', '[1m', '[0m']) assert.ok(!bare.includes(`\u001b${code}`), bare);
});
