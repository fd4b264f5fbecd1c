/** Vectors of receipts and of complaints. SPEC 11, 11.1, M32, M54, M55. */
import { base64, utf8 } from '../../src/bytes.ts';
import { compareReceipt, type Complaint, type ComplaintVerdict } from '../../src/complaint.ts';
import type { FormatCode } from '../../src/error.ts';
import { formatVerifierKey } from '../../src/note.ts';
import { noblePlatform } from '../../src/platform-noble.ts';
import type { Receipt, ReceiptVerdict } from '../../src/receipt.ts';
import { createVerifier } from '../../src/signature.ts';
import type { LedgerBuilder, Said } from '../../src/testing/builder.ts';
import { openCity, tellCase, type City } from '../../src/testing/city.ts';
import { historyWithoutWish, honestHistory, receiptFor, recordOf } from '../../src/testing/receipts.ts';
import { EMPTY_ROOT, proveInclusion } from '../../src/tree.ts';
import { proofRows, type ProofRow } from './proofs.ts';

export interface ReceiptRow {
  readonly name: string;
  readonly receipt: Receipt;
  /** Null where a part of it cannot be read. */
  readonly verdict: ReceiptVerdict | null;
  readonly refused: FormatCode | null;
}

export async function receiptRows(): Promise<readonly ReceiptRow[]> {
  const proofs = await proofRows();
  const city = await openCity();
  const id = await tellCase(city);
  const { ledger } = city;
  const proofOf = (name: string): string => {
    const found = proofs.find((row: ProofRow) => row.name === name);
    if (found === undefined) throw new RangeError(`There is no proof "${name}".`);
    return found.proof;
  };
  const good = await receiptFor(ledger, id);
  const kinds = await receiptsOfKinds(city, id);
  const { support, appeal, silent, spoken, placed } = kinds;
  const row = (name: string, verdict: ReceiptVerdict, changed: Partial<Receipt>): ReceiptRow => ({
    name,
    receipt: { ...good, ...changed },
    verdict,
    refused: null,
  });
  const bad = (name: string, refused: FormatCode, changed: Partial<Receipt>): ReceiptRow => ({
    name,
    receipt: { ...good, ...changed },
    verdict: null,
    refused,
  });
  const other = base64(ledger.entries[id + 1] ?? new Uint8Array());
  const { text, salt } = good;
  return [
    row('as it was given', 'holds', {}),
    row('without its words, which the record no longer holds', 'holds', { text: null, salt: null }),
    row('under an earlier checkpoint', 'holds', { proof: proofOf('an entry under an earlier checkpoint') }),
    row('with other words', 'text-foreign', { text: (text ?? '').replace('a slat', 'two slats') }),
    row('with another salt', 'text-foreign', { salt: base64(new Uint8Array(32)) }),
    row('with a salt of three bytes', 'text-foreign', { salt: 'salt' }),
    row('with words and no salt', 'text-foreign', { salt: null }),
    row('with a salt and no words', 'text-foreign', { text: null }),
    row('for another entry', 'entry-foreign', { reference: { ...good.reference, entry: id + 1 } }),
    row('for another case', 'entry-foreign', { reference: { ...good.reference, case: 0 } }),
    row('for another ledger', 'entry-foreign', {
      reference: { ...good.reference, origin: 'ledger.example.org/other' },
    }),
    row('with an entry of which there are no receipts', 'entry-foreign', {
      entry: other,
      reference: { ...good.reference, entry: id + 1 },
    }),
    row('with the proof of another entry', 'not-included', { proof: proofOf('the first entry') }),
    row('with a hash of its proof changed', 'not-included', { proof: proofOf('with hash 0 changed') }),
    row('with a checkpoint that another key signed', 'not-signed', {
      proof: proofOf('with a checkpoint that another key signed'),
    }),
    row('with another log key', 'not-signed', { logKey: formatVerifierKey(ledger.origin, EMPTY_ROOT) }),
    bad('with a salt that is not base64', 'base64-invalid', { salt: 'salt!' }),
    bad('with an entry that is none', 'json-invalid', { entry: base64(utf8('entry')) }),
    bad('with a proof that is none', 'proof-malformed', { proof: 'proof\n\n' }),
    bad('with a log key that is none', 'key-malformed', { logKey: 'key' }),
    row('of support, which has no words', 'holds', support),
    row('of support, with words put to it', 'text-foreign', { ...support, text, salt }),
    row('of an appeal', 'holds', appeal),
    row('of an appeal, with the words of the input', 'text-foreign', { ...appeal, text, salt }),
    row('of an appeal, for the case of its own index', 'entry-foreign', {
      ...appeal,
      reference: { ...appeal.reference, case: appeal.reference.entry },
    }),
    row('of a dispute', 'holds', kinds.dispute),
    row('of a dispute, with the proof of an appeal', 'not-included', { ...kinds.dispute, proof: appeal.proof }),
    row('of an answer', 'holds', kinds.answer),
    row('of an answer, with the entry of a dispute', 'entry-foreign', { ...kinds.answer, entry: kinds.dispute.entry }),
    row('of an evaluation without words', 'holds', silent),
    row('of an evaluation without words, with words put to it', 'text-foreign', { ...silent, text, salt }),
    row('of an evaluation with words', 'holds', spoken),
    row('of an evaluation with words, with a salt alone', 'text-foreign', { ...spoken, text: null }),
    row('of an input that says where', 'holds', placed),
    row('of an input that says where, which the record no longer holds', 'holds', { ...placed, place: null }),
    row('of an input that says where, without a field for it', 'holds', withoutPlace(placed)),
    row('of an input that says where, with another place', 'text-foreign', {
      ...placed,
      place: { ...placeOf(placed), text: 'By the first weir' },
    }),
    row('of an input that says where, with another salt of the place', 'text-foreign', {
      ...placed,
      place: { ...placeOf(placed), salt: placed.salt ?? '' },
    }),
    row('of an input that says where, with the words as the place', 'text-foreign', {
      ...placed,
      place: { text: placed.text ?? '', salt: placed.salt ?? '' },
    }),
    row('with a place that was not said', 'text-foreign', { place: placeOf(placed) }),
    row('with nothing in the field of a place that was not said', 'text-foreign', { place: null }),
    bad('with a salt of the place that is not base64', 'base64-invalid', {
      ...placed,
      place: { ...placeOf(placed), salt: 'salt!' },
    }),
  ];
}

