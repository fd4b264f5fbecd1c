/**
 * Strict JSON in, canonical JSON out (RFC 8785). SPEC 2, M4, M5, M6.
 *
 * Numbers are integers that a double holds exactly: what needs more is a string.
 */
import { parseUtf8, utf8 } from './bytes.ts';
import { FormatError } from './error.ts';
import { say } from './say.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** How many arrays and objects may stand one within another; nothing in the SPEC comes near it. */
export const MAX_JSON_DEPTH = 32;

/**
 * The canonical text of a value. Keys in order of their UTF-16 code units, no white space.
 * @throws FormatError `json-invalid` for what canonical JSON cannot hold: fractions, unsafe integers, undefined; `utf8-invalid`
 * for half of a surrogate pair.
 */
export function canonicalJson(value: Json): string {
  // Nearly everything comes in order, and the engine's own writer takes a fifth of the time.
  if (!isInOrder(value, 0)) return write(value, 0);
  const text = JSON.stringify(value);
  // As the engine writes half a surrogate pair; what looks like it and is none costs time alone.
  return text.includes('\\ud') ? write(value, 0) : text;
}

function write(value: Json, depth: number): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value))
      throw new FormatError('json-invalid', say`${value} is not an integer that JSON can carry exactly.`);
    return Object.is(value, -0) ? '0' : String(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  requireDepth(depth);
  if (Array.isArray(value)) return `[${value.map((item: Json) => write(item, depth + 1)).join(',')}]`;
  if (typeof value !== 'object') throw new FormatError('json-invalid', say`JSON cannot hold ${typeof value}.`);
  const object = value as { readonly [key: string]: Json };
  const keys = Object.keys(object).sort();
  let text = '{';
  for (const key of keys) {
    const member = object[key];
    if (member === undefined) continue;
    if (text.length > 1) text += ',';
    text += `${quote(key)}:${write(member, depth + 1)}`;
  }
  return `${text}}`;
}

function quote(text: string): string {
  requireWellFormed(text);
  return JSON.stringify(text);
}

function requireWellFormed(text: string): void {
  if (!text.isWellFormed()) throw new FormatError('utf8-invalid', say`A string holds half of a surrogate pair.`);
}

function requireDepth(depth: number): void {
  if (depth >= MAX_JSON_DEPTH)
    throw new FormatError('json-invalid', say`JSON is nested deeper than ${MAX_JSON_DEPTH} levels.`);
}

/**
 * Parses JSON that need not be canonical, as a client may send it.
 * @throws FormatError `utf8-invalid`, `json-invalid`, `json-duplicate-key`.
 */
export function parseJson(bytes: Uint8Array): Json {
  const text = parseUtf8(bytes);
  const value = parseText(text);
  requireSound(value, 0);
  if (hasDuplicateKey(text))
    throw new FormatError('json-duplicate-key', say`The JSON names the same key twice in one object.`);
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
  if (canonicalJson(value) !== text)
    throw new FormatError('json-not-canonical', say`The JSON is not in canonical form (RFC 8785).`);
  return value;
}

/** Whether its keys stand in order already and all of it is what JSON can carry; says nothing of halves of surrogate pairs. */
function isInOrder(value: Json, depth: number): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object' || depth >= MAX_JSON_DEPTH) return false;
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
    throw new FormatError('json-invalid', say`The text is not JSON.`, { cause });
  }
}

/**
 * Whether an object of this valid JSON text names a key twice. The text itself is read, not what the engine made of it:
 * `JSON.parse` merges equal keys, and that of V8 can take an escaped key for another one (nodejs/node#63785).
 */
function hasDuplicateKey(text: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  const colon = /[ \t\n\r]*:/y;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{') open.push(new Set());
    else if (character === '[') open.push(undefined);
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const start = at;
      at = endOfString(text, start);
      colon.lastIndex = at + 1;
      if (!colon.test(text)) continue;
      const token = text.slice(start, at + 1);
      const key = token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
      const keys = open.at(-1);
      if (keys?.has(key) === true) return true;
      keys?.add(key);
    }
  }
  return false;
}

/** Where the string of a valid JSON text ends that begins there: at the next quotation mark behind an even number of backslashes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return end;
  }
}

/** Neither too deep nor with half of a surrogate pair. */
function requireSound(value: Json, depth: number): void {
  if (typeof value === 'string') requireWellFormed(value);
  if (typeof value !== 'object' || value === null) return;
  requireDepth(depth);
  if (!Array.isArray(value)) Object.keys(value).forEach(requireWellFormed);
  for (const member of Object.values(value) as Json[]) requireSound(member, depth + 1);
}
