import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { before, test } from 'node:test';
import { base64, utf8 } from '@counterfoil/ledger/bytes';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { MemoryRecord } from '../testing/memory-record.ts';
import { tellStory, type Story } from '../testing/story.ts';
import { buildReceiptFile } from './pages/receipt.ts';
import { languageOf } from './languages.ts';
import { Reading } from './reading.ts';
import { checkReceipt, formatReceipt, parseReceipt, type Receipt } from '@counterfoil/ledger/receipt';

const verifier = createVerifier(nodePlatform(crypto));
let story: Story;
let receipt: Receipt;

const receiptFor = async (index: number): Promise<Receipt> =>
  parseReceipt(
    await buildReceiptFile(new Reading(new MemoryRecord(story.ledger), story.nowMs, languageOf('en')), index),
  );
const check = (changed: Partial<Receipt>) => checkReceipt({ ...receipt, ...changed }, verifier);

before(async () => {
  story = await tellStory();
  receipt = await receiptFor(story.lamp);
});

test('a receipt holds by itself, and survives being written and read', async () => {
  assert.equal(await checkReceipt(receipt, verifier), 'holds');
  assert.deepEqual(parseReceipt(formatReceipt(receipt)), receipt);
});

test('one letter changed in the words shows', async () => {
  assert.equal(await check({ text: receipt.text?.replace('lamp', 'lamb') ?? '' }), 'text-foreign');
  assert.equal(await check({ salt: base64(new Uint8Array(32)) }), 'text-foreign');
  assert.equal(await check({ text: null }), 'text-foreign');
});

test('a receipt without its words still proves the entry', async () => {
  assert.equal(await check({ text: null, salt: null }), 'holds');
});

test('the proof of another entry shows', async () => {
  const other = await receiptFor(story.newest);
  assert.equal(await check({ proof: other.proof }), 'not-included');
  assert.equal(await check({ entry: other.entry, text: other.text, salt: other.salt }), 'entry-foreign');
});

test('a reference to another case, entry or record shows', async () => {
  const { reference } = receipt;
  assert.equal(await check({ reference: { ...reference, case: reference.case + 1 } }), 'entry-foreign');
  assert.equal(await check({ reference: { ...reference, entry: reference.entry + 1 } }), 'entry-foreign');
  assert.equal(await check({ reference: { ...reference, origin: 'ledger.example.org/elsewhere' } }), 'entry-foreign');
});

test('an entry that is no input is no receipt', async () => {
  const opening = base64(story.ledger.entries[0] ?? new Uint8Array());
  assert.equal(await check({ entry: opening, reference: { ...receipt.reference, entry: 0 } }), 'entry-foreign');
});

test('the key of another log shows', async () => {
  const elsewhere = await LedgerBuilder.create('ledger.example.org/elsewhere');
  assert.equal(await check({ logKey: elsewhere.vkey }), 'not-signed');
});

test('a file with more or fewer fields is no receipt', () => {
  const { salt: _salt, ...fewer } = receipt;
  assert.throws(() => parseReceipt(utf8(JSON.stringify(fewer))));
  assert.throws(() => parseReceipt(utf8(JSON.stringify({ ...receipt, more: 1 }))));
  assert.throws(() => parseReceipt(new Uint8Array(1_000_001)));
});
