/**
 * Cosignatures of checkpoints (C2SP tlog-cosignature): somebody has seen this tree, and nothing that contradicts it, by the
 * time that stands in the line. SPEC 3.1, M70, M71.
 *
 *     — witness.example.com/w1 jWbPPwAAAABkGFDL…
 *
 * Two types: over Ed25519, whose signed text does not name the cosigner, so that no two cosigners may share a key; and over
 * ML-DSA-44, which names it. A log may sign its own checkpoints by the second one too (SPEC 3.3).
 */
import { concatBytes, equalBytes, utf8 } from './bytes.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { FormatError } from './error.ts';
import { ML_DSA_44_KEY_BYTES, ML_DSA_44_SIGNATURE_BYTES, verifyMlDsa44 } from './ml-dsa.ts';
import { ED25519, parseTypedKey, type Note, type NoteSignature, type VerifierKey } from './note.ts';
import type { SignatureVerifier } from './signature.ts';
import { say, type Sentence } from './say.ts';

/** The signature types of C2SP signed-note. */
export const ED25519_COSIGNATURE = 0x04;
export const ML_DSA_44_COSIGNATURE = 0x06;

const ED25519_KEY_BYTES = 32;
const ED25519_SIGNATURE_BYTES = 64;
const TIMESTAMP_BYTES = 8;
/** Of a cosigner's name and of an origin, where ML-DSA-44 signs them: each has its length in one byte before it. */
const MAX_NAME_BYTES = 255;

type VerifyEd25519 = SignatureVerifier['verify'];

/**
 * What the lines of a key say of a note. `unsigned`: there is none with its name and id; `wrong`: one does not verify.
 * `timestamp`: of the newest line, seconds since 1970; 0 and with type 1 always 0: nothing is said about when.
 */
export type LineVerdict =
  { readonly verdict: 'verified'; readonly timestamp: number } | { readonly verdict: 'unsigned' | 'wrong' };

/**
 * The verifier key of a witness: type 4 or 6.
 * @throws FormatError `key-malformed`.
 */
export function parseCosignerKey(vkey: string): VerifierKey {
  const key = parseTypedKey(vkey);
  if (key.algorithm !== ED25519_COSIGNATURE && key.algorithm !== ML_DSA_44_COSIGNATURE)
    throw malformed(say`The key of a witness is of type 4 or 6, and this one of type ${key.algorithm}.`);
  return withLength(key);
}

/**
 * The verifier key of a log: type 1, or 6 for its post-quantum line.
 * @throws FormatError `key-malformed`.
 */
export function parseLogKey(vkey: string): VerifierKey {
  const key = parseTypedKey(vkey);
  if (key.algorithm !== ED25519 && key.algorithm !== ML_DSA_44_COSIGNATURE)
    throw malformed(say`The key of a log is of type 1 or 6, and this one of type ${key.algorithm}.`);
  return withLength(key);
}

function withLength(key: VerifierKey): VerifierKey {
  const bytes = key.algorithm === ML_DSA_44_COSIGNATURE ? ML_DSA_44_KEY_BYTES : ED25519_KEY_BYTES;
  if (key.publicKey.length !== bytes) throw malformed(say`A key of type ${key.algorithm} has ${bytes} bytes.`);
  if (key.algorithm === ML_DSA_44_COSIGNATURE && utf8(key.name).length > MAX_NAME_BYTES)
    throw malformed(say`The name of an ML-DSA-44 key has at most ${MAX_NAME_BYTES} bytes.`);
  return key;
}

/**
 * The bytes that a key of that type signs, or undefined where it cannot sign this text: ML-DSA-44 covers three lines and no
 * more, so that under it a note with extension lines would say things that nobody signed.
 * @param text of the note, with its final newline.
 * @param timestamp whole seconds since 1970.
 */
