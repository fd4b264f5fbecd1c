/**
 * Files beside the log, bound to it by salted commitments as texts are, under a tag of their own: no text can stand where a file is named, and
 * outlive it there. SPEC 6.1, M59.
 *
 * `file/<digest>` is the salt followed by the bytes of the file, so that what is served is hashed as it comes.
 */
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { concatBytes, hex, utf8 } from './bytes.ts';
import { SALT_BYTES } from './content.ts';
import type { Sha256 } from './tree.ts';

/** What is hashed before salt and file. */
export const FILE_DOMAIN = utf8('counterfoil/file/v1\n');

/** The largest file a statement may refer to. */
export const MAX_ATTACHED_BYTES = 10_000_000;
/** Files of one statement. */
export const MAX_ATTACHED_FILES = 10;

/** What a file can be, told by its first bytes: nothing in these runs in a browser that is told the type. */
export const fileMediaTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
export type FileMediaType = (typeof fileMediaTypes)[number];

/** What a statement says of a file. */
export interface FileRef {
  readonly digest: string;
  /** Of the file, without the salt. */
  readonly bytes: number;
  readonly mediaType: FileMediaType;
}

/** Whether this is the file of the reference, and of the type that it says. SPEC M59. @param salted the salt, and the file behind it */
export function checkFile(ref: FileRef, salted: Uint8Array, sha256: Sha256 = nobleSha256): boolean {
  if (salted.length !== SALT_BYTES + ref.bytes) return false;
  const bytes = salted.subarray(SALT_BYTES);
  if (detectFileType(bytes) !== ref.mediaType) return false;
  return fileDigest(salted, sha256) === ref.digest;
}

/** The commitment to a file. @param salted the salt, and the file behind it */
export function fileDigest(salted: Uint8Array, sha256: Sha256 = nobleSha256): string {
  return hex(sha256(concatBytes(FILE_DOMAIN, salted)));
}

/** The type that the first bytes of a file say it has; undefined for what is not taken. @param head at least 12 bytes */
export function detectFileType(head: Uint8Array): FileMediaType | undefined {
  const starts = (at: number, ...bytes: readonly number[]): boolean => bytes.every((byte, i) => head[at + i] === byte);
  if (starts(0, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (starts(0, 0x52, 0x49, 0x46, 0x46) && starts(8, 0x57, 0x45, 0x42, 0x50)) return 'image/webp';
  if (starts(0, 0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf';
  return undefined;
}
