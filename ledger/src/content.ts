/**
 * Texts beside the log, bound to it by salted commitments. SPEC 6, M14.
 *
 * The salt makes the digest say nothing about the text: once salt and text are erased, nobody can confirm a guess.
 */
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { base64, concatBytes, hex, parseBase64, utf8 } from './bytes.ts';
import { canonicalBytes, parseCanonicalJson } from './canonical-json.ts';
import { FormatError } from './error.ts';
import type { Sha256 } from './tree.ts';
import * as z from 'zod/mini';
import { say } from './say.ts';

export const SALT_BYTES = 32;
/** The longest text a statement may refer to. */
export const MAX_TEXT_BYTES = 50_000;

const DOMAIN = utf8('counterfoil/content/v1\n');

/** The digest a statement carries for a text: SHA-256(domain || salt || content), in hexadecimal. */
export function contentDigest(salt: Uint8Array, content: Uint8Array, sha256: Sha256 = nobleSha256): string {
  if (salt.length !== SALT_BYTES) throw new FormatError('content-malformed', say`A salt has ${SALT_BYTES} bytes.`);
  return hex(sha256(concatBytes(DOMAIN, salt, content)));
}

/** A text with its salt: what `/content/<digest>` serves and what a submission hands over. */
export interface Content {
  readonly salt: Uint8Array;
  readonly text: string;
}

const contentSchema = z.strictObject({ salt: z.string(), text: z.string() });

/** Canonical JSON `{"salt": base64, "text": string}`. */
export function formatContent(content: Content): Uint8Array {
  return canonicalBytes({ salt: base64(content.salt), text: content.text });
}

/** @throws FormatError `content-malformed`, `base64-invalid` for the salt, and those of canonical JSON. */
export function parseContent(bytes: Uint8Array): Content {
  const parsed = contentSchema.safeParse(parseCanonicalJson(bytes));
  if (!parsed.success)
    throw new FormatError('content-malformed', say`A content file holds a salt and a text, nothing else.`);
  const salt = parseBase64(parsed.data.salt);
  if (salt.length !== SALT_BYTES) throw new FormatError('content-malformed', say`A salt has ${SALT_BYTES} bytes.`);
  return { salt, text: parsed.data.text };
}

/** What a statement says of a text that is not on the log. */
export interface ContentRef {
  readonly digest: string;
  readonly bytes: number;
  readonly mediaType: 'text/plain';
  readonly lang: string;
}

/** Whether the text is the one the reference was made for. */
export function checkContent(ref: ContentRef, content: Content, sha256: Sha256 = nobleSha256): boolean {
  // Half of a surrogate pair has no bytes of its own: it would pass for U+FFFD.
  if (content.salt.length !== SALT_BYTES || !content.text.isWellFormed()) return false;
  const bytes = utf8(content.text);
  return bytes.length === ref.bytes && contentDigest(content.salt, bytes, sha256) === ref.digest;
}

/** The reference for a text; the caller brings 32 random bytes. @throws FormatError `content-malformed` when empty or too long. */
export function commitContent(content: Content, lang: string, sha256: Sha256 = nobleSha256): ContentRef {
  if (!content.text.isWellFormed())
    throw new FormatError('utf8-invalid', say`The text holds half of a surrogate pair.`);
  const bytes = utf8(content.text);
  if (bytes.length === 0) throw new FormatError('content-malformed', say`The text is empty.`);
  if (bytes.length > MAX_TEXT_BYTES)
    throw new FormatError('content-malformed', say`The text is longer than ${MAX_TEXT_BYTES} bytes.`);
  return { digest: contentDigest(content.salt, bytes, sha256), bytes: bytes.length, mediaType: 'text/plain', lang };
}
