/**
 * The complaint: what whoever holds a receipt shows to others when the record does not hold its entry any more. It puts the receipt
 * beside a checkpoint that the record has signed since, with the proof that the two cannot both be true of one history. SPEC 11.1, M54, M55.
 *
 * A log that only ever appends has never signed two such checkpoints, so no complaint against it can be proved, whoever makes it.
 * What a file cannot prove is that a record is shorter now than it was: a checkpoint bears no date, and one from before the receipt
 * looks the same. Such a complaint is confirmed by asking the record again.
 */
import { base64, equalBytes, parseBase64 } from './bytes.ts';
import { canonicalBytes, parseJson } from './canonical-json.ts';
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import { parseEntry } from './entry.ts';
import { FormatError } from './error.ts';
import { parseNote, parseVerifierKey, verifyNote } from './note.ts';
import {
  checkReceipt,
  MAX_RECEIPT_BYTES,
  openReceipt,
  receiptSchema,
  type OpenedReceipt,
  type Receipt,
} from './receipt.ts';
import type { SignatureVerifier } from './signature.ts';
import { checkConsistency, checkInclusion, leafHash, proveConsistency, proveInclusion, readRoot } from './tree.ts';
import type { Hash, ReadHashes } from './tree.ts';
import * as z from 'zod/mini';
import { described } from './described.ts';
import { say } from './say.ts';

export const COMPLAINT_TYPE = 'counterfoil-complaint';
export const COMPLAINT_VERSION = 1;
/** A receipt, a note and an entry. */
export const MAX_COMPLAINT_BYTES = 2 * MAX_RECEIPT_BYTES;

export const hashesField = z.array(z.string().check(z.maxLength(44))).check(z.maxLength(64));

const evidenceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('entry'),
    index: z.int().check(z.minimum(0)),
    entry: described(z.string(), 'The exact bytes of the entry that the record has there, base64.'),
    proof: described(hashesField, 'Inclusion proof under `checkpoint`, each hash in base64.'),
  }),
  z.strictObject({
    kind: z.literal('history'),
    root: described(z.string().check(z.maxLength(44)), 'Root of the record at the size of the receipt’s checkpoint.'),
    proof: described(hashesField, 'Consistency proof from that root to `checkpoint`, each hash in base64.'),
  }),
]);

const complaintSchema = z.strictObject({
  type: z.literal(COMPLAINT_TYPE),
  v: z.literal(COMPLAINT_VERSION),
  receipt: receiptSchema,
  checkpoint: described(z.string(), 'A checkpoint that the record has signed, verbatim.'),
  logKey: described(z.string(), 'Verifier key that signed it.'),
  evidence: z.nullable(evidenceSchema),
});
export type Complaint = z.infer<typeof complaintSchema>;
type Evidence = z.infer<typeof evidenceSchema>;

export function formatComplaint(complaint: Complaint): Uint8Array {
  return canonicalBytes(complaint);
}

/** @throws FormatError `complaint-malformed` and those of JSON. */
export function parseComplaint(bytes: Uint8Array): Complaint {
  if (bytes.length > MAX_COMPLAINT_BYTES)
    throw new FormatError('complaint-malformed', say`A complaint is never as large as this.`);
  const parsed = complaintSchema.safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data;
  throw new FormatError('complaint-malformed', say`The file does not have the fields of a complaint.`, {
    cause: parsed.error,
  });
}

/**
 * Proved, by the signatures of the log alone:
 * - `entry-replaced`: another entry stands where the receipt's stood;
 * - `history-rewritten`: what the receipt's checkpoint covered is not what it was;
 * - `record-cut`: the record ends before the entry, and has gone on recording later than it.
 *
 * Not to be proved by a file:
 * - `entry-beyond`: the checkpoint ends before the entry. One from before the receipt does that too;
 * - `entry-withheld`: the checkpoint covers the entry, and nothing shows what stands there.
 *
 * No ground for a complaint:
 * - `receipt-wrong`: the receipt itself does not hold;
 * - `checkpoint-unsigned`: the checkpoint is not one that the key signed for the record of the receipt;
 * - `evidence-wrong`: the evidence does not lead to the checkpoint, or does not contradict the receipt.
 */
