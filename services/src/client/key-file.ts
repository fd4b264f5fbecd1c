/**
 * Key files of people: registrars and officials. One file, one person, one key; it stays on that person's own device.
 *
 * PKCS #8 in PEM (RFC 7468), under a passphrase or plain, with lines above it that say whose it is: readers of PEM pass over
 * them. They are not secret, so what is going to be signed can be shown before anybody types a passphrase.
 */
import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Signer } from '@counterfoil/ledger/signature';
import { keyidField, personField } from '@counterfoil/ledger/statements/fields';
import { signerOf } from '../recorder/keys.ts';
import { lockedPem, passphraseBytes } from './locked-pem.ts';

export interface PersonKey extends Signer {
  /** Random identifier of the person, as statements name people. */
  readonly person: string;
}

/** A key file as it lies there: who it belongs to is known, the key itself perhaps not yet. */
export interface KeyFile {
  readonly file: string;
  readonly person: string;
  readonly keyid: string;
  /** Whether a passphrase is needed. */
  readonly locked: boolean;
  /** @throws KeyFileError `passphrase-missing` where it is locked and none is given, `passphrase-wrong`, `key-malformed`. */
  open(passphrase?: string): PersonKey;
}

export type KeyFileCode =
  'key-unreadable' | 'key-there' | 'key-malformed' | 'passphrase-missing' | 'passphrase-wrong' | 'passphrase-short';

/** A key file that is not there, not whole, locked, or in the way; the message is a sentence for people. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
  readonly code: KeyFileCode;

  constructor(code: KeyFileCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export interface NewKey {
  /** Somebody new where it is left out. */
  readonly person?: string | undefined;
  /** None makes a file that signs for whoever holds it. */
  readonly passphrase?: string | undefined;
}

/** Whoever copies the file can try passphrases for as long as they like. */
export const MIN_PASSPHRASE_CHARACTERS = 12;

const PLAIN = 'Counterfoil signing key. Whoever holds this file can sign in this name: keep it to yourself.';
const LOCKED = 'Counterfoil signing key, locked with a passphrase. Keep both to yourself, and apart.';

/** @throws KeyFileError `key-there`: a key is never written over; `passphrase-short`. */
export async function makeKeyFile(file: string, { person, passphrase }: NewKey = {}): Promise<PersonKey> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = { ...signerOf(privateKey), person: person ?? randomBytes(16).toString('hex') };
  const text = await formatKeyFile(privateKey, key, passphrase);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    // `wx` fails when the file is there.
    await writeFile(file, text, { mode: 0o600, flag: 'wx', flush: true });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    const sentence = `There is a file ${file} already: a key is never written over. Choose another name.`;
    throw new KeyFileError('key-there', sentence, { cause });
  }
  return key;
}

/** The key as it is, under another passphrase or none: whole or not at all, whenever it is interrupted. @throws KeyFileError */
export async function relockKeyFile(
  file: string,
  passphrases: { readonly old?: string; readonly new?: string },
): Promise<void> {
  const text = await readText(file);
  const key = parseKeyFile(file, text).open(passphrases.old);
  const relocked = await formatKeyFile(privateKeyIn(text, passphrases.old), key, passphrases.new);
  const unfinished = `${file}.${process.pid}`;
  try {
    await writeFile(unfinished, relocked, { mode: 0o600, flag: 'wx', flush: true });
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** @throws KeyFileError in a sentence when the file is not there or is no key file. */
export async function openKeyFile(file: string): Promise<KeyFile> {
  return parseKeyFile(file, await readText(file));
}

/** @throws KeyFileError as `openKeyFile` and `open`. */
export async function readKeyFile(file: string, passphrase?: string): Promise<PersonKey> {
  return (await openKeyFile(file)).open(passphrase);
}

/** The plain key in the file, made first where there is none. `made` says which it was. */
export async function haveKeyFile(file: string, person?: string): Promise<PersonKey & { readonly made: boolean }> {
  const found = await readFile(file).then(
    () => true,
    () => false,
  );
  if (found) return { ...(await readKeyFile(file)), made: false };
  return { ...(await makeKeyFile(file, { person })), made: true };
}

async function formatKeyFile(
  privateKey: KeyObject,
  { person, keyid }: Pick<PersonKey, 'person' | 'keyid'>,
  passphrase: string | undefined,
): Promise<string> {
  if (passphrase !== undefined && Array.from(passphrase.normalize('NFC')).length < MIN_PASSPHRASE_CHARACTERS)
    throw new KeyFileError(
      'passphrase-short',
      `A passphrase has at least ${MIN_PASSPHRASE_CHARACTERS} characters: four or five words that do not belong together are easy to remember.`,
    );
  const pem =
    passphrase === undefined
      ? privateKey.export({ type: 'pkcs8', format: 'pem' })
      : await lockedPem(privateKey, passphrase);
  return `${passphrase === undefined ? PLAIN : LOCKED}\nperson: ${person}\nkeyid: ${keyid}\n${pem}`;
}

function parseKeyFile(file: string, text: string): KeyFile {
  const person = personField.safeParse(/^person: (.*)$/m.exec(text)?.[1]);
  const named = keyidField.safeParse(/^keyid: (.*)$/m.exec(text)?.[1]);
  if (!person.success)
    throw new KeyFileError('key-malformed', `The file ${file} does not say whose key it is (a line "person: ...").`);
  const locked = /^-----BEGIN ENCRYPTED PRIVATE KEY-----$/m.test(text);
  if (locked && !named.success)
    throw new KeyFileError('key-malformed', `The file ${file} does not say which key it holds (a line "keyid: ...").`);
  const open = (passphrase?: string): PersonKey => {
    if (locked && passphrase === undefined)
      throw new KeyFileError(
        'passphrase-missing',
        `The key file ${file} is locked with a passphrase, and none was given.`,
      );
    const key = signerIn(file, text, locked ? passphrase : undefined);
    if (named.success && named.data !== key.keyid)
      throw new KeyFileError('key-malformed', `The file ${file} names another key than the one it holds.`);
    return { ...key, person: person.data };
  };
  return { file, person: person.data, keyid: named.data ?? open().keyid, locked, open };
}

function signerIn(file: string, text: string, passphrase: string | undefined): Signer {
  try {
    return signerOf(privateKeyIn(text, passphrase));
  } catch (cause) {
    if (passphrase === undefined)
      throw new KeyFileError('key-malformed', `The file ${file} holds no Ed25519 key (PKCS #8, PEM).`, { cause });
    throw new KeyFileError('passphrase-wrong', `That is not the passphrase of ${file}. Nothing was signed.`, { cause });
  }
}

function privateKeyIn(text: string, passphrase: string | undefined): KeyObject {
  return createPrivateKey(
    passphrase === undefined ? text : { key: text, format: 'pem', passphrase: passphraseBytes(passphrase) },
  );
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new KeyFileError('key-unreadable', `The key file ${file} cannot be read.`, { cause });
  });
}
