import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { formatReceipt } from '@counterfoil/ledger/receipt';
import { formatVerifierKey, parseNote, parseVerifierKey } from '@counterfoil/ledger/note';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { historyWithoutWish, honestHistory, receiptFor } from '@counterfoil/ledger/testing/receipts';
import { parseTwoHistories, type TwoHistories, formatTwoHistories } from '@counterfoil/ledger/two-histories';
import { filesIn, serveFolder, temporaryFolder, writeRecord } from './testing/record-folder.ts';
import { runCommandLine, type Ran } from './testing/run-command.ts';

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
  await writeRecord(place('other'), await (await historyWithoutWish()).files());
  await writeRecord(place('other-shorter'), await (await historyWithoutWish()).files(18));
});
after(async () => {
  for (const task of cleanUp) await task();
});

function run(...args: readonly string[]): Promise<Ran> {
  return runCommandLine('main', args, { NO_COLOR: '1' });
}

async function forkOf(a: string, b: string): Promise<{ readonly file: string; readonly fork: TwoHistories }> {
  const file = place(`${a}-${b}-${Math.random()}.json`);
  const ran = await run('compare', place(a), place(b), '--evidence', file);
  assert.equal(ran.code, 1, ran.stdout + ran.stderr);
  return { file, fork: parseTwoHistories(await readFile(file)) };
}

async function judge(evidence: TwoHistories, ...args: readonly string[]): Promise<Ran & { readonly file: string }> {
  const file = place(`changed-${Math.random()}.json`);
  await writeFile(file, formatTwoHistories(evidence));
  return { ...(await run('evidence', file, ...args)), file };
}

