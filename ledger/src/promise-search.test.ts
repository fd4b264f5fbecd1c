import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { describe, test } from 'node:test';
import { base64 } from './bytes.ts';
import { COMPLAINT_TYPE } from './complaint.ts';
import { isOverPromise, reportComplaint } from './complaint-report.ts';
import { parseVerifierKey } from './note.ts';
import { nodePlatform } from './platform-node.ts';
import {
  checkPromiseComplaint,
  formatPromiseComplaint,
  makePromiseComplaint,
  parsePromiseComplaint,
  type PromiseComplaint,
} from './promise-complaint.ts';
import { reportKept } from './promise-report.ts';
import { searchPromise, type PromiseSearch, type SearchedRecord } from './promise-search.ts';
import { createVerifier } from './signature.ts';
import { LedgerBuilder } from './testing/builder.ts';
import { openCity, tellCase, type City } from './testing/city.ts';
import { promiseOf, searchedRecordOf, type Promised } from './testing/promises.ts';

const verifier = createVerifier(nodePlatform(crypto));
const search = (given: Promised, record: SearchedRecord): Promise<PromiseSearch> =>
  searchPromise(given.file, record, { verifier });

/** Words on record that were promised. */
async function keep({ ledger }: City, { ref, pledge }: Promised): Promise<number> {
  const said = { channel: 'web', author: 'person', text: ref, at: pledge.at } as const;
  return ledger.say(
    { kind: 'input-received', ...said, process: { id: 'service-request', version: 1 } },
    ledger.intakeKey,
  );
}

function outcomeOf(found: PromiseSearch, given: Promised, now = given.pledge.at): string {
  return reportKept(given.pledge, found, 'there', now).code;
}

