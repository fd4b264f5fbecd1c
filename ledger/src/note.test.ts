import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { base64, concatBytes, hex, utf8 } from './bytes.ts';
import { FormatError, type FormatCode } from './error.ts';
import {
  ED25519,
  formatNote,
  formatVerifierKey,
  keyId,
  MAX_NOTE_BYTES,
  MAX_NOTE_SIGNATURES,
  parseNote,
  parseVerifierKey,
  signNote,
  verifyNote,
  type NoteSignature,
} from './note.ts';
import { nodePlatform } from './platform-node.ts';
import { createVerifier } from './signature.ts';

const verifier = createVerifier(nodePlatform(crypto));
const verify: typeof verifier.verify = (...args) => verifier.verify(...args);

// The example of C2SP signed-note.
const VKEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const TEXT = 'This is an example message.\n';
const LINE =
  '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
const NOTE = `${TEXT}\n${LINE}`;

function refusal(code: FormatCode) {
  return (error: unknown) => error instanceof FormatError && error.code === code;
}

function testKey(seed: number) {
  const pkcs8 = concatBytes(Uint8Array.fromHex('302e020100300506032b657004220420'), new Uint8Array(32).fill(seed));
  const privateKey = crypto.createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const { x = '' } = crypto.createPublicKey(privateKey).export({ format: 'jwk' });
  return {
    publicKey: Uint8Array.fromBase64(x, { alphabet: 'base64url' }),
    sign: (message: Uint8Array) => new Uint8Array(crypto.sign(null, message, privateKey)),
  };
}

test('the note of the specification is verified by its key', async () => {
  const note = parseNote(NOTE);
  assert.equal(note.text, TEXT);
  assert.equal(note.signatures.length, 1);
  assert.equal(await verifyNote(note, parseVerifierKey(VKEY), verify), 'verified');
  assert.deepEqual(parseNote(utf8(NOTE)), note);
  assert.equal(formatNote(note.text, note.signatures), NOTE);
});

test('the key of the specification has the parts that it says, and is written back as it was', () => {
  const key = parseVerifierKey(VKEY);
  assert.equal(key.name, 'example.com/foo');
  assert.equal(key.algorithm, ED25519);
  assert.equal(hex(key.id), '530d903a');
  assert.deepEqual(keyId(key.name, key.algorithm, key.publicKey), key.id);
  assert.equal(formatVerifierKey(key.name, key.publicKey), VKEY);
});

test('a note in which any single byte is changed is never verified', async () => {
  const key = parseVerifierKey(VKEY);
  const bytes = utf8(NOTE);
  for (let i = 0; i < bytes.length; i++) {
    for (const bit of [0x01, 0x40, 0x80]) {
      const changed = Uint8Array.from(bytes);
      changed[i] = (changed[i] as number) ^ bit;
      let verdict: string;
      try {
        verdict = await verifyNote(parseNote(changed), key, verify);
      } catch (error) {
        assert.ok(error instanceof FormatError);
        verdict = error.code;
      }
      assert.notEqual(verdict, 'verified', `byte ${i}`);
    }
  }
});

const names = fc
  .string({ unit: 'grapheme', minLength: 1 })
  .filter((name) => /^[^\p{White_Space}+\p{Cc}]+$/u.test(name));
const texts = fc
  .array(fc.oneof(fc.constant(''), fc.string({ unit: 'grapheme' }), names), { maxLength: 6 })
  .map((lines) => `${lines.join('\n').replaceAll(/[^\n\P{Cc}]/gu, '')}\n`);
const signatures: fc.Arbitrary<NoteSignature> = fc.record(
  {
    name: names,
    keyId: fc.uint8Array({ minLength: 4, maxLength: 4 }),
    signature: fc.uint8Array({ minLength: 1, maxLength: 80 }),
  },
  { noNullPrototype: true },
);

test('every note written is read back as it was, also when its text has empty lines or looks like signatures', () => {
  const tricky = fc.constantFrom('\n', '\n\n', '\n\n\n', `${TEXT}\n`, NOTE, `${NOTE}\n`, '\ufeff\n', `${NOTE}\n\n`);
  fc.assert(
    fc.property(
      fc.oneof(texts, tricky),
      fc.array(signatures, { minLength: 1, maxLength: MAX_NOTE_SIGNATURES }),
      (text, lines) => {
        assert.deepEqual(parseNote(formatNote(text, lines)), { text, signatures: lines });
      },
    ),
  );
});

test('every verifier key written is read back as it was', () => {
  fc.assert(
    fc.property(names, fc.uint8Array({ minLength: 32, maxLength: 32 }), (name, publicKey) => {
      const key = parseVerifierKey(formatVerifierKey(name, publicKey));
      assert.deepEqual(key, { name, id: keyId(name, ED25519, publicKey), algorithm: ED25519, publicKey });
    }),
  );
});

