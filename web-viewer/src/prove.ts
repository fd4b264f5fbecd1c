/** Where an entry stands in the signed record, computed and checked with the ledger's own code. */
import crypto from 'node:crypto';
import { parseCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote, parseVerifierKey, verifyNote } from '@counterfoil/ledger/note';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import { formatTlogProof } from '@counterfoil/ledger/tlog-proof';
import { checkInclusion, leafHash, proveInclusion, type Hash } from '@counterfoil/ledger/tree';
import type { PublicRecord } from './record.ts';

/** One for all pages: it remembers the keys that it has found sound. */
export const verifier = createVerifier(nodePlatform(crypto));

export interface Proved {
  readonly leafHash: Hash;
  readonly proof: readonly Hash[];
  readonly checkpoint: Checkpoint;
  /** The signed note, verbatim. */
  readonly checkpointNote: string;
  /** Whether the proof leads from the entry to the root of the checkpoint. */
  readonly isIncluded: boolean;
  /** Whether the key that `ledger.json` names signed the checkpoint, under the name of this record. */
  readonly isSigned: boolean;
}

/** Undefined where the checkpoint does not reach the entry. */
export async function proveEntry(record: PublicRecord, index: number, bytes: Uint8Array): Promise<Proved | undefined> {
  const [info, checkpointNote] = await Promise.all([record.info(), record.checkpoint()]);
  const note = parseNote(checkpointNote);
  const checkpoint = parseCheckpoint(note.text);
  if (index >= checkpoint.size) return undefined;
  const leaf = leafHash(bytes);
  const proof = await proveInclusion(index, checkpoint.size, record.hashes);
  const verdict = await verifyNote(note, parseVerifierKey(info.logKey), verifier.verify);
  return {
    leafHash: leaf,
    proof,
    checkpoint,
    checkpointNote,
    isIncluded: checkInclusion({ index, size: checkpoint.size, leafHash: leaf, proof, root: checkpoint.root }),
    isSigned: verdict === 'verified' && checkpoint.origin === info.origin,
  };
}

/** The proof as a file that travels alone (C2SP tlog-proof). */
export function proofFile(index: number, { proof, checkpointNote }: Proved): string {
  return formatTlogProof({ index, proof, checkpoint: checkpointNote });
}
