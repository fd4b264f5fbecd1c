/**
 * The two keys that are the service's own: the log key signs checkpoints, the intake key signs what citizens send in.
 * No official's key is ever here.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ed25519Signer, type Ed25519Signer, type NoteSigner, type Signer } from '@counterfoil/ledger/signature';

export interface ServiceKeys {
  readonly log: NoteSigner;
  readonly intake: Signer;
}

/** Reads the keys (PKCS #8, PEM) or makes them on the first start. @throws Error when a key file cannot be read. */
export async function loadKeys(dataFolder: string): Promise<ServiceKeys> {
  const folder = join(dataFolder, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return { log: await loadKey(join(folder, 'log.pem')), intake: await loadKey(join(folder, 'intake.pem')) };
}

async function loadKey(file: string): Promise<Ed25519Signer> {
  try {
    // Fails when the file is there: a key is never written over.
    await writeFile(file, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return signerOf(createPrivateKey(await readFile(file)));
}

export function signerOf(privateKey: KeyObject): Ed25519Signer {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (x === undefined || privateKey.asymmetricKeyType !== 'ed25519') throw new Error('The key is not an Ed25519 key.');
  return ed25519Signer({
    publicKey: Uint8Array.fromBase64(x, { alphabet: 'base64url' }),
    signBytes: (message) => new Uint8Array(sign(null, message, privateKey)),
  });
}
