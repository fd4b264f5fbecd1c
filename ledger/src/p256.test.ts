import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import { p256 } from '@noble/curves/nist.js';
import fc from 'fast-check';
import { FormatError } from './error.ts';
import { derToCompact, isInP256Range, uncompressP256 } from './p256.ts';

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const PRIME = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;

function bytesOf(number: bigint): Uint8Array {
  return Uint8Array.fromHex(number.toString(16).padStart(64, '0'));
}

test('a compressed key is the point that OpenSSL gives', () => {
  for (let i = 0; i < 20; i++) {
    const curve = crypto.createECDH('prime256v1');
    curve.generateKeys();
    const [short, long] = [curve.getPublicKey(null, 'compressed'), curve.getPublicKey(null, 'uncompressed')];
    assert.deepEqual(uncompressP256(Uint8Array.from(short)), Uint8Array.from(long));
  }
});

test('what is no compressed point of the curve in its one spelling is no key', () => {
  const curve = crypto.createECDH('prime256v1');
  curve.setPrivateKey(Buffer.from(bytesOf(7n)));
  const key = Uint8Array.from(curve.getPublicKey(null, 'compressed'));
  const long = Uint8Array.from(curve.getPublicKey(null, 'uncompressed'));
  // x = 5 is on the curve, and x + p still fits into 32 bytes.
  assert.ok(uncompressP256(Uint8Array.of(2, ...bytesOf(5n))));
  const refused = {
    nothing: new Uint8Array(),
    infinity: new Uint8Array(1),
    'infinity, filled up': new Uint8Array(33),
    'not compressed': long,
    'hybrid form': long.with(0, 6),
    'x and y alone': long.subarray(1),
    'the mark of an uncompressed point': key.with(0, 4),
    'no mark': key.with(0, 0),
    '32 bytes': key.subarray(1),
    '34 bytes': Uint8Array.of(...key, 0),
    'x of no point': Uint8Array.of(2, ...bytesOf(1n)),
    'x not below p': Uint8Array.of(2, ...bytesOf(5n + PRIME)),
    'x is p': Uint8Array.of(2, ...bytesOf(PRIME)),
  };
  for (const [name, bytes] of Object.entries(refused)) assert.equal(uncompressP256(bytes), undefined, name);
});

test('what another implementation takes for a compressed point is one here, with the same coordinates', () => {
  const x = fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
    fc.bigInt({ min: 0n, max: 300n }),
    fc.bigInt({ min: PRIME - 300n, max: PRIME + 300n }),
  );
  let taken = 0;
  fc.assert(
    fc.property(fc.constantFrom(0, 2, 3, 3, 2, 4, 5), x, (mark, number) => {
      const key = Uint8Array.of(mark, ...bytesOf(number));
      const found = uncompressP256(key);
      taken += found === undefined ? 0 : 1;
      assert.deepEqual(found, uncompressedByNoble(key));
    }),
    { numRuns: 1000, seed: 256 },
  );
  assert.ok(taken > 200);
});

function uncompressedByNoble(key: Uint8Array): Uint8Array | undefined {
  try {
    return p256.Point.fromBytes(key).toBytes(false);
  } catch {
    return undefined;
  }
}

test('of the signatures that OpenSSL writes, r and s are read as OpenSSL reads them', () => {
  const { privateKey, publicKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
  for (let i = 0; i < 300; i++) {
    const message = Buffer.from(`message ${i}`);
    const compact = derToCompact(new Uint8Array(crypto.sign('sha256', message, privateKey)));
    assert.ok(isInP256Range(compact));
    assert.ok(crypto.verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, compact));
  }
});

test('every pair of numbers has one DER, and any other bytes are refused', () => {
  const number = fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
    fc.bigInt({ min: 0n, max: 300n }),
    fc.constantFrom(0n, 1n, 127n, 128n, 255n, 256n, ORDER - 1n, ORDER, 2n ** 255n, 2n ** 256n - 1n),
  );
  const change = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
  fc.assert(
    fc.property(number, number, change, (r, s, { at, byte }) => {
      const der = encode(r, s);
      const compact = derToCompact(der);
      assert.deepEqual(compact, Uint8Array.of(...bytesOf(r), ...bytesOf(s)));
      assert.equal(isInP256Range(compact), r > 0n && r < ORDER && s > 0n && s < ORDER);
      const changed = der.with(at % der.length, byte);
      const read = attempt(changed);
      if (read === undefined) return;
      const [one, other] = [read.subarray(0, 32), read.subarray(32)].map((bytes) => BigInt(`0x${bytes.toHex()}`));
      assert.deepEqual(encode(one ?? 0n, other ?? 0n), changed);
    }),
    { numRuns: 3000, seed: 6979 },
  );
});

function attempt(der: Uint8Array): Uint8Array | undefined {
  try {
    return derToCompact(der);
  } catch (error) {
    assert.ok(error instanceof FormatError && error.code === 'signature-malformed');
    return undefined;
  }
}

function encode(...numbers: readonly bigint[]): Uint8Array {
  const parts = numbers.map((number) => {
    const digits = number.toString(16);
    const even = digits.length % 2 === 0 ? digits : `0${digits}`;
    const text = /^[89a-f]/.test(even) ? `00${even}` : even;
    return `02${(text.length / 2).toString(16).padStart(2, '0')}${text}`;
  });
  const body = parts.join('');
  return Uint8Array.fromHex(`30${(body.length / 2).toString(16).padStart(2, '0')}${body}`);
}
