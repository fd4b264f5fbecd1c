import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { openCity, tellCase } from '@counterfoil/ledger/testing/city';
import { openLetters } from '@counterfoil/ledger/testing/letters';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { tilePath } from '@counterfoil/ledger/tile';
import { temporaryFolder, writeRecord } from './testing/record-folder.ts';
import { runCommandLine, type Ran } from './testing/run-command.ts';

async function recordOf(t: TestContext, ledger: LedgerBuilder): Promise<string> {
  const folder = await temporaryFolder(t);
  await writeRecord(folder, await ledger.files());
  return folder;
}

function tell(...args: readonly string[]): Promise<Ran> {
  return runCommandLine('main', ['case', ...args], { NO_COLOR: '1' });
}

/** Joined again where it was wrapped. */
const flat = ({ stdout }: Ran): string => stdout.replaceAll(/\s+/g, ' ');

test('tells a case from its first word to its end, whichever of its entries is named', async (t) => {
  const city = await openCity();
  const id = await tellCase(city);
  await tellCase(city, 'Another wish altogether.');
  const folder = await recordOf(t, city.ledger);
  const ran = await tell(String(id), folder, '--key', city.ledger.vkey);
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  assert.match(ran.verdict, new RegExp(`^Proved: case ${id} of ledger\\.example\\.org/rivermouth, as it stood on `));
  for (const words of [
    `Case ${id}: Service request`,
    'Somebody (on the web) said. | The bench by the pond has lost a slat.',
    'Front desk acknowledged it.',
    'Somebody (by phone) said, taken down by Front desk. | It is two slats by now.',
    'Office of the mayor decided: Granted (Parks by-law, section 4). It was corrected by entry 17.',
    'Office of the mayor corrected entry 16.',
    'Entry 14: Adopted, by entry 15.',
    'Nothing is owed.',
    'Nothing: every text and file of this case is public.',
  ])
    assert.ok(flat(ran).includes(words), words);
  assert.ok(!ran.stdout.includes('Another wish'));
  for (const line of ran.stdout.split('\n')) assert.ok(line.length <= 80, line);
  assert.equal((await tell('case 14', folder, '--key', city.ledger.vkey)).stdout, ran.stdout);
});

test('says who owes what, and what nobody has said', async (t) => {
  const { ledger } = await openCity();
  const process = { id: 'service-request', version: 1 };
  const said = { process, channel: 'web', author: 'person', text: ledger.text('A lamp is dark.') } as const;
  const place = ledger.text('Behind the chapel');
  const id = await ledger.say({ kind: 'input-received', ...said, place }, ledger.intakeKey);
  ledger.nowMs += 30 * 86_400_000;
  await ledger.say({ kind: 'input-received', ...said, text: ledger.text('Another.') }, ledger.intakeKey);
  const ran = await tell(String(id), await recordOf(t, ledger));
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  assert.match(flat(ran), /Not decided\. 1 thing said\./);
  assert.match(ran.stdout, /\| A lamp is dark\.\n +\| Where it is: Behind the chapel\n/);
  assert.match(flat(ran), /Front desk: acknowledgement, OVERDUE since \d+ January 2026,/);
  assert.match(flat(ran), /Office of the mayor: decision, due before \d+ March 2026,/);
  assert.match(flat(ran), new RegExp(`Entry ${id}: nobody has said\\.`));
});

test('shows no text that was taken out of view, even where a copy still has it, and says why it is gone', async (t) => {
  const city = await openLetters();
  const secret = await city.write('Mrs Smith of 4 Mill Lane.');
  await city.ledger.say(city.say.withholds(secret[0], secret), city.ed);
  const folder = await recordOf(t, city.ledger);
  const behind = await tell(String(secret[0]), folder);
  await rm(join(folder, 'content', secret[1].digest), { force: true });
  const ahead = await tell(String(secret[0]), folder);
  for (const ran of [behind, ahead]) {
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.ok(!ran.stdout.includes('Mrs Smith'));
    assert.match(flat(ran), /\[A text that was taken out of view by entry \d+: [A-Z].*?\.\]/);
    assert.match(flat(ran), /took a text of entry \d+ out of view: .* \(Data protection act, section 17\)/);
    assert.match(flat(ran), /What is not in public view Entry \d+: A text that was taken out of view/);
  }
});

test('a case of a record that is wrong is told, and said not to be proved', async (t) => {
  const city = await openCity();
  const id = await tellCase(city);
  const files = await city.ledger.files();
  const path = tilePath('entries', 0, city.ledger.entries.length);
  const bytes = Uint8Array.from(files.get(path) ?? assert.fail());
  const end = bytes.length - 100;
  bytes[end] = (bytes[end] ?? 0) ^ 1;
  const folder = await temporaryFolder(t);
  await writeRecord(folder, files);
  await writeFile(join(folder, path), bytes);
  const ran = await tell(String(id), folder);
  assert.equal(ran.code, 1, ran.stdout + ran.stderr);
  assert.match(ran.verdict, /^ALTERED: entry 17 is not what was recorded/);
  assert.match(ran.stdout, /So nothing that follows is proved/);
  assert.ok(!ran.stdout.includes('Proved'));
  assert.match(ran.stdout, /decided: Granted/);
});

test('what is no case, and what makes no sense, exits with 2', async (t) => {
  const { ledger } = await openCity();
  const folder = await recordOf(t, ledger);
  for (const [reference, words] of [
    ['3', /Could not tell: the record is verified, and entry 3 is in no case\./],
    ['5000', /and entry 5000 is not there: it has 11 entries\./],
  ] as const) {
    const ran = await tell(reference, folder);
    assert.equal(ran.code, 2, ran.stdout + ran.stderr);
    assert.match(flat(ran), words);
  }
  const nonsense = await tell('the bench', folder);
  assert.equal(nonsense.code, 2);
  assert.match(nonsense.stderr, /"the bench" is not the number of a case or entry/);
});

test('--json tells programs the same, and hides the same', async (t) => {
  const city = await openLetters();
  const secret = await city.write('Mrs Smith of 4 Mill Lane.');
  await city.ledger.say(city.say.withholds(secret[0], secret), city.ed);
  const folder = await recordOf(t, city.ledger);
  const ran = await tell(String(secret[0]), folder, '--key', city.ledger.vkey, '--json');
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  assert.ok(!ran.stdout.includes('Mrs Smith'));
  const told = JSON.parse(ran.stdout) as {
    readonly verdict: string;
    readonly sentence: string;
    readonly keyTrust: string;
    readonly case: {
      readonly id: number;
      readonly state: string;
      readonly steps: readonly {
        readonly entry: number;
        readonly texts: readonly { view: string; text: string | null }[];
      }[];
      readonly became: readonly { readonly entry: number; readonly disposition: unknown }[];
    };
  };
  assert.deepEqual([told.verdict, told.keyTrust, told.case.id], ['verified', 'option', secret[0]]);
  assert.match(told.sentence, /^Proved: case /);
  const [first] = told.case.steps;
  assert.equal(first?.entry, secret[0]);
  assert.deepEqual(
    first?.texts.map(({ view, text }) => [view, text]),
    [['withheld', null]],
  );
  assert.deepEqual(told.case.became, [{ entry: secret[0], disposition: null }]);
  const none = await tell('3', folder, '--json');
  assert.equal(none.code, 2);
  assert.match((JSON.parse(none.stdout) as { sentence: string }).sentence, /^Could not tell: /);
});
