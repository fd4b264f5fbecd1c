/**
 * Ed25519 as this project uses it: one answer for every key, message and signature, whichever implementation computes it.
 * SPEC 5.3, M13.
 *
 * RFC 8032 with what the RFC leaves open decided: the equation without cofactor, canonical encodings of key, R and S only, a
 * key of prime order, an R not of low order. Implementations disagree exactly where one of these is left open, so they are
 * all checked here, before the platform is asked; what remains is the part on which every platform agrees.
 */
import { hex } from './bytes.ts';
import { Point } from '@noble/ed25519';

export const PUBLIC_KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/**
 * - `malformed`: not 32 bytes, or no point of the curve;
 * - `not-canonical`: a second spelling of a point (y not below p, or x = 0 with the sign bit);
 * - `low-order`: a point of order 1, 2, 4 or 8, under which one signature fits many messages;
 * - `mixed-order`: a point outside the prime-order group, on which equations with and without cofactor disagree.
 */
export type PublicKeyVerdict = 'ok' | 'malformed' | 'not-canonical' | 'low-order' | 'mixed-order';

/**
 * The 14 encodings of the eight points whose order divides the cofactor 8 (RFC 8032 section 5.1): y is 0, 1, -1 or one of
 * two roots for order 8, each with either sign of x. A point has more than one encoding where y + p still fits into 255 bits
 * (y = 0 and y = 1), or where x = 0 makes the sign bit meaningless (y = 1 and y = -1).
 */
export const LOW_ORDER_ENCODINGS: ReadonlySet<string> = new Set([
  // order 1: y = 1
  '0100000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000080',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  // order 2: y = -1
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  // order 4: y = 0
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  // order 8
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
]);

/** Little-endian, as S is written: L, the order of the base point (RFC 8032 section 5.1). */
const ORDER_L = Uint8Array.fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');
/** Little-endian, as y is written, the sign bit of x left aside: p = 2^255 - 19. */
const FIELD_P = Uint8Array.fromHex('edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f');

/** Costs a few milliseconds: two multiplications on the curve. */
export function checkPublicKey(publicKey: Uint8Array): PublicKeyVerdict {
  if (publicKey.length !== PUBLIC_KEY_BYTES) return 'malformed';
  const point = decodePoint(publicKey, false);
  // What only the lenient reading takes is a second spelling.
  if (point === undefined) return decodePoint(publicKey, true) === undefined ? 'malformed' : 'not-canonical';
  if (point.isSmallOrder()) return 'low-order';
  return point.isTorsionFree() ? 'ok' : 'mixed-order';
}

/** Whether a signature is well formed, canonical and without an R of low order: what is left to the platform then is the equation. */
export function isSoundEd25519Signature(signature: Uint8Array): boolean {
  return (
    signature.length === SIGNATURE_BYTES &&
    isBelow(signature, SIGNATURE_BYTES / 2, ORDER_L) &&
    isBelow(signature, 0, FIELD_P, 0x7f) &&
    !LOW_ORDER_ENCODINGS.has(hex(signature.subarray(0, SIGNATURE_BYTES / 2)))
  );
}

function decodePoint(bytes: Uint8Array, lenient: boolean): Point | undefined {
  try {
    return Point.fromBytes(bytes, lenient);
  } catch {
    return undefined;
  }
}

/** Compares 32 little-endian bytes at the offset with the limit. Nothing here is secret, so the time may vary. */
function isBelow(bytes: Uint8Array, offset: number, limit: Uint8Array, topMask = 0xff): boolean {
  for (let i = 31; i >= 0; i--) {
    const byte = (bytes[offset + i] ?? 0) & (i === 31 ? topMask : 0xff);
    const bound = limit[i] ?? 0;
    if (byte !== bound) return byte < bound;
  }
  return false;
}
