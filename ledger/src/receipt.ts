/**
 * The receipt as a file: the half of the counterfoil that whoever spoke keeps. It holds what is needed to show, without the server
 * that made it, that these words were recorded: `text` and `salt` lead to the digest that the statement in `entry` commits to, `proof`
 * leads from `entry` to a checkpoint that the key `logKey` signed. Whether that key is the authority's has to be known from elsewhere.
 * SPEC 11, M32.
 */
import { base64, concatBytes, parseBase64 } from './bytes.ts';
import { FormatError } from './error.ts';
import { canonicalBytes, parseJson } from './canonical-json.ts';
import { checkContent, SALT_BYTES, type Content, type ContentRef } from './content.ts';
import { checkFile, MAX_ATTACHED_FILES } from './file-content.ts';
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import { parseNote, parseVerifierKey, verifyNote, type Note, type VerifierKey } from './note.ts';
import type { SignatureVerifier } from './signature.ts';
import { parseTlogProof, type TlogProof } from './tlog-proof.ts';
import { checkInclusion, leafHash, type Hash, type Sha256 } from './tree.ts';
import * as z from 'zod/mini';
import { described } from './described.ts';
import { parseEntry, type Entry } from './entry.ts';
import { caseOf, fileRefs, openEnvelope, type Kind, type Statement, type StatementOf } from './statement.ts';
import { say } from './say.ts';

export const RECEIPT_TYPE = 'counterfoil-receipt';
export const RECEIPT_VERSION = 1;
/** An entry and its text in base64 and JSON, with room to spare. */
export const MAX_RECEIPT_BYTES = 1_000_000;

/** What people say, whoever took it down: of these there are receipts. */
export const receiptKinds = [
  'input-received',
  'support-added',
  'appeal',
  'dispute',
  'answer',
  'evaluation',
  'withdrawal',
  'erasure-request',
] as const satisfies readonly Kind[];
export type ReceiptKind = (typeof receiptKinds)[number];

export function hasReceipt(statement: Statement): statement is StatementOf<ReceiptKind> {
  return (receiptKinds as readonly Kind[]).includes(statement.kind);
}

/** The words of a statement of which there are receipts; undefined where it has none, as a supporter's never has. */
export function receiptText(statement: StatementOf<ReceiptKind>): ContentRef | undefined {
  return 'text' in statement ? statement.text : undefined;
}

/** Where it is, in words; undefined where that was not said. SPEC M100. */
export function receiptPlace(statement: Statement): ContentRef | undefined {
  return 'place' in statement ? statement.place : undefined;
}

export const receiptSchema = z.strictObject({
  type: z.literal(RECEIPT_TYPE),
  v: z.literal(RECEIPT_VERSION),
  reference: described(
    z.strictObject({
      origin: described(z.string(), 'Name of the record.'),
      case: described(z.int().check(z.minimum(0)), 'Number of the case.'),
      entry: described(z.int().check(z.minimum(0)), 'Index of the entry that holds what was said.'),
    }),
    'What to quote when asking about it.',
  ),
  text: described(
    z.nullable(z.string()),
    'The words as recorded; null where there are none, or the record does not hold them.',
  ),
  salt: described(z.nullable(z.string()), '32 bytes in base64, null together with the text.'),
  place: described(
    z.exactOptional(z.nullable(z.strictObject({ text: z.string(), salt: z.string() }))),
    'Where it is, in words as recorded, with the salt of these; null where the record does not hold them.',
  ),
  files: described(
    z.exactOptional(z.array(z.nullable(z.string())).check(z.minLength(1), z.maxLength(MAX_ATTACHED_FILES))),
    'Salts of the files, in base64 and in their order; null where the record does not hold one.',
  ),
  entry: described(z.string(), 'The exact bytes of the entry, base64.'),
  proof: described(z.string(), 'C2SP tlog-proof: index, inclusion proof, signed checkpoint.'),
  logKey: described(z.string(), 'Verifier key of the log (C2SP signed-note).'),
});
export type Receipt = z.infer<typeof receiptSchema>;

export interface ReceiptParts {
  /** Of the entry. */
  readonly bytes: Uint8Array;
  readonly statement: StatementOf<ReceiptKind>;
  readonly index: number;
  /** Undefined where there are no words, or the record does not hold them. */
  readonly content: Content | undefined;
  /** Where it is; undefined where that was not said, or the record does not hold it. */
  readonly place?: Content | undefined;
  /** Of its files, in their order; undefined where the record does not hold one. */
  readonly salts?: readonly (Uint8Array | undefined)[];
  /** C2SP tlog-proof. */
  readonly proof: string;
  /** Verifier key. */
  readonly logKey: string;
}

/** Puts a receipt together; whether it holds is for `checkReceipt` to say. */
export function makeReceipt(parts: ReceiptParts): Receipt {
  const { bytes, statement, index, content, place, salts = [], proof, logKey } = parts;
  return {
    type: RECEIPT_TYPE,
    v: RECEIPT_VERSION,
    reference: { origin: statement.origin, case: caseOf(statement, index) ?? index, entry: index },
    text: content?.text ?? null,
    salt: content === undefined ? null : base64(content.salt),
    ...(receiptPlace(statement) === undefined
      ? {}
      : { place: place === undefined ? null : { text: place.text, salt: base64(place.salt) } }),
    ...(salts.length === 0 ? {} : { files: salts.map((salt) => (salt === undefined ? null : base64(salt))) }),
    entry: base64(bytes),
    proof,
    logKey,
  };
}

