/**
 * Assertions of passkeys and security keys, made on a page. SPEC 5.5, M38; W3C Web Authentication Level 3, section 7.2.
 *
 * The browser says in clientDataJSON what it was asked to have signed, and on which page; the authenticator says in
 * authenticatorData for which relying party it signs and whether somebody was there. The challenge is the hash of the
 * statement's own bytes: there is no server whose word would be needed.
 */
import { base64, concatBytes, equalBytes, utf8 } from './bytes.ts';
import { parseJson, type Json } from './canonical-json.ts';
import { FormatError } from './error.ts';
import type { KeyidParts, WebauthnScheme } from './keyid.ts';
import type { Platform, SignatureRules, SignatureVerdict, SignedMessage } from './signature.ts';
import { SshReader, sshStrings } from './ssh-wire.ts';

export const MAX_CLIENT_DATA_BYTES = 2000;

/** Section 6.1: hash of the relying party, flags, counter. */
const AUTHENTICATOR_DATA_BYTES = 37;
const FLAGS_AT = 32;
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const BACKUP_ELIGIBLE = 0x08;
const BACKED_UP = 0x10;
const ATTESTED = 0x40;
const EXTENSIONS = 0x80;

/** What `navigator.credentials.get` answers, and what `sig` holds of it. */
export interface WebauthnSig {
  readonly authenticatorData: Uint8Array;
  readonly clientDataJson: Uint8Array;
  /** Ed25519: 64 bytes. ES256: DER. */
  readonly signature: Uint8Array;
}

export type WebauthnKey = Extract<KeyidParts, { scheme: WebauthnScheme }>;

/** The challenge that a page has to ask for: SHA-256 of the signed message. */
export function webauthnChallenge({ message }: Pick<SignedMessage, 'message'>, sha256: Platform['sha256']): Uint8Array {
  return sha256(message);
}

/** Three strings as SSH writes them. */
export function formatWebauthnSig({ authenticatorData, clientDataJson, signature }: WebauthnSig): Uint8Array {
  return sshStrings(authenticatorData, clientDataJson, signature);
}

/** @throws FormatError `signature-malformed`. The parts themselves are not looked at, but for the size of clientDataJSON. */
export function parseWebauthnSig(sig: Uint8Array): WebauthnSig {
  const reader = new SshReader(sig, 'signature-malformed', 'The assertion');
  const authenticatorData = reader.string();
  const clientDataJson = reader.string();
  if (clientDataJson.length > MAX_CLIENT_DATA_BYTES)
    throw reader.fault(`has clientDataJSON of more than ${MAX_CLIENT_DATA_BYTES} bytes`);
  const signature = reader.string();
  reader.end();
  return { authenticatorData, clientDataJson, signature };
}

/** Form first, then what the browser says, then what the authenticator says, then the signature over both. */
export function checkWebauthn(
  key: WebauthnKey,
  signed: SignedMessage,
  sig: Uint8Array,
  rules: SignatureRules,
): SignatureVerdict | Promise<SignatureVerdict> {
  const { authenticatorData, clientDataJson, signature } = parseWebauthnSig(sig);
  const wrong =
    checkClientData(parseClientData(clientDataJson), key.rpId, webauthnChallenge(signed, rules.sha256)) ??
    checkAuthenticatorData(authenticatorData, rules.sha256(utf8(key.rpId)));
  if (wrong !== undefined) return wrong;
  const data = concatBytes(authenticatorData, rules.sha256(clientDataJson));
  return key.scheme === 'webauthn-es256'
    ? rules.checkP256(key.publicKey, data, signature)
    : rules.checkEd25519(key.publicKey, data, signature);
}

/** Section 5.8.1. Browsers may add members of their own, so others than those below are passed over. */
function parseClientData(bytes: Uint8Array): ReadonlyMap<string, Json> {
  let value: Json;
  try {
    value = parseJson(bytes);
  } catch (cause) {
    throw new FormatError('signature-malformed', 'clientDataJSON is not JSON.', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FormatError('signature-malformed', 'clientDataJSON is not an object.');
  return new Map(Object.entries(value));
}

function checkClientData(
  client: ReadonlyMap<string, Json>,
  rpId: string,
  challenge: Uint8Array,
): SignatureVerdict | undefined {
  if (client.get('type') !== 'webauthn.get') return 'signature-malformed';
  if (client.get('challenge') !== base64url(challenge)) return 'signature-challenge';
  const origin = client.get('origin');
  if (typeof origin !== 'string' || !isOriginOf(origin, rpId)) return 'signature-origin';
  // Within a frame of another site, people do not see who asks.
  const isFramed = client.has('crossOrigin') && client.get('crossOrigin') !== false;
  return isFramed || client.has('topOrigin') ? 'signature-origin' : undefined;
}

/** `https` on exactly this host; on this very machine `http` as well, which browsers hold secure there. */
function isOriginOf(origin: string, rpId: string): boolean {
  const schemes = rpId === 'localhost' ? ['https://', 'http://'] : ['https://'];
  return schemes.some(
    (scheme) =>
      origin.startsWith(scheme + rpId) && /^(?::[1-9][0-9]{0,4})?$/.test(origin.slice(scheme.length + rpId.length)),
  );
}

function checkAuthenticatorData(data: Uint8Array, rpIdHash: Uint8Array): SignatureVerdict | undefined {
  const flags = data[FLAGS_AT] ?? 0;
  const hasExtensions = (flags & EXTENSIONS) !== 0;
  if (data.length < AUTHENTICATOR_DATA_BYTES || data.length > AUTHENTICATOR_DATA_BYTES !== hasExtensions)
    return 'signature-malformed';
  // Only the making of a credential attests one; and nothing is backed up that cannot be.
  if ((flags & ATTESTED) !== 0 || (flags & (BACKUP_ELIGIBLE | BACKED_UP)) === BACKED_UP) return 'signature-malformed';
  if (!equalBytes(data.subarray(0, FLAGS_AT), rpIdHash)) return 'signature-relying-party';
  if ((flags & USER_PRESENT) === 0) return 'signature-presence';
  return (flags & USER_VERIFIED) === 0 ? 'signature-verification' : undefined;
}

function base64url(bytes: Uint8Array): string {
  return base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
