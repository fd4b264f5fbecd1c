/**
 * What a log sends to a witness (C2SP tlog-witness, add-checkpoint): the size that it takes the witness to know, the
 * consistency proof from there, and the checkpoint. SPEC 3.4.
 *
 *     old 20852014
 *     PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
 *
 *     example.com/behind-the-sofa
 *     …
 */
import { base64, parseBase64 } from './bytes.ts';
import { FormatError } from './error.ts';
import { HASH_BYTES, type Hash } from './tree.ts';

export interface AddCheckpoint {
  readonly oldSize: number;
  readonly proof: readonly Hash[];
  /** The signed note, verbatim; nothing has been asked of it. */
  readonly checkpoint: string;
}

export const MAX_WITNESS_PROOF_HASHES = 63;

const OLD_LINE = /^old (0|[1-9][0-9]{0,15})$/;

export function formatAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  return `old ${oldSize}\n${proof.map((hash) => `${base64(hash)}\n`).join('')}\n${checkpoint}`;
}

/** @throws FormatError `proof-malformed`. */
export function parseAddCheckpoint(body: string): AddCheckpoint {
  const end = body.indexOf('\n\n');
  if (end < 0) throw malformed('No empty line parts the proof from the checkpoint.');
  const [first = '', ...lines] = body.slice(0, end).split('\n');
  const oldSize = Number(OLD_LINE.exec(first)?.[1]);
  if (!Number.isSafeInteger(oldSize)) throw malformed('Its first line is not "old" and a size.');
  if (lines.length > MAX_WITNESS_PROOF_HASHES)
    throw malformed(`It has more than ${MAX_WITNESS_PROOF_HASHES} lines of proof.`);
  return { oldSize, proof: lines.map(parseHashLine), checkpoint: body.slice(end + 2) };
}

function parseHashLine(line: string): Hash {
  let hash: Uint8Array;
  try {
    hash = parseBase64(line);
  } catch (cause) {
    throw malformed('A line of the proof is not base64.', { cause });
  }
  if (hash.length !== HASH_BYTES) throw malformed('A line of the proof is not a hash of 32 bytes.');
  return hash;
}

function malformed(reason: string, options?: ErrorOptions): FormatError {
  return new FormatError('proof-malformed', `This is not a request to a witness: ${reason}`, options);
}