describe('looking for what was promised (SPEC M67)', () => {
  test('finds it kept, before everything and behind everything that is on record', async () => {
    const city = await openCity();
    const given = await promiseOf(city.ledger);
    const index = await keep(city, given);
    for (const more of [0, 1, 5]) {
      for (let i = 0; i < more; i++) await tellCase(city);
      const found = await search(given, await searchedRecordOf(city.ledger));
      assert.ok(found.outcome === 'kept');
      assert.equal(found.entry.index, index);
      assert.equal(found.caseId, index);
      assert.ok(!found.isLate);
    }
  });

  test('finds it beyond the first bundle, and where the database answered before the promise was given', async () => {
    const city = await openCity();
    while (city.ledger.entries.length < 300) await tellCase(city);
    const early = await promiseOf(city.ledger);
    await keep(city, early);
    const ahead = await promiseOf(city.ledger, {
      at: new Date(city.ledger.nowMs + 60_000).toISOString(),
      deadline: '2026-02-01T00:00:00.000Z',
    });
    await keep(city, { ...ahead, pledge: { ...ahead.pledge, at: city.ledger.now } });
    await tellCase(city);
    for (const given of [early, ahead])
      assert.equal((await search(given, await searchedRecordOf(city.ledger))).outcome, 'kept');
  });

  test('tells what was kept late, and in another case than it was meant for', async () => {
    const city = await openCity();
    const other = await tellCase(city);
    const given = await promiseOf(city.ledger, { case: other });
    city.ledger.nowMs += 60_000;
    const index = await keep(city, given);
    const found = await search(given, await searchedRecordOf(city.ledger));
    const { code, sentence } = reportKept(given.pledge, found, 'there', given.pledge.at);
    assert.equal(code, 'kept-late');
    assert.match(sentence, new RegExp(`It stands in case ${index}: it was meant for case ${other}`));
  });

  test('says that there is still time, that the record went on without it, or that only the clock says so', async () => {
    const city = await openCity();
    await tellCase(city);
    const given = await promiseOf(city.ledger);
    const at = async (now: string): Promise<string> =>
      outcomeOf(await search(given, await searchedRecordOf(city.ledger)), given, now);
    assert.equal(await at(given.pledge.deadline), 'waiting');
    assert.equal(await at('2026-02-01T00:00:00.000Z'), 'missing-by-clock');
    city.ledger.nowMs += 60_000;
    await tellCase(city);
    assert.equal(await at(given.pledge.at), 'missing');
  });

  test('does not take the same commitment in a statement of another kind', async () => {
    const city = await openCity();
    const given = await promiseOf(city.ledger, { kind: 'dispute' });
    await keep(city, given);
    city.ledger.nowMs += 60_000;
    await tellCase(city);
    assert.equal(outcomeOf(await search(given, await searchedRecordOf(city.ledger)), given), 'missing');
  });

  test('says nothing of absence where entries are hidden, cut off or changed', async () => {
    const city = await openCity();
    const given = await promiseOf(city.ledger);
    const index = await keep(city, given);
    city.ledger.nowMs += 60_000;
    await tellCase(city);
    const { ledger } = city;
    const hidden = await search(given, await searchedRecordOf(ledger, ledger.entries.length, index));
    assert.deepEqual(hidden, { outcome: 'unseen', from: index, size: ledger.entries.length });
    const record = await searchedRecordOf(ledger);
    const swapped: SearchedRecord = {
      ...record,
      bundle: async (at) =>
        (await record.bundle(at)).map((bytes, i) => (i === index ? (ledger.entries[0] ?? bytes) : bytes)),
    };
    assert.equal((await search(given, swapped)).outcome, 'unseen');
    const noTiles: SearchedRecord = {
      ...record,
      hashes: (await searchedRecordOf(await LedgerBuilder.create())).hashes,
    };
    await assert.rejects(search(given, noTiles), RangeError);
  });

  test('holds it to the record of its name, and to the key that took in what people said there', async () => {
    const city = await openCity();
    const stranger = await city.ledger.actor('stranger');
    const forged = await promiseOf(city.ledger, {}, stranger);
    const given = await promiseOf(city.ledger);
    city.ledger.nowMs += 60_000;
    await tellCase(city);
    const record = await searchedRecordOf(city.ledger);
    assert.equal(outcomeOf(await search(forged, record), forged), 'key-foreign');
    const foreign = await promiseOf(city.ledger, { origin: 'ledger.example.org/elsewhere' });
    assert.equal(outcomeOf(await search(foreign, record), foreign), 'record-foreign');
    const otherKey = city.ledger.vkeyOf(stranger);
    assert.equal(outcomeOf(await search(given, { ...record, logKey: otherKey }), given), 'record-foreign');
  });

  test('follows the intake key where it was replaced', async () => {
    const city = await openCity();
    const { ledger } = city;
    const before = await promiseOf(ledger);
    const [anna, bela] = city.registrars;
    const next = await ledger.actor('second intake');
    ledger.nowMs += 60_000;
    await ledger.say(
      { kind: 'key-rotated', from: ledger.intakeKey.keyid, to: next.keyid },
      anna,
      bela,
      ledger.intakeKey,
      next,
    );
    const after = await promiseOf(ledger, {}, next);
    const stolen = await promiseOf(ledger);
    ledger.nowMs += 60_000;
    const words = { channel: 'web', author: 'person', text: ledger.text('The clock is slow.') } as const;
    await ledger.say({ kind: 'input-received', ...words, process: { id: 'service-request', version: 1 } }, next);
    const record = await searchedRecordOf(ledger);
    for (const given of [before, after]) {
      const found = await search(given, record);
      assert.ok(found.outcome === 'absent', found.outcome);
      const complaint = complaintOver(given, record, found);
      assert.equal(await checkPromiseComplaint(complaint, verifier), 'promise-overdue');
    }
    assert.equal((await search(stolen, record)).outcome, 'key-foreign');
  });
});

function complaintOver(
  { file }: Promised,
  record: SearchedRecord,
  found: Extract<PromiseSearch, { outcome: 'absent' }>,
): PromiseComplaint {
  const { checkpoint, logKey } = record;
  return makePromiseComplaint({ promise: file, checkpoint, logKey, newest: found.newest, keys: found.keys });
}

