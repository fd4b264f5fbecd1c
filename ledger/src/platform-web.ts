/** The platform of browsers: WebCrypto. Its hash answers late, and trees need theirs at once, so hashing is noble's. */
import { hex, parseHex } from './bytes.ts';
import { Memo } from './memo.ts';
import { KEYS_REMEMBERED, type Platform } from './signature.ts';
import { sha256 } from '@noble/hashes/sha2.js';

/** The part of `SubtleCrypto` used here, written out because this package knows no DOM types. */
export interface SubtleLike<Key extends object> {
  digest(algorithm: 'SHA-512', data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
  importKey(
    format: 'raw',
    key: Uint8Array<ArrayBuffer>,
    algorithm: 'Ed25519' | { name: 'ECDSA'; namedCurve: 'P-256' },
    extractable: boolean,
    usages: ['verify'],
  ): Promise<Key>;
  verify(
    algorithm: 'Ed25519' | { name: 'ECDSA'; hash: 'SHA-256' },
    key: Key,
    signature: Uint8Array<ArrayBuffer>,
    data: Uint8Array<ArrayBuffer>,
  ): Promise<boolean>;
}

/** Rejects where the browser has no Ed25519: `hasEd25519` tells beforehand. P-256 they all have. */
export function webPlatform<Key extends object>(subtle: SubtleLike<Key>): Platform {
  return {
    sha256: (data) => sha256(data),
    sha512: async (data) => new Uint8Array(await subtle.digest('SHA-512', Uint8Array.from(data))),
    verifyEd25519: createCheck(subtle, 'Ed25519', 'Ed25519'),
    verifyP256: createCheck(subtle, { name: 'ECDSA', namedCurve: 'P-256' }, { name: 'ECDSA', hash: 'SHA-256' }),
  };
}

function createCheck<Key extends object>(
  subtle: SubtleLike<Key>,
  keyAlgorithm: Parameters<SubtleLike<Key>['importKey']>[2],
  algorithm: Parameters<SubtleLike<Key>['verify']>[0],
): (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => Promise<boolean> {
  const keys = new Memo<Promise<Key>>(KEYS_REMEMBERED);
  return async (publicKey, message, signature) => {
    const name = hex(publicKey);
    // Copied before the first wait: what is verified is what the caller passed, whatever becomes of the array meanwhile.
    const [data, signed] = [Uint8Array.from(message), Uint8Array.from(signature)];
    const key = keys.get(name, () =>
      subtle.importKey('raw', Uint8Array.from(publicKey), keyAlgorithm, false, ['verify']),
    );
    try {
      return await subtle.verify(algorithm, await key, signed, data);
    } catch (error) {
      keys.forget(name);
      throw error;
    }
  };
}

/** RFC 8032 section 7.1, TEST 1: the signature of the empty message. */
const KNOWN_KEY = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
const KNOWN_SIGNATURE =
  'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b';

/** Whether this browser checks Ed25519, found by letting it check one; where it does not, `noblePlatform` says the same slower. */
export async function hasEd25519<Key extends object>(subtle: SubtleLike<Key> | undefined): Promise<boolean> {
  // Pages without TLS have no WebCrypto, except on this machine itself.
  if (subtle === undefined) return false;
  try {
    const platform = webPlatform(subtle);
    return await platform.verifyEd25519(parseHex(KNOWN_KEY), new Uint8Array(), parseHex(KNOWN_SIGNATURE));
  } catch {
    return false;
  }
}
