import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { canonicalBytes, parseJson } from '@counterfoil/ledger/canonical-json';
import { concatBytes } from '@counterfoil/ledger/bytes';
import { signCosignature } from '@counterfoil/ledger/cosignature';
import {
  formatNote,
  formatTypedKey,
  keyId,
  parseNote,
  type NoteSignature,
  type VerifierKey,
} from '@counterfoil/ledger/note';
import { formatReceipt } from '@counterfoil/ledger/receipt';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { historyWithoutWish, honestHistory, receiptFor } from '@counterfoil/ledger/testing/receipts';
import { formatTlogProof, parseTlogProof } from '@counterfoil/ledger/tlog-proof';
import { runCommandLine, type Ran } from './testing/run-command.ts';
import { cityOf, temporaryFolder, writeRecord } from './testing/record-folder.ts';

const cleanUp: (() => unknown)[] = [];
const suite = { after: (task: unknown) => void cleanUp.push(task as () => unknown) };
let ledger: LedgerBuilder;
let base: string;
let plain: string;
let folders = 0;

before(async () => {
  ({ ledger } = await cityOf(10));
  base = await temporaryFolder(suite);
  plain = join(base, 'plain');
  await writeRecord(plain, await ledger.files());
});
after(async () => {
  for (const task of cleanUp) await task();
});

const TIME = Date.parse('2026-03-01T12:00:00Z') / 1000;

interface Cosigner {
  readonly key: VerifierKey;
  readonly vkey: string;
  sign(message: Uint8Array): Uint8Array;
}

function ed25519(name: string, seed: number, algorithm = 4): Cosigner {
  const pkcs8 = concatBytes(Uint8Array.fromHex('302e020100300506032b657004220420'), new Uint8Array(32).fill(seed));
  const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicKey = Uint8Array.fromBase64(x, { alphabet: 'base64url' });
  const key = { name, algorithm, publicKey, id: keyId(name, algorithm, publicKey) };
  return { key, vkey: formatTypedKey(key), sign: (message) => new Uint8Array(sign(null, message, privateKey)) };
}

function mlDsa(name: string): Cosigner {
  const { publicKey: own, privateKey } = generateKeyPairSync('ml-dsa-44');
  const { pub = '' } = own.export({ format: 'jwk' }) as { readonly pub?: string };
  const publicKey = Uint8Array.fromBase64(pub, { alphabet: 'base64url' });
  const key = { name, algorithm: 6, publicKey, id: keyId(name, 6, publicKey) };
  return { key, vkey: formatTypedKey(key), sign: (message) => new Uint8Array(sign(null, message, privateKey)) };
}

const [A, B, C] = ['a', 'b', 'c'].map((name, i) => ed25519(`${name}.example.org`, 60 + i)) as [
  Cosigner,
  Cosigner,
  Cosigner,
];

async function policyFile(...lines: readonly string[]): Promise<string> {
  const file = join(base, `policy-${folders++}`);
  await writeFile(file, lines.map((line) => `${line}\n`).join(''));
  return file;
}

const twoOfThree = (): Promise<string> =>
  policyFile(`witness A ${A.vkey}`, `witness B ${B.vkey}`, `witness C ${C.vkey}`, 'group G 2 A B C', 'quorum G');

/** A copy of the record whose checkpoint bears more lines. */
async function recordWith(
  lines: (text: string) => Promise<readonly NoteSignature[]>,
  postQuantumKey?: string,
  record = plain,
): Promise<string> {
  const folder = join(base, `record-${folders++}`);
  await cp(record, folder, { recursive: true });
  const { text, signatures } = parseNote(await readFile(join(folder, 'checkpoint')));
  await writeFile(join(folder, 'checkpoint'), formatNote(text, [...signatures, ...(await lines(text))]));
  if (postQuantumKey !== undefined) {
    const info = parseJson(await readFile(join(folder, 'ledger.json'))) as Record<string, string>;
    await writeFile(join(folder, 'ledger.json'), canonicalBytes({ ...info, postQuantumKey }));
  }
  return folder;
}