describe('a complaint over a promise (SPEC M67)', () => {
  async function broken(): Promise<{ given: Promised; city: City; complaint: PromiseComplaint }> {
    const city = await openCity();
    const given = await promiseOf(city.ledger);
    city.ledger.nowMs += 60_000;
    await tellCase(city);
    const record = await searchedRecordOf(city.ledger);
    const found = await search(given, record);
    assert.ok(found.outcome === 'absent');
    return { given, city, complaint: complaintOver(given, record, found) };
  }

  test('shows by itself that the promise was made and that the record has gone on, and is not called proved', async () => {
    const { complaint, city } = await broken();
    const bytes = formatPromiseComplaint(complaint);
    assert.deepEqual(parsePromiseComplaint(bytes), complaint);
    const report = await reportComplaint(bytes, [], verifier);
    assert.equal(report.standing, 'open');
    assert.equal(report.code, 'promise-overdue');
    assert.match(
      report.sentence,
      /^Not proved by this file alone\. The service of .* promised on .* to record these words/,
    );
    assert.ok(report.complaint !== undefined && isOverPromise(report.complaint));
    const known = await reportComplaint(bytes, [parseVerifierKey(city.ledger.vkey)], verifier);
    assert.equal(known.standing, 'open');
    const stranger = parseVerifierKey(city.ledger.vkeyOf(await city.ledger.actor('stranger')));
    assert.equal((await reportComplaint(bytes, [stranger], verifier)).code, 'key-foreign');
  });

  test('shows nothing with any part of it forged', async () => {
    const { complaint, city, given } = await broken();
    const { evidence } = complaint;
    const [opening] = evidence.keys;
    assert.ok(opening);
    const stranger = await city.ledger.actor('stranger');
    const forged = await promiseOf(city.ledger, { at: given.pledge.at, deadline: given.pledge.deadline }, stranger);
    const odd: readonly (readonly [string, Partial<PromiseComplaint>, string])[] = [
      ['other words', { promise: { ...given.file, text: 'Mend it.' } }, 'promise-wrong'],
      ['a key that is not its own', { logKey: city.ledger.vkeyOf(stranger) }, 'checkpoint-unsigned'],
      ['a promise of a stranger', { promise: forged.file }, 'evidence-wrong'],
      ['an entry before the deadline', { evidence: { ...evidence, newest: opening } }, 'evidence-wrong'],
      [
        'another entry',
        { evidence: { ...evidence, newest: { ...evidence.newest, entry: opening.entry } } },
        'evidence-wrong',
      ],
      ['another index', { evidence: { ...evidence, newest: { ...evidence.newest, index: 0 } } }, 'evidence-wrong'],
      ['an opening that is none', { evidence: { ...evidence, keys: [evidence.newest] } }, 'evidence-wrong'],
      ['the opening twice', { evidence: { ...evidence, keys: [opening, opening] } }, 'evidence-wrong'],
    ];
    for (const [name, changed, verdict] of odd)
      assert.equal(await checkPromiseComplaint({ ...complaint, ...changed }, verifier), verdict, name);
  });

  test('is refused in any other form, and in halves', async () => {
    const { complaint, city } = await broken();
    const bytes = formatPromiseComplaint(complaint);
    const cut = await reportComplaint(bytes.slice(0, 900), [], verifier);
    assert.equal(cut.code, 'unreadable');
    const both = new TextEncoder().encode(JSON.stringify({ ...complaint, receipt: {} }));
    assert.equal((await reportComplaint(both, [], verifier)).code, 'unreadable');
    const empty = { ...complaint, evidence: { ...complaint.evidence, keys: [] } };
    assert.throws(() => parsePromiseComplaint(formatPromiseComplaint(empty)), { code: 'complaint-malformed' });
    assert.throws(() => parsePromiseComplaint(new Uint8Array(2_000_001)), { code: 'complaint-malformed' });
    const nothing = { type: COMPLAINT_TYPE, v: 1, promise: base64(city.ledger.entries[0] ?? new Uint8Array()) };
    const answered = await reportComplaint(new TextEncoder().encode(JSON.stringify(nothing)), [], verifier);
    assert.equal(answered.code, 'unreadable');
  });
});
