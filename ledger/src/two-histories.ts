/**
 * Evidence that a log has two histories, as a file: two checkpoints of one log, each as it was signed, with what shows that no tree has
 * both. A reader who remembers, a mirror, a witness and the log itself all write it; it is judged without asking anybody. SPEC 11.3, M94 to M97.
 *
 * A log that only ever appends has never signed two such checkpoints, so no file against it can be proved, whoever makes it. What a file
 * cannot prove is that a record went back: a checkpoint bears no date, and an old one looks the same whenever it is shown.
 */
import * as z from 'zod/mini';
import { base64, equalBytes, parseBase64 } from './bytes.ts';
import { canonicalBytes, parseCanonicalJson } from './canonical-json.ts';
import { parseExtendedCheckpoint, type Checkpoint } from './checkpoint.ts';
import { hashesField } from './complaint.ts';
import { parseLogKey, verifyLines } from './cosignature.ts';
import { described } from './described.ts';
import { FormatError } from './error.ts';
import { parseNote } from './note.ts';
import type { SignatureVerifier } from './signature.ts';
import { indexField, timeField } from './statements/fields.ts';
import {
  checkConsistency,
  checkInclusion,
  earlierRoot,
  EMPTY_ROOT,
  leafHash,
  proveConsistency,
  readRoot,
  type Hash,
  type ReadHashes,
} from './tree.ts';

export const TWO_HISTORIES_TYPE = 'counterfoil-two-histories';
export const TWO_HISTORIES_VERSION = 1;
/** Two notes as large as any, each character escaped, and two entries: what a log signs can never be too large to be held against it. */
export const MAX_TWO_HISTORIES_BYTES = 4_500_000;
export const MAX_SHOWN_BY_CHARACTERS = 2000;

const sideSchema = z.strictObject({
  checkpoint: described(z.string(), 'The signed checkpoint, verbatim.'),
  logKey: described(z.string(), 'Verifier key that signed it (C2SP signed-note, type 1 or 6).'),
  shownBy: described(
    z.string().check(z.maxLength(MAX_SHOWN_BY_CHARACTERS)),
    'Who showed it, or where: in the words of whoever made the file.',
  ),
  shownAt: described(z.nullable(timeField), 'When, as whoever made the file says; null where that is not known.'),
});

const historySchema = z.strictObject({
  root: described(z.string().check(z.maxLength(44)), 'Of the longer tree, at the size of the shorter one; base64.'),
  proof: described(hashesField, 'Consistency proof from that root to the longer checkpoint, each hash in base64.'),
});

const standingSchema = z.strictObject({
  entry: described(z.string(), 'The exact bytes of the entry, base64.'),
  proof: described(hashesField, 'Inclusion proof under the checkpoint of that side, each hash in base64.'),
});

const twoHistoriesSchema = z.strictObject({
  type: z.literal(TWO_HISTORIES_TYPE),
  v: z.literal(TWO_HISTORIES_VERSION),
  origin: z.string(),
  a: sideSchema,
  b: sideSchema,
  history: z.nullable(historySchema),
  parting: described(
    z.nullable(z.strictObject({ index: indexField, a: standingSchema, b: standingSchema })),
    'Two entries that stand at one place.',
  ),
});
export type TwoHistories = z.infer<typeof twoHistoriesSchema>;
/** One of the two checkpoints. */
export type HistorySide = z.infer<typeof sideSchema>;
export type HistoryProof = z.infer<typeof historySchema>;

/** Puts it together; what it proves is for `checkTwoHistories` to say. */
export function makeTwoHistories(
  parts: Pick<TwoHistories, 'origin' | 'a' | 'b'> & Partial<Pick<TwoHistories, 'history' | 'parting'>>,
): TwoHistories {
  const [a, b] = [withFittingWords(parts.a), withFittingWords(parts.b)];
  return { type: TWO_HISTORIES_TYPE, v: TWO_HISTORIES_VERSION, history: null, parting: null, ...parts, a, b };
}

/** An address can be as long as anybody types it, and that is no reason to have no evidence. */
function withFittingWords(side: HistorySide): HistorySide {
  return { ...side, shownBy: side.shownBy.slice(0, MAX_SHOWN_BY_CHARACTERS).toWellFormed() };
}

export function formatTwoHistories(evidence: TwoHistories): Uint8Array {
  return canonicalBytes(evidence);
}

/** @throws FormatError `evidence-malformed` and those of JSON. SPEC M94. */
export function parseTwoHistories(bytes: Uint8Array): TwoHistories {
  if (bytes.length > MAX_TWO_HISTORIES_BYTES)
    throw new FormatError('evidence-malformed', 'Evidence of two histories is never as large as this.');
  const parsed = twoHistoriesSchema.safeParse(parseCanonicalJson(bytes));
  if (parsed.success) return parsed.data;
  throw new FormatError('evidence-malformed', 'The file does not have the fields of evidence of two histories.', {
    cause: parsed.error,
  });
}

/**
 * - `proved`: whoever holds the keys has signed two histories;
 * - `open`: the two may be of one history or of two. Who has the hashes of the longer one can tell: see `proveHistory`;
 * - `one-history`: the shorter one is the beginning of the longer one;
 * - `unsigned`: a checkpoint is not one that its key signed for the log of that name;
 * - `proof-wrong`: something in the file does not lead to the checkpoints. Anybody can make such a proof, so nothing follows from it.
 */
