/** Key files of the service itself: Ed25519, PKCS #8 in PEM, readable by its own account only. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { ed25519Signer, type Ed25519Signer } from '@counterfoil/ledger/signature';

/** Makes a new key, unless the file is there: a key is never written over. */
export async function writePrivateKey(file: string): Promise<void> {
  try {
    await writeFile(file, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** @throws Error when the file cannot be read, in a sentence for operators when it holds something else. */
export async function readPrivateKey(file: string): Promise<Ed25519Signer> {
  return orUnusable(file, await readFile(file), (bytes) => signerOf(createPrivateKey(bytes)));
}

/** @throws Error in a sentence for operators, when these bytes of a key file are not what is read out of them. */
export function orUnusable<T>(file: string, bytes: Buffer, read: (bytes: Buffer) => T): T {
  try {
    return read(bytes);
  } catch (cause) {
    throw new Error(
      `The key in ${file} cannot be used: the file is damaged, or no such key. Put it back from your copy.`,
      {
        cause,
      },
    );
  }
}

export function signerOf(privateKey: KeyObject): Ed25519Signer {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (x === undefined || privateKey.asymmetricKeyType !== 'ed25519') throw new Error('The key is not an Ed25519 key.');
  return ed25519Signer({
    publicKey: Uint8Array.fromBase64(x, { alphabet: 'base64url' }),
    signBytes: (message) => new Uint8Array(sign(null, message, privateKey)),
  });
}
