/**
 * Strict JSON in, canonical JSON out (RFC 8785). SPEC 2, M4, M5, M6.
 *
 * Numbers are integers that a double holds exactly: what needs more is a string.
 */
import { parseUtf8, utf8 } from './bytes.ts';
import { FormatError } from './error.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** How deep arrays and objects may nest; nothing in the SPEC comes near it. */
export const MAX_JSON_DEPTH = 32;

/**
 * The canonical text of a value. Keys in order of their UTF-16 code units, no white space.
 * @throws FormatError `json-invalid` for what canonical JSON cannot hold: fractions, unsafe integers, lone surrogates, undefined.
 */
export function canonicalJson(value: Json, depth = 0): string {
  if (depth > MAX_JSON_DEPTH)
    throw new FormatError('json-invalid', `JSON is nested deeper than ${MAX_JSON_DEPTH} levels.`);
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value))
      throw new FormatError('json-invalid', `${value} is not an integer that JSON can carry exactly.`);
    return Object.is(value, -0) ? '0' : String(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item, depth + 1)).join(',')}]`;
  if (typeof value !== 'object') throw new FormatError('json-invalid', `JSON cannot hold ${typeof value}.`);
  const object = value as { readonly [key: string]: Json };
  const keys = Object.keys(object).sort();
  let text = '{';
  for (const key of keys) {
    const member = object[key];
    if (member === undefined) continue;
    if (text.length > 1) text += ',';
    text += `${quote(key)}:${canonicalJson(member, depth + 1)}`;
  }
  return `${text}}`;
}

function quote(text: string): string {
  if (!text.isWellFormed()) throw new FormatError('json-invalid', 'A string holds half of a surrogate pair.');
  return JSON.stringify(text);
}

/** One string token; between strings JSON has no quotation mark, so on valid JSON this finds every string and nothing else. */
const STRING_TOKEN = /"(?:[^"\\]|\\.)*"([ \t\n\r]*:)?/g;

/**
 * Parses JSON that need not be canonical, as a client may send it.
 * @throws FormatError `utf8-invalid`, `json-invalid`, `json-duplicate-key`.
 */
export function parseJson(bytes: Uint8Array): Json {
  const text = parseUtf8(bytes);
  const value = parseText(text);
  let keysWritten = 0;
  for (const token of text.matchAll(STRING_TOKEN)) if (token[1] !== undefined) keysWritten++;
  if (keysWritten !== countKeys(value, 0))
    throw new FormatError('json-duplicate-key', 'The JSON names the same key twice in one object.');
  return value;
}

/**
 * Parses JSON that must be canonical: what `canonicalJson` writes for the value must be these very bytes, which also
 * rules out duplicate keys, white space and every other second spelling.
 * @throws FormatError `utf8-invalid`, `json-invalid`, `json-not-canonical`.
 */
export function parseCanonicalJson(bytes: Uint8Array): Json {
  const text = parseUtf8(bytes);
  const value = parseText(text);
  if (!isPlainlyCanonical(value, text) && canonicalJson(value) !== text)
    throw new FormatError('json-not-canonical', 'The JSON is not in canonical form (RFC 8785).');
  return value;
}

/**
 * The same answer for nearly everything that is canonical, in a fifth of the time: the engine's own writer gives the canonical
 * text wherever keys are in order, numbers are safe integers and no string holds half of a surrogate pair.
 */
function isPlainlyCanonical(value: Json, text: string): boolean {
  // Half a surrogate pair can only stand in valid UTF-8 as an escape; the engine would write it back as it is.
  return isInOrder(value, 0) && JSON.stringify(value) === text && !text.includes('\\ud');
}

function isInOrder(value: Json, depth: number): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= MAX_JSON_DEPTH) return false;
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) if (!isInOrder(item, depth + 1)) return false;
    return true;
  }
  const object = value as { readonly [key: string]: Json };
  let before: string | undefined;
  for (const key of Object.keys(object)) {
    if (before !== undefined && before >= key) return false;
    before = key;
    if (!isInOrder(object[key] as Json, depth + 1)) return false;
  }
  return true;
}

export function canonicalBytes(value: Json): Uint8Array {
  return utf8(canonicalJson(value));
}

function parseText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new FormatError('json-invalid', 'The text is not JSON.', { cause });
  }
}

function countKeys(value: Json, depth: number): number {
  if (depth > MAX_JSON_DEPTH)
    throw new FormatError('json-invalid', `JSON is nested deeper than ${MAX_JSON_DEPTH} levels.`);
  if (typeof value !== 'object' || value === null) return 0;
  let keys = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const member of Object.values(value) as Json[]) keys += countKeys(member, depth + 1);
  return keys;
}