export type ComplaintVerdict =
  | 'entry-replaced'
  | 'history-rewritten'
  | 'record-cut'
  | 'entry-beyond'
  | 'entry-withheld'
  | 'receipt-wrong'
  | 'checkpoint-unsigned'
  | 'evidence-wrong';

const PROVED: ReadonlySet<ComplaintVerdict> = new Set(['entry-replaced', 'history-rewritten', 'record-cut']);
const UNPROVABLE: ReadonlySet<ComplaintVerdict> = new Set(['entry-beyond', 'entry-withheld']);

/** `proved`: by the file alone; `open`: by asking the record again; `groundless`: not at all. */
export function complaintStanding(verdict: ComplaintVerdict): 'proved' | 'open' | 'groundless' {
  if (PROVED.has(verdict)) return 'proved';
  return UNPROVABLE.has(verdict) ? 'open' : 'groundless';
}

/**
 * Judges a complaint by itself. What is proved is proved of whoever holds the two keys named in it, `receipt.logKey` and `logKey`:
 * whether they are the authority's has to be known from elsewhere, of each of the two where they differ.
 * @throws FormatError where a part is malformed.
 */
export async function checkComplaint(complaint: Complaint, verifier: SignatureVerifier): Promise<ComplaintVerdict> {
  const { receipt, evidence } = complaint;
  if ((await checkReceipt(receipt, verifier)) !== 'holds') return 'receipt-wrong';
  const opened = openReceipt(receipt);
  const now = await openSigned(complaint, opened.checkpoint.origin, verifier);
  if (now === undefined) return 'checkpoint-unsigned';
  if (evidence !== null) return judgeEvidence(evidence, opened, now);
  return opened.proof.index < now.size ? 'entry-withheld' : 'entry-beyond';
}

/** The checkpoint, where the key signed it for the record of that name. */
export async function openSigned(
  { checkpoint: text, logKey }: { readonly checkpoint: string; readonly logKey: string },
  origin: string,
  verifier: SignatureVerifier,
): Promise<Checkpoint | undefined> {
  const note = parseNote(text);
  const key = parseVerifierKey(logKey);
  const verdict = await verifyNote(note, key, (...signature) => verifier.verify(...signature));
  const checkpoint = parseCheckpoint(note.text);
  return verdict === 'verified' && key.name === origin && checkpoint.origin === origin ? checkpoint : undefined;
}

function judgeEvidence(evidence: Evidence, opened: OpenedReceipt, now: Checkpoint): ComplaintVerdict {
  const proof = evidence.proof.map((hash) => parseBase64(hash));
  if (evidence.kind === 'history') {
    const root = parseBase64(evidence.root);
    const { size, root: before } = opened.checkpoint;
    const leads = checkConsistency({ size1: size, root1: root, size2: now.size, root2: now.root, proof });
    return leads && !equalBytes(root, before) ? 'history-rewritten' : 'evidence-wrong';
  }
  const { index } = evidence;
  const bytes = parseBase64(evidence.entry);
  const leaf = leafHash(bytes);
  if (!checkInclusion({ index, size: now.size, leafHash: leaf, proof, root: now.root })) return 'evidence-wrong';
  const at = opened.proof.index;
  if (index === at) return equalBytes(leaf, opened.leafHash) ? 'evidence-wrong' : 'entry-replaced';
  // Recording times never go backwards, so what was recorded later stands behind (SPEC 8.3).
  const later = index < at && now.size <= at && recordingTime(bytes) > opened.entry.time;
  return later ? 'record-cut' : 'evidence-wrong';
}

/** Empty, which is before all times, for what is no entry. */
function recordingTime(bytes: Uint8Array): string {
  try {
    return parseEntry(bytes).time;
  } catch (error) {
    if (error instanceof FormatError) return '';
    throw error;
  }
}

/** The record as it is now. Nothing of it is believed: what does not lead to the checkpoint counts as not there. */
export interface RecordNow {
  /** The signed note. */
  readonly checkpoint: string;
  /** The verifier key that signed it. */
  readonly logKey: string;
  /** Throws FormatError `tile-malformed` where a file of hashes is missing or damaged. */
  readonly hashes: ReadHashes;
  /** The bytes of an entry; undefined where they cannot be had. */
  entry(index: number): Promise<Uint8Array | undefined>;
}