export type TwoHistoriesVerdict = 'proved' | 'open' | 'one-history' | 'unsigned' | 'proof-wrong';

/**
 * Judges the file by itself. What is proved is proved of whoever holds the two keys named in it: whether they are the log's has to be
 * known from elsewhere, of each where they differ.
 * @throws FormatError where a part is malformed.
 */
export async function checkTwoHistories(
  evidence: TwoHistories,
  verifier: Pick<SignatureVerifier, 'verify'>,
): Promise<TwoHistoriesVerdict> {
  const { origin, history, parting } = evidence;
  const a = await openSide(evidence.a, origin, verifier);
  const b = await openSide(evidence.b, origin, verifier);
  if (a === undefined || b === undefined) return 'unsigned';
  const [shorter, longer] = inOrder(a, b);
  const found = new Set([judgeRoots(history, shorter, longer), judgeParting(parting, a, b)]);
  // SPEC M95: everything in the file holds, or nothing is made of it.
  return (['proof-wrong', 'proved', 'one-history'] as const).find((verdict) => found.has(verdict)) ?? 'open';
}

/** The checkpoint of one side, where its key signed it for the log of that name. @throws FormatError */
export async function openSide(
  { checkpoint: text, logKey }: Pick<HistorySide, 'checkpoint' | 'logKey'>,
  origin: string,
  verifier: Pick<SignatureVerifier, 'verify'>,
): Promise<Checkpoint | undefined> {
  const note = parseNote(text);
  const key = parseLogKey(logKey);
  const { verdict } = await verifyLines(note, key, (...signature) => verifier.verify(...signature));
  const checkpoint = parseExtendedCheckpoint(note.text);
  return verdict === 'verified' && checkpoint.origin === origin ? checkpoint : undefined;
}

/** The first of the keys that has signed the checkpoint for the log of that name. @throws FormatError */
export async function findLogKey(
  checkpoint: string,
  origin: string,
  keys: readonly string[],
  verifier: Pick<SignatureVerifier, 'verify'>,
): Promise<string | undefined> {
  for (const logKey of keys)
    if ((await openSide({ checkpoint, logKey }, origin, verifier)) !== undefined) return logKey;
  return undefined;
}

/**
 * What shows how the longer tree began: its root at that size, and the way from there. Undefined where the hashes do not lead to it.
 * @param read hashes of the longer tree, or of one that goes on from it.
 */
export async function proveHistory(
  size1: number,
  { size: size2, root: root2 }: Checkpoint,
  read: ReadHashes,
): Promise<HistoryProof | undefined> {
  if (size1 === 0 || size1 >= size2) return undefined;
  const root1 = await readRoot(size1, read);
  const proof = await proveConsistency(size1, size2, read);
  return checkConsistency({ size1, root1, size2, root2, proof }) ? historyProof(root1, proof) : undefined;
}

/**
 * The same out of a consistency proof that somebody sent. Undefined where it does not lead to the longer tree, and where the size is a power of
 * two: the proof alone then does not tell.
 */
export function historyIn(proof: readonly Hash[], size1: number, longer: Checkpoint): HistoryProof | undefined {
  const root1 = earlierRoot({ size1, size2: longer.size, root2: longer.root, proof });
  return root1 && historyProof(root1, proof);
}

export function historyProof(root: Hash, proof: readonly Hash[]): HistoryProof {
  return { root: base64(root), proof: proof.map((hash) => base64(hash)) };
}

/** The shorter one first. */
export function inOrder(a: Checkpoint, b: Checkpoint): readonly [Checkpoint, Checkpoint] {
  return a.size <= b.size ? [a, b] : [b, a];
}

function judgeRoots(
  history: TwoHistories['history'],
  { size: size1, root }: Checkpoint,
  { size: size2, root: root2 }: Checkpoint,
): TwoHistoriesVerdict {
  // Of one size, and at size 0, the root that there must be is known.
  if (size1 === size2 || size1 === 0) {
    if (history !== null) return 'proof-wrong';
    return equalBytes(root, size1 === size2 ? root2 : EMPTY_ROOT) ? 'one-history' : 'proved';
  }
  if (history === null) return 'open';
  const root1 = parseBase64(history.root);
  const proof = history.proof.map((hash) => parseBase64(hash));
  if (!checkConsistency({ size1, root1, size2, root2, proof })) return 'proof-wrong';
  return equalBytes(root1, root) ? 'one-history' : 'proved';
}

function judgeParting(parting: TwoHistories['parting'], a: Checkpoint, b: Checkpoint): TwoHistoriesVerdict {
  if (parting === null) return 'open';
  const [inA, inB] = [leafUnder(a, parting.index, parting.a), leafUnder(b, parting.index, parting.b)];
  if (inA === undefined || inB === undefined || equalBytes(inA, inB)) return 'proof-wrong';
  return 'proved';
}

/** Undefined where the entry is not shown to stand there. */
function leafUnder(
  { size, root }: Checkpoint,
  index: number,
  { entry, proof }: z.infer<typeof standingSchema>,
): Hash | undefined {
  const leaf = leafHash(parseBase64(entry));
  const hashes = proof.map((hash) => parseBase64(hash));
  return checkInclusion({ index, size, leafHash: leaf, proof: hashes, root }) ? leaf : undefined;
}
