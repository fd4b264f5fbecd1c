import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { formatVerifierKey } from '@counterfoil/ledger/note';
import { tilePath } from '@counterfoil/ledger/tile';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { startCommandThreads, type CommandThreads } from './testing/command-threads.ts';
import { firstParagraph, runCommandLine, type Ran } from './testing/run-command.ts';
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
let threads: CommandThreads;

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
  threads = startCommandThreads(2, environment());
});
after(async () => {
  await threads.close();
  for (const task of cleanUp) await task();
});

function environment(): { readonly XDG_STATE_HOME: string; readonly NO_COLOR: string } {
  return { XDG_STATE_HOME: join(base, 'state'), NO_COLOR: '' };
}

/** On a thread, which costs a fraction of a process. */
async function verify(...args: readonly string[]): Promise<Ran> {
  const answer = await threads.run('verify', ...args);
  return { ...answer, verdict: firstParagraph(answer.stdout) };
}

/** As a person does. */
function verifyByItself(...args: readonly string[]): Promise<Ran> {
  return runCommandLine('verify', args, environment());
}

async function verifyJson(...args: readonly string[]): Promise<Answer & { readonly code: number | null }> {
  const { code, stdout } = await verify(...args, '--json', '--no-memory');
  return { code, ...(JSON.parse(stdout) as Answer) };
}