const line = (text: string, { key, sign: own }: Cosigner, time = TIME): Promise<NoteSignature> =>
  signCosignature(text, key, time, own);

function verify(...args: readonly string[]): Promise<Ran> {
  return runCommandLine('verify', [...args, '--no-memory'], { XDG_STATE_HOME: join(base, 'state'), NO_COLOR: '' });
}

/** The receipt of an input, whose checkpoint bears these lines too. */
async function receiptWith(lines: (text: string) => Promise<readonly NoteSignature[]>): Promise<string> {
  const { ledger: told, id } = await honestHistory();
  const receipt = await receiptFor(told, id, id + 3);
  const proof = parseTlogProof(receipt.proof);
  const { text, signatures } = parseNote(proof.checkpoint);
  const checkpoint = formatNote(text, [...signatures, ...(await lines(text))]);
  const file = join(base, `receipt-${folders++}.json`);
  await writeFile(file, formatReceipt({ ...receipt, proof: formatTlogProof({ ...proof, checkpoint }) }));
  return file;
}

const run = (...args: readonly string[]): Promise<Ran> => runCommandLine('main', args, { NO_COLOR: '1' });

describe('--policy for a receipt', { concurrency: 2 }, () => {
  test('says who has cosigned its checkpoint; with too few of them it is not checked, with a false line it is wrong', async () => {
    const policy = await policyFile(
      ...[`log ${ledger.vkey}`, `witness A ${A.vkey}`, `witness B ${B.vkey}`, `witness C ${C.vkey}`],
      ...['group G 2 A B C', 'quorum G'],
    );
    const good = await receiptWith(async (text) => [await line(text, A), await line(text, C)]);
    const ran = await run('receipt', good, '--policy', policy);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.match(
      ran.stdout,
      /Enough of the witnesses you named have cosigned this checkpoint:\n {4}A, 1 March 2026, 12:00 UTC/,
    );
    assert.match(ran.stdout, /Not there: B\./);
    assert.match(ran.stdout, /Nobody: you gave the log key that signed it/);
    const few = await run('receipt', await receiptWith(async (text) => [await line(text, A)]), '--policy', policy);
    assert.equal(few.code, 2);
    assert.match(few.verdict, /But too few of the witnesses you named have cosigned the checkpoint of the receipt\.$/);
    const lie = await receiptWith(async (text) => [
      await line(text, A),
      await line(text.replace(/\n\d+\n/, '\n3\n'), B),
    ]);
    const wrong = await run('receipt', lie, '--policy', policy, '--json');
    const { verdict, code } = JSON.parse(wrong.stdout) as { readonly verdict: string; readonly code: string };
    assert.deepEqual([wrong.code, verdict, code], [1, 'wrong', 'cosignature-wrong']);
  });

  test('takes the log key from there, unless one is given; for another kind of file it is refused', async () => {
    const receipt = await receiptWith(() => Promise.resolve([]));
    const foreign = await policyFile(`log ${ed25519(ledger.origin, 70, 1).vkey}`, 'quorum none');
    assert.equal((await run('receipt', receipt, '--policy', foreign)).code, 1);
    assert.equal((await run('receipt', receipt, '--policy', foreign, '--key', ledger.vkey)).code, 0);
    const refused = await run('promise', receipt, '--policy', foreign);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /^--policy goes with a receipt/);
  });
});

