import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import { LedgerBuilder } from './testing/builder.ts';
import { base64, parseUtf8, utf8 } from './bytes.ts';
import {
  decodeSigned,
  envelopePayload,
  envelopeSchema,
  findWrongSignature,
  MAX_SIGNATURE_BYTES,
  MAX_SIGNATURES,
  preAuthEncoding,
  signEnvelope,
  type Envelope,
  type WrongSignature,
} from './envelope.ts';
import { nodePlatform } from './platform-node.ts';
import { createVerifier, type Signer } from './signature.ts';

const verifier = createVerifier(nodePlatform(crypto));
const actors = await LedgerBuilder.create();
const [anna, bela, cleo] = [await actors.actor('anna'), await actors.actor('bela'), await actors.actor('cleo')];
const TYPE = 'application/x-test';
const payload = utf8('{"said":"a bench, please"}');
const origin = actors.origin;
const signed = await signEnvelope({ payloadType: TYPE, payload, origin }, [anna, bela]);

const wrong = ({ keyid }: Signer): WrongSignature => ({ keyid, verdict: 'signature-wrong' });

test('what is signed is the pre-authentication encoding of DSSE', () => {
  // The example of the DSSE protocol page.
  const example = preAuthEncoding('http://example.com/HelloWorld', utf8('hello world'));
  assert.equal(parseUtf8(example), 'DSSEv1 29 http://example.com/HelloWorld 11 hello world');
});

test('lengths in it are those of bytes, so nothing can move between type and payload', () => {
  assert.equal(parseUtf8(preAuthEncoding('tü', utf8('é€'))), 'DSSEv1 3 tü 5 é€');
  assert.equal(parseUtf8(preAuthEncoding('', new Uint8Array())), 'DSSEv1 0  0 ');
  assert.notDeepEqual(preAuthEncoding('a 1 b', utf8('c')), preAuthEncoding('a', utf8('b 1 c')));
});

test('every signer signs, in the order given, and every signature verifies', async () => {
  assert.deepEqual(
    signed.signatures.map(({ keyid }) => keyid),
    [anna.keyid, bela.keyid],
  );
  assert.deepEqual(envelopePayload(signed), payload);
  assert.equal(await findWrongSignature(signed, { payload, origin }, verifier), undefined);
  assert.ok(envelopeSchema.safeParse(signed).success);
});

test('one changed byte of payload, type or signature is found, and whose signature it is', async () => {
  for (let i = 0; i < payload.length; i++) {
    const changed = payload.with(i, (payload[i] ?? 0) ^ 1);
    assert.deepEqual(
      await findWrongSignature({ ...signed, payload: base64(changed) }, { payload: changed, origin }, verifier),
      wrong(anna),
    );
  }
  for (const payloadType of [`${TYPE} `, TYPE.slice(1), 'application/x-Test', ''])
    assert.deepEqual(
      await findWrongSignature({ ...signed, payloadType }, { payload, origin }, verifier),
      wrong(anna),
      payloadType,
    );
  for (let i = 0; i < 64; i++) {
    const [first, second] = [sig(signed, 0), sig(signed, 1)];
    assert.ok(first && second);
    const bytes = Uint8Array.fromBase64(second.sig);
    const changed = { ...second, sig: base64(bytes.with(i, (bytes[i] ?? 0) ^ 1)) };
    assert.deepEqual(
      await findWrongSignature({ ...signed, signatures: [first, changed] }, { payload, origin }, verifier),
      wrong(bela),
    );
  }
});

test('a signature does not pass under the name of another key, and one good signature excuses no other', async () => {
  const [first, second] = [sig(signed, 0), sig(signed, 1)];
  const swapped = [
    { ...first, keyid: bela.keyid },
    { ...second, keyid: anna.keyid },
  ];
  assert.deepEqual(
    await findWrongSignature({ ...signed, signatures: swapped }, { payload, origin }, verifier),
    wrong(bela),
  );
  const lent = [first, second, { keyid: cleo.keyid, sig: first.sig }];
  assert.deepEqual(
    await findWrongSignature({ ...signed, signatures: lent }, { payload, origin }, verifier),
    wrong(cleo),
  );
});

