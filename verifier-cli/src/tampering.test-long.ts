/**
 * The tampering battery: thousands of records, each with one thing touched by somebody with the files, the database or the log
 * key. Each must be found, and the first line must name what was touched.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { rules } from '@counterfoil/ledger/rules';
import { kindNames } from './sentence.ts';
import { tamperingBattery, type Battery } from './testing/battery/all.ts';
import { run, type Outcome } from './testing/battery/run.ts';
import { filesIn, serveFolder, temporaryFolder, writeRecord } from './testing/record-folder.ts';
import { runCommandLine } from './testing/run-command.ts';

const MIN_CASES = 1000;
const MIN_NAMED = 0.98;
const MAX_CASE_MS = 10_000;
/** Of each group, through the command itself. */
const IN_A_PROCESS = 1;

let battery: Battery;
before(async () => {
  battery = await tamperingBattery();
});

describe('the tampering battery', () => {
  test('begins with a record of every kind of statement, as a mirror holds it, which verifies', async (t) => {
    const { large } = battery;
    assert.deepEqual(new Set(large.statements.map(({ kind }) => kind)), new Set(Object.keys(kindNames)));
    const [city, copy] = [await temporaryFolder(t), await temporaryFolder(t)];
    await writeRecord(city, large.files);
    const mirrored = await runCommandLine('mirror', [await serveFolder(t, city), join(copy, 'mirror')], {});
    assert.equal(mirrored.code, 0, mirrored.stdout + mirrored.stderr);
    const files = await filesIn(join(copy, 'mirror'));
    for (const [path, bytes] of large.files) assert.deepEqual(files.get(path), bytes, path);
    const untouched = { group: '', name: 'untouched', make: () => large.files, vkey: large.vkey, policy: large.policy };
    const { result, line } = await run({ ...untouched, remembered: [large.checkpointAt(257)] });
    assert.equal(result.verdict, 'verified', line);
    assert.match(
      line,
      /^Verified: 29\d entries of .+, nothing altered, every rule kept; 3 texts were taken out, each with a signed reason\. Enough/,
    );
  });

  test('every case is found, and the first line names what was touched', async (t) => {
    const outcomes: Outcome[] = [];
    for (const one of battery.cases) outcomes.push(await run(one));
    const named = outcomes.filter((outcome) => outcome.named).length;
    const slowest = outcomes.reduce((a, b) => (b.ms > a.ms ? b : a));
    for (const line of table(outcomes)) t.diagnostic(line);
    t.diagnostic(
      `${outcomes.length} cases, ${outcomes.filter(({ detected }) => detected).length} found, ${named} named rightly ` +
        `(${((100 * named) / outcomes.length).toFixed(2)} %); slowest: ${Math.round(slowest.ms)} ms (${slowest.of.name})`,
    );
    const missed = outcomes.filter(({ detected }) => !detected).map(({ of }) => of.name);
    assert.deepEqual(missed, [], 'not found');
    assert.ok(outcomes.length >= MIN_CASES, `only ${outcomes.length} cases`);
    for (const { of, line, named: is } of outcomes) if (!is) t.diagnostic(`not named: ${of.name}: ${line}`);
    assert.ok(named >= MIN_NAMED * outcomes.length, `${named} of ${outcomes.length} named`);
    assert.ok(slowest.ms < MAX_CASE_MS, slowest.of.name);
    for (const { of, line } of outcomes) assert.doesNotMatch(line, /[0-9a-f]{16}|\d\dT\d\d:/, of.name);
    const found = new Set(outcomes.flatMap(({ result }) => [...result.codes.keys()]));
    const unbroken = Object.keys(rules).filter((code) => !found.has(code as keyof typeof rules));
    assert.deepEqual(unbroken, [], 'rules that no case breaks');
  });

  test('the command says the same, exits with 1 or 2, and prints no trace', async (t) => {
    const groups = Map.groupBy(battery.cases, ({ group }) => group);
    for (const of of [...groups.values()].flatMap((cases) => cases.slice(-IN_A_PROCESS))) {
      const folder = await temporaryFolder(t);
      await writeRecord(folder, await of.make());
      const level = of.level === undefined ? [] : ['--level', of.level];
      const ran = await runCommandLine('verify', [folder, '--no-memory', '--key', of.vkey, ...level], {});
      const own = await run({ ...of, policy: undefined, remembered: [] });
      assert.equal(ran.verdict, own.line, of.name);
      assert.equal(ran.code, { verified: 0, wrong: 1, unchecked: 2 }[own.result.verdict], of.name);
      assert.equal(ran.stderr, '');
    }
  });
});

/** One line a group. */
function table(outcomes: readonly Outcome[]): readonly string[] {
  return [...Map.groupBy(outcomes, ({ of }) => of.group)].map(([group, own]) => {
    const [found, named, byMemory] = [
      own.filter((one) => one.detected),
      own.filter((one) => one.named),
      own.filter((one) => one.byMemory),
    ];
    const memory = byMemory.length === 0 ? '' : ` (${byMemory.length} by what was seen before alone)`;
    return `${group}: ${own.length} cases, ${found.length} found${memory}, ${named.length} named`;
  });
}
