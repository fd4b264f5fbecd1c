import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { before, describe, test } from 'node:test';
import { base64, utf8 } from './bytes.ts';
import {
  checkComplaint,
  compareReceipt,
  complaintStanding,
  formatComplaint,
  parseComplaint,
  type Complaint,
  type RecordNow,
} from './complaint.ts';
import { reportComplaint } from './complaint-report.ts';
import { FormatError } from './error.ts';
import { parseVerifierKey } from './note.ts';
import { nodePlatform } from './platform-node.ts';
import type { Receipt } from './receipt.ts';
import { createVerifier } from './signature.ts';
import { LedgerBuilder } from './testing/builder.ts';
import { openCity, tellCase } from './testing/city.ts';
import { historyWithoutWish, honestHistory, receiptFor, recordOf, WISH } from './testing/receipts.ts';
import { proveConsistency, proveInclusion, type TreeNode } from './tree.ts';

const verifier = createVerifier(nodePlatform(crypto));
let honest: LedgerBuilder;
let id: number;
let receipt: Receipt;
let forked: LedgerBuilder;

before(async () => {
  ({ ledger: honest, id } = await honestHistory());
  receipt = await receiptFor(honest, id, id + 3);
  forked = await historyWithoutWish();
});

const hashesOf =
  (ledger: LedgerBuilder) =>
  (nodes: readonly TreeNode[]): Promise<Uint8Array[]> =>
    Promise.resolve(nodes.map(({ level, index }) => ledger.node(level, index)));

async function complaintOver(now: RecordNow, over = receipt): Promise<Complaint> {
  const compared = await compareReceipt(over, now, verifier);
  assert.ok(compared.outcome === 'broken', compared.outcome);
  return parseComplaint(formatComplaint(compared.complaint));
}

const verdictOn = (complaint: Complaint) => checkComplaint(complaint, verifier);

describe('a record that went on honestly', () => {
  test('holds every receipt it gave, at every size from then on', async () => {
    for (let size = id + 3; size <= honest.entries.length; size++) {
      const compared = await compareReceipt(receipt, await recordOf(honest, size), verifier);
      assert.equal(compared.outcome, 'kept', `${size}`);
    }
  });

  test('is told from a copy that lags behind the receipt', async () => {
    for (const size of [id + 1, id + 2])
      assert.equal((await compareReceipt(receipt, await recordOf(honest, size), verifier)).outcome, 'kept-behind');
  });

  test('cannot be complained of with proof, whatever is put into the complaint', async () => {
    const made: Complaint[] = [];
    for (let size = 1; size <= honest.entries.length; size++) {
      const base = { type: 'counterfoil-complaint', v: 1, receipt, logKey: honest.vkey } as const;
      const checkpoint = await honest.checkpoint(size);
      made.push({ ...base, checkpoint, evidence: null });
      for (let index = 0; index < size; index++) {
        const proof = (await proveInclusion(index, size, hashesOf(honest))).map((hash) => base64(hash));
        const entry = base64(honest.entries[index] ?? new Uint8Array());
        made.push({ ...base, checkpoint, evidence: { kind: 'entry', index, entry, proof } });
        made.push({ ...base, checkpoint, evidence: { kind: 'entry', index: id, entry, proof } });
      }
      for (let from = 1; from <= size; from++) {
        const proof = (await proveConsistency(from, size, hashesOf(honest))).map((hash) => base64(hash));
        const root = base64(honest.rootAt(from) ?? new Uint8Array());
        made.push({ ...base, checkpoint, evidence: { kind: 'history', root, proof } });
      }
    }
    const standings = new Map<string, number>();
    for (const complaint of made) {
      const standing = complaintStanding(await verdictOn(complaint));
      standings.set(standing, (standings.get(standing) ?? 0) + 1);
    }
    assert.equal(standings.get('proved'), undefined);
    assert.ok((standings.get('groundless') ?? 0) > 800, 'they have been looked at');
    assert.equal(standings.get('open'), honest.entries.length, 'those without evidence');
  });
});

describe('a record that was rewritten', () => {
  test('has another entry in the place of the one that was removed, which the complaint proves', async () => {
    const complaint = await complaintOver(await recordOf(forked));
    assert.equal(await verdictOn(complaint), 'entry-replaced');
    const { standing, sentence } = await reportComplaint(formatComplaint(complaint), [], verifier);
    assert.equal(standing, 'proved');
    assert.match(sentence, /^Proved: ledger\.example\.org\/rivermouth signed for entry 11, recorded on 2026-01-05/);
    assert.match(sentence, /another entry stands in its place/);
  });

  test('is caught as well where its files hide what stands there now', async () => {
    const record = await recordOf(forked);
    const complaint = await complaintOver({ ...record, entry: () => Promise.resolve(undefined) });
    assert.equal(complaint.evidence?.kind, 'history');
    assert.equal(await verdictOn(complaint), 'history-rewritten');
  });

  test('is caught where the entry is still there, and what was said before it is not', async () => {
    const [one, other] = [await openCity(), await openCity()];
    await tellCase(one, 'The lamp at the ferry is dark.');
    await tellCase(other, 'The lamp at the quay is dark.');
    // The chain of hashes changes every entry after it, so the same bytes are put there by hand.
    const wish = await tellCase(one, WISH);
    const kept = await receiptFor(one.ledger, wish);
    for (const bytes of one.ledger.entries.slice(other.ledger.entries.length)) other.ledger.append(bytes);
    const complaint = await complaintOver(await recordOf(other.ledger), kept);
    assert.equal(complaint.evidence?.kind, 'history');
    assert.equal(await verdictOn(complaint), 'history-rewritten');
  });

  test('to the very size of the receipt is a second checkpoint of one size', async () => {
    const size = id + 3;
    const complaint = await complaintOver({
      ...(await recordOf(forked, size)),
      entry: () => Promise.resolve(undefined),
    });
    assert.equal(await verdictOn(complaint), 'history-rewritten');
  });

  test('whose files do not even lead to its own checkpoint leaves something to be found out', async () => {
    const record = await recordOf(forked);
    const missing = { ...record, hashes: () => Promise.reject(new FormatError('tile-malformed', 'There is none.')) };
    assert.equal(await verdictOn(await complaintOver(missing)), 'entry-withheld');
    const wrong = { ...record, hashes: (await recordOf(honest)).hashes };
    assert.equal(await verdictOn(await complaintOver(wrong)), 'entry-withheld');
    const bytes = { ...(await recordOf(honest)), entry: () => Promise.resolve(utf8('{}')) };
    assert.equal(await verdictOn(await complaintOver(bytes)), 'entry-withheld');
  });
});

