/**
 * Names of signing keys. SPEC 5.2.
 *
 * A keyid holds scheme and key outright (`ed25519:` and 32 bytes in base64), so a signature can be checked before
 * anybody looks up whether its key may sign.
 */
import { base64, parseBase64 } from './bytes.ts';
import { FormatError } from './error.ts';

const PREFIX = 'ed25519:';

export function formatKeyid(publicKey: Uint8Array): string {
  return PREFIX + base64(publicKey);
}

/** @throws FormatError `key-malformed`. Says nothing about whether the key is a sound one: see `checkPublicKey`. */
export function parseKeyid(keyid: string): Uint8Array {
  if (!keyid.startsWith(PREFIX)) throw new FormatError('key-malformed', 'The key does not begin with "ed25519:".');
  let publicKey: Uint8Array;
  try {
    publicKey = parseBase64(keyid.slice(PREFIX.length));
  } catch (cause) {
    throw new FormatError('key-malformed', 'The key is not base64.', { cause });
  }
  if (publicKey.length !== 32) throw new FormatError('key-malformed', 'An Ed25519 key has 32 bytes.');
  return publicKey;
}
