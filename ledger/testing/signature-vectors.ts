/**
 * Crafted signatures, on which implementations left alone disagree: what `ledger/vectors/signature-rule.json` holds.
 * Run this file to write it anew. Everything is computed from fixed scalars, so the file is the same every time.
 */
import { writeFileSync } from 'node:fs';
import { Point } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import type { PublicKeyVerdict } from '../src/ed25519.ts';
import { concatBytes, hex, utf8 } from '../src/bytes.ts';

export interface SignatureCase {
  readonly name: string;
  /** Hex. */
  readonly publicKey: string;
  readonly message: string;
  /** Hex, R and S. */
  readonly signature: string;
  readonly key: PublicKeyVerdict;
  readonly accepted: boolean;
}

const { n: L, p: P } = Point.CURVE();
const KEY_SCALAR = scalar('key');
const NONCE = scalar('nonce');
const KEY = Point.BASE.multiply(KEY_SCALAR);

/** The eight points of low order, multiples 0 to 7 of one of order 8: what L times any point of the whole curve can be. */
export function lowOrderPoints(): readonly Point[] {
  for (let y = 2n; ; y++) {
    let point: Point;
    try {
      point = Point.fromBytes(littleEndian(y));
    } catch {
      continue;
    }
    const generator = point.multiply(L - 1n, false).add(point);
    if (generator.double().double().is0()) continue;
    const points = [Point.ZERO];
    while (points.length < 8) points.push((points.at(-1) ?? Point.ZERO).add(generator));
    return points;
  }
}

/** Every encoding, canonical or not, that a lenient reader takes for the point. */
export function encodings(point: Point): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (const y of [point.y, point.y + P]) {
    if (y >> 255n !== 0n) continue;
    for (const sign of [0n, 1n]) {
      if (point.x !== 0n && (point.x & 1n) !== sign) continue;
      found.push(littleEndian(y | (sign << 255n)));
    }
  }
  return found;
}

/** A key outside of the prime-order group: an honest one plus a point of order 8. */
export function mixedOrderKey(): Uint8Array {
  return KEY.add(at(lowOrderPoints(), 1)).toBytes();
}

