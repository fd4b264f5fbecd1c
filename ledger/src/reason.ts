/** Whether two reasons are the same words: spacing, capitals and the spelling of one letter in two ways set aside. */
import { sha256 } from '@noble/hashes/sha2.js';
import { hex, utf8 } from './bytes.ts';

/** SHA-256, hexadecimal, of the text in Unicode form C, in lower case, with every run of white space as one space. */
export function reasonHash(text: string): string {
  const words = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/\p{White_Space}+/gu, ' ')
    .trim();
  return hex(sha256(utf8(words)));
}