describe('evidence', { concurrency: 2 }, () => {
  test('proves two histories by the file alone, by its name or by what is in it; of another key it proves nothing', async () => {
    const { file } = await forkOf('whole', 'other');
    for (const command of ['evidence', 'verify']) {
      const alone = await run(command, file);
      assert.equal(alone.code, 0, alone.stdout + alone.stderr);
      assert.match(
        alone.verdict,
        /^Proved, if the log key in the file is genuine: .*two histories; entry 11 is another one/,
      );
      assert.match((await run(command, file, '--key', ledger.vkey)).verdict, /^Proved: the log /);
    }
    const stranger = formatVerifierKey(ledger.origin, (await ledger.actor('stranger')).publicKey);
    assert.match((await run('evidence', file, '--key', stranger)).verdict, /proves nothing of the keys you gave/);
    const answer = JSON.parse((await run('evidence', file, '--json')).stdout) as object;
    assert.deepEqual(Object.keys(answer), ['verdict', 'code', 'sentence', 'origin', 'logKeys', 'differsAt']);
  });

  test('proves nothing by what does not hold, was not signed, or is of one history', async () => {
    const { fork } = await forkOf('shorter', 'other');
    const stranger = await ledger.actor('stranger');
    const logKey = ledger.vkeyOf(stranger);
    const rotated = { ...fork.a, logKey, checkpoint: await ledger.checkpoint(20, [stranger]) };
    const changes: readonly (readonly [string, Partial<TwoHistories>, number, RegExp])[] = [
      ['as it is', {}, 0, /^Proved/],
      ['by how the longer one began', { parting: null }, 0, /two histories\.$/],
      ['by its entries alone', { history: null }, 0, /^Proved/],
      ['with nothing that shows it', { history: null, parting: null }, 2, /^Left to find out: .* one history\.$/],
      ['one side twice', { a: fork.b, history: null, parting: null }, 1, /proves nothing against the log/],
      [
        'with a proof that fails',
        { history: { ...fork.history, root: 'A'.repeat(43).concat('=') } as never },
        1,
        /does not lead/,
      ],
      ['the key of somebody else', { a: { ...fork.a, logKey } }, 1, /not one that its key signed/],
      ['two keys', { a: rotated }, 2, /^Left to find out: two keys have signed two histories/],
      ['another ledger', { origin: 'elsewhere.example.org' }, 1, /not one that its key signed/],
      ['something more', { more: 1 } as never, 1, /no evidence of two histories, or it has been changed/],
    ];
    for (const [name, change, code, words] of changes) {
      const ran = await judge({ ...fork, ...change });
      assert.equal(ran.code, code, `${name}: ${ran.stdout}${ran.stderr}`);
      assert.match(ran.verdict, words, name);
    }
  });

  test('SPEC M96: what is open is completed from a copy of either history, or shown to be no reproach', async () => {
    const { fork } = await forkOf('shorter', 'other');
    const open = { ...fork, history: null, parting: null };
    const completed = place('completed.json');
    // A copy of the longer one; and one of another history, whose own checkpoint contradicts one of the two.
    for (const copy of ['other', 'whole']) {
      const ran = await judge(open, '--complete', place(copy), '--evidence', completed);
      assert.equal(ran.code, 0, ran.stdout + ran.stderr);
      await rm(completed, { force: true });
    }
    const ours = {
      ...open,
      a: { ...fork.a, checkpoint: await ledger.checkpoint(15) },
      b: { ...fork.b, checkpoint: await readFile(place('other-shorter/checkpoint'), 'utf8') },
    };
    const ran = await judge(ours, '--complete', place('whole'), '--evidence', completed);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.match(ran.stdout, /The completed evidence is in/);
    assert.match((await run('verify', completed, '--key', ledger.vkey)).verdict, /^Proved: /);

    const older = { ...open, b: { ...fork.a, checkpoint: await ledger.checkpoint() } };
    const rolledBack = await judge({ ...older, a: older.b, b: older.a });
    assert.equal(rolledBack.code, 2, rolledBack.stdout);
    assert.match(rolledBack.stdout.replaceAll(/\s+/g, ' '), /shorter than it was before proves nothing by itself/);
    const honest = await judge(older, '--complete', place('whole'));
    assert.equal(honest.code, 1, honest.stdout);
    assert.match(honest.verdict, /the shorter of its two checkpoints is the beginning of the longer one/);
    for (const copy of ['shorter', 'nowhere']) {
      const not = await judge(older, '--complete', place(copy));
      assert.equal(not.code, 2, not.stdout + not.stderr);
    }
  });

  test('SPEC M97: a reader with a memory and a mirror keep what they were shown, once, and never write over it', async () => {
    const [memory, copy] = [place('memory'), place('copy')];
    const twoOf = async (folder: string): Promise<readonly string[]> =>
      [...(await filesIn(folder)).keys()].filter((name) => name.includes('two-histories'));
    assert.equal((await run('verify', place('shorter'), '--memory', memory)).code, 0);
    assert.equal((await run('mirror', place('shorter'), copy)).code, 0);
    const untouched = (await filesIn(copy)).get('checkpoint');
    for (let time = 0; time < 2; time++) {
      const seen = await run('verify', place('other'), '--memory', memory);
      assert.equal(seen.code, 1, seen.stdout + seen.stderr);
      const [file = '', ...more] = await twoOf(memory);
      assert.deepEqual(more, []);
      assert.ok(seen.stdout.includes(join(memory, file)), seen.stdout);
      assert.equal((await run('evidence', join(memory, file), '--key', ledger.vkey)).code, 0);

      const copied = await run('mirror', place('other'), copy);
      assert.equal(copied.code, 1, copied.stdout + copied.stderr);
      const [own = '', ...others] = await twoOf(copy);
      assert.deepEqual(others, []);
      assert.ok(copied.stdout.includes(join(copy, own)), copied.stdout);
      assert.equal((await run('evidence', join(copy, own), '--key', ledger.vkey)).code, 0);
    }
    assert.deepEqual((await filesIn(copy)).get('checkpoint'), untouched);
    assert.equal((await run('verify', copy, '--no-memory')).code, 0, 'the copy is what it was');
  });

  test('a record that goes back is no proof: the reader keeps both checkpoints, and a copy tells which it was', async (t) => {
    const [memory, copy] = [place('back-memory'), place('back-copy')];
    assert.equal((await run('verify', place('whole'), '--memory', memory)).code, 0);
    assert.equal((await run('mirror', place('whole'), copy)).code, 0);
    const back = await run('verify', await serveFolder(t, place('shorter')), '--memory', memory, '--json');
    assert.equal(back.code, 1);
    const { memory: kept } = JSON.parse(back.stdout) as { readonly memory: { readonly evidence: string } };
    assert.equal((await run('evidence', kept.evidence)).code, 2);
    assert.equal((await run('evidence', kept.evidence, '--complete', copy)).code, 1, 'it was an old copy');
    const mirrored = await run('mirror', place('shorter'), copy);
    assert.equal(mirrored.code, 1);
    assert.match(mirrored.stdout.replaceAll('\n', ' '), /an old copy of it is shown\. That alone proves nothing/);

    const [forkMemory, forkCopy] = [place('fork-memory'), place('fork-copy')];
    assert.equal((await run('verify', place('whole'), '--memory', forkMemory)).code, 0);
    assert.equal((await run('mirror', place('whole'), forkCopy)).code, 0);
    const forked = await run('verify', await serveFolder(t, place('other-shorter')), '--memory', forkMemory, '--json');
    const { memory: open } = JSON.parse(forked.stdout) as typeof back & {
      readonly memory: { readonly evidence: string };
    };
    assert.equal((await run('evidence', open.evidence)).code, 2);
    assert.equal((await run('evidence', open.evidence, '--complete', forkCopy)).code, 0, 'it was another history');
    assert.match((await run('mirror', place('other-shorter'), forkCopy)).stdout, /rewritten/);
  });
});