describe('--policy for two sources', { concurrency: 2 }, () => {
  test('both have to be cosigned by as many as it asks for, and each is said of', async () => {
    const cosigned = await recordWith(async (text) => [await line(text, A), await line(text, B)]);
    const policy = await twoOfThree();
    const ran = await run('compare', cosigned, cosigned, '--policy', policy, '--evidence', join(base, 'none.json'));
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.match(ran.stdout, new RegExp(`Whether others see the same as ${RegExp.escape(cosigned)} shows`));
    assert.match(
      ran.stdout.replaceAll(/\s+/g, ' '),
      /They show one record, so there is nothing to keep: \S+none\.json was not written\./,
    );
    assert.equal(existsSync(join(base, 'none.json')), false);
    const few = await run('compare', cosigned, plain, '--policy', policy);
    assert.equal(few.code, 2);
    assert.ok(
      few.verdict.startsWith('The same: ') && few.verdict.endsWith(`cosigned the checkpoint of ${plain}.`),
      few.verdict,
    );
  });

  test('of two histories it says which one was cosigned, and they stay two histories', async () => {
    const [one, other] = [join(base, 'one'), join(base, 'other')];
    await writeRecord(one, await (await honestHistory()).ledger.files());
    await writeRecord(other, await (await historyWithoutWish()).files());
    const cosigned = await recordWith(async (text) => [await line(text, A), await line(text, B)], undefined, one);
    const ran = await run('compare', cosigned, other, '--policy', await twoOfThree(), '--json');
    const { code, witnesses } = JSON.parse(ran.stdout) as {
      readonly code: string;
      readonly witnesses: readonly { readonly reached: boolean }[];
    };
    assert.deepEqual([ran.code, code, witnesses.map(({ reached }) => reached)], [1, 'two-histories', [true, false]]);
  });
});

