import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseBase64 } from '@counterfoil/ledger/bytes';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { formatVerifierKey, parseNote } from '@counterfoil/ledger/note';
import { historyWithoutWish, honestHistory } from '@counterfoil/ledger/testing/receipts';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { tilePath } from '@counterfoil/ledger/tile';
import { parseTlogProof } from '@counterfoil/ledger/tlog-proof';
import { checkInclusion, leafHash } from '@counterfoil/ledger/tree';
import { serveFolder, temporaryFolder, writeRecord } from './testing/record-folder.ts';
import { runCommandLine, type Ran } from './testing/run-command.ts';

interface Evidence {
  readonly partAt: number;
  readonly a: { readonly entry: string; readonly proof: string; readonly checkpoint: string };
  readonly b: Evidence['a'];
  readonly history: { readonly root: string };
}

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

function evidenceCommand(...args: readonly string[]): Promise<Ran> {
  return runCommandLine('main', ['evidence', ...args], { NO_COLOR: '1' });
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
      const evidence = JSON.parse(await readFile(file, 'utf8')) as Evidence;
      assert.equal(evidence.partAt, 11);
      assert.notEqual(evidence.a.entry, evidence.b.entry);
      for (const side of [evidence.a, evidence.b]) {
        const { index, proof, checkpoint } = parseTlogProof(side.proof);
        assert.equal(checkpoint, side.checkpoint);
        const { size, root } = parseCheckpoint(parseNote(checkpoint).text);
        assert.equal(index, 11);
        assert.ok(checkInclusion({ index, size, leafHash: leafHash(parseBase64(side.entry)), proof, root }));
      }
      assert.match((await compare(place(a), place(b), '--evidence', file)).stdout, /not written/);
      const alone = await evidenceCommand(file);
      assert.equal(alone.code, 0, alone.stdout + alone.stderr);
      assert.match(
        alone.verdict,
        /^Proved, if the log key in the file is genuine: .* two histories, which part at entry 11\.$/,
      );
      assert.match((await evidenceCommand(file, '--key', ledger.vkey)).verdict, /^Proved: the log /);
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

  test('no evidence is made of two checkpoints that agree, or that nobody signed', async () => {
    const file = place('fork.json');
    await compare(place('whole'), place('other'), '--evidence', file);
    const fork = JSON.parse(await readFile(file, 'utf8')) as Evidence;
    const stranger = formatVerifierKey(ledger.origin, (await ledger.actor('stranger')).publicKey);
    const flipped = fork.a.entry.replace('A', 'B');
    const noHistory = { ...fork.history, root: fork.history.root.replace(/^./, (one) => (one === 'A' ? 'B' : 'A')) };
    const changes: readonly (readonly [string, object, number, RegExp])[] = [
      ['as it is', {}, 0, /^Proved/],
      ['by one entry alone', { b: { ...fork.b, entry: null, proof: null } }, 0, /^Proved/],
      ['by its entries alone', { history: noHistory }, 0, /^Proved/],
      ['with nothing that shows it', { history: noHistory, partAt: null }, 1, /may well be of one history/],
      ['another entry', { history: noHistory, a: { ...fork.a, entry: flipped } }, 1, /may well be of one history/],
      ['one side twice', { a: fork.b }, 1, /may well be of one history/],
      ['the key of somebody else', { a: { ...fork.a, logKey: stranger } }, 1, /not one that its key signed/],
      ['another ledger', { origin: 'elsewhere.example.org' }, 1, /not one that its key signed/],
      ['something more', { more: 1 }, 1, /no evidence of two histories/],
    ];
    for (const [n, [name, change, code, words]] of changes.entries()) {
      const changed = place(`fork-${n}.json`);
      await writeFile(changed, JSON.stringify({ ...fork, ...change }));
      const ran = await evidenceCommand(changed);
      assert.equal(ran.code, code, `${name}: ${ran.stdout}${ran.stderr}`);
      assert.match(ran.verdict, words, name);
    }
    assert.equal((await evidenceCommand(file, '--key', stranger)).code, 1);
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