test('a signed note is verified by its own key, is unsigned for others, and is wrong with another text', async () => {
  const [own, other] = [testKey(1), testKey(2)];
  const key = parseVerifierKey(formatVerifierKey('log.example', own.publicKey));
  const stranger = parseVerifierKey(formatVerifierKey('log.example', other.publicKey));
  const namesake = parseVerifierKey(formatVerifierKey('log2.example', own.publicKey));
  const note = parseNote(await signNote('first\n\nsecond\n', key, own.sign));
  assert.equal(await verifyNote(note, key, verify), 'verified');
  assert.equal(await verifyNote(note, stranger, verify), 'unsigned');
  assert.equal(await verifyNote(note, namesake, verify), 'unsigned');
  assert.equal(await verifyNote({ ...note, text: 'first\n\nthird\n' }, key, verify), 'wrong');
});

test('lines of unknown keys are kept and change nothing, even when they share a name or an id with the known one', async () => {
  const key = parseVerifierKey(VKEY);
  const note = parseNote(NOTE);
  const noise = { name: 'witness.example', keyId: new Uint8Array(4), signature: Uint8Array.of(1) };
  const lines = [noise, { ...noise, name: key.name }, { ...noise, keyId: key.id }, ...note.signatures, noise];
  const noisy = parseNote(formatNote(TEXT, lines));
  assert.deepEqual(noisy.signatures, lines);
  assert.equal(await verifyNote(noisy, key, verify), 'verified');
  assert.equal(await verifyNote({ text: TEXT, signatures: lines.slice(0, 3) }, key, verify), 'unsigned');
});

test('a wrong signature of a known key spoils the note, whether it stands before or after a good one', async () => {
  const key = parseVerifierKey(VKEY);
  const [good] = parseNote(NOTE).signatures;
  assert.ok(good);
  const wrong = { ...good, signature: Uint8Array.from(good.signature, (byte, i) => (i === 9 ? byte ^ 1 : byte)) };
  for (const lines of [[wrong], [wrong, good], [good, wrong], [{ ...good, signature: Uint8Array.of(1) }]]) {
    assert.equal(await verifyNote({ text: TEXT, signatures: lines }, key, verify), 'wrong');
  }
  assert.equal(await verifyNote({ text: TEXT, signatures: [good, good] }, key, verify), 'verified');
});

test('a note that is not written as the format says is refused', () => {
  const start = '— example.com/foo ';
  const coded = LINE.slice(start.length, -1);
  const refused: Record<string, string> = {
    nothing: '',
    'no signature': TEXT,
    'no signature after the empty line': `${TEXT}\n`,
    'no text': LINE,
    'no newline at the end of the text': `message\n${LINE}`,
    'no empty line': `${TEXT}${LINE}`,
    'no final newline': NOTE.slice(0, -1),
    'an empty line at the end': `${NOTE}\n`,
    'an empty line among signatures': `${NOTE}\n\n${LINE}`.slice(0, -1),
    'text after the signatures': `${NOTE}more\n`,
    'a hyphen for the dash': NOTE.replace('—', '-'),
    'no space after the dash': NOTE.replace('— ', '—'),
    'two spaces': NOTE.replace(start, `${start} `),
    'a space at the end of the line': `${NOTE.slice(0, -1)} \n`,
    'no name': NOTE.replace('example.com/foo ', ''),
    'a plus in the name': NOTE.replace('foo', 'f+o'),
    'a no-break space in the name': NOTE.replace('foo', 'f\u00a0o'),
    'a line separator in the name': NOTE.replace('foo', 'f\u2028o'),
    'a next-line character in the name': NOTE.replace('foo', 'f\u0085o'),
    'a carriage return': NOTE.replaceAll('\n', '\r\n'),
    'a tab in the text': NOTE.replace(' is', '\tis'),
    'a zero in the text': NOTE.replace(' is', '\0is'),
    'an escape in the name': NOTE.replace('foo', 'f\x1bo'),
    'base64 without padding': NOTE.replace('QM=', 'QM'),
    'base64 with bits to spare': NOTE.replace('QM=', 'QN='),
    'base64 for addresses': NOTE.replace('Uw2QOkn8', 'Uw2-Okn8'),
    'no base64': `${TEXT}\n${start}\n`,
    'a key id and no signature': `${TEXT}\n${start}${base64(new Uint8Array(4))}\n`,
    'half a key id': `${TEXT}\n${start}${base64(new Uint8Array(3))}\n`,
    'half of a surrogate pair': NOTE.replace('is', '\ud800'),
    'too many signatures': `${TEXT}\n${LINE.repeat(MAX_NOTE_SIGNATURES + 1)}`,
    'too many bytes': `${'a'.repeat(MAX_NOTE_BYTES)}${NOTE}`,
    'too many bytes in few characters': `${'—'.repeat(MAX_NOTE_BYTES / 3)}${NOTE}`,
  };
  assert.ok(coded.endsWith('QM='));
  for (const [what, note] of Object.entries(refused))
    assert.throws(() => parseNote(note), refusal('note-malformed'), what);
  assert.throws(() => parseNote(concatBytes(Uint8Array.of(0xff), utf8(NOTE))), refusal('utf8-invalid'));
});