describe('npm run verify -- --policy', { concurrency: 2 }, () => {
  test('without a policy it says that nobody vouches for others seeing the same, and that lines were not checked', async () => {
    const ran = await verify(plain);
    assert.equal(ran.code, 0);
    assert.match(
      ran.stdout.replaceAll(/\s+/g, ' '),
      /Nobody but the ledger itself vouches that others see the same record/,
    );
    const cosigned = await verify(await recordWith(async (text) => [await line(text, A)]));
    assert.equal(cosigned.code, 0);
    assert.match(
      cosigned.stdout.replaceAll(/\s+/g, ' '),
      /bears one signature by a key that you did not name; it was not checked/,
    );
  });

  test('SPEC M73: enough witnesses: the verdict says so, the report says who, when, and who is not there', async () => {
    const record = await recordWith(async (text) => [await line(text, A), await line(text, C)]);
    const ran = await verify(record, '--policy', await twoOfThree(), '--key', ledger.vkey);
    assert.equal(ran.code, 0, ran.stdout);
    assert.match(ran.verdict, /^Verified: .*Enough of the witnesses you named have cosigned it\./);
    assert.match(ran.stdout, /A, 1 March 2026, 12:00 UTC/);
    assert.match(ran.stdout, /Not there: B\./);
  });

  test('too few: it could not be checked, and the missing are named', async () => {
    const record = await recordWith(async (text) => [await line(text, B)]);
    const ran = await verify(record, '--policy', await twoOfThree());
    assert.equal(ran.code, 2, ran.stdout);
    assert.match(ran.verdict, /^Could not check checkpoint: Too few of the witnesses you named/);
    assert.match(ran.stdout.replaceAll(/\s+/g, ' '), /B did\. Missing: A, C\./);
    const none = await verify(plain, '--policy', await twoOfThree());
    assert.equal(none.code, 2);
    assert.match(none.stdout.replaceAll(/\s+/g, ' '), /None has\. Missing: A, B, C\./);
  });

  test('lines of other checkpoints, of other times or without one, are no cosignatures; the ledger that serves them is wrong', async () => {
    const other = await recordWith(async (text) => [
      await line(text, A),
      await line(text.replace(/\n\d+\n/, '\n3\n'), B),
      await line(text, C),
    ]);
    const ran = await verify(other, '--policy', await twoOfThree());
    assert.equal(ran.code, 1);
    assert.match(ran.verdict, /^NOT SIGNED: checkpoint: A line of the checkpoint bears the name and key of a witness/);
    assert.match(ran.stdout.replaceAll(/\s+/g, ' '), /It is that of B\./);
    const undated = await recordWith(async (text) => [await line(text, A), await line(text, B, 0)]);
    assert.equal((await verify(undated, '--policy', await twoOfThree())).code, 2);
  });

  test('the log key of the policy is taken as given; a policy for other ledgers is told apart', async () => {
    const named = await policyFile(
      `log ${ed25519('other.example.org', 70, 1).vkey}`,
      `log ${ledger.vkey}`,
      'quorum none',
    );
    const ran = await verify(plain, '--policy', named);
    assert.equal(ran.code, 0);
    assert.match(ran.verdict, /^Verified: 11 entries/);
    assert.match(ran.stdout, /your policy names the log key/);
    const foreign = await policyFile(`log ${ed25519('other.example.org', 70, 1).vkey}`, 'quorum none');
    const wrong = await verify(plain, '--policy', foreign);
    assert.equal(wrong.code, 1);
    assert.match(wrong.stdout.replaceAll(/\s+/g, ' '), /The policy you gave is one for other ledgers/);
    const sameName = await policyFile(`log ${ed25519(ledger.origin, 70, 1).vkey}`, 'quorum none');
    assert.equal((await verify(plain, '--policy', sameName)).code, 1);
  });

  test('a policy that cannot be read or used is said to be so, and nothing is checked', async () => {
    for (const policy of [join(base, 'nowhere'), await policyFile('quorum A')]) {
      const ran = await verify(plain, '--policy', policy);
      assert.equal(ran.code, 2);
      assert.equal(ran.stdout, '');
      assert.match(ran.stderr, /policy/);
    }
  });

  test('--json gives it for programs', async () => {
    const record = await recordWith(async (text) => [await line(text, A), await line(text, B)]);
    const { stdout } = await verify(record, '--policy', await twoOfThree(), '--json');
    const answer = JSON.parse(stdout) as { readonly held: { readonly vouchers: { readonly witnesses: unknown } } };
    assert.deepEqual(answer.held.vouchers.witnesses, {
      reached: true,
      cosigned: [
        { name: 'A', timestamp: TIME },
        { name: 'B', timestamp: TIME },
      ],
      missing: ['C'],
      wrong: [],
    });
  });

  test('SPEC M79: the post-quantum line is checked by the key that ledger.json, a policy or the reader gives', async () => {
    const key = mlDsa(ledger.origin);
    const stranger = mlDsa(ledger.origin);
    const good = await recordWith(async (text) => [await line(text, key, 0)], key.vkey);
    const ran = await verify(good);
    assert.equal(ran.code, 0, ran.stdout);
    assert.match(
      ran.stdout.replaceAll(/\s+/g, ' '),
      /a signature of the log that computers to come will not be able to forge/,
    );
    assert.ok(!ran.stdout.includes('you did not name'));
    assert.equal((await verify(good, '--post-quantum-key', key.vkey)).code, 0);
    const forged = await recordWith(async (text) => [await line(text.replace(/\n\d+\n/, '\n3\n'), key, 0)], key.vkey);
    const wrong = await verify(forged);
    assert.equal(wrong.code, 1);
    assert.match(wrong.verdict, /The post-quantum signature of the checkpoint is wrong/);
    const policy = await policyFile(`log ${ledger.vkey}`, `log ${key.vkey}`, 'quorum none');
    assert.equal((await verify(forged, '--policy', policy)).code, 1);
    // Who does not know the key passes over its line; who gives it wants it.
    assert.equal((await verify(await recordWith(async (text) => [await line(text, key, 0)]))).code, 0);
    for (const [record, vkey] of [
      [plain, key.vkey],
      [good, stranger.vkey],
    ] as const) {
      const missing = await verify(record, '--post-quantum-key', vkey);
      assert.equal(missing.code, 1);
      assert.match(missing.verdict, /does not bear the signature of the post-quantum key you gave/);
    }
    assert.equal(
      (await verify(await recordWith(() => Promise.resolve([]), ledger.vkey))).code,
      1,
      'another kind of key in ledger.json',
    );
    assert.equal((await verify(plain, '--post-quantum-key', ledger.vkey)).code, 2);
  });
});
