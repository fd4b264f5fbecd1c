/** What the commands say of themselves, read in a terminal of 80 columns. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COLUMNS } from './layout.ts';
import { runProgram } from './testing/run-program.ts';

const PROGRAMS = [
  ...['client/open', 'doctor/main', 'import/main', 'rebuild/main', 'recorder/rotate-log-key', 'restore/main'],
  ...['main', 'second-place/main', 'viewer/main', 'witness/main'],
];

async function helpOf(program: string, ...words: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runProgram(`${program}.ts`, [...words, '--help']);
  assert.deepEqual([exitCode, stderr], [0, ''], `${program} ${words.join(' ')}`);
  return stdout;
}

/** Where a line fits into what stands above it, its words after the label. */
const columnOf = (line: string): number => (/^ *(?:\S.*? {2,}(?=\S))?/.exec(line)?.[0] ?? '').length;

/** No line is too long, and none ends before it is full in the middle of a sentence. */
function check(help: string, name: string): void {
  const lines = help.split('\n');
  for (const [i, line] of lines.entries()) {
    assert.ok(line.length <= COLUMNS, `${name}: ${line}`);
    const next = lines[i + 1] ?? '';
    const [word = ''] = next.trimStart().split(' ');
    const goesOn =
      /^ *[\p{L}"]/u.test(next) && !/^ *npm |\S {2,}\S/.test(next) && columnOf(next) === columnOf(line) && line !== '';
    const isBroken = goesOn && !/[.:]$/.test(line) && line.length + 1 + word.length <= COLUMNS;
    assert.ok(!isBroken, `${name}: "${line}" ends although "${word}" would fit.`);
  }
}

for (const program of PROGRAMS)
  test(`the help of ${program}.ts fits a terminal`, async () => check(await helpOf(program), program));

test('and so does that of all commands of officials', async () => {
  const overview = await helpOf('client/sign');
  check(overview, 'sign');
  const commands = [...overview.matchAll(/^ {2}([a-z][a-z-]*) {2,}/gm)].map(([, word = '']) => word);
  assert.ok(commands.length > 30);
  for (const word of commands) check(await helpOf('client/sign', word), word);
});
