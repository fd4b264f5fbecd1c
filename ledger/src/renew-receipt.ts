/**
 * A receipt made anew under the newest checkpoint of the record, so that it carries what was signed since: witnesses' cosignatures, or a
 * new log key. Words and salt are those of the receipt, which may be the only place where they still are. SPEC 11.
 */
import { compareReceipt, type Comparison, type RecordNow } from './complaint.ts';
import { checkReceipt, openReceipt, type Receipt } from './receipt.ts';
import type { SignatureVerifier } from './signature.ts';
import { formatTlogProof } from './tlog-proof.ts';
import { proveInclusion } from './tree.ts';

/**
 * `renewed`: the record leads on from the receipt’s checkpoint to its own, and the new receipt holds; `behind`: it ends before the receipt’s;
 * `damaged`: what it shows makes no receipt. Anything else as `compareReceipt` found it.
 */
export type Renewal =
  | { readonly outcome: 'renewed'; readonly receipt: Receipt; readonly size: number }
  | { readonly outcome: 'damaged' }
  | Exclude<Comparison, { readonly outcome: 'kept' | 'kept-behind' }>
  | { readonly outcome: 'behind' };

/** @param receipt one that holds. @throws what `compareReceipt` throws. */
export async function renewReceipt(receipt: Receipt, now: RecordNow, verifier: SignatureVerifier): Promise<Renewal> {
  const compared = await compareReceipt(receipt, now, verifier);
  if (compared.outcome === 'broken' || compared.outcome === 'foreign') return compared;
  if (compared.outcome === 'kept-behind') return { outcome: 'behind' };
  const { index } = openReceipt(receipt).proof;
  const { size } = compared.checkpoint;
  const proof = await proveInclusion(index, size, now.hashes);
  const { checkpoint, logKey } = now;
  // The note goes along verbatim, with the lines of those whose keys are not known here.
  const renewed = { ...receipt, proof: formatTlogProof({ index, proof, checkpoint }), logKey };
  if ((await checkReceipt(renewed, verifier)) !== 'holds') return { outcome: 'damaged' };
  return { outcome: 'renewed', receipt: renewed, size };
}