describe('a record whose tail was cut off', () => {
  test('ends before the entry, which no file can prove', async () => {
    for (const size of [1, id]) {
      const complaint = await complaintOver(await recordOf(honest, size));
      assert.equal(await verdictOn(complaint), 'entry-beyond');
      assert.match(
        (await reportComplaint(formatComplaint(complaint), [], verifier)).sentence,
        /^Not proved by this file/,
      );
    }
  });

  test('and that went on later proves it itself, though it has not come so far again', async () => {
    const late = await openCity();
    // Two entries fewer than the receipt's: nothing stands in its place yet.
    const cut = await openCity();
    await tellCase(late, 'The lamp at the ferry is dark.');
    const wish = await tellCase(late, WISH);
    const kept = await receiptFor(late.ledger, wish);
    cut.ledger.nowMs = late.ledger.nowMs + 86_400_000;
    await tellCase(cut, 'The clock of the ferry runs slow.');
    const size = Math.min(wish, cut.ledger.entries.length);
    const complaint = await complaintOver(await recordOf(cut.ledger, size), kept);
    assert.equal(await verdictOn(complaint), 'record-cut');
    // The same evidence says nothing of an entry that was recorded later still.
    assert.equal(complaint.evidence?.kind, 'entry');
  });
});

describe('a complaint', () => {
  let complaint: Complaint;
  before(async () => {
    complaint = await complaintOver(await recordOf(forked));
  });

  test('rests on a receipt that holds and a checkpoint that is signed', async () => {
    assert.equal(await verdictOn({ ...complaint, receipt: { ...receipt, text: 'Something else.' } }), 'receipt-wrong');
    const stranger = await forked.actor('stranger');
    const forged = await forked.checkpoint(forked.entries.length, [stranger]);
    assert.equal(await verdictOn({ ...complaint, checkpoint: forged }), 'checkpoint-unsigned');
    assert.equal(await verdictOn({ ...complaint, logKey: forked.vkeyOf(stranger) }), 'checkpoint-unsigned');
  });

  test('with a key of its own for the checkpoint stays open until somebody vouches for both', async () => {
    const stranger = await forked.actor('stranger');
    const checkpoint = await forked.checkpoint(forked.entries.length, [stranger]);
    const logKey = forked.vkeyOf(stranger);
    const bytes = formatComplaint({ ...complaint, checkpoint, logKey });
    const [own, strange] = [parseVerifierKey(forked.vkey), parseVerifierKey(logKey)];
    const codes: string[] = [];
    for (const keys of [[], [own], [strange], [own, strange]])
      codes.push((await reportComplaint(bytes, keys, verifier)).code);
    assert.deepEqual(codes, ['keys-differ', 'key-foreign', 'key-foreign', 'entry-replaced']);
  });

  test('that has another key than the one that is known proves nothing', async () => {
    const stranger = parseVerifierKey(forked.vkeyOf(await forked.actor('stranger')));
    const { standing, code } = await reportComplaint(formatComplaint(complaint), [stranger], verifier);
    assert.deepEqual([standing, code], ['groundless', 'key-foreign']);
  });

  test('with any bit of it flipped is never proved', async () => {
    const bytes = formatComplaint(complaint);
    assert.ok(bytes.length > 3000, `${bytes.length} bytes`);
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.with(at, (bytes[at] ?? 0) ^ (1 << (at % 8)));
      const { standing, sentence } = await reportComplaint(changed, [], verifier);
      assert.notEqual(standing, 'proved', `byte ${at}: ${sentence}`);
    }
  });

  test('with more or fewer fields, or far too large, is none', () => {
    const { evidence: _evidence, ...fewer } = complaint;
    for (const changed of [fewer, { ...complaint, more: 1 }, { ...complaint, v: 2 }])
      assert.throws(() => parseComplaint(utf8(JSON.stringify(changed))), { code: 'complaint-malformed' });
    assert.throws(() => parseComplaint(new Uint8Array(2_000_001)), { code: 'complaint-malformed' });
  });

  test('is not made against a record of another name', async () => {
    const elsewhere = await LedgerBuilder.create('ledger.example.org/elsewhere');
    elsewhere.append(utf8('The first entry of another record.'));
    const record = await recordOf(elsewhere);
    assert.equal((await compareReceipt(receipt, record, verifier)).outcome, 'foreign');
  });
});
