import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { formatVerifierKey } from '@counterfoil/ledger/note';
import { tilePath } from '@counterfoil/ledger/tile';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { runCommandLine, type Ran } from './testing/run-command.ts';
import { cityOf, serveFolder, temporaryFolder, writeRecord } from './testing/record-folder.ts';

/** What programs rely on in the answer to --json. */
interface Answer {
  readonly verdict: string;
  readonly sentence: string;
  readonly counts: { readonly failure: number };
  readonly findings: readonly { readonly code: string; readonly entry?: number; readonly file?: string }[];
  readonly figures: { readonly entries: number; readonly seconds: number };
}

const cleanUp: (() => unknown)[] = [];
const suite = { after: (task: unknown) => void cleanUp.push(task as () => unknown) };
let ledger: LedgerBuilder;
/** Holds what the tests make. */
let base: string;
let honest: string;
let damaged: string;

before(async () => {
  ({ ledger } = await cityOf(30));
  base = await temporaryFolder(suite);
  honest = join(base, 'honest');
  await writeRecord(honest, await ledger.files());
  damaged = join(base, 'damaged');
  await cp(honest, damaged, { recursive: true });
  const bundle = join(damaged, tilePath('entries', 0, ledger.entries.length));
  const bytes = await readFile(bundle);
  const at = bytes.indexOf(ledger.entries[12] ?? assert.fail()) + 500;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(bundle, bytes);
});
after(async () => {
  for (const task of cleanUp) await task();
});

function verify(...args: readonly string[]): Promise<Ran> {
  return runCommandLine('verify', args, { XDG_STATE_HOME: join(base, 'state'), NO_COLOR: '' });
}

async function verifyJson(...args: readonly string[]): Promise<Answer & { readonly code: number | null }> {
  const { code, stdout } = await verify(...args, '--json', '--no-memory');
  return { code, ...(JSON.parse(stdout) as Answer) };
}

describe('npm run verify', { concurrency: 2 }, () => {
  test('says verified, what was looked at, and whom it had to believe', async () => {
    const ran = await verify(honest, '--no-memory');
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.match(
      ran.verdict,
      /^Verified, if the log key that the ledger itself names is genuine: all 32 entries of ledger\.example\.org\/rivermouth are there/,
    );
    assert.match(ran.stdout, /32 entries in order, 43 signatures/);
    assert.ok(ran.stdout.includes(ledger.vkey), 'the key to compare');
    assert.match(ran.stdout, /taken from the very place that was checked/);
    assert.equal(ran.stderr, '', 'no progress where nobody watches');
    assert.ok(!ran.stdout.includes('\u001b'), 'no colours either');
    for (const line of ran.stdout.split('\n')) assert.ok(line.length <= 80 || line.includes(ledger.vkey), line);
  });

  test('with the key there is nobody left to believe; with a wrong one the ledger is not what it says', async () => {
    const right = await verify(honest, '--no-memory', '--key', ledger.vkey);
    assert.equal(right.code, 0);
    assert.match(right.verdict, /^Verified: all 32 entries/);
    assert.match(right.stdout, /you gave the log key/);
    const { publicKey } = await ledger.actor('stranger');
    const wrong = await verify(honest, '--no-memory', '--key', formatVerifierKey(ledger.origin, publicKey));
    assert.equal(wrong.code, 1);
    assert.match(wrong.verdict, /^Wrong at ledger\.json: The ledger names another log key/);
  });

  test('names the changed entry in its first line and exits with 1', async () => {
    const ran = await verify(damaged, '--no-memory');
    assert.equal(ran.code, 1);
    assert.equal(
      ran.verdict,
      'Wrong at entry 12 (tile/entries/000.p/32): This is not the entry that was recorded here.',
    );
    assert.match(ran.stdout, /What is wrong \(1\)\n {2}entry 12 /);
    assert.match(ran.stdout, /What could not be looked at \(1\)/);
  });

  test('tells programs the same, from a folder and over the network alike', async (t) => {
    for (const folder of [honest, damaged]) {
      const [local, remote] = [await verifyJson(folder), await verifyJson(await serveFolder(t, folder))];
      assert.equal(local.code, folder === honest ? 0 : 1);
      assert.equal(local.verdict, folder === honest ? 'verified' : 'wrong');
      for (const field of ['code', 'verdict', 'sentence', 'counts', 'findings'] as const)
        assert.deepEqual(local[field], remote[field], field);
      assert.equal(local.figures.entries, remote.figures.entries);
      assert.equal(local.counts.failure, folder === honest ? 0 : 1);
      if (folder === damaged) assert.equal(local.findings[0]?.entry, 12);
    }
  });

  test('remembers what it saw, and notices a record that has become shorter', async () => {
    const memory = join(base, 'memory');
    const shorter = join(base, 'shorter');
    await writeRecord(shorter, await ledger.files(25));
    const first = await verify(shorter, '--memory', memory);
    assert.equal(first.code, 0);
    assert.match(first.stdout, /has not seen this ledger before/);
    const second = await verify(honest, '--memory', memory);
    assert.equal(second.code, 0);
    assert.match(second.stdout, /contains, unchanged, all that this computer saw of it before/);
    const [kept = ''] = await readdir(memory);
    const noteBefore = await readFile(join(memory, kept), 'utf8');
    const back = await verify(shorter, '--memory', memory);
    assert.equal(back.code, 1);
    assert.equal(
      back.verdict,
      'Wrong at checkpoint: The record is shorter than it was when this computer last saw it.',
    );
    assert.equal(await readFile(join(memory, kept), 'utf8'), noteBefore);
    assert.equal((await verify(shorter, '--no-memory')).code, 0, 'without memory nobody can know');
  });

  test('a server that never answers is given up, which is no verdict', async (t) => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    const ran = await verify(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, '--timeout', '1');
    assert.equal(ran.code, 2, ran.stdout + ran.stderr);
    assert.match(ran.verdict, /^Could not check checkpoint: .* no complete answer within 1 seconds?/);
  });

  test('what is no ledger, and what makes no sense, exits with 2', async () => {
    const empty = join(base, 'empty');
    await mkdir(empty);
    const nothing = await verify(empty);
    assert.equal(nothing.code, 2);
    assert.match(nothing.verdict, /^Could not check: There is no ledger here/);
    for (const [args, reason] of [
      [[], /Give one address or folder/],
      [[honest, honest], /Give one address or folder/],
      [[join(base, 'nowhere')], /There is no folder/],
      [['localhost:3000'], /write http:\/\/localhost:3000/],
      [[honest, '--key', 'nonsense'], /not a verifier key/],
      [[honest, '--frobnicate'], /frobnicate/],
      [[honest, '--timeout', 'soon'], /number of seconds/],
      [['http://'], /not an address/],
    ] as const) {
      const ran = await verify(...args);
      assert.equal(ran.code, 2, args.join(' '));
      assert.match(ran.stderr, reason);
      assert.match(ran.stderr, /npm run verify --/, 'how it is meant to be used');
      assert.equal(ran.stdout, '');
    }
  });
});
