/**
 * The complaint over a promise: what whoever holds one shows to others when its deadline has passed and the record does not hold the
 * entry. SPEC 11.2, M67.
 *
 * The file proves by itself that the promise was made, by a key that the record names as its intake key, and that the record has gone on
 * after the deadline. That none of its entries keeps the promise no file of this size can prove: whoever has the entries under its
 * checkpoint looks through them, and finds out for themselves.
 */
import { base64, parseBase64 } from './bytes.ts';
import { canonicalBytes, parseJson } from './canonical-json.ts';
import { COMPLAINT_TYPE, COMPLAINT_VERSION, hashesField, MAX_COMPLAINT_BYTES, openSigned } from './complaint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { parseEntry } from './entry.ts';
import { FormatError } from './error.ts';
import { checkPromise, openPromise, promiseSchema, type PromiseFile } from './promise.ts';
import { nextIntakeKey, type ProvedEntry } from './promise-search.ts';
import type { SignatureVerifier } from './signature.ts';
import { checkInclusion, leafHash } from './tree.ts';
import * as z from 'zod/mini';
import { described } from './described.ts';
import { say } from './say.ts';

const provedEntry = z.strictObject({
  index: z.int().check(z.minimum(0)),
  entry: described(z.string(), 'The exact bytes of the entry, base64.'),
  proof: described(hashesField, 'Inclusion proof under `checkpoint`, each hash in base64.'),
});

const promiseComplaintSchema = z.strictObject({
  type: z.literal(COMPLAINT_TYPE),
  v: z.literal(COMPLAINT_VERSION),
  promise: promiseSchema,
  checkpoint: described(z.string(), 'A checkpoint that the record has signed, verbatim.'),
  logKey: described(z.string(), 'Verifier key that signed it.'),
  evidence: z.strictObject({
    kind: z.literal('promise'),
    newest: described(provedEntry, 'An entry recorded after the deadline.'),
    keys: described(
      z.array(provedEntry).check(z.minLength(1), z.maxLength(100)),
      'The opening of the ledger, and the rotations that lead to the key that promised.',
    ),
  }),
});
export type PromiseComplaint = z.infer<typeof promiseComplaintSchema>;

export function formatPromiseComplaint(complaint: PromiseComplaint): Uint8Array {
  return canonicalBytes(complaint);
}

/** @throws FormatError `complaint-malformed` and those of JSON. */
export function parsePromiseComplaint(bytes: Uint8Array): PromiseComplaint {
  if (bytes.length > MAX_COMPLAINT_BYTES)
    throw new FormatError('complaint-malformed', say`A complaint is never as large as this.`);
  const parsed = promiseComplaintSchema.safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data;
  throw new FormatError('complaint-malformed', say`The file does not have the fields of a complaint over a promise.`, {
    cause: parsed.error,
  });
}

export interface Overdue {
  readonly promise: PromiseFile;
  /** The signed note. */
  readonly checkpoint: string;
  /** Verifier key. */
  readonly logKey: string;
  readonly newest: ProvedEntry;
  readonly keys: readonly ProvedEntry[];
}

/** Puts a complaint together; whether it shows anything is for `checkPromiseComplaint` to say. */
export function makePromiseComplaint({ promise, checkpoint, logKey, newest, keys }: Overdue): PromiseComplaint {
  const shown = ({ index, bytes, proof }: ProvedEntry) => ({ index, entry: base64(bytes), proof: [...proof] });
  return {
    ...{ type: COMPLAINT_TYPE, v: COMPLAINT_VERSION, promise, checkpoint, logKey },
    evidence: { kind: 'promise', newest: shown(newest), keys: keys.map(shown) },
  };
}

/**
 * - `promise-overdue`: the promise was made, and the record has gone on after its deadline. Whether it was kept, its entries tell.
 *
 * No ground for a complaint:
 * - `promise-wrong`: the promise itself does not hold;
 * - `checkpoint-unsigned`: the checkpoint is not one that the key signed for the record of the promise;
 * - `evidence-wrong`: what it shows is not under the checkpoint, was not recorded after the deadline, or does not lead to the key that promised.
 */
export type PromiseComplaintVerdict = 'promise-overdue' | 'promise-wrong' | 'checkpoint-unsigned' | 'evidence-wrong';

/** Judges a complaint by itself. @throws FormatError where a part is malformed. */
export async function checkPromiseComplaint(
  complaint: PromiseComplaint,
  verifier: SignatureVerifier,
): Promise<PromiseComplaintVerdict> {
  const { promise, evidence } = complaint;
  if ((await checkPromise(promise, verifier)) !== 'holds') return 'promise-wrong';
  const { pledge, intakeKey } = openPromise(promise);
  const now = await openSigned(complaint, pledge.origin, verifier);
  if (now === undefined) return 'checkpoint-unsigned';
  const newest = openProved(evidence.newest, now);
  if (newest === undefined || parseEntry(newest).time <= pledge.deadline) return 'evidence-wrong';
  let key: string | undefined;
  let before = -1;
  for (const shown of evidence.keys) {
    const bytes = openProved(shown, now);
    const next = bytes === undefined ? undefined : nextIntakeKey(shown.index, bytes, key);
    if (next === undefined || shown.index <= before || (before < 0 && shown.index !== 0)) return 'evidence-wrong';
    key = next.key;
    before = shown.index;
  }
  return key === intakeKey ? 'promise-overdue' : 'evidence-wrong';
}

/** The bytes, where they are under the checkpoint at that place. */
function openProved(
  { index, entry, proof }: z.infer<typeof provedEntry>,
  { size, root }: Checkpoint,
): Uint8Array | undefined {
  const bytes = parseBase64(entry);
  const hashes = proof.map((hash) => parseBase64(hash));
  return checkInclusion({ index, size, leafHash: leafHash(bytes), proof: hashes, root }) ? bytes : undefined;
}
