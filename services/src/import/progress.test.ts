import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createProgress } from './progress.ts';
import type { Tally } from './runner.ts';

function watch(isTTY: boolean): {
  readonly written: string[];
  readonly at: (ms: number, rows: number) => void;
  readonly end: () => void;
} {
  const written: string[] = [];
  let nowMs = 0;
  const stream = { isTTY, write: (text: string) => void written.push(text) };
  const progress = createProgress({ stream, fileName: 'a.csv', sizeBytes: 2000, now: () => nowMs });
  const at = (ms: number, rows: number): void => {
    nowMs = ms;
    const where = { areas: 0, places: 0, areasUnknown: 0, unknownAreas: new Set<string>() };
    const tally: Tally = { rows, recorded: rows, repeated: 0, ...where, refused: [], readBytes: rows };
    progress.show(tally);
  };
  return { written, at, end: () => progress.end() };
}

test('on a terminal one line is written over, not more often than an eye can follow, and wiped at the end', () => {
  const { written, at, end } = watch(true);
  for (let ms = 0; ms <= 250; ms += 10) at(ms, ms * 4);
  end();
  assert.deepEqual(written, [
    '\ra.csv: 20 %, 400 rows, 4,000 a second\u001b[K',
    '\ra.csv: 40 %, 800 rows, 4,000 a second\u001b[K',
    '\r\u001b[K',
  ]);
});

test('in a file there is a line every few seconds', () => {
  const { written, at, end } = watch(false);
  for (let ms = 0; ms <= 12_000; ms += 100) at(ms, ms / 10);
  end();
  assert.deepEqual(written, ['a.csv: 25 %, 500 rows, 100 a second\n', 'a.csv: 50 %, 1,000 rows, 100 a second\n']);
});