/**
 * - `kept`: the entry is there, unchanged, and so is everything the receipt's checkpoint covered;
 * - `kept-behind`: the entry is there, in a record or copy that ends before the receipt's checkpoint.
 */
export type Comparison =
  | { readonly outcome: 'kept' | 'kept-behind'; readonly checkpoint: Checkpoint }
  | { readonly outcome: 'foreign' }
  | { readonly outcome: 'broken'; readonly complaint: Complaint };

/**
 * Compares a receipt that holds with a record, and makes the complaint where the entry is missing or different there.
 * `foreign`: the record shows no checkpoint that its key signed under the name in the receipt, so there is nothing to hold it to.
 * @throws FormatError where the checkpoint or the key is malformed; whatever else `now.hashes` and `now.entry` throw.
 */
export async function compareReceipt(
  receipt: Receipt,
  now: RecordNow,
  verifier: SignatureVerifier,
): Promise<Comparison> {
  const opened = openReceipt(receipt);
  const signed = await openSigned(now, opened.checkpoint.origin, verifier);
  if (signed === undefined) return { outcome: 'foreign' };
  const held = await whatIsHeld(opened, signed, now);
  if (typeof held === 'string') return { outcome: held, checkpoint: signed };
  const { checkpoint, logKey } = now;
  return {
    outcome: 'broken',
    complaint: { type: COMPLAINT_TYPE, v: COMPLAINT_VERSION, receipt, checkpoint, logKey, evidence: held.evidence },
  };
}

type Held = 'kept' | 'kept-behind' | { readonly evidence: Evidence | null };

async function whatIsHeld(opened: OpenedReceipt, signed: Checkpoint, now: RecordNow): Promise<Held> {
  const { proof, checkpoint } = opened;
  const isBehind = signed.size < checkpoint.size;
  if (proof.index >= signed.size) {
    const last = signed.size - 1;
    const found = last < 0 ? undefined : await readEvidence(last, signed, now);
    const isLater = found !== undefined && judgeEvidence(found.evidence, opened, signed) === 'record-cut';
    return { evidence: isLater ? found.evidence : null };
  }
  const found = await readEvidence(proof.index, signed, now);
  if (found !== undefined && !equalBytes(found.leaf, opened.leafHash)) return { evidence: found.evidence };
  const rewritten = isBehind ? null : await historyEvidence(checkpoint, signed, now);
  if (rewritten !== null) return { evidence: rewritten === 'unknown' ? null : rewritten };
  if (found === undefined) return { evidence: null };
  return isBehind ? 'kept-behind' : 'kept';
}

/** What the record has at that place, where its files show it. */
async function readEvidence(
  index: number,
  { size, root }: Checkpoint,
  now: RecordNow,
): Promise<{ readonly evidence: Evidence; readonly leaf: Hash } | undefined> {
  const bytes = await now.entry(index);
  if (bytes === undefined) return undefined;
  const leaf = leafHash(bytes);
  const proof = await orNothing(proveInclusion(index, size, now.hashes));
  if (proof === undefined || !checkInclusion({ index, size, leafHash: leaf, proof, root })) return undefined;
  return { leaf, evidence: { kind: 'entry', index, entry: base64(bytes), proof: proof.map((hash) => base64(hash)) } };
}

/** Null where the record leads on from the checkpoint; `unknown` where its hashes do not even lead to its own. */
async function historyEvidence(
  before: Checkpoint,
  now: Checkpoint,
  record: RecordNow,
): Promise<Evidence | null | 'unknown'> {
  const root = await orNothing(readRoot(before.size, record.hashes));
  const proof = await orNothing(proveConsistency(before.size, now.size, record.hashes));
  if (root === undefined || proof === undefined) return 'unknown';
  const claim = { size1: before.size, root1: root, size2: now.size, root2: now.root, proof };
  if (!checkConsistency(claim)) return 'unknown';
  if (equalBytes(root, before.root)) return null;
  return { kind: 'history', root: base64(root), proof: proof.map((hash) => base64(hash)) };
}

/** Undefined where a file of hashes is missing or damaged. */
async function orNothing<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof FormatError && error.code === 'tile-malformed') return undefined;
    throw error;
  }
}