function placeOf({ place }: Receipt): { readonly text: string; readonly salt: string } {
  if (place === undefined || place === null) throw new RangeError('The receipt does not say where.');
  return place;
}

/** As receipts were before there was that field. */
function withoutPlace({ place: _, ...receipt }: Receipt): Receipt {
  return receipt;
}

/** What else people say in a case. Whether the rules let them is no matter of receipts, so they are not asked. */
async function receiptsOfKinds({ ledger }: City, id: number): Promise<Readonly<Record<Spoken, Receipt>>> {
  const nonce = '00000000000000000000000000000000';
  const voice = { case: id, channel: 'web', author: 'person' } as const;
  const answers = { heard: 'yes', explained: 'partly', achieved: 'unknown' } as const;
  const said: Readonly<Record<Spoken, Said>> = {
    support: { kind: 'support-added', ...voice, nonce, count: 1 },
    appeal: { kind: 'appeal', ...voice, against: id + 5, text: ledger.text('The bench needs a back.') },
    dispute: { kind: 'dispute', ...voice, against: id + 2, text: ledger.text('Nobody came on Tuesday.') },
    answer: { kind: 'answer', case: id, answers: id + 1, text: ledger.text('It is the bench with the plaque.') },
    silent: { kind: 'evaluation', case: id, nonce, ...answers },
    spoken: { kind: 'evaluation', case: id, nonce, ...answers, text: ledger.text('It rocks a little.') },
    placed: {
      ...{ kind: 'input-received', case: id, channel: 'web', author: 'person' },
      ...{ text: ledger.text('The weir is overgrown.'), place: ledger.text('By the second weir') },
    },
  };
  const indexes = new Map<Spoken, number>();
  for (const [name, statement] of Object.entries(said))
    indexes.set(name as Spoken, ledger.record(await ledger.sign(statement, [ledger.intakeKey])));
  const receipts: [Spoken, Receipt][] = [];
  for (const [name, index] of indexes) receipts.push([name, await receiptFor(ledger, index)]);
  return Object.fromEntries(receipts) as Record<Spoken, Receipt>;
}

type Spoken = 'support' | 'appeal' | 'dispute' | 'answer' | 'silent' | 'spoken' | 'placed';

export interface ComplaintRow {
  readonly name: string;
  readonly complaint: Complaint;
  /** Null where a part of it cannot be read. */
  readonly verdict: ComplaintVerdict | null;
  readonly refused: FormatCode | null;
}

