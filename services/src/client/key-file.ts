/**
 * Key files of people: registrars and officials. One file, one person, one key; it stays on that person's own device.
 *
 * PKCS #8 in PEM (RFC 7468), with lines above it that say whose it is: readers of PEM pass over them.
 */
import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { formatKeyid } from '@counterfoil/ledger/keyid';
import type { Signer } from '@counterfoil/ledger/signature';
import { personField } from '@counterfoil/ledger/statements/fields';
import { signerOf } from '../recorder/keys.ts';

export interface PersonKey extends Signer {
  readonly keyid: string;
  /** Random identifier of the person, as statements name people. */
  readonly person: string;
}

/** A key file that is not there, not whole, or in the way; the message is a sentence for people. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

const WARNING = 'Counterfoil signing key. Whoever holds this file can sign in this name: keep it to yourself.';

/** Makes a new key for a person: somebody new, unless the identifier of somebody known is given. @throws KeyFileError when the file is there already. */
export async function makeKeyFile(file: string, person = randomBytes(16).toString('hex')): Promise<PersonKey> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = { ...signerOf(privateKey), person };
  const keyid = formatKeyid(key.publicKey);
  const head = `${WARNING}\nperson: ${person}\nkeyid: ${keyid}\n`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    // `wx` fails when the file is there: a key is never written over.
    await writeFile(file, head + privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    });
  } catch (cause) {
    if (!isThere(cause)) throw cause;
    throw new KeyFileError(`There is a file ${file} already: a key is never written over. Choose another name.`, {
      cause,
    });
  }
  return { ...key, keyid };
}

/** @throws KeyFileError in a sentence when the file is not there or is no key file. */
export async function readKeyFile(file: string): Promise<PersonKey> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new KeyFileError(`The key file ${file} cannot be read.`, { cause });
  });
  const person = personField.safeParse(/^person: (.*)$/m.exec(text)?.[1]);
  if (!person.success) throw new KeyFileError(`The file ${file} does not say whose key it is (a line "person: ...").`);
  try {
    const signer = signerOf(createPrivateKey(text));
    return { ...signer, keyid: formatKeyid(signer.publicKey), person: person.data };
  } catch (cause) {
    throw new KeyFileError(`The file ${file} holds no Ed25519 key (PKCS #8, PEM).`, { cause });
  }
}

/** The key in the file, made first where there is none. `made` says which it was. */
export async function haveKeyFile(file: string, person?: string): Promise<PersonKey & { readonly made: boolean }> {
  const found = await readFile(file).then(
    () => true,
    () => false,
  );
  return found ? { ...(await readKeyFile(file)), made: false } : { ...(await makeKeyFile(file, person)), made: true };
}

function isThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