export function formatReceipt(receipt: Receipt): Uint8Array {
  return canonicalBytes(receipt);
}

/** @throws FormatError `receipt-malformed` and those of JSON. Says nothing about whether it holds: see `checkReceipt`. */
export function parseReceipt(bytes: Uint8Array): Receipt {
  if (bytes.length > MAX_RECEIPT_BYTES)
    throw new FormatError('receipt-malformed', say`A receipt is never as large as this.`);
  const parsed = receiptSchema.safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data;
  throw new FormatError('receipt-malformed', say`The file does not have the fields of a receipt.`, {
    cause: parsed.error,
  });
}

/** The parts of a receipt, read. Nothing in it has been checked against anything. */
export interface OpenedReceipt {
  readonly bytes: Uint8Array;
  readonly leafHash: Hash;
  readonly entry: Entry;
  readonly statement: Statement;
  readonly proof: TlogProof;
  readonly note: Note;
  readonly checkpoint: Checkpoint;
  readonly key: VerifierKey;
}

/** @throws FormatError where a part is malformed. */
export function openReceipt(receipt: Receipt): OpenedReceipt {
  const bytes = parseBase64(receipt.entry);
  const entry = parseEntry(bytes);
  const { statement } = openEnvelope(entry.envelope);
  if (receipt.salt !== null) parseBase64(receipt.salt);
  if (receipt.place !== undefined && receipt.place !== null) parseBase64(receipt.place.salt);
  for (const salt of receipt.files ?? [])
    if (salt !== null && parseBase64(salt).length !== SALT_BYTES)
      throw new FormatError('receipt-malformed', say`The salt of a file has ${SALT_BYTES} bytes.`);
  const proof = parseTlogProof(receipt.proof);
  const note = parseNote(proof.checkpoint);
  const checkpoint = parseCheckpoint(note.text);
  const key = parseVerifierKey(receipt.logKey);
  return { bytes, leafHash: leafHash(bytes), entry, statement, proof, note, checkpoint, key };
}

/**
 * - `holds`: everything leads to the log's signature;
 * - `entry-foreign`: the entry is not the one that the reference names, or nothing of which there are receipts;
 * - `text-foreign`: the words or those of the place are not those of the entry, or it has not as many files;
 * - `not-included`: the proof does not lead from the entry to the checkpoint;
 * - `not-signed`: the checkpoint is not signed by `logKey` under the name of the record.
 */
export type ReceiptVerdict = 'holds' | 'entry-foreign' | 'text-foreign' | 'not-included' | 'not-signed';

/**
 * Judges a receipt by itself. A receipt without its text can hold: it then proves the entry alone.
 * @throws FormatError where a part is malformed.
 */
export async function checkReceipt(receipt: Receipt, verifier: SignatureVerifier): Promise<ReceiptVerdict> {
  const { reference } = receipt;
  const { leafHash: hash, entry, statement, proof, note, checkpoint, key } = openReceipt(receipt);
  const { origin, size, root } = checkpoint;
  if (!hasReceipt(statement) || entry.index !== reference.entry) return 'entry-foreign';
  if (caseOf(statement, entry.index) !== reference.case || statement.origin !== reference.origin)
    return 'entry-foreign';
  if (!holdsText(receipt, receiptText(statement)) || !holdsPlace(receipt, receiptPlace(statement)))
    return 'text-foreign';
  if (receipt.files !== undefined && receipt.files.length !== fileRefs(statement).length) return 'text-foreign';
  const claim = { index: proof.index, size, leafHash: hash, proof: proof.proof, root };
  if (proof.index !== reference.entry || !checkInclusion(claim)) return 'not-included';
  const verdict = await verifyNote(note, key, (...signature) => verifier.verify(...signature));
  return verdict === 'verified' && origin === reference.origin && key.name === origin ? 'holds' : 'not-signed';
}

/**
 * Which of the files of the entry this is, counted from 0; undefined where it is none of them. Says nothing of the receipt: see `checkReceipt`.
 * @throws FormatError where a part of the receipt is malformed.
 */
export function matchFile(receipt: Receipt, bytes: Uint8Array, sha256?: Sha256): number | undefined {
  const refs = fileRefs(openReceipt(receipt).statement);
  const found = (receipt.files ?? []).findIndex((salt, n) => {
    const ref = refs[n];
    return salt !== null && ref !== undefined && checkFile(ref, concatBytes(parseBase64(salt), bytes), sha256);
  });
  return found < 0 ? undefined : found;
}

function holdsText({ text, salt }: Receipt, ref: ContentRef | undefined): boolean {
  if (text === null || salt === null) return text === salt;
  return ref !== undefined && checkContent(ref, { salt: parseBase64(salt), text });
}

/** A receipt from before there was this field has none, wherever its entry is about. */
function holdsPlace({ place }: Receipt, ref: ContentRef | undefined): boolean {
  if (place === undefined) return true;
  if (ref === undefined) return false;
  return place === null || checkContent(ref, { salt: parseBase64(place.salt), text: place.text });
}

export function receiptFileName(entry: number): string {
  return `receipt-${entry}.json`;
}
