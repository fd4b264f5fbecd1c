/** The platform of Node (and of Deno and Bun, which offer the same `node:crypto`). */
import { hex } from './bytes.ts';
import { Memo } from './memo.ts';
import { KEYS_REMEMBERED, type Platform } from './signature.ts';
import { HASH_BYTES } from './tree.ts';

/** The part of `node:crypto` used here, written out because this package knows no Node types. */
export interface NodeCryptoLike<Key extends object> {
  hash(algorithm: 'sha256', data: Uint8Array, outputEncoding: 'hex'): string;
  createPublicKey(key: { key: { kty: 'OKP'; crv: 'Ed25519'; x: string }; format: 'jwk' }): Key;
  verify(algorithm: null, data: Uint8Array, key: NoInfer<Key>, signature: Uint8Array): boolean;
  verify(
    algorithm: null,
    data: Uint8Array,
    key: NoInfer<Key>,
    signature: Uint8Array,
    callback: (error: Error | null, result: boolean) => void,
  ): void;
}

/** Checks on the calling thread, at once: best where nothing else waits for it. */
export function nodePlatform<Key extends object>(crypto: NodeCryptoLike<Key>): Platform {
  const keyOf = keyReader(crypto);
  return {
    sha256: (data) => sha256(crypto, data),
    verifyEd25519: (publicKey, message, signature) => crypto.verify(null, message, keyOf(publicKey), signature),
  };
}

/**
 * Checks on the thread pool of libuv: every core takes part and the event loop stays free. Message and signature are copied
 * when the call is made.
 */
export function nodePlatformPooled<Key extends object>(crypto: NodeCryptoLike<Key>): Platform {
  const keyOf = keyReader(crypto);
  return {
    sha256: (data) => sha256(crypto, data),
    verifyEd25519: (publicKey, message, signature) =>
      new Promise((resolve, reject) => {
        crypto.verify(null, message, keyOf(publicKey), signature, (error, result) => {
          if (error === null) resolve(result);
          else reject(error);
        });
      }),
  };
}

/** By way of hexadecimal, which costs half of what a Buffer does: a Buffer lives outside the heap and is collected apart. */
function sha256<Key extends object>(crypto: NodeCryptoLike<Key>, data: Uint8Array): Uint8Array {
  const digest = new Uint8Array(HASH_BYTES);
  digest.setFromHex(crypto.hash('sha256', data, 'hex'));
  return digest;
}

/** RFC 8037: the raw key as a JSON Web Key. Making the key object costs about as much as using it, so it is remembered. */
function keyReader<Key extends object>(crypto: NodeCryptoLike<Key>): (publicKey: Uint8Array) => Key {
  const keys = new Memo<Key>(KEYS_REMEMBERED);
  return (publicKey) =>
    keys.get(hex(publicKey), () =>
      crypto.createPublicKey({
        key: { kty: 'OKP', crv: 'Ed25519', x: publicKey.toBase64({ alphabet: 'base64url', omitPadding: true }) },
        format: 'jwk',
      }),
    );
}