test('a payload in a second spelling of base64 is refused, by either way of decoding it', () => {
  const room = new Uint8Array(1000);
  const text = base64(utf8('ab'));
  assert.equal(text, 'YWI=');
  for (const spelling of [
    'YWI',
    'YWJ=',
    'YWI==',
    'YWI=\n',
    'YW I=',
    '    ',
    'YWI=YWI=',
    'Y-I=',
    'ÄWI=',
    '====',
    'A',
    '',
  ]) {
    const envelope = { ...signed, payload: spelling };
    if (spelling !== '')
      assert.throws(() => envelopePayload(envelope), { name: 'FormatError', code: 'envelope-malformed' }, spelling);
    if (spelling !== '') assert.throws(() => decodeSigned(envelope, room), { code: 'envelope-malformed' }, spelling);
    assert.equal(envelopeSchema.safeParse(envelope).success, spelling.length >= 4);
  }
});

test('decoding in place gives the bytes that were signed and the payload at their end', () => {
  for (const text of ['', 'a', 'ab', 'abc', 'ü€😀', parseUtf8(payload)]) {
    const envelope = { ...signed, payload: base64(utf8(text)) };
    const decoded = decodeSigned(envelope, new Uint8Array(1000).fill(255));
    assert.deepEqual(decoded.message, preAuthEncoding(TYPE, utf8(text)));
    assert.deepEqual(decoded.payload, envelopePayload(envelope));
  }
});

test(`an envelope has 1 to ${MAX_SIGNATURES} signatures and no field more`, () => {
  const first = sig(signed, 0);
  const many = (count: number): Envelope => ({ ...signed, signatures: Array.from({ length: count }, () => first) });
  assert.ok(envelopeSchema.safeParse(many(1)).success);
  assert.ok(envelopeSchema.safeParse(many(64)).success);
  const { payloadType: _, ...untyped } = signed;
  for (const length of [1, 2, 3, 63, 65, MAX_SIGNATURE_BYTES])
    assert.ok(
      envelopeSchema.safeParse({ ...signed, signatures: [{ ...first, sig: base64(new Uint8Array(length)) }] }).success,
    );
  const refused: readonly unknown[] = [
    many(0),
    many(65),
    untyped,
    { ...signed, extra: 1 },
    { ...signed, payloadType: '' },
    { ...signed, payloadType: 'x'.repeat(201) },
    { ...signed, payload: 7 },
    { ...signed, signatures: first },
    { ...signed, signatures: [{ ...first, alg: 'none' }] },
    { ...signed, signatures: [{ keyid: first.keyid }] },
    { ...signed, signatures: [{ ...first, sig: first.sig.slice(0, -2) }] },
    { ...signed, signatures: [{ ...first, sig: '' }] },
    { ...signed, signatures: [{ ...first, sig: `${first.sig} ` }] },
    { ...signed, signatures: [{ ...first, sig: `${first.sig}${first.sig}` }] },
    { ...signed, signatures: [{ ...first, sig: base64(new Uint8Array(MAX_SIGNATURE_BYTES + 1)) }] },
    { ...signed, signatures: [{ ...first, sig: `${first.sig.slice(0, 85)}B==` }] },
    { ...signed, signatures: [{ ...first, keyid: first.keyid.toUpperCase() }] },
    JSON.parse(JSON.stringify(signed).replace('{', '{"__proto__":1,')),
  ];
  for (const envelope of refused)
    assert.equal(envelopeSchema.safeParse(envelope).success, false, JSON.stringify(envelope));
});

function sig(envelope: Envelope, index: number): Envelope['signatures'][number] {
  const signature = envelope.signatures[index];
  if (signature === undefined) throw new RangeError(`There is no signature ${index}.`);
  return signature;
}
