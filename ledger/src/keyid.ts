/**
 * Names of signing keys. SPEC 5.2, M36.
 *
 * A keyid holds scheme and key outright, so a signature can be checked before anybody looks up whether its key may sign.
 * To parse one says nothing about whether its key is a sound one: see `checkKeyid`.
 */
import { base64, hex, parseBase64 } from './bytes.ts';
import { checkPublicKey, type PublicKeyVerdict } from './ed25519.ts';
import { FormatError } from './error.ts';
import { uncompressP256 } from './p256.ts';
import { formatSshKeyBlob, parseSshKeyBlob, parseSshPublicKeyLine, type SshPublicKey } from './ssh-key.ts';

/** Longer than any keyid. */
export const MAX_KEYID_CHARACTERS = 300;
export const MAX_RP_ID_CHARACTERS = 100;

export type Scheme = 'ed25519' | 'sshsig' | 'webauthn-ed25519' | 'webauthn-es256';
export type WebauthnScheme = Extract<Scheme, `webauthn-${string}`>;

/** What a keyid says. `publicKey` are the 32 bytes of RFC 8032, and for ES256 the 33 of a compressed point (SEC 1 section 2.3.3). */
export type KeyidParts =
  | { readonly scheme: 'ed25519'; readonly publicKey: Uint8Array }
  | ({ readonly scheme: 'sshsig' } & SshPublicKey)
  | { readonly scheme: WebauthnScheme; readonly rpId: string; readonly publicKey: Uint8Array };

const ED25519_KEY = '[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=';
/** 33 bytes, the first of them 2 or 3. */
const P256_KEY = 'A[g-z0-9+/][A-Za-z0-9+/]{42}';
const LABEL = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const RP_ID = `${LABEL}(?:\\.${LABEL})*`;
const PATTERN = new RegExp(
  `^(?:(ed25519):(${ED25519_KEY})|(sshsig):([A-Za-z0-9+/]+={0,2})|(webauthn-ed25519):(${RP_ID}):(${ED25519_KEY})|(webauthn-es256):(${RP_ID}):(${P256_KEY}))$`,
);

export function formatKeyid(parts: KeyidParts): string {
  switch (parts.scheme) {
    case 'ed25519':
      return ed25519Keyid(parts.publicKey);
    case 'sshsig':
      return sshKeyid(formatSshKeyBlob(parts));
    case 'webauthn-ed25519':
    case 'webauthn-es256':
      return `${parts.scheme}:${parts.rpId}:${base64(parts.publicKey)}`;
  }
}

/** @throws FormatError `key-malformed` for anything `formatKeyid` would not have written. */
export function parseKeyid(keyid: string): KeyidParts {
  if (keyid.length > MAX_KEYID_CHARACTERS) throw malformed(`It is longer than ${MAX_KEYID_CHARACTERS} characters.`);
  const [, plain, plainKey = '', ssh, blob = '', okp, okpHost = '', okpKey = '', ec, ecHost = '', ecKey = ''] =
    PATTERN.exec(keyid) ?? [];
  if (plain !== undefined) return { scheme: 'ed25519', publicKey: parseBase64(plainKey) };
  if (ssh !== undefined) return { scheme: 'sshsig', ...parseSshKeyBlob(decode(blob)) };
  if (okp !== undefined) return webauthn('webauthn-ed25519', okpHost, okpKey);
  if (ec !== undefined) return webauthn('webauthn-es256', ecHost, ecKey);
  throw malformed('It is not a scheme and a key in base64.');
}

function webauthn(scheme: WebauthnScheme, rpId: string, key: string): KeyidParts {
  if (rpId.length > MAX_RP_ID_CHARACTERS)
    throw malformed(`Its relying party has more than ${MAX_RP_ID_CHARACTERS} characters.`);
  return { scheme, rpId, publicKey: parseBase64(key) };
}

function decode(text: string): Uint8Array {
  try {
    return parseBase64(text);
  } catch (cause) {
    throw malformed('Its key is not base64.', { cause });
  }
}

function malformed(reason: string, options?: ErrorOptions): FormatError {
  return new FormatError('key-malformed', `This is not a keyid: ${reason}`, options);
}

/** Whether `parseKeyid` takes it. */
export function isKeyid(text: string): boolean {
  // What nearly all keyids are, without making an object of it.
  if (PLAIN.test(text)) return true;
  try {
    parseKeyid(text);
    return true;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

const PLAIN = new RegExp(`^ed25519:${ED25519_KEY}$`);

/** @param publicKey 32 bytes. */
export function ed25519Keyid(publicKey: Uint8Array): string {
  return `ed25519:${base64(publicKey)}`;
}

function sshKeyid(blob: Uint8Array): string {
  return `sshsig:${base64(blob)}`;
}

/** The keyid of a line of a `.pub` file: `ssh-ed25519 AAAA… comment`. @throws FormatError `key-malformed`. */
export function parseSshPublicKey(line: string): string {
  return sshKeyid(parseSshPublicKeyLine(line));
}

/**
 * Whether the key is a sound one, to be asked when it enters a ledger. Costs a few milliseconds.
 * @throws FormatError `key-malformed` for what is no keyid.
 */
export function checkKeyid(keyid: string): PublicKeyVerdict {
  const { scheme, publicKey } = parseKeyid(keyid);
  if (scheme !== 'webauthn-es256') return checkPublicKey(publicKey);
  return uncompressP256(publicKey) === undefined ? 'malformed' : 'ok';
}

/**
 * The key itself, whatever scheme uses it: equal for two keyids exactly when they name the same key. SPEC M36.
 * @throws FormatError `key-malformed`.
 */
export function keyMaterial(keyid: string): string {
  const { scheme, publicKey } = parseKeyid(keyid);
  return `${scheme === 'webauthn-es256' ? 'p256' : 'ed25519'} ${hex(publicKey)}`;
}