export function signatureCases(): readonly SignatureCase[] {
  const torsion = lowOrderPoints();
  const cases: SignatureCase[] = [];
  const add = (name: string, key: PublicKeyVerdict, made: Made, accepted = false): void => {
    cases.push({
      name,
      publicKey: hex(made.publicKey),
      message: made.message,
      signature: hex(made.signature),
      key,
      accepted,
    });
  };
  const honestKey = KEY.toBytes();
  const nonceTimesBase = Point.BASE.multiply(NONCE);
  const R = nonceTimesBase.toBytes();

  for (const message of ['', 'a', 'a sentence from a citizen', 'ü'.repeat(700)]) {
    add(`honest, ${utf8(message).length} bytes`, 'ok', make(honestKey, R, message, KEY_SCALAR, NONCE), true);
  }
  const honest = make(honestKey, R, 'a', KEY_SCALAR, NONCE);
  add('another message', 'ok', { ...honest, message: 'b' });
  add('the key of somebody else', 'ok', { ...honest, publicKey: Point.BASE.multiply(scalar('other')).toBytes() });
  add('one bit of R', 'ok', { ...honest, signature: flip(honest.signature, 3) });
  add('one bit of S', 'ok', { ...honest, signature: flip(honest.signature, 8 * 40) });

  const S = toBigInt(honest.signature.subarray(32));
  for (const times of [1n, 2n, 7n, 14n]) {
    const larger = concatBytes(honest.signature.subarray(0, 32), littleEndian(S + times * L));
    add(`S plus ${times} L`, 'ok', { ...honest, signature: larger });
  }
  add('S is L', 'ok', { ...honest, signature: concatBytes(R, littleEndian(L)) });

  for (let t = 1; t < 8; t++) {
    const mixed = nonceTimesBase.add(at(torsion, t)).toBytes();
    add(`R plus ${t} T`, 'ok', make(honestKey, mixed, 'a', KEY_SCALAR, NONCE));
  }
  for (const [i, encoding] of torsion.flatMap(encodings).entries()) {
    add(`R of low order, encoding ${i}`, 'ok', make(honestKey, encoding, 'a', KEY_SCALAR, 0n));
  }

  for (let t = 1; t < 8; t++) {
    const mixedKey = KEY.add(at(torsion, t));
    for (let u = 0; u < 8; u++) {
      const mixedR = nonceTimesBase.add(at(torsion, u)).toBytes();
      add(`key plus ${t} T, R plus ${u} T`, 'mixed-order', make(mixedKey.toBytes(), mixedR, 'a', KEY_SCALAR, NONCE));
    }
    const fitting = firstFitting((message) => make(mixedKey.toBytes(), R, message, KEY_SCALAR, NONCE), at(torsion, t));
    add(`key plus ${t} T, fits without cofactor too`, 'mixed-order', fitting);
  }

  for (const point of torsion) {
    for (const [i, encoding] of encodings(point).entries()) {
      const canonical = hex(point.toBytes()) === hex(encoding);
      const fitting = firstFitting((message) => make(encoding, R, message, 0n, NONCE), point);
      add(`key of low order ${hex(encoding)}, R honest`, canonical ? 'low-order' : 'not-canonical', fitting);
      const both = firstFitting((message) => make(encoding, point.toBytes(), message, 0n, 0n), point);
      add(`key of low order ${hex(encoding)}, R too, ${i}`, canonical ? 'low-order' : 'not-canonical', both);
    }
  }

  add('key no point of the curve', 'malformed', { ...honest, publicKey: littleEndian(2n) });
  add('key a second spelling of y = 3', 'not-canonical', { ...honest, publicKey: littleEndian(P + 3n) });
  add('key not below p, no point of the curve either', 'malformed', { ...honest, publicKey: littleEndian(P + 2n) });
  add('key not below p', 'not-canonical', { ...honest, publicKey: littleEndian((1n << 255n) - 1n) });
  add('R no point of the curve', 'ok', make(honestKey, littleEndian(2n), 'a', KEY_SCALAR, NONCE));
  add('R not below p', 'ok', make(honestKey, littleEndian(P + 3n), 'a', KEY_SCALAR, NONCE));
  add('signature all zero', 'ok', { ...honest, signature: new Uint8Array(64) });
  add('everything zero', 'low-order', { publicKey: new Uint8Array(32), message: '', signature: new Uint8Array(64) });
  return cases;
}

interface Made {
  readonly publicKey: Uint8Array;
  readonly message: string;
  readonly signature: Uint8Array;
}

/** S = nonce + k * key: what an honest signer computes, over whatever encodings are given. */
function make(publicKey: Uint8Array, R: Uint8Array, message: string, key: bigint, nonce: bigint): Made {
  const S = (nonce + challenge(R, publicKey, message) * key) % L;
  return { publicKey, message, signature: concatBytes(R, littleEndian(S)) };
}

/** The first message whose challenge makes the low-order part of the key vanish, so that the equation holds with and without cofactor. */
function firstFitting(makeFor: (message: string) => Made, lowOrderPart: Point): Made {
  for (let i = 0; ; i++) {
    const made = makeFor(`message ${i}`);
    const k = challenge(made.signature.subarray(0, 32), made.publicKey, made.message);
    if (lowOrderPart.multiply(k % 8n, false).is0()) return made;
  }
}

function challenge(R: Uint8Array, publicKey: Uint8Array, message: string): bigint {
  return toBigInt(sha512(concatBytes(R, publicKey, utf8(message)))) % L;
}

function scalar(name: string): bigint {
  return toBigInt(sha512(utf8(`counterfoil signature vectors: ${name}`))) % L;
}

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = Uint8Array.from(bytes);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
}

function at(points: readonly Point[], index: number): Point {
  const point = points[index];
  if (point === undefined) throw new RangeError(`There is no point ${index}.`);
  return point;
}

function littleEndian(value: bigint): Uint8Array {
  return Uint8Array.fromHex(value.toString(16).padStart(64, '0')).reverse();
}

function toBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x${hex(bytes.toReversed())}`);
}

if (import.meta.main) {
  const rows = signatureCases().map((row) => JSON.stringify(row));
  writeFileSync(new URL('../vectors/signature-rule.json', import.meta.url), `[\n${rows.join(',\n')}\n]\n`);
}
