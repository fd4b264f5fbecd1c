/**
 * The receipt as a file: the citizen's half of the counterfoil. It holds what is needed to show, without the server that made it,
 * that these words were recorded: `text` and `salt` lead to the digest that the statement in `entry` commits to, `proof` leads from
 * `entry` to a checkpoint that the key `logKey` signed. Whether that key is the authority's has to be known from elsewhere. SPEC 11, M32.
 */
import { parseBase64 } from './bytes.ts';
import { FormatError } from './error.ts';
import { canonicalBytes, parseJson } from './canonical-json.ts';
import { checkContent } from './content.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { parseNote, parseVerifierKey, verifyNote } from './note.ts';
import type { SignatureVerifier } from './signature.ts';
import { parseTlogProof } from './tlog-proof.ts';
import { checkInclusion, leafHash } from './tree.ts';
import { z } from 'zod';
import { parseEntry } from './entry.ts';
import { caseOf, openEnvelope } from './statement.ts';

export const RECEIPT_TYPE = 'counterfoil-receipt';
export const RECEIPT_VERSION = 1;
/** An entry and its text in base64 and JSON, with room to spare. */
const MAX_RECEIPT_BYTES = 1_000_000;

export const receiptSchema = z.strictObject({
  type: z.literal(RECEIPT_TYPE),
  v: z.literal(RECEIPT_VERSION),
  reference: z
    .strictObject({
      origin: z.string().meta({ description: 'Name of the record.' }),
      case: z.int().min(0).meta({ description: 'Number of the case.' }),
      entry: z.int().min(0).meta({ description: 'Index of the entry that holds the input.' }),
    })
    .meta({ description: 'What to quote when asking about it.' }),
  text: z.string().nullable().meta({ description: 'The words as recorded; null where the record does not hold them.' }),
  salt: z.string().nullable().meta({ description: '32 bytes in base64, null together with the text.' }),
  entry: z.string().meta({ description: 'The exact bytes of the entry, base64.' }),
  proof: z.string().meta({ description: 'C2SP tlog-proof: index, inclusion proof, signed checkpoint.' }),
  logKey: z.string().meta({ description: 'Verifier key of the log (C2SP signed-note).' }),
});
export type Receipt = z.infer<typeof receiptSchema>;

export function formatReceipt(receipt: Receipt): Uint8Array {
  return canonicalBytes(receipt);
}

/** @throws FormatError `receipt-malformed` and those of JSON. Says nothing about whether it holds: see `checkReceipt`. */
export function parseReceipt(bytes: Uint8Array): Receipt {
  if (bytes.length > MAX_RECEIPT_BYTES)
    throw new FormatError('receipt-malformed', 'A receipt is never as large as this.');
  const parsed = receiptSchema.safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data;
  throw new FormatError('receipt-malformed', 'The file does not have the fields of a receipt.', {
    cause: parsed.error,
  });
}

/**
 * - `holds`: everything leads to the log's signature;
 * - `entry-foreign`: the entry is not the input that the reference names;
 * - `text-foreign`: the words are not those of the entry;
 * - `not-included`: the proof does not lead from the entry to the checkpoint;
 * - `not-signed`: the checkpoint is not signed by `logKey` under the name of the record.
 */
export type ReceiptVerdict = 'holds' | 'entry-foreign' | 'text-foreign' | 'not-included' | 'not-signed';

/**
 * Judges a receipt by itself. A receipt without its text can hold: it then proves the entry alone.
 * @throws FormatError where a part is malformed.
 */
export async function checkReceipt(receipt: Receipt, verifier: SignatureVerifier): Promise<ReceiptVerdict> {
  const { reference, text, salt } = receipt;
  const bytes = parseBase64(receipt.entry);
  const entry = parseEntry(bytes);
  const { statement } = openEnvelope(entry.envelope);
  if (statement.kind !== 'input-received' || entry.index !== reference.entry) return 'entry-foreign';
  if (caseOf(statement, entry.index) !== reference.case || statement.origin !== reference.origin)
    return 'entry-foreign';
  if ((text === null) !== (salt === null)) return 'text-foreign';
  if (text !== null && salt !== null && !checkContent(statement.text, { salt: parseBase64(salt), text }))
    return 'text-foreign';
  const { index, proof, checkpoint: checkpointNote } = parseTlogProof(receipt.proof);
  const note = parseNote(checkpointNote);
  const { origin, size, root } = parseCheckpoint(note.text);
  if (index !== reference.entry || !checkInclusion({ index, size, leafHash: leafHash(bytes), proof, root }))
    return 'not-included';
  const verdict = await verifyNote(note, parseVerifierKey(receipt.logKey), verifier.verify);
  return verdict === 'verified' && origin === reference.origin ? 'holds' : 'not-signed';
}

export function receiptFileName(entry: number): string {
  return `receipt-${entry}.json`;
}