describe('npm run verify', { concurrency: 2 }, () => {
  test('says verified, what was looked at, and whom it had to believe', async () => {
    const ran = await verifyByItself(honest, '--no-memory');
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.match(
      ran.verdict,
      /^Verified, if the log key that the ledger itself names is genuine: 32 entries of ledger\.example\.org\/rivermouth, nothing altered, every rule kept\.$/,
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
    assert.match(right.verdict, /^Verified: 32 entries/);
    assert.match(right.stdout, /you gave the log key/);
    const { publicKey } = await ledger.actor('stranger');
    const wrong = await verify(honest, '--no-memory', '--key', formatVerifierKey(ledger.origin, publicKey));
    assert.equal(wrong.code, 1);
    assert.match(wrong.verdict, /^WRONG KEY: ledger\.json: The ledger names another log key/);
    assert.match(wrong.stdout, /Whom you had to believe\n {2}Nobody yet: /);
    assert.ok(!wrong.stdout.includes(ledger.vkey), 'the key of the place is not offered for pasting');
  });

  test('names the changed entry in its first line and exits with 1', async () => {
    const ran = await verifyByItself(damaged, '--no-memory');
    assert.equal(ran.code, 1);
    assert.equal(
      ran.verdict,
      'ALTERED: entry 12, which calls itself an acknowledgement on case 11 of 5 January 2026, is not what was recorded.',
    );
    assert.match(
      ran.stdout,
      /What is wrong \(1\)\n {2}Is it what was recorded\?\n {2}entry 12, an acknowledgement, case 11, /,
    );
    assert.match(ran.stdout, /What was not checked, and why \(1\)/);
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

  test('remembers what it saw, and notices a record that has become shorter', async (t) => {
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
    assert.equal(back.code, 2);
    assert.match(
      back.verdict,
      /^OLDER THAN SEEN: This copy is older than what this computer has seen: fetch it again\./,
    );
    assert.match(back.stdout, /npm run mirror -- <address>/);
    assert.doesNotMatch(back.stdout, /--key '\w/, 'no key to be pasted that the place itself has named');
    assert.deepEqual(await readdir(memory), [kept], 'an older copy is evidence of nothing');
    const address = await serveFolder(t, shorter);
    for (const attempt of ['first', 'second']) {
      const served = await verify(address, '--memory', memory);
      assert.equal(served.code, 1, attempt);
      assert.equal(
        served.verdict,
        'OLDER THAN SEEN: checkpoint: The record is shorter than it was when this computer last saw it.',
      );
      assert.match(served.stdout, /This by itself proves no second history/);
      assert.equal((await readdir(memory)).length, 2, 'one file of evidence for the same two checkpoints');
    }
    const lacking = join(base, 'shorter and lacking');
    const files = [...(await ledger.files(25))].filter(([path]) => !path.startsWith('content/'));
    await writeRecord(lacking, new Map(files));
    assert.equal((await verify(lacking, '--memory', memory)).code, 1, 'being older excuses nothing else');
    assert.equal(await readFile(join(memory, kept), 'utf8'), noteBefore);
    assert.equal((await verify(shorter, '--no-memory')).code, 0, 'without memory nobody can know');
  });

  test('looks as far as it is told, says how far, and compares with what it saw before all the same', async () => {
    const memory = join(base, 'levels');
    const structure = await verify(honest, '--memory', memory, '--level', 'structure');
    assert.equal(structure.code, 0);
    assert.match(structure.verdict, /^Structure verified, .*; signatures, rules and texts were not looked at\.$/);
    const full = await verify(honest, '--memory', memory);
    assert.equal(full.code, 0);
    assert.match(full.stdout, /32 entries in order, 43 signatures, 22 texts/, 'nothing is spared');
    const { code, verdict } = await verify(honest, '--no-memory', '--no-texts');
    assert.equal(code, 0);
    assert.match(verdict, /^Structure, signatures and rules verified, .*; texts and files were not looked at\.$/);
    assert.equal((await verify(damaged, '--no-memory', '--level', 'structure')).code, 1);
    for (const [args, reason] of [
      [['--level', 'most'], /--level takes one of structure, signatures, rules, all/],
      [['--level', 'all', '--no-texts'], /--no-texts leaves out/],
    ] as const) {
      const refused = await verify(honest, ...args);
      assert.equal(refused.code, 2);
      assert.match(refused.stderr, reason);
    }
  });

  const proc = { skip: existsSync('/proc/self') ? false : 'There is no /proc here.' };
  test('a place where nothing can be kept is named, and the record is judged all the same', proc, async () => {
    const { code, stdout } = await verify(honest, '--memory', '/proc/nothing-of-the-kind/below');
    assert.equal(code, 0, stdout);
    assert.match(
      stdout.replaceAll(/\s+/g, ' '),
      /what was seen cannot be written to \/proc\/.*: there is no such folder/,
    );
  });

  test('a server that never answers is given up, which is no verdict', async (t) => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    const ran = await verifyByItself(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, '--timeout', '1');
    assert.equal(ran.code, 2, ran.stdout + ran.stderr);
    assert.match(ran.verdict, /^Could not check checkpoint: .* no complete answer within 1 seconds?/);
  });

  test('what is no ledger, and what makes no sense, exits with 2', async () => {
    const empty = join(base, 'empty');
    await mkdir(empty);
    const nothing = await verifyByItself(empty);
    assert.equal(nothing.code, 2);
    assert.match(nothing.verdict, /^Could not check: There is no ledger here/);
    for (const [args, reason] of [
      [[], /Give one address or folder/],
      [[honest, honest], /Give one address or folder/],
      [[join(base, 'nowhere')], /There is no folder/],
      [['localhost:3000'], /write http:\/\/localhost:3000/],
      [[honest, '--key', 'nonsense'], /not a verifier key: it is not .* Is it whole\? Quote it/],
      [
        [honest, '--key', `a+00000000+${'A'.repeat(44)}`],
        /not a verifier key: its id does not belong to its name and key\.\n/,
      ],
      [[honest, '--frobnicate'], /^verify knows no option --frobnicate\.\n/],
      [[honest, '--jsn'], /^verify knows no option --jsn\. Did you mean --json\?\n/],
      [[honest, '--key'], /^--key needs a value after it\.\n/],
      [[honest, '--json=yes'], /^--json takes no value\.\n/],
      [[''], /^The address is empty\. Only addresses that begin with http/],
      [['ftp://x'], /^"ftp:\/\/x" is not read\. Only addresses that begin with http/],
      [[honest, '--timeout', 'soon'], /number of seconds/],
      [['http://'], /not an address/],
    ] as const) {
      const ran = await verify(...args);
      assert.equal(ran.code, 2, args.join(' '));
      assert.match(ran.stderr, reason);
      assert.match(ran.stderr, /\nMore: npm run counterfoil -- help verify\n$/);
      assert.equal(ran.stdout, '');
    }
  });
});
