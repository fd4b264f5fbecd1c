/**
 * Signed notes (C2SP signed-note): text that ends in a newline, an empty line, and one or more signature lines.
 *
 *     This is an example message.
 *
 *     — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
 *
 * The text of a note means nothing until `verifyNote` has said `verified` for a key that the caller trusts. Anybody may
 * add lines of keys that the caller does not know: they are parsed, kept and otherwise ignored.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { base64, concatBytes, equalBytes, hex, parseBase64, parseHex, parseUtf8, utf8 } from './bytes.ts';
import { FormatError } from './error.ts';
import { say, type Sentence } from './say.ts';

export const MAX_NOTE_BYTES = 1_000_000;
export const MAX_NOTE_SIGNATURES = 100;
/** The signature type Ed25519 of C2SP signed-note. */
export const ED25519 = 0x01;

const KEY_ID_BYTES = 4;
const ED25519_KEY_BYTES = 32;

export interface VerifierKey {
  readonly name: string;
  /** 4 bytes. */
  readonly id: Uint8Array;
  /** The signature type; always `ED25519` from `parseVerifierKey`. */
  readonly algorithm: number;
  /** From `parseVerifierKey` 32 bytes, in the encoding of RFC 8032. */
  readonly publicKey: Uint8Array;
}

export interface NoteSignature {
  readonly name: string;
  /** 4 bytes. */
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Note {
  /** Ends in a newline, which the signatures cover; the empty line after it they do not. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/**
 * `<name>+<id in hex>+<base64 of type and key>`. Whether the key is a good Ed25519 point is not looked at here.
 * @throws FormatError `key-malformed`, also for a signature type other than Ed25519 and an id that is not the key's.
 */
export function parseVerifierKey(vkey: string): VerifierKey {
  const key = parseTypedKey(vkey);
  if (key.algorithm !== ED25519) throw malformedKey(say`It is not for Ed25519 signatures (type 1).`);
  if (key.publicKey.length !== ED25519_KEY_BYTES) throw malformedKey(say`An Ed25519 key has 32 bytes.`);
  return key;
}

/**
 * The same for any signature type; what the bytes of the key must be is for the type to say.
 * @throws FormatError `key-malformed`, also for an id that is not the key's.
 */
export function parseTypedKey(vkey: string): VerifierKey {
  const [, name = '', idText = '', keyText = ''] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey) ?? [];
  if (!isKeyName(name)) throw malformedKey(say`It is not <name>+<8 hexadecimal digits>+<base64>.`);
  const typed = decodeKey(keyText);
  const [algorithm] = typed;
  if (algorithm === undefined) throw malformedKey(say`Its last part is empty.`);
  const publicKey = typed.slice(1);
  const id = parseHex(idText);
  if (!equalBytes(id, keyId(name, algorithm, publicKey)))
    throw malformedKey(say`Its id does not belong to its name and key.`);
  return { name, id, algorithm, publicKey };
}

function decodeKey(text: string): Uint8Array {
  try {
    return parseBase64(text);
  } catch (cause) {
    throw malformedKey(say`Its last part is not base64.`, { cause });
  }
}

function malformedKey(reason: Sentence, options?: ErrorOptions): FormatError {
  return new FormatError('key-malformed', say`This is not a verifier key: ${reason}`, options);
}

/**
 * The text of an Ed25519 verifier key.
 * @throws FormatError `key-malformed` for a name that cannot stand in a signature line or a key that is not 32 bytes.
 */
export function formatVerifierKey(name: string, publicKey: Uint8Array): string {
  if (publicKey.length !== ED25519_KEY_BYTES) throw malformedKey(say`An Ed25519 key has 32 bytes.`);
  return formatTypedKey({ name, algorithm: ED25519, publicKey });
}

/** The same for any signature type. @throws FormatError `key-malformed` for a name that cannot stand in a signature line. */
export function formatTypedKey({ name, algorithm, publicKey }: Omit<VerifierKey, 'id'>): string {
  if (!isKeyName(name))
    throw malformedKey(say`A name is not empty and has neither spaces, control characters nor plus signs.`);
  const typed = concatBytes(Uint8Array.of(algorithm), publicKey);
  return `${name}+${hex(keyId(name, algorithm, publicKey))}+${base64(typed)}`;
}

/** SHA-256(name || 0x0A || algorithm || public key)[:4]: a label, not a fingerprint, and collisions are easily made. */
export function keyId(name: string, algorithm: number, publicKey: Uint8Array): Uint8Array {
  return sha256(concatBytes(utf8(`${name}\n`), Uint8Array.of(algorithm), publicKey)).slice(0, KEY_ID_BYTES);
}

const SIGNATURE_LINE = /^— ([^ ]+) ([A-Za-z0-9+/=]+)$/;

/** @throws FormatError `note-malformed`, `utf8-invalid`. */
export function parseNote(note: Uint8Array | string): Note {
  if (note.length > MAX_NOTE_BYTES) throw malformedNote(say`It is larger than ${MAX_NOTE_BYTES} bytes.`);
  if (typeof note === 'string' && !note.isWellFormed()) throw malformedNote(say`It holds half of a surrogate pair.`);
  const bytes = typeof note === 'string' ? utf8(note) : note;
  if (bytes.length > MAX_NOTE_BYTES) throw malformedNote(say`It is larger than ${MAX_NOTE_BYTES} bytes.`);
  const whole = parseUtf8(bytes);
  requireNoControls(whole);
  const split = whole.lastIndexOf('\n\n');
  if (split < 0) throw malformedNote(say`No empty line parts its text from its signatures.`);
  if (!whole.endsWith('\n') || split + 2 === whole.length)
    throw malformedNote(say`It does not end in signature lines.`);
  const lines = whole.slice(split + 2, -1).split('\n');
  if (lines.length > MAX_NOTE_SIGNATURES)
    throw malformedNote(say`It has more than ${MAX_NOTE_SIGNATURES} signature lines.`);
  return { text: whole.slice(0, split + 1), signatures: lines.map(parseSignatureLine) };
}

/** Without its newline. @throws FormatError `note-malformed`. */
export function parseSignatureLine(line: string): NoteSignature {
  const [, name = '', text = ''] = SIGNATURE_LINE.exec(line) ?? [];
  if (!isKeyName(name)) throw malformedNote(say`A signature line is not a dash, a key name and base64.`);
  let bytes: Uint8Array;
  try {
    bytes = parseBase64(text);
  } catch (cause) {
    throw malformedNote(say`A signature is not base64.`, { cause });
  }
  if (bytes.length <= KEY_ID_BYTES) throw malformedNote(say`A signature line holds no signature.`);
  return { name, keyId: bytes.slice(0, KEY_ID_BYTES), signature: bytes.slice(KEY_ID_BYTES) };
}

/** @throws FormatError `note-malformed` for what `parseNote` would not give back. */
export function formatNote(text: string, signatures: readonly NoteSignature[]): string {
  requireNoteText(text);
  if (signatures.length === 0) throw malformedNote(say`It has no signature.`);
  const note = `${text}\n${signatures.map(formatSignatureLine).join('')}`;
  parseNote(note);
  return note;
}

/** With its newline. @throws FormatError `note-malformed`. */
export function formatSignatureLine({ name, keyId: id, signature }: NoteSignature): string {
  if (!isKeyName(name)) throw malformedNote(say`A signature bears a name that no key can have.`);
  if (id.length !== KEY_ID_BYTES) throw malformedNote(say`A key id has ${KEY_ID_BYTES} bytes.`);
  return `— ${name} ${base64(concatBytes(id, signature))}\n`;
}

/**
 * The text with one Ed25519 signature, as a whole note.
 * @param sign makes the signature over the bytes of the text, with the private half of the key.
 * @throws FormatError `note-malformed`.
 */
export async function signNote(
  text: string,
  vkey: VerifierKey,
  sign: (message: Uint8Array) => Uint8Array | Promise<Uint8Array>,
): Promise<string> {
  requireNoteText(text);
  const signature = await sign(utf8(text));
  return formatNote(text, [{ name: vkey.name, keyId: vkey.id, signature }]);
}

/**
 * What a key says of a note: `unsigned` when no line has its name and id, `wrong` when any line has them and does not
 * verify, so that a forgery beside a good signature is not passed over.
 * @param verify judges an Ed25519 signature by the signature rule of the SPEC.
 */
export async function verifyNote(
  note: Note,
  key: VerifierKey,
  verify: (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>,
): Promise<'verified' | 'unsigned' | 'wrong'> {
  const message = utf8(note.text);
  const own = note.signatures.filter(({ name, keyId: id }) => name === key.name && equalBytes(id, key.id));
  for (const { signature } of own) if (!(await verify(key.publicKey, message, signature))) return 'wrong';
  return own.length === 0 ? 'unsigned' : 'verified';
}

function requireNoteText(text: string): void {
  if (!text.endsWith('\n')) throw malformedNote(say`Its text does not end in a newline.`);
  if (!text.isWellFormed()) throw malformedNote(say`It holds half of a surrogate pair.`);
  requireNoControls(text);
}

function requireNoControls(text: string): void {
  if (hasControlCharacter(text)) throw malformedNote(say`It holds a control character.`);
}

/** Those below U+0020 other than newline, which no note may hold. */
export function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 && unit !== 0x0a) return true;
  }
  return false;
}

/** Not empty, no Unicode white space, no plus sign; control characters could not stand in a note. */
function isKeyName(name: string): boolean {
  return name.isWellFormed() && /^[^\p{White_Space}+]+$/u.test(name) && !hasControlCharacter(name);
}

function malformedNote(reason: Sentence, options?: ErrorOptions): FormatError {
  return new FormatError('note-malformed', say`This is not a signed note: ${reason}`, options);
}
