import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { formatVerifierKey } from '@counterfoil/ledger/note';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import { historyWithoutWish, honestHistory } from '@counterfoil/ledger/testing/receipts';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { tilePath } from '@counterfoil/ledger/tile';
import { checkTwoHistories, parseTwoHistories } from '@counterfoil/ledger/two-histories';
import { serveFolder, temporaryFolder, writeRecord } from './testing/record-folder.ts';
import { runCommandLine, type Ran } from './testing/run-command.ts';

const verifier = createVerifier(nodePlatform(crypto));
const cleanUp: (() => unknown)[] = [];
const suite = { after: (task: unknown) => void cleanUp.push(task as () => unknown) };
let ledger: LedgerBuilder;
let base: string;
const place = (name: string): string => join(base, name);

before(async () => {
  ({ ledger } = await honestHistory());
  base = await temporaryFolder(suite);
  await writeRecord(place('whole'), await ledger.files());
  await writeRecord(place('shorter'), await ledger.files(20));
  await writeRecord(place('empty'), await ledger.files(0));
  await writeRecord(place('other'), await (await historyWithoutWish()).files());
});
after(async () => {
  for (const task of cleanUp) await task();
});

function compare(...args: readonly string[]): Promise<Ran> {
  return runCommandLine('main', ['compare', ...args], { NO_COLOR: '1' });
}

describe('compare', { concurrency: 2 }, () => {
  test('two copies of one record are the same, or one is ahead', async (t) => {
    const same = await compare(place('whole'), await serveFolder(t, place('whole')), '--key', ledger.vkey);
    assert.equal(same.code, 0, same.stdout + same.stderr);
    assert.match(same.verdict, /^The same: both show 25 entries of ledger\.example\.org\/rivermouth/);
    assert.match(same.stdout, /you gave the log key/);
    for (const [a, b] of [
      ['shorter', 'whole'],
      ['whole', 'shorter'],
    ] as const) {
      const ahead = await compare(place(a), place(b));
      assert.equal(ahead.code, 0, ahead.stdout + ahead.stderr);
      assert.match(
        ahead.verdict,
        /whole holds, unchanged, all 20 entries that \S*shorter shows, and 5 entries more\.$/,
      );
    }
    assert.match((await compare(place('empty'), place('whole'))).verdict, /and 25 entries more\.$/);
  });

  test('two histories are told apart, named, and written down so that anybody can check it', async () => {
    for (const [a, b] of [
      ['whole', 'other'],
      ['other', 'shorter'],
    ] as const) {
      const file = place(`${a}-${b}.json`);
      const ran = await compare(place(a), place(b), '--evidence', file);
      assert.equal(ran.code, 1, ran.stdout + ran.stderr);
      assert.match(ran.verdict, /^Two histories: .* the log of \S+ has signed both\. They part at entry 11\.$/);
      const evidence = parseTwoHistories(await readFile(file));
      assert.equal(await checkTwoHistories(evidence, verifier), 'proved');
      assert.deepEqual([evidence.parting?.index, evidence.a.shownBy, evidence.b.shownBy], [11, place(a), place(b)]);
      assert.notEqual(evidence.parting?.a.entry, evidence.parting?.b.entry);
      assert.match((await compare(place(a), place(b), '--evidence', file)).stdout, /not written/);
    }
  });

  test('a history whose files are gone is still seen to be another one', async () => {
    const bare = place('bare');
    await writeRecord(bare, await ledger.files(20));
    await rm(join(bare, 'tile'), { recursive: true });
    const ran = await compare(bare, place('other'), '--json');
    assert.equal(ran.code, 1, ran.stdout + ran.stderr);
    const answer = JSON.parse(ran.stdout) as { readonly code: string; readonly partAt: number | null };
    assert.deepEqual([answer.code, answer.partAt], ['two-histories', null]);
  });

  test('what cannot be compared is no verdict', async () => {
    const nothing = place('nothing');
    await mkdir(nothing);
    const broken = place('broken');
    await writeRecord(broken, await ledger.files());
    await rm(join(broken, tilePath(0, 0, 25)));
    const forged = place('forged');
    await writeRecord(forged, await ledger.files());
    const note = await readFile(join(forged, 'checkpoint'), 'utf8');
    await writeFile(join(forged, 'checkpoint'), note.replace('\n25\n', '\n24\n'));
    const stranger = formatVerifierKey(ledger.origin, (await ledger.actor('stranger')).publicKey);
    for (const [args, words] of [
      [[nothing, place('whole')], /nothing shows no record/],
      [[place('shorter'), broken], /files of hashes of \S*broken do not lead to its own checkpoint/],
      [[forged, place('whole')], /forged is not signed with the log key that it names itself/],
      [[place('whole'), place('shorter'), '--key', stranger], /is not signed with a log key that you gave/],
      [[place('whole')], /Give two addresses or folders/],
    ] as const) {
      const ran = await compare(...args);
      assert.equal(ran.code, 2, ran.stdout + ran.stderr);
      assert.match(`${ran.verdict}${ran.stderr}`, words);
    }
  });
});
