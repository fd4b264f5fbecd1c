/** Vectors of promises, and of complaints over them. SPEC 11.2, M66, M67. */
import { base64, parseBase64, utf8 } from '../../src/bytes.ts';
import { canonicalBytes } from '../../src/canonical-json.ts';
import { envelopePayload, signEnvelope, type Envelope } from '../../src/envelope.ts';
import type { FormatCode } from '../../src/error.ts';
import { noblePlatform } from '../../src/platform-noble.ts';
import { PROMISE_PAYLOAD_TYPE, type Pledge, type PromiseFile, type PromiseVerdict } from '../../src/promise.ts';
import {
  makePromiseComplaint,
  type PromiseComplaint,
  type PromiseComplaintVerdict,
} from '../../src/promise-complaint.ts';
import { searchPromise } from '../../src/promise-search.ts';
import { createVerifier } from '../../src/signature.ts';
import type { LedgerBuilder } from '../../src/testing/builder.ts';
import { openCity, tellCase } from '../../src/testing/city.ts';
import { promiseOf, searchedRecordOf } from '../../src/testing/promises.ts';

export interface PromiseRow {
  readonly name: string;
  readonly promise: PromiseFile;
  /** Null where a part of it cannot be read. */
  readonly verdict: PromiseVerdict | null;
  readonly refused: FormatCode | null;
}

export async function promiseRows(): Promise<readonly PromiseRow[]> {
  const { ledger } = await openCity();
  const { file, pledge } = await promiseOf(ledger);
  const { promise } = file;
  const stranger = await ledger.actor('stranger');
  const row = (name: string, verdict: PromiseVerdict, changed: Partial<PromiseFile>): PromiseRow => ({
    ...{ name, promise: { ...file, ...changed }, verdict, refused: null },
  });
  const bad = (name: string, refused: FormatCode, changed: Partial<PromiseFile>): PromiseRow => ({
    ...{ name, promise: { ...file, ...changed }, verdict: null, refused },
  });
  const pledged = (changed: object): Promise<Envelope> => signPledge(ledger, { ...pledge, ...changed });
  const [signature] = promise.signatures;
  const payload = new TextDecoder().decode(envelopePayload(promise));
  const { deadline: _, ...endless } = pledge;
  return [
    row('as it was given', 'holds', {}),
    row('for a case', 'holds', { promise: await pledged({ case: 11 }) }),
    row('with another log key, which nothing in it signs', 'holds', { logKey: ledger.vkeyOf(stranger) }),
    row('with other words', 'text-foreign', { text: 'The footbridge is fine.' }),
    row('with another salt', 'text-foreign', { salt: base64(new Uint8Array(32)) }),
    row('for another commitment', 'text-foreign', { promise: await pledged({ digest: '0'.repeat(64) }) }),
    row('with a deadline that was moved', 'not-signed', {
      promise: { ...promise, payload: base64(utf8(payload.replace('"deadline":"2026', '"deadline":"2036'))) },
    }),
    row('with the key of somebody else', 'not-signed', {
      promise: {
        ...promise,
        signatures: [{ keyid: stranger.keyid, sig: signature?.sig ?? '' }],
      },
    }),
    row('with a signature that is half of another', 'not-signed', {
      promise: {
        ...promise,
        signatures: [{ keyid: ledger.intakeKey.keyid, sig: base64(parseBase64(signature?.sig ?? '').subarray(0, 32)) }],
      },
    }),
    bad('signed twice', 'promise-malformed', {
      promise: { ...promise, signatures: [...promise.signatures, ...promise.signatures] },
    }),
    bad('of the payload type of statements', 'promise-malformed', {
      promise: { ...promise, payloadType: 'application/vnd.counterfoil.statement.v1+json' },
    }),
    bad('with a deadline before it was given', 'promise-malformed', {
      promise: await pledged({ deadline: '2026-01-01T00:00:00.000Z' }),
    }),
    bad('for support, which has no words', 'promise-malformed', { promise: await pledged({ kind: 'support-added' }) }),
    bad('with a field too many', 'promise-malformed', { promise: await pledged({ sum: 'all' }) }),
    bad('without a deadline', 'promise-malformed', { promise: await signPledge(ledger, endless) }),
    bad('of which the payload is not canonical', 'json-not-canonical', {
      promise: { ...promise, payload: base64(utf8(` ${payload}`)) },
    }),
    bad('with a salt of three bytes', 'promise-malformed', { salt: 'salt' }),
    bad('with a salt that is not base64', 'base64-invalid', { salt: 'salt!' }),
  ];
}

function signPledge(ledger: LedgerBuilder, pledge: Partial<Pledge>): Promise<Envelope> {
  const payload = canonicalBytes(pledge as { readonly [key: string]: string });
  const { origin } = ledger;
  return signEnvelope({ payloadType: PROMISE_PAYLOAD_TYPE, payload, origin }, [ledger.intakeKey]);
}

export interface PromiseComplaintRow {
  readonly name: string;
  readonly complaint: PromiseComplaint;
  readonly verdict: PromiseComplaintVerdict;
}

export async function promiseComplaintRows(): Promise<readonly PromiseComplaintRow[]> {
  const city = await openCity();
  const { ledger } = city;
  const { file, pledge } = await promiseOf(ledger);
  const stranger = await ledger.actor('stranger');
  const forged = await promiseOf(ledger, { at: pledge.at, deadline: pledge.deadline }, stranger);
  ledger.nowMs += 60_000;
  await tellCase(city);
  const record = await searchedRecordOf(ledger);
  const found = await searchPromise(file, record, { verifier: createVerifier({ ...noblePlatform }) });
  if (found.outcome !== 'absent') throw new RangeError('There is nothing to complain of.');
  const { checkpoint, logKey } = record;
  const complaint = makePromiseComplaint({ promise: file, checkpoint, logKey, newest: found.newest, keys: found.keys });
  const { evidence } = complaint;
  const [opening = evidence.newest] = evidence.keys;
  const row = (
    name: string,
    verdict: PromiseComplaintVerdict,
    changed: Partial<PromiseComplaint>,
  ): PromiseComplaintRow => ({ name, complaint: { ...complaint, ...changed }, verdict });
  const shows = (changed: Partial<PromiseComplaint['evidence']>): Partial<PromiseComplaint> => ({
    evidence: { ...evidence, ...changed },
  });
  return [
    row('a promise that the record has gone on without', 'promise-overdue', {}),
    row('of other words', 'promise-wrong', { promise: { ...file, text: 'The footbridge is fine.' } }),
    row('of a key that is none of the record', 'evidence-wrong', { promise: forged.file }),
    row('a checkpoint of another key', 'checkpoint-unsigned', {
      checkpoint: await ledger.checkpoint(ledger.entries.length, [stranger]),
    }),
    row('another key for the checkpoint', 'checkpoint-unsigned', { logKey: ledger.vkeyOf(stranger) }),
    row('an entry from before the deadline', 'evidence-wrong', shows({ newest: opening })),
    row('an entry at another place', 'evidence-wrong', shows({ newest: { ...evidence.newest, index: 0 } })),
    row('a checkpoint that ends before the entry', 'evidence-wrong', {
      checkpoint: await ledger.checkpoint(ledger.entries.length - 1),
    }),
    row('an opening that opens nothing', 'evidence-wrong', shows({ keys: [evidence.newest] })),
    row('the opening twice', 'evidence-wrong', shows({ keys: [opening, opening] })),
    row(
      'a hash of a proof left out',
      'evidence-wrong',
      shows({ keys: [{ ...opening, proof: opening.proof.slice(1) }] }),
    ),
  ];
}
