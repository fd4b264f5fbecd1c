/**
 * ML-DSA-44 (FIPS 204), with an empty context and over the message itself: what stays unforgeable when Ed25519 does not.
 *
 * Verified by noble on every platform: it happens a few times for a checkpoint, never for an entry. Who signs in Node takes
 * the machine's own crypto; tests hold the two to each other. Loaded when it is first asked for: most ledgers have no such key,
 * and a browser need not fetch what it does not use.
 */

export const ML_DSA_44_KEY_BYTES = 1312;
export const ML_DSA_44_SIGNATURE_BYTES = 2420;

/** False for input of any wrong length, and for a hint that is not encoded as the standard has it (FIPS 204 algorithm 21). */
export async function verifyMlDsa44(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (publicKey.length !== ML_DSA_44_KEY_BYTES || signature.length !== ML_DSA_44_SIGNATURE_BYTES) return false;
  const { ml_dsa44 } = await import('@noble/post-quantum/ml-dsa.js');
  return ml_dsa44.verify(signature, message, publicKey);
}