export async function complaintRows(): Promise<readonly ComplaintRow[]> {
  const { ledger, id, second } = await honestHistory();
  const receipt = await receiptFor(ledger, id, id + 3);
  const forked = await historyWithoutWish();
  const replaced = await complaintOver(receipt, forked);
  const rewritten = await complaintOver(receipt, forked, { entry: () => Promise.resolve(undefined) });
  const beyond = await complaintOver(receipt, ledger, {}, id);
  const honest = await ledger.checkpoint();
  const stranger = await forked.actor('stranger');
  const entryProof = replaced.evidence?.kind === 'entry' ? replaced.evidence : undefined;
  const historyProof = rewritten.evidence?.kind === 'history' ? rewritten.evidence : undefined;
  if (entryProof === undefined || historyProof === undefined) throw new RangeError('There is no evidence.');
  const cut = await complaintOver(await receiptFor(ledger, second), await historyCutAndGoneOn());
  const row = (name: string, verdict: ComplaintVerdict, complaint: Complaint): ComplaintRow => ({
    name,
    complaint,
    verdict,
    refused: null,
  });
  const bad = (name: string, refused: FormatCode, changed: Partial<Complaint>): ComplaintRow => ({
    name,
    complaint: { ...replaced, ...changed },
    verdict: null,
    refused,
  });
  return [
    row('another entry in the place of the removed one', 'entry-replaced', replaced),
    row('another history before the receipt', 'history-rewritten', rewritten),
    row('a tail cut off, and recording gone on', 'record-cut', cut),
    row('a record that ends before the entry', 'entry-beyond', beyond),
    row('a record that shows nothing of the entry', 'entry-withheld', { ...replaced, evidence: null }),
    row('an honest record, without evidence', 'entry-withheld', { ...replaced, checkpoint: honest, evidence: null }),
    row('an honest record, with the evidence of another', 'evidence-wrong', { ...replaced, checkpoint: honest }),
    row('an honest record, with the very entry as evidence', 'evidence-wrong', await showEntry(ledger, receipt, id)),
    row('the evidence for another place', 'evidence-wrong', {
      ...replaced,
      evidence: { ...entryProof, index: id + 1 },
    }),
    row('a hash of the inclusion proof left out', 'evidence-wrong', {
      ...replaced,
      evidence: { ...entryProof, proof: entryProof.proof.slice(1) },
    }),
    row('the root that the receipt has seen as evidence', 'evidence-wrong', {
      ...rewritten,
      evidence: { ...historyProof, root: base64(ledger.rootAt(id + 3) ?? EMPTY_ROOT) },
    }),
    row('a hash of the consistency proof too many', 'evidence-wrong', {
      ...rewritten,
      evidence: { ...historyProof, proof: [...historyProof.proof, base64(EMPTY_ROOT)] },
    }),
    row('an earlier entry that was recorded earlier', 'evidence-wrong', await showEntry(ledger, receipt, id - 1, id)),
    row('a receipt with other words', 'receipt-wrong', { ...replaced, receipt: { ...receipt, text: 'Another.' } }),
    row('a receipt with another log key', 'receipt-wrong', {
      ...replaced,
      receipt: { ...receipt, logKey: forked.vkeyOf(stranger) },
    }),
    row('a checkpoint that another key signed', 'checkpoint-unsigned', {
      ...replaced,
      checkpoint: await forked.checkpoint(forked.entries.length, [stranger]),
    }),
    row('another key for the checkpoint', 'checkpoint-unsigned', { ...replaced, logKey: forked.vkeyOf(stranger) }),
    bad('with a checkpoint that is none', 'note-malformed', { checkpoint: 'checkpoint' }),
    bad('with a log key that is none', 'key-malformed', { logKey: 'key' }),
    bad('with a hash that is not base64', 'base64-invalid', {
      evidence: { ...entryProof, proof: ['hash!'] },
    }),
    bad('with a receipt whose entry is none', 'json-invalid', {
      receipt: { ...receipt, entry: base64(utf8('entry')) },
    }),
  ];
}

async function complaintOver(
  receipt: Receipt,
  ledger: LedgerBuilder,
  changed: Partial<Awaited<ReturnType<typeof recordOf>>> = {},
  size = ledger.entries.length,
): Promise<Complaint> {
  const now = { ...(await recordOf(ledger, size)), ...changed };
  const compared = await compareReceipt(receipt, now, createVerifier({ ...noblePlatform }));
  if (compared.outcome !== 'broken') throw new RangeError('There is nothing to complain of.');
  return compared.complaint;
}

/** What somebody might try against a record that is in order: to show what it has somewhere. */
async function showEntry(
  ledger: LedgerBuilder,
  receipt: Receipt,
  index: number,
  size = ledger.entries.length,
): Promise<Complaint> {
  const { checkpoint, logKey, hashes } = await recordOf(ledger, size);
  const proof = (await proveInclusion(index, size, hashes)).map((hash) => base64(hash));
  const entry = base64(ledger.entries[index] ?? new Uint8Array());
  const evidence = { kind: 'entry', index, entry, proof } as const;
  return { type: 'counterfoil-complaint', v: 1, receipt, checkpoint, logKey, evidence };
}

/** The same log key, a day later: the tail was cut off, and another case was told. */
async function historyCutAndGoneOn(): Promise<LedgerBuilder> {
  const city = await openCity();
  city.ledger.nowMs += 86_400_000;
  await tellCase(city, 'The clock of the ferry runs slow.');
  return city.ledger;
}
