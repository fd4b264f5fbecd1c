/** A follow-up key as it stands in addresses: the 32 bytes in base64url (RFC 4648 section 5), without padding. */
import { ed25519Keyid, parseKeyid } from '@counterfoil/ledger/keyid';

/** Undefined for what is none. */
export function parseKeyName(name: string): string | undefined {
  if (!/^[A-Za-z0-9_-]{43}$/.test(name)) return undefined;
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.fromBase64(name, { alphabet: 'base64url' });
  } catch {
    return undefined;
  }
  return bytes.length === 32 && toName(bytes) === name ? ed25519Keyid(bytes) : undefined;
}

/** @param keyid of the scheme `ed25519`. */
export function formatKeyName(keyid: string): string {
  const parts = parseKeyid(keyid);
  if (parts.scheme !== 'ed25519') throw new RangeError('A follow-up key is an Ed25519 key.');
  return toName(parts.publicKey);
}

function toName(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: 'base64url', omitPadding: true });
}
