/**
 * Follow-up codes: what somebody writes down on paper to come back to what they said, without an account. SPEC 5.7, M65.
 *
 * The code is the whole secret: the key that an entry names as its `followKey` follows from it, so nothing has to be stored anywhere.
 */
import { getPublicKey, hashes, sign } from '@noble/ed25519';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8 } from './bytes.ts';
import { ed25519Keyid } from './keyid.ts';
import type { Signer } from './signature.ts';

/** Digits and letters without I, L, O and U: none looks like another, or reads as a word. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 145 bits, and one letter that tells of mistakes. */
export const FOLLOW_CODE_CHARACTERS = 30;
const GROUP = 5;
const DOMAIN = 'counterfoil/follow/v1\n';

/** In capitals, without hyphens: 30 letters of which the last is right. */
export type FollowCode = string & { readonly followCode: true };

/** `length`: too few or too many letters; `letters`: one that no code has; `mistyped`: the last letter does not fit the others. */
export type FollowCodeFault = 'length' | 'letters' | 'mistyped';

/** @param random 29 bytes; five bits of each are used. */
export function makeFollowCode(random: Uint8Array): FollowCode {
  if (random.length !== FOLLOW_CODE_CHARACTERS - 1)
    throw new RangeError(`A code is made of ${FOLLOW_CODE_CHARACTERS - 1} random bytes.`);
  const values = Array.from(random, (byte) => byte & 31);
  return [...values, double(checksum(values))].map((value) => LETTERS[value]).join('') as FollowCode;
}

/** As people type it: small letters, spaces and hyphens, O for 0, I and L for 1. */
export function parseFollowCode(typed: string): { readonly code: FollowCode } | { readonly fault: FollowCodeFault } {
  // Nobody types more; what does not end is not looked through.
  if (typed.length > 200) return { fault: 'length' };
  const code = typed
    .replaceAll(/[\s\u2010-\u2015-]/g, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  const values = code.split('').map((letter) => LETTERS.indexOf(letter));
  if (values.includes(-1)) return { fault: 'letters' };
  if (values.length !== FOLLOW_CODE_CHARACTERS) return { fault: 'length' };
  return checksum(values) === 0 ? { code: code as FollowCode } : { fault: 'mistyped' };
}

/** In groups of five with hyphens between them, as it is shown and printed. */
export function formatFollowCode(code: FollowCode): string {
  return code.match(new RegExp(`.{${GROUP}}`, 'g'))?.join('-') ?? '';
}

/** The 32 bytes that RFC 8032 calls the private key. SPEC M65. */
export function followSeed(code: FollowCode): Uint8Array {
  return sha256(concatBytes(utf8(DOMAIN), utf8(code)));
}

/** Signs statements as the author of the entries that name its key. RFC 8032, deterministic. */
export function followSigner(code: FollowCode): Signer {
  // The library brings no hash of its own, and signs at once only with the one that it is given.
  hashes.sha512 = sha512;
  const seed = followSeed(code);
  return {
    keyid: ed25519Keyid(getPublicKey(seed)),
    sign: ({ message }) => sign(message, seed),
  };
}

/** Horner's rule over the field of 32 elements, x^5 + x^2 + 1, at the element 2: one wrong letter, or two exchanged, is never 0. */
function checksum(values: readonly number[]): number {
  return values.reduce((sum, value) => double(sum) ^ value, 0);
}

/** Times the element 2. */
function double(value: number): number {
  return (value << 1) ^ ((value & 16) === 0 ? 0 : 0b100101);
}
