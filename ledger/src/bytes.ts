/** Bytes and their textual forms. Every decoder is strict: one text for each byte string, anything else is refused. SPEC 1, M1, M2. */
import { FormatError } from './error.ts';
import { say } from './say.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Writes it where there is room for all of it; gives how many bytes it takes. */
export function utf8Into(text: string, into: Uint8Array): number {
  return encoder.encodeInto(text, into).written;
}

/** @throws FormatError `utf8-invalid`; a byte order mark is kept, so that it fails whatever is parsed next. */
export function parseUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new FormatError('utf8-invalid', say`The bytes are not valid UTF-8.`, { cause });
  }
}

/** RFC 4648 section 4, with padding. */
export function base64(bytes: Uint8Array): string {
  return bytes.toBase64();
}

/** @throws FormatError `base64-invalid` for anything `base64` would not have written. */
export function parseBase64(text: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.fromBase64(text, { lastChunkHandling: 'strict' });
  } catch (cause) {
    throw new FormatError('base64-invalid', say`The text is not base64.`, { cause });
  }
  // The platform skips white space; the length tells.
  if (text.length !== Math.ceil(bytes.length / 3) * 4) {
    throw new FormatError('base64-invalid', say`The base64 text holds characters that are not base64.`);
  }
  return bytes;
}

/** Lower case. */
export function hex(bytes: Uint8Array): string {
  return bytes.toHex();
}

/** @throws FormatError `hex-invalid` for upper case, odd length or anything else. */
export function parseHex(text: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/.test(text))
    throw new FormatError('hex-invalid', say`The text is not lower-case hexadecimal.`);
  return Uint8Array.fromHex(text);
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const all = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
