/** `verify receipt <file> --file <picture>`: whether this is the file that was recorded. SPEC 11, M32, M59. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { base64, utf8 } from '@counterfoil/ledger/bytes';
import { parseEntry } from '@counterfoil/ledger/entry';
import { formatReceipt, hasReceipt, makeReceipt, type Receipt } from '@counterfoil/ledger/receipt';
import { fileRefs, openEnvelope } from '@counterfoil/ledger/statement';
import { openLetters } from '@counterfoil/ledger/testing/letters';
import { receiptFor } from '@counterfoil/ledger/testing/receipts';
import { temporaryFolder } from './testing/record-folder.ts';
import { runCommandLine } from './testing/run-command.ts';

const PLANS = ['one', 'two'].map((name) => utf8(`%PDF-1.7 plan ${name}`));

async function setUp(t: TestContext): Promise<{
  receipt: Receipt;
  check: (
    receipt: object,
    file: Uint8Array,
  ) => Promise<{ code: number | null; answer: { code: string; file?: number | null; sentence: string } }>;
}> {
  const { ledger } = await openLetters();
  const files = PLANS.map((plan) => ledger.attach(plan, 'application/pdf'));
  const said = {
    kind: 'input-received',
    process: { id: 'letters', version: 1 },
    channel: 'web',
    author: 'person',
  } as const;
  const index = await ledger.say({ ...said, files, text: ledger.text('Two plans.') }, ledger.intakeKey);
  const plain = await receiptFor(ledger, index);
  const bytes = ledger.entries[index] ?? new Uint8Array();
  const { statement } = openEnvelope(parseEntry(bytes).envelope);
  assert.ok(hasReceipt(statement));
  const receipt = makeReceipt({
    ...{ bytes, statement, index, proof: plain.proof, logKey: plain.logKey },
    content: 'text' in statement && statement.text ? ledger.contents.get(statement.text.digest) : undefined,
    salts: fileRefs(statement).map(({ digest }) => ledger.attached.get(digest)?.salt),
  });
  const folder = await temporaryFolder(t);
  return {
    receipt,
    async check(given, file) {
      const [kept, plan] = [join(folder, 'receipt.json'), join(folder, 'plan.pdf')];
      await writeFile(kept, formatReceipt(given as Receipt));
      await writeFile(plan, file);
      const ran = await runCommandLine('verify', ['receipt', kept, '--file', plan, '--json'], {});
      return { code: ran.code, answer: JSON.parse(ran.stdout) as { code: string; sentence: string } };
    },
  };
}

test('the file that was recorded is told from any other, and which of them it is', async (t) => {
  const { receipt, check } = await setUp(t);
  for (const [n, plan] of PLANS.entries()) {
    const { code, answer } = await check(receipt, plan);
    assert.deepEqual([code, answer.code, answer.file], [0, 'file-holds', n + 1]);
    assert.match(answer.sentence, new RegExp(`is file ${n + 1} of 2 of entry`));
  }
  for (const other of [utf8('%PDF-1.7 plan onf'), utf8('%PDF-1.7 plan one '), new Uint8Array()]) {
    const { code, answer } = await check(receipt, other);
    assert.deepEqual([code, answer.code, answer.file], [1, 'file-foreign', null]);
  }
});

test('without the salts nothing is claimed, and salts that do not fit are refused', async (t) => {
  const { receipt, check } = await setUp(t);
  const { files, ...without } = receipt;
  const [plan = new Uint8Array()] = PLANS;
  assert.deepEqual([(await check(without, plan)).answer.code, (await check(without, plan)).code], ['file-unjudged', 2]);
  const lost = await check({ ...receipt, files: [null, files?.[1] ?? null] }, plan);
  assert.deepEqual([lost.answer.code, lost.code], ['file-unjudged', 2]);
  const other = await check({ ...receipt, files: [base64(new Uint8Array(32)), files?.[1] ?? null] }, plan);
  assert.deepEqual([other.answer.code, other.code], ['file-foreign', 1]);
  const swapped = await check({ ...receipt, files: files?.toReversed() }, plan);
  assert.deepEqual([swapped.answer.code, swapped.code], ['file-foreign', 1]);
  for (const wrong of [[files?.[0]], [...(files ?? []), null]]) {
    const { answer, code } = await check({ ...receipt, files: wrong }, plan);
    assert.deepEqual([answer.code, code], ['text-foreign', 1]);
  }
  for (const malformed of [
    ['no base64', null],
    ['AAAA', null],
  ]) {
    const { answer, code } = await check({ ...receipt, files: malformed }, plan);
    assert.deepEqual([answer.code, code], ['unreadable', 1]);
  }
});
