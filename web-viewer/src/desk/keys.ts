/**
 * The keys an official signs with here. None of them leaves its place: a key of this browser cannot be taken out of it, a
 * passkey stays in its device, an SSH key where ssh-keygen has it.
 */
import { keyidField, personField } from '@counterfoil/ledger/statements/fields';
import { checkKeyid, ed25519Keyid, parseSshPublicKey } from '@counterfoil/ledger/keyid';
import { FormatError } from '@counterfoil/ledger/error';
import { hex } from '@counterfoil/ledger/bytes';
import type { Signer } from '@counterfoil/ledger/signature';
import * as z from 'zod/mini';
import { forget, keep, readAll } from './database.ts';
import { DeskProblem } from './desk-problem.ts';
import { askSshSignature } from './ssh-dialog.ts';
import { createPasskey, passkeySigner } from './passkey.ts';
import { language } from './language.ts';

const common = { keyid: keyidField, person: personField };

const keySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('browser'), ...common, privateKey: z.instanceof(CryptoKey) }),
  z.strictObject({ kind: z.literal('passkey'), ...common, credential: z.instanceof(Uint8Array) }),
  z.strictObject({ kind: z.literal('ssh'), ...common }),
]);
export type DeskKey = z.infer<typeof keySchema>;

export async function readKeys(): Promise<readonly DeskKey[]> {
  return (await readAll('keys')).flatMap((kept) => {
    const parsed = keySchema.safeParse(kept);
    return parsed.success ? [parsed.data] : [];
  });
}

export async function forgetKey({ keyid }: DeskKey): Promise<void> {
  await forget('keys', keyid);
}

/** A new key that the browser uses and never gives out. @throws DeskProblem `key-unusable`. */
export async function makeBrowserKey(person: string): Promise<DeskKey> {
  let pair: CryptoKeyPair;
  try {
    pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  } catch (cause) {
    throw new DeskProblem('key-unusable', language.phrase('desk-problem-ed25519'), { cause });
  }
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return store({ kind: 'browser', keyid: ed25519Keyid(publicKey), person, privateKey: pair.privateKey });
}

/** @throws DeskProblem `key-unusable` where the person or the device says no. */
export async function makePasskey(person: string): Promise<DeskKey> {
  const { keyid, credential } = await createPasskey(location.hostname, person);
  return store({ kind: 'passkey', keyid, person, credential });
}

/** @param line of a `.pub` file. @throws DeskProblem `key-unusable`. */
export async function addSshKey(line: string, person: string): Promise<DeskKey> {
  let keyid: string;
  try {
    keyid = parseSshPublicKey(line.trim());
  } catch (cause) {
    if (cause instanceof FormatError)
      throw new DeskProblem('key-unusable', language.phrase('desk-problem-ssh'), { cause });
    throw cause;
  }
  return store({ kind: 'ssh', keyid, person });
}

export function signerOf(key: DeskKey): Signer {
  switch (key.kind) {
    case 'browser': {
      const { keyid, privateKey } = key;
      const sign = async (message: Uint8Array): Promise<Uint8Array> =>
        new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, Uint8Array.from(message)));
      return { keyid, sign: ({ message }) => sign(message) };
    }
    case 'passkey':
      return passkeySigner(key.keyid, key.credential);
    case 'ssh':
      return { keyid: key.keyid, sign: (signed) => askSshSignature(signed) };
  }
}

/** Random identifier of a person: what the log knows of them. */
export function newPerson(): string {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

async function store(key: DeskKey): Promise<DeskKey> {
  if (checkKeyid(key.keyid) !== 'ok') throw new DeskProblem('key-unusable', language.phrase('desk-problem-weak'));
  await keep('keys', key.keyid, key);
  return key;
}
