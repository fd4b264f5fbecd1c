/** What is said to people of a complaint file: the verdict in a sentence, what it rests on, and what is left to find out. SPEC 11.1, M55. */
import {
  checkComplaint,
  complaintStanding,
  MAX_COMPLAINT_BYTES,
  parseComplaint,
  type Complaint,
  type ComplaintVerdict,
} from './complaint.ts';
import { parseJson } from './canonical-json.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { FormatError } from './error.ts';
import { fileProblem } from './file-words.ts';
import { formatVerifierKey, parseNote, type VerifierKey } from './note.ts';
import { openPromise } from './promise.ts';
import {
  checkPromiseComplaint,
  parsePromiseComplaint,
  type PromiseComplaint,
  type PromiseComplaintVerdict,
} from './promise-complaint.ts';
import { promised } from './promise-report.ts';
import { openReceipt } from './receipt.ts';
import { countEntries, say, told, type Sentence, type Told } from './say.ts';
import type { SignatureVerifier } from './signature.ts';

/**
 * Besides the verdict on what the file holds: it cannot be read; a key in it is none of those that were given; or its two keys
 * differ and nobody has said that both are the log's.
 */
export type ComplaintCode = ComplaintVerdict | PromiseComplaintVerdict | 'unreadable' | 'key-foreign' | 'keys-differ';

export interface ComplaintReport extends Told {
  /** `proved`: by the file alone; `open`: something is left to find out; `groundless`: it proves nothing. */
  readonly standing: 'proved' | 'open' | 'groundless';
  readonly code: ComplaintCode;
  /** Undefined where it cannot be read. */
  readonly complaint: Complaint | PromiseComplaint | undefined;
}

/** Where one complains of a promise, and where of a receipt. */
export function isOverPromise(complaint: Complaint | PromiseComplaint): complaint is PromiseComplaint {
  return 'promise' in complaint;
}

/** @param keys of the log as they are known from elsewhere; without them those in the file are taken, where they are one. */
export async function reportComplaint(
  bytes: Uint8Array,
  keys: readonly VerifierKey[],
  verifier: SignatureVerifier,
): Promise<ComplaintReport> {
  try {
    if (namesPromise(bytes)) return await reportOverPromise(parsePromiseComplaint(bytes), keys, verifier);
    const complaint = parseComplaint(bytes);
    const code = await checkComplaint(complaint, verifier);
    const doubt = complaintStanding(code) === 'groundless' ? undefined : doubtOf(complaint, keys);
    if (doubt !== undefined) return { ...doubt, complaint };
    return { standing: complaintStanding(code), code, ...told(sayComplaint(complaint, code)), complaint };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const problem = told(...fileProblem('complaint', bytes, error));
    return { standing: 'groundless', code: 'unreadable', ...problem, complaint: undefined };
  }
}

/** Whether the file has the field by which the two kinds of complaint are told apart. @throws FormatError where it is no JSON. */
function namesPromise(bytes: Uint8Array): boolean {
  if (bytes.length > MAX_COMPLAINT_BYTES) return false;
  const json = parseJson(bytes);
  return typeof json === 'object' && json !== null && 'promise' in json;
}

async function reportOverPromise(
  complaint: PromiseComplaint,
  keys: readonly VerifierKey[],
  verifier: SignatureVerifier,
): Promise<ComplaintReport> {
  const code = await checkPromiseComplaint(complaint, verifier);
  const known = keys.map(({ name, publicKey }) => formatVerifierKey(name, publicKey));
  if (code === 'promise-overdue' && known.length > 0 && !known.includes(complaint.logKey))
    return { standing: 'groundless', code: 'key-foreign', ...told(FOREIGN), complaint };
  const standing = code === 'promise-overdue' ? 'open' : 'groundless';
  return { standing, code, ...told(...sayOverPromise(complaint, code)), complaint };
}

function sayOverPromise(complaint: PromiseComplaint, code: PromiseComplaintVerdict): readonly Sentence[] {
  switch (code) {
    case 'promise-overdue': {
      const { pledge } = openPromise(complaint.promise);
      const { size } = parseCheckpoint(parseNote(complaint.checkpoint).text);
      return [
        say`Not proved by this file alone.`,
        promised(pledge),
        say`Its log has signed a record of ${countEntries(size)} that goes on after that. Whether one of them holds the words, the entries themselves tell.`,
      ];
    }
    case 'promise-wrong':
      return [say`This complaint shows nothing: the promise in it does not hold.`];
    case 'checkpoint-unsigned':
      return [
        say`This complaint shows nothing: the checkpoint in it is not signed by the key it names, or is that of another record.`,
      ];
    case 'evidence-wrong':
      return [
        say`This complaint shows nothing: what it holds of the record is not under the signed checkpoint, was not recorded after the deadline, or does not lead to the key that promised.`,
      ];
  }
}

const FOREIGN = say`This complaint proves nothing against the log whose key you gave: another key has signed in it.`;

function doubtOf(
  { receipt, logKey }: Complaint,
  keys: readonly VerifierKey[],
): Omit<ComplaintReport, 'complaint'> | undefined {
  const known = new Set(keys.map(({ name, publicKey }) => formatVerifierKey(name, publicKey)));
  if (known.size > 0 && !(known.has(receipt.logKey) && known.has(logKey))) {
    return { standing: 'groundless', code: 'key-foreign', ...told(FOREIGN) };
  }
  if (known.size > 0 || receipt.logKey === logKey) return undefined;
  const doubt = say`This complaint stands or falls with two keys: one signed the receipt, another the checkpoint against it. Find out elsewhere that both are keys of this log, and give them both with --key.`;
  return { standing: 'open', code: 'keys-differ', ...told(doubt) };
}

/** The words for a verdict on a complaint that can be read. */
export function sayComplaint(complaint: Complaint, code: ComplaintVerdict): Sentence {
  if (code === 'receipt-wrong') return say`This complaint proves nothing: the receipt in it does not hold.`;
  if (code === 'checkpoint-unsigned')
    return say`This complaint proves nothing: the checkpoint in it is not signed by the key it names, or is that of another record.`;
  if (code === 'evidence-wrong')
    return say`This complaint proves nothing: what it shows of the record does not contradict the receipt, or does not lead to the signed checkpoint.`;
  const { entry, checkpoint } = openReceipt(complaint.receipt);
  const { origin, size } = parseCheckpoint(parseNote(complaint.checkpoint).text);
  const [time, entries] = [{ second: entry.time }, countEntries(size)];
  switch (code) {
    case 'entry-replaced':
      return say`Proved: ${origin} signed for entry ${entry.index}, recorded on ${time}, and has signed a record of ${entries} in which another entry stands in its place.`;
    case 'history-rewritten':
      return say`Proved: ${origin} signed for entry ${entry.index}, recorded on ${time}, and has signed a record of ${entries} whose first ${{ count: checkpoint.size }} are not those that it had signed for then.`;
    case 'record-cut':
      return say`Proved: ${origin} signed for entry ${entry.index}, recorded on ${time}, and has signed a record of ${entries} that ends before it and has gone on recording later than that.`;
    case 'entry-beyond':
      return say`Not proved by this file alone: ${origin} signed for entry ${entry.index}, recorded on ${time}. The other checkpoint in it ends at ${entries}, but whether it was signed before or after, a checkpoint does not tell.`;
    case 'entry-withheld':
      return say`Not proved by this file alone: ${origin} signed for entry ${entry.index}, recorded on ${time}. The record covers it with its signature, but what stands there could not be had.`;
  }
}
