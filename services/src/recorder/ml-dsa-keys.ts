/** Key files of ML-DSA-44, PKCS #8 in PEM, readable by their own account only: for the post-quantum line of a log and of a witness. SPEC 3.3. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import type { NoteSigner } from '@counterfoil/ledger/signature';
import { orUnusable } from './keys.ts';

/** Makes a new key, unless the file is there: a key is never written over. */
export async function writeMlDsaKey(file: string): Promise<void> {
  try {
    const { privateKey } = generateKeyPairSync('ml-dsa-44');
    await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** @throws Error when the file cannot be read or holds another kind of key. */
export async function readMlDsaKey(file: string): Promise<NoteSigner> {
  const privateKey = orUnusable(file, await readFile(file), createPrivateKey);
  const { pub } = createPublicKey(privateKey).export({ format: 'jwk' }) as { readonly pub?: string };
  if (pub === undefined || privateKey.asymmetricKeyType !== 'ml-dsa-44')
    throw new Error(`The key in ${file} is not an ML-DSA-44 key.`);
  return {
    publicKey: Uint8Array.fromBase64(pub, { alphabet: 'base64url' }),
    signBytes: (message) => new Uint8Array(sign(null, message, privateKey)),
  };
}
