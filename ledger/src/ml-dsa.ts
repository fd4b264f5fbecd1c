/**
 * ML-DSA-44 (FIPS 204), with an empty context and over the message itself: what stays unforgeable when Ed25519 does not.
 *
 * Verified by noble on every platform: it happens a few times for a checkpoint, never for an entry. Who signs in Node takes
 * the machine's own crypto; tests hold the two to each other.
 */
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js';

export const ML_DSA_44_KEY_BYTES = 1312;
export const ML_DSA_44_SIGNATURE_BYTES = 2420;

/** False for input of any wrong length, and for a hint that is not encoded as the standard has it (FIPS 204 algorithm 21). */
export function verifyMlDsa44(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== ML_DSA_44_KEY_BYTES || signature.length !== ML_DSA_44_SIGNATURE_BYTES) return false;
  return ml_dsa44.verify(signature, message, publicKey);
}
