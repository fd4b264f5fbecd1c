/** The platform of Node (and of Deno and Bun, which offer the same `node:crypto`). */
import { hex } from './bytes.ts';
import { Memo } from './memo.ts';
import { KEYS_REMEMBERED, type Platform } from './signature.ts';
import { HASH_BYTES } from './tree.ts';

/** The part of `node:crypto` used here, written out because this package knows no Node types. */
export interface NodeCryptoLike<Key extends object> {
  hash(algorithm: 'sha256' | 'sha512', data: Uint8Array, outputEncoding: 'hex' | 'latin1'): string;
  createPublicKey(key: { key: PublicJwk; format: 'jwk' }): Key;
  verify(algorithm: null | 'sha256', data: Uint8Array, key: KeyUse<NoInfer<Key>>, signature: Uint8Array): boolean;
  verify(
    algorithm: null | 'sha256',
    data: Uint8Array,
    key: KeyUse<NoInfer<Key>>,
    signature: Uint8Array,
    callback: (error: Error | null, result: boolean) => void,
  ): void;
}

/** RFC 8037 and RFC 7518 section 6.2. */
type PublicJwk = { kty: 'OKP'; crv: 'Ed25519'; x: string } | { kty: 'EC'; crv: 'P-256'; x: string; y: string };

/** With `ieee-p1363` a signature is r and s. */
type KeyUse<Key> = Key | { key: Key; dsaEncoding: 'ieee-p1363' };

/** Checks on the calling thread, at once: best where nothing else waits for it. */
export function nodePlatform<Key extends object>(crypto: NodeCryptoLike<Key>): Platform {
  const [ed25519Of, p256Of] = keyReaders(crypto);
  return {
    sha256: (data) => sha256(crypto, data),
    sha512: (data) => Uint8Array.fromHex(crypto.hash('sha512', data, 'hex')),
    verifyEd25519: (publicKey, message, signature) => crypto.verify(null, message, ed25519Of(publicKey), signature),
    verifyP256: (publicKey, message, signature) =>
      crypto.verify('sha256', message, { key: p256Of(publicKey), dsaEncoding: 'ieee-p1363' }, signature),
  };
}

/**
 * Checks on the thread pool of libuv: every core takes part and the event loop stays free. Message and signature are copied
 * when the call is made.
 */
export function nodePlatformPooled<Key extends object>(crypto: NodeCryptoLike<Key>): Platform {
  const [ed25519Of, p256Of] = keyReaders(crypto);
  return {
    sha256: (data) => sha256(crypto, data),
    sha512: (data) => Uint8Array.fromHex(crypto.hash('sha512', data, 'hex')),
    verifyEd25519: (publicKey, message, signature) =>
      answer((done) => crypto.verify(null, message, ed25519Of(publicKey), signature, done)),
    verifyP256: (publicKey, message, signature) =>
      answer((done) =>
        crypto.verify('sha256', message, { key: p256Of(publicKey), dsaEncoding: 'ieee-p1363' }, signature, done),
      ),
  };
}

function answer(ask: (done: (error: Error | null, result: boolean) => void) => void): Promise<boolean> {
  return new Promise((resolve, reject) => {
    ask((error, result) => {
      if (error === null) resolve(result);
      else reject(error);
    });
  });
}

/** By way of a text with a character for each byte: a Buffer lives outside the heap and is collected apart, which costs twice as much. */
function sha256<Key extends object>(crypto: NodeCryptoLike<Key>, data: Uint8Array): Uint8Array {
  const digest = new Uint8Array(HASH_BYTES);
  const text = crypto.hash('sha256', data, 'latin1');
  for (let i = 0; i < HASH_BYTES; i++) digest[i] = text.charCodeAt(i);
  return digest;
}

type KeyReader<Key> = (publicKey: Uint8Array) => Key;

/** For raw Ed25519 keys and for uncompressed points. */
function keyReaders<Key extends object>(crypto: NodeCryptoLike<Key>): [KeyReader<Key>, KeyReader<Key>] {
  return [
    keyReader(crypto, (key) => ({ kty: 'OKP', crv: 'Ed25519', x: base64url(key) })),
    keyReader(crypto, (key) => ({
      kty: 'EC',
      crv: 'P-256',
      x: base64url(key.subarray(1, 33)),
      y: base64url(key.subarray(33)),
    })),
  ];
}

/** Making the key object costs about as much as using it, so it is remembered. */
function keyReader<Key extends object>(
  crypto: NodeCryptoLike<Key>,
  toJwk: (publicKey: Uint8Array) => PublicJwk,
): KeyReader<Key> {
  const keys = new Memo<Key>(KEYS_REMEMBERED);
  return (publicKey) =>
    keys.get(hex(publicKey), () => crypto.createPublicKey({ key: toJwk(publicKey), format: 'jwk' }));
}

function base64url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: 'base64url', omitPadding: true });
}
