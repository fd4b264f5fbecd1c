/**
 * The platform that needs no machine: pure ECMAScript, the same everywhere, ten times slower than a machine's own crypto.
 *
 * The equation of Ed25519 is written out over noble's points instead of calling its `verify`: that one multiplies by the cofactor, and
 * takes its SHA-512 from a mutable global.
 */
import { equalBytes } from './bytes.ts';
import type { Platform } from './signature.ts';
import { p256 } from '@noble/curves/nist.js';
import { Point } from '@noble/ed25519';
import { sha256, sha512 } from '@noble/hashes/sha2.js';

export const noblePlatform: Platform = {
  sha256: (data) => sha256(data),
  sha512: (data) => sha512(data),
  verifyEd25519,
  verifyP256,
};

/**
 * RFC 8032 section 5.1.7 without cofactor: R must be the encoding of [S]B - [k]A. Comparing encodings refuses every
 * non-canonical R, and, A being of prime order, every R that is not torsion-free.
 */
function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const encodedR = signature.subarray(0, 32);
  const k = littleEndian(sha512.create().update(encodedR).update(publicKey).update(message).digest()) % Point.CURVE().n;
  const s = littleEndian(signature.subarray(32));
  const keyTerm = Point.fromBytes(publicKey).multiply(k, false);
  return equalBytes(Point.BASE.multiply(s, false).subtract(keyTerm).toBytes(), encodedR);
}

function verifyP256(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return p256.verify(signature, message, publicKey, { lowS: false });
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytes.toReversed().toHex()}`);
}