export function cosignedMessage(key: VerifierKey, text: string, timestamp: number): Uint8Array | undefined {
  if (key.algorithm !== ML_DSA_44_COSIGNATURE) return utf8(`cosignature/v1\ntime ${timestamp}\n${text}`);
  const checkpoint = checkpointIn(text);
  if (checkpoint === undefined) return undefined;
  const origin = utf8(checkpoint.origin);
  const name = utf8(key.name);
  if (origin.length > MAX_NAME_BYTES) return undefined;
  return concatBytes(
    utf8('subtree/v1\n\0'),
    Uint8Array.of(name.length),
    name,
    uint64(timestamp),
    Uint8Array.of(origin.length),
    origin,
    uint64(0),
    uint64(checkpoint.size),
    checkpoint.root,
  );
}

function checkpointIn(text: string): ReturnType<typeof parseCheckpoint> | undefined {
  try {
    return parseCheckpoint(text);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

function uint64(value: number): Uint8Array {
  const bytes = new Uint8Array(TIMESTAMP_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

/**
 * One cosignature, to stand under the text.
 * @param sign with the private half of the key, over just these bytes.
 * @param timestamp whole seconds since 1970; 0 where a log signs for itself and says nothing about when.
 * @throws FormatError `checkpoint-malformed` for a text that a key of that type cannot sign.
 */
export async function signCosignature(
  text: string,
  key: VerifierKey,
  timestamp: number,
  sign: (message: Uint8Array) => Uint8Array | Promise<Uint8Array>,
): Promise<NoteSignature> {
  if (!Number.isSafeInteger(timestamp) || timestamp < 0) throw new RangeError('A cosignature bears whole seconds.');
  const message = cosignedMessage(key, text, timestamp);
  if (message === undefined)
    throw new FormatError('checkpoint-malformed', say`This is not a checkpoint that ML-DSA-44 can cosign.`);
  return { name: key.name, keyId: key.id, signature: concatBytes(uint64(timestamp), await sign(message)) };
}

/** Those that bear the name and the id of the key; whether they hold is for `verifyLines` to say. */
export function linesOf(signatures: readonly NoteSignature[], key: VerifierKey): readonly NoteSignature[] {
  return signatures.filter(({ name, keyId }) => name === key.name && equalBytes(keyId, key.id));
}

/**
 * What a key of type 1, 4 or 6 says of a note. Every line with its name and id must verify, so that a forgery beside a good
 * one is not passed over.
 */
export async function verifyLines(note: Note, key: VerifierKey, verifyEd25519: VerifyEd25519): Promise<LineVerdict> {
  const own = linesOf(note.signatures, key);
  if (own.length === 0) return { verdict: 'unsigned' };
  let newest = 0;
  for (const { signature } of own) {
    const timestamp = await verifyLine(note.text, key, signature, verifyEd25519);
    if (timestamp === undefined) return { verdict: 'wrong' };
    newest = Math.max(newest, timestamp);
  }
  return { verdict: 'verified', timestamp: newest };
}

/** Gives the timestamp. */
async function verifyLine(
  text: string,
  key: VerifierKey,
  bytes: Uint8Array,
  verifyEd25519: VerifyEd25519,
): Promise<number | undefined> {
  if (key.algorithm === ED25519) return (await verifyEd25519(key.publicKey, utf8(text), bytes)) ? 0 : undefined;
  const isMlDsa = key.algorithm === ML_DSA_44_COSIGNATURE;
  const signatureBytes = isMlDsa ? ML_DSA_44_SIGNATURE_BYTES : ED25519_SIGNATURE_BYTES;
  if (bytes.length !== TIMESTAMP_BYTES + signatureBytes) return undefined;
  const time = new DataView(bytes.buffer, bytes.byteOffset, TIMESTAMP_BYTES).getBigUint64(0);
  // The standard lets verifiers refuse times to come, and this one is 285 million years ahead.
  if (time > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  const timestamp = Number(time);
  const message = cosignedMessage(key, text, timestamp);
  if (message === undefined) return undefined;
  const signature = bytes.subarray(TIMESTAMP_BYTES);
  const verify = isMlDsa ? verifyMlDsa44 : verifyEd25519;
  return (await verify(key.publicKey, message, signature)) ? timestamp : undefined;
}

function malformed(reason: Sentence): FormatError {
  return new FormatError('key-malformed', say`This is not a verifier key: ${reason}`);
}