describe('verify takes any file that can be checked', { concurrency: 2 }, () => {
  test('a signed checkpoint: by whom, with the key; nothing is said without one', async () => {
    const file = place('whole/checkpoint');
    const unknown = await run('verify', file);
    assert.equal(unknown.code, 2, unknown.stdout + unknown.stderr);
    assert.match(unknown.verdict, /^A checkpoint over 25 entries of \S+\. Who signed it cannot be told without a key/);
    const signed = await run('verify', file, '--key', ledger.vkey);
    assert.equal(signed.code, 0, signed.stdout + signed.stderr);
    assert.match(signed.verdict, /^Soundly signed: a checkpoint over 25 entries/);
    assert.match(signed.stdout, /Signed by ledger\.example\.org\/rivermouth/);
    const stranger = formatVerifierKey(ledger.origin, (await ledger.actor('stranger')).publicKey);
    assert.match((await run('verify', file, '--key', stranger)).verdict, /^Not sound: It bears no line of the key/);
    const forged = place('forged.checkpoint');
    await writeFile(forged, (await readFile(file, 'utf8')).replace('\n25\n', '\n26\n'));
    assert.match(
      (await run('verify', forged, '--key', ledger.vkey)).verdict,
      /^Not sound: The line of .* is not its signature/,
    );
    const policy = place('policy');
    const { name, publicKey } = parseVerifierKey(ledger.vkey);
    await writeFile(policy, `log ${formatVerifierKey(name, publicKey)}\nquorum none\n`);
    assert.equal((await run('verify', file, '--policy', policy, '--json')).code, 0);
    assert.ok(parseNote(await readFile(file)).signatures.length === 1);
  });

  test('a receipt; and of a file that is none of these it says so', async () => {
    const receipt = place('some.json');
    await writeFile(receipt, formatReceipt(await receiptFor(ledger, 11)));
    const held = await run('verify', receipt, '--against', place('whole'), '--key', ledger.vkey);
    assert.equal(held.code, 0, held.stdout + held.stderr);
    const none = await run('verify', place('whole/ledger.json'));
    assert.equal(none.code, 2);
    assert.match(none.stderr, /is a file, and neither a receipt, a promise, a complaint, evidence/);
  });
});
