/**
 * What two people, or one person at two machines, compare before something is signed: SHA-256 of the signed bytes, in
 * letters that can be read aloud.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { hex } from './bytes.ts';
import type { SignedMessage } from './signature.ts';

/** SHA-256 of the pre-authentication encoding: sixteen groups of four hexadecimal digits, with spaces between them. */
export function fingerprint({ message }: Pick<SignedMessage, 'message'>): string {
  return hex(sha256(message)).match(/.{4}/g)?.join(' ') ?? '';
}
