import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js';
import { base64, concatBytes, hex, utf8 } from './bytes.ts';
import { formatCheckpoint } from './checkpoint.ts';
import {
  cosignedMessage,
  ED25519_COSIGNATURE,
  ML_DSA_44_COSIGNATURE,
  parseCosignerKey,
  parseLogKey,
  signCosignature,
  verifyLines,
} from './cosignature.ts';
import { FormatError } from './error.ts';
import { verifyMlDsa44 } from './ml-dsa.ts';
import { ED25519, formatNote, formatTypedKey, keyId, parseNote, type NoteSignature, type VerifierKey } from './note.ts';
import { nodePlatform } from './platform-node.ts';
import { createVerifier } from './signature.ts';

const verifier = createVerifier(nodePlatform(crypto));
const verify: typeof verifier.verify = (...args) => verifier.verify(...args);
const TEXT = formatCheckpoint({ origin: 'log.example.org/town', size: 7, root: new Uint8Array(32).fill(9) });
const TIME = 1_679_315_147;

interface Cosigner {
  readonly key: VerifierKey;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

function keyOf(name: string, algorithm: number, publicKey: Uint8Array): VerifierKey {
  return { name, algorithm, publicKey, id: keyId(name, algorithm, publicKey) };
}

function ed25519Cosigner(name: string, seed: number): Cosigner {
  const pkcs8 = concatBytes(Uint8Array.fromHex('302e020100300506032b657004220420'), new Uint8Array(32).fill(seed));
  const privateKey = crypto.createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const { x = '' } = crypto.createPublicKey(privateKey).export({ format: 'jwk' });
  return {
    key: keyOf(name, ED25519_COSIGNATURE, Uint8Array.fromBase64(x, { alphabet: 'base64url' })),
    sign: (message) => new Uint8Array(crypto.sign(null, message, privateKey)),
  };
}

function mlDsaCosigner(name: string, seed: number): Cosigner {
  const { publicKey, secretKey } = ml_dsa44.keygen(new Uint8Array(32).fill(seed));
  return {
    key: keyOf(name, ML_DSA_44_COSIGNATURE, publicKey),
    sign: (message) => ml_dsa44.sign(message, secretKey, { extraEntropy: false }),
  };
}

const both = [ed25519Cosigner('witness.example.com/w1', 1), mlDsaCosigner('witness.example.com/w2', 2)] as const;

async function cosigned(
  { key, sign }: Cosigner,
  text = TEXT,
  time = TIME,
  lines: readonly NoteSignature[] = [],
): Promise<ReturnType<typeof parseNote>> {
  return parseNote(formatNote(text, [...lines, await signCosignature(text, key, time, sign)]));
}

test('what is signed is just what the standard says, byte for byte', () => {
  const [ed, pq] = both;
  assert.equal(
    Buffer.from(cosignedMessage(ed.key, TEXT, TIME) ?? []).toString(),
    `cosignature/v1\ntime 1679315147\n${TEXT}`,
  );
  const name = utf8(pq.key.name);
  assert.equal(
    hex(cosignedMessage(pq.key, TEXT, TIME) ?? new Uint8Array()),
    [
      '737562747265652f76310a00', // subtree/v1, newline, zero
      '16',
      hex(name),
      '00000000641850cb',
      '14',
      hex(utf8('log.example.org/town')),
      '0000000000000000',
      '0000000000000007',
      '09'.repeat(32),
    ].join(''),
  );
});

test('SPEC M70: cosignatures that Go programs made are verified, with the time that they bear', async () => {
  const rows = JSON.parse(
    readFileSync(new URL('../testing/vectors/cosignatures-by-go.json', import.meta.url), 'utf8'),
  ) as { readonly name: string; readonly vkey: string; readonly note: string; readonly timestamp: number }[];
  assert.equal(rows.length, 2);
  for (const { name, vkey, note, timestamp } of rows) {
    const key = parseCosignerKey(vkey);
    assert.deepEqual(await verifyLines(parseNote(note), key, verify), { verdict: 'verified', timestamp }, name);
    const other = parseNote(note.replace('20852163', '20852164'));
    assert.deepEqual(await verifyLines(other, key, verify), { verdict: 'wrong' }, name);
    assert.equal(formatTypedKey(key), vkey);
  }
});

test('a cosignature holds for its key, its text and its time, and for no others', async () => {
  for (const cosigner of both) {
    const note = await cosigned(cosigner);
    assert.deepEqual(await verifyLines(note, cosigner.key, verify), { verdict: 'verified', timestamp: TIME });
    const [line] = note.signatures;
    assert.ok(line);
    const changes: readonly (readonly [string, ReturnType<typeof parseNote>])[] = [
      ['text', { ...note, text: TEXT.replace('\n7\n', '\n8\n') }],
      ['time', { ...note, signatures: [{ ...line, signature: flipped(line.signature, 7) }] }],
      ['signature', { ...note, signatures: [{ ...line, signature: flipped(line.signature, 40) }] }],
      ['short', { ...note, signatures: [{ ...line, signature: line.signature.subarray(0, -1) }] }],
      ['long', { ...note, signatures: [{ ...line, signature: concatBytes(line.signature, Uint8Array.of(0)) }] }],
      ['time alone', { ...note, signatures: [{ ...line, signature: line.signature.subarray(0, 8) }] }],
      ['time from 2^63 on', { ...note, signatures: [{ ...line, signature: flipped(line.signature, 0, 0x80) }] }],
    ];
    for (const [what, changed] of changes)
      assert.deepEqual(await verifyLines(changed, cosigner.key, verify), { verdict: 'wrong' }, what);
    const stranger = keyOf('witness.example.com/w3', cosigner.key.algorithm, cosigner.key.publicKey);
    assert.deepEqual(await verifyLines(note, stranger, verify), { verdict: 'unsigned' });
  }
});

test('a cosignature is no signature of a log, though the key be the same: the type is part of the id', async () => {
  const [ed] = both;
  const asLog = keyOf(ed.key.name, ED25519, ed.key.publicKey);
  assert.deepEqual(await verifyLines(await cosigned(ed), asLog, verify), { verdict: 'unsigned' });
});

test('an ML-DSA-44 cosignature holds under the name that made it only; an Ed25519 one does not say who made it', async () => {
  for (const [cosigner, expected] of [
    [both[0], 'verified'],
    [both[1], 'wrong'],
  ] as const) {
    const note = await cosigned(cosigner);
    const other = keyOf('witness.example.com/w9', cosigner.key.algorithm, cosigner.key.publicKey);
    const renamed = {
      ...note,
      signatures: note.signatures.map((line) => ({ ...line, name: other.name, keyId: other.id })),
    };
    assert.equal((await verifyLines(renamed, other, verify)).verdict, expected);
  }
});

test('of several lines of one key the newest counts, and one that is wrong spoils them all', async () => {
  for (const cosigner of both) {
    const older = await signCosignature(TEXT, cosigner.key, TIME - 60, cosigner.sign);
    const note = await cosigned(cosigner, TEXT, TIME, [older]);
    assert.deepEqual(await verifyLines(note, cosigner.key, verify), { verdict: 'verified', timestamp: TIME });
    const turned = { ...note, signatures: note.signatures.toReversed() };
    assert.deepEqual(await verifyLines(turned, cosigner.key, verify), { verdict: 'verified', timestamp: TIME });
    const wrong = await cosigned(cosigner, TEXT, TIME, [{ ...older, signature: flipped(older.signature, 20) }]);
    assert.deepEqual(await verifyLines(wrong, cosigner.key, verify), { verdict: 'wrong' });
  }
});

test('SPEC M71: ML-DSA-44 signs no more than three lines, so what stands under them is not taken as signed', async () => {
  const [ed, pq] = both;
  const extended = `${TEXT}and more\n`;
  await assert.rejects(signCosignature(extended, pq.key, TIME, pq.sign), FormatError);
  assert.equal((await verifyLines(await cosigned(ed, extended), ed.key, verify)).verdict, 'verified');
  const line = await signCosignature(TEXT, pq.key, TIME, pq.sign);
  const note = parseNote(formatNote(extended, [line]));
  assert.deepEqual(await verifyLines(note, pq.key, verify), { verdict: 'wrong' });
  const long = TEXT.replace('log.example.org/town', 'o'.repeat(256));
  await assert.rejects(signCosignature(long, pq.key, TIME, pq.sign), FormatError);
});

test('a line with the id of a key under another name is somebody else’s', async () => {
  for (const cosigner of both) {
    const note = await cosigned(cosigner);
    const renamed = { ...note, signatures: note.signatures.map((line) => ({ ...line, name: 'somebody.else' })) };
    assert.deepEqual(await verifyLines(renamed, cosigner.key, verify), { verdict: 'unsigned' });
  }
});

test('a time beyond all times is no time, though the key has signed it', async () => {
  const [, { key, sign }] = both;
  const message = cosignedMessage(key, TEXT, 0);
  assert.ok(message);
  const time = Uint8Array.fromHex('8000000000000000');
  const signed = concatBytes(message.subarray(0, 13 + key.name.length), time, message.subarray(21 + key.name.length));
  const line = { name: key.name, keyId: key.id, signature: concatBytes(time, sign(signed)) };
  assert.deepEqual(await verifyLines(parseNote(formatNote(TEXT, [line])), key, verify), { verdict: 'wrong' });
});

test('no cosignature is made of a time that is none', async () => {
  for (const cosigner of both)
    for (const time of [-1, 1.5, NaN, 2 ** 53])
      await assert.rejects(signCosignature(TEXT, cosigner.key, time, cosigner.sign), RangeError);
});

test('keys are those of a witness or of a log, by their type, and of the length of their type', () => {
  const [ed, pq] = both.map(({ key }) => formatTypedKey(key));
  assert.ok(ed !== undefined && pq !== undefined);
  const short = new Uint8Array(31).fill(1);
  const log = formatTypedKey({ name: 'log.example.org', algorithm: ED25519, publicKey: both[0].key.publicKey });
  assert.equal(parseCosignerKey(ed).algorithm, ED25519_COSIGNATURE);
  assert.equal(parseCosignerKey(pq).algorithm, ML_DSA_44_COSIGNATURE);
  assert.equal(parseLogKey(pq).algorithm, ML_DSA_44_COSIGNATURE);
  assert.equal(parseLogKey(log).algorithm, ED25519);
  const refused: readonly (readonly [(vkey: string) => unknown, string])[] = [
    [parseCosignerKey, log],
    [parseLogKey, ed],
    [parseCosignerKey, formatTypedKey({ name: 'w', algorithm: ED25519_COSIGNATURE, publicKey: short })],
    [parseCosignerKey, formatTypedKey({ name: 'w', algorithm: ML_DSA_44_COSIGNATURE, publicKey: short })],
    [parseLogKey, formatTypedKey({ name: 'w', algorithm: 2, publicKey: both[0].key.publicKey })],
    [parseCosignerKey, formatTypedKey({ ...both[1].key, name: 'n'.repeat(256) })],
    [parseCosignerKey, ed.replace(/\+[0-9a-f]{8}\+/, '+00000000+')],
    [parseCosignerKey, `w+${hex(keyId('w', 4, new Uint8Array()))}+${base64(Uint8Array.of(4))}`],
    [parseCosignerKey, ''],
  ];
  for (const [parse, vkey] of refused)
    assert.throws(
      () => parse(vkey),
      (error) => error instanceof FormatError && error.code === 'key-malformed',
      vkey.slice(0, 60),
    );
});

test('noble and the machine give one answer on ML-DSA-44, whoever signed, and on every byte flipped in turn', async () => {
  const { publicKey: ownKey, secretKey } = ml_dsa44.keygen(new Uint8Array(32).fill(3));
  const machine = crypto.generateKeyPairSync('ml-dsa-44');
  const { pub = '' } = machine.publicKey.export({ format: 'jwk' }) as { pub?: string };
  const machineKey = Uint8Array.fromBase64(pub, { alphabet: 'base64url' });
  const nobleAsMachine = crypto.createPublicKey({
    key: {
      kty: 'AKP',
      alg: 'ML-DSA-44',
      pub: Buffer.from(ownKey).toString('base64url'),
    } as crypto.webcrypto.JsonWebKey,
    format: 'jwk',
  });
  const message = utf8('subtree');
  const byNoble = ml_dsa44.sign(message, secretKey);
  const byMachine = new Uint8Array(crypto.sign(null, message, machine.privateKey));
  assert.ok(await verifyMlDsa44(machineKey, message, byMachine));
  assert.ok(crypto.verify(null, message, nobleAsMachine, byNoble));
  for (let at = 0; at < byMachine.length; at += 13) {
    const changed = flipped(byMachine, at);
    assert.equal(
      await verifyMlDsa44(machineKey, message, changed),
      crypto.verify(null, message, machine.publicKey, changed),
    );
    assert.equal(await verifyMlDsa44(machineKey, message, changed), false, `byte ${at}`);
  }
  assert.equal(await verifyMlDsa44(machineKey.subarray(1), message, byMachine), false);
  assert.equal(await verifyMlDsa44(machineKey, message, byMachine.subarray(1)), false);
  assert.equal(await verifyMlDsa44(new Uint8Array(1312), message, byMachine), false);
  assert.equal(await verifyMlDsa44(machineKey, message, new Uint8Array(2420).fill(255)), false);
});

test('whatever a line holds, the answer is a verdict', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 1, maxLength: 100 }),
      fc.constantFrom(...both),
      async (signature, { key }) => {
        const note = parseNote(formatNote(TEXT, [{ name: key.name, keyId: key.id, signature }]));
        assert.deepEqual(await verifyLines(note, key, verify), { verdict: 'wrong' });
      },
    ),
    { numRuns: 300 },
  );
});

function flipped(bytes: Uint8Array, at: number, by = 1): Uint8Array {
  return bytes.map((byte, i) => (i === at ? byte ^ by : byte));
}