test('a note of the largest size with the most signatures is read', () => {
  const lines = `\n${LINE.repeat(MAX_NOTE_SIGNATURES)}`;
  const note = `${'a'.repeat(MAX_NOTE_BYTES - utf8(lines).length - 1)}\n${lines}`;
  assert.equal(utf8(note).length, MAX_NOTE_BYTES);
  assert.equal(parseNote(note).signatures.length, MAX_NOTE_SIGNATURES);
});

test('no note is written that could not be read back', async () => {
  const { signatures: lines } = parseNote(NOTE);
  const [line] = lines;
  assert.ok(line);
  const key = parseVerifierKey(VKEY);
  for (const text of ['', 'no newline', 'a\tb\n', 'a\r\n', '\ud800\n']) {
    assert.throws(() => formatNote(text, lines), refusal('note-malformed'), JSON.stringify(text));
    const sign = () => assert.fail('a text that no note can have must not be signed');
    await assert.rejects(signNote(text, key, sign), refusal('note-malformed'), JSON.stringify(text));
  }
  assert.throws(() => formatNote(TEXT, []), refusal('note-malformed'));
  assert.throws(() => formatNote(TEXT, [{ ...line, name: 'a b' }]), refusal('note-malformed'));
  assert.throws(() => formatNote(TEXT, [{ ...line, name: 'a b\nc' }]), refusal('note-malformed'));
  assert.throws(() => formatNote(TEXT, [{ ...line, name: '' }]), refusal('note-malformed'));
  const twoLines = `a ${base64(new Uint8Array(9))}\n— b`;
  assert.throws(() => formatNote(TEXT, [{ ...line, name: twoLines }]), refusal('note-malformed'));
  assert.throws(() => formatNote(TEXT, [{ ...line, signature: new Uint8Array() }]), refusal('note-malformed'));
  assert.throws(() => formatNote(TEXT, [{ ...line, keyId: new Uint8Array(3) }]), refusal('note-malformed'));
});

test('a verifier key that is not written as the format says is refused', () => {
  const { name, publicKey } = parseVerifierKey(VKEY);
  const typed = (type: number, key: Uint8Array) =>
    `${name}+${hex(keyId(name, type, key))}+${base64(concatBytes(Uint8Array.of(type), key))}`;
  assert.equal(typed(ED25519, publicKey), VKEY);
  const refused: Record<string, string> = {
    nothing: '',
    'two parts': VKEY.slice(0, VKEY.lastIndexOf('+')),
    'four parts': `${VKEY}+`,
    'no name': VKEY.replace(name, ''),
    'a space in the name': VKEY.replace('foo', 'f o'),
    'another name': VKEY.replace('foo', 'fop'),
    'another id': VKEY.replace('530d903a', '530d903b'),
    'an id in capitals': VKEY.replace('530d903a', '530D903A'),
    'a short id': VKEY.replace('530d903a', '530d903'),
    'another key': VKEY.replace('AekyeR', 'AekyeS'),
    'a key cut short': VKEY.slice(0, -1),
    'a newline at the end': `${VKEY}\n`,
    'a private key': `PRIVATE+KEY+${VKEY}`,
    'an unknown type': typed(0x02, publicKey),
    'a cosignature type': typed(0x04, publicKey),
    'a short key': typed(ED25519, publicKey.subarray(1)),
    'a long key': typed(ED25519, concatBytes(publicKey, Uint8Array.of(0))),
    'no key': typed(ED25519, new Uint8Array()),
  };
  for (const [what, vkey] of Object.entries(refused)) {
    assert.throws(() => parseVerifierKey(vkey), refusal('key-malformed'), what);
  }
  for (const bad of ['', 'a b', 'a+b', 'a\nb', 'a\u3000b', '\ud800']) {
    assert.throws(() => formatVerifierKey(bad, publicKey), refusal('key-malformed'), JSON.stringify(bad));
  }
  assert.throws(() => formatVerifierKey(name, publicKey.subarray(1)), refusal('key-malformed'));
});
