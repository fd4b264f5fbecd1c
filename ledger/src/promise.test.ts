import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { before, describe, test } from 'node:test';
import { base64, parseBase64, utf8 } from './bytes.ts';
import { canonicalBytes } from './canonical-json.ts';
import { envelopePayload, signEnvelope } from './envelope.ts';
import { FormatError } from './error.ts';
import { nodePlatform } from './platform-node.ts';
import {
  checkPromise,
  formatPromise,
  keepsPromise,
  makePromise,
  parsePromise,
  PROMISE_PAYLOAD_TYPE,
  promiseFileName,
  type PromiseFile,
} from './promise.ts';
import { reportPromise } from './promise-report.ts';
import { createVerifier } from './signature.ts';
import type { LedgerBuilder } from './testing/builder.ts';
import { openCity } from './testing/city.ts';
import { PROMISED, promiseOf, type Promised } from './testing/promises.ts';

const verifier = createVerifier(nodePlatform(crypto));
let ledger: LedgerBuilder;
let given: Promised;

before(async () => {
  ({ ledger } = await openCity());
  given = await promiseOf(ledger);
});

const sentenceOf = async (file: PromiseFile): Promise<string> =>
  (await reportPromise(formatPromise(file), verifier)).sentence;

describe('a promise (SPEC M66)', () => {
  test('holds by itself, and reads back as it was written', async () => {
    const file = parsePromise(formatPromise(given.file));
    assert.deepEqual(file, given.file);
    assert.equal(await checkPromise(file, verifier), 'holds');
    assert.equal(
      await sentenceOf(file),
      'The service of ledger.example.org/rivermouth promised on 2026-01-05 08:00:11 UTC to record these words by 2026-01-05 08:00:21 UTC.',
    );
    assert.equal(promiseFileName(given.pledge), `promise-${given.pledge.digest.slice(0, 12)}.json`);
  });

  test('does not hold for other words, or with another salt', async () => {
    for (const changed of [{ text: `${PROMISED} ` }, { text: '\ud800' }, { salt: base64(new Uint8Array(32)) }]) {
      const file = { ...given.file, ...changed };
      assert.equal(await checkPromise(file, verifier), 'text-foreign');
    }
    assert.match(await sentenceOf({ ...given.file, text: 'Mend it.' }), /^This is not a promise for these words/);
  });

  test('does not hold with anything in what was signed changed, or under a key that did not sign', async () => {
    const { promise } = given.file;
    const payload = JSON.parse(new TextDecoder().decode(envelopePayload(promise))) as Record<string, string>;
    const later = canonicalBytes({ ...payload, deadline: '2036-01-05T08:00:21.000Z' });
    const [signature] = promise.signatures;
    assert.ok(signature);
    const stranger = await ledger.actor('stranger');
    for (const changed of [
      { ...promise, payload: base64(later) },
      { ...promise, signatures: [{ ...signature, keyid: stranger.keyid }] },
    ])
      assert.equal(await checkPromise({ ...given.file, promise: changed }, verifier), 'not-signed');
    const sig = parseBase64(signature.sig);
    for (let at = 0; at < sig.length; at += 7) {
      const flipped = sig.slice();
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      const forged: PromiseFile['promise'] = { ...promise, signatures: [{ ...signature, sig: base64(flipped) }] };
      assert.equal(await checkPromise({ ...given.file, promise: forged }, verifier), 'not-signed', `byte ${at}`);
    }
  });

  test('is refused in any other form', async () => {
    const { promise } = given.file;
    const { origin } = given.pledge;
    const signed = async (pledge: object) =>
      signEnvelope(
        {
          payloadType: PROMISE_PAYLOAD_TYPE,
          payload: canonicalBytes(pledge as { readonly [key: string]: string }),
          origin,
        },
        [ledger.intakeKey],
      );
    const code = async (file: PromiseFile): Promise<string> => {
      try {
        return await checkPromise(parsePromise(formatPromise(file)), verifier);
      } catch (error) {
        assert.ok(error instanceof FormatError, String(error));
        return error.code;
      }
    };
    const { pledge } = given;
    const odd: readonly (readonly [string, PromiseFile['promise']])[] = [
      ['a statement', { ...promise, payloadType: 'application/vnd.counterfoil.statement.v1+json' }],
      ['two signatures', { ...promise, signatures: [...promise.signatures, ...promise.signatures] }],
      ['a field too many', await signed({ ...pledge, sum: 'all' })],
      ['a field too few', await signed({ origin, kind: pledge.kind, digest: pledge.digest, at: pledge.at })],
      ['over before it begins', await signed({ ...pledge, deadline: pledge.at })],
      ['of a kind without words', await signed({ ...pledge, kind: 'support-added' })],
    ];
    for (const [name, changed] of odd)
      assert.equal(await code({ ...given.file, promise: changed }), 'promise-malformed', name);
    assert.equal(await code({ ...given.file, salt: 'AAAA' }), 'promise-malformed');
    assert.equal(await code({ ...given.file, salt: 'AAA' }), 'base64-invalid');
    assert.throws(() => parsePromise(utf8('{}')), { code: 'promise-malformed' });
    assert.throws(() => parsePromise(new Uint8Array(400_001)), { code: 'promise-malformed' });
    assert.throws(() => parsePromise(formatPromise(given.file).slice(0, 300)), { code: 'json-invalid' });
    assert.match((await reportPromise(formatPromise(given.file).slice(0, 300), verifier)).sentence, /breaks off/);
    await assert.rejects(
      makePromise({ ...given, pledge: { ...pledge, deadline: pledge.at }, logKey: ledger.vkey }, ledger.intakeKey),
      { code: 'promise-malformed' },
    );
  });

  test('the longest words, however they are escaped, fit into a file', async () => {
    const text = '\u0001'.repeat(50_000);
    const file = { ...given.file, text };
    assert.equal(parsePromise(formatPromise(file)).text, text);
  });

  test('is kept by a statement of its kind, ledger and commitment, whatever its case', () => {
    const { pledge, ref } = given;
    const said = { kind: 'input-received', channel: 'web', author: 'person', case: 3, text: ref } as const;
    assert.ok(keepsPromise(pledge, ledger.complete(said)));
    assert.ok(!keepsPromise(pledge, ledger.complete({ ...said, origin: 'ledger.example.org/elsewhere' })));
    assert.ok(!keepsPromise(pledge, ledger.complete({ ...said, text: { ...ref, digest: '0'.repeat(64) } })));
    assert.ok(!keepsPromise(pledge, ledger.complete({ ...said, kind: 'appeal', case: 3, against: 4 })));
    assert.ok(!keepsPromise(pledge, ledger.complete({ kind: 'response', by: [1], case: 3, text: ref })));
  });
});
