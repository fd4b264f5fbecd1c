/** Completes evidence of two histories from a copy of the record that goes as far. SPEC M96. */
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { inOrder, openSide, proveHistory, type TwoHistories } from '@counterfoil/ledger/two-histories';
import { compareRecords, evidenceOf, type Shown } from './compare-records.ts';
import { orNothing } from './or-nothing.ts';
import { showNote } from './show-record.ts';

/**
 * Undefined where the copy does not show how the two belong together: it ends before, or lacks files. Where it holds the longer one, the evidence
 * gets what was missing; where it holds another history than one of the two, that one and the checkpoint of the copy are evidence.
 * @throws SourceError when the copy cannot be read.
 */
export async function completeEvidence(
  evidence: TwoHistories,
  copy: Shown,
  verifier: SignatureVerifier,
): Promise<TwoHistories | undefined> {
  const { origin } = evidence;
  const sides = [evidence.a, evidence.b];
  const [a, b] = [await openSide(evidence.a, origin, verifier), await openSide(evidence.b, origin, verifier)];
  if (a === undefined || b === undefined || copy.checkpoint.origin !== origin) return undefined;
  const [shorter, longer] = inOrder(a, b);
  if (copy.checkpoint.size >= longer.size) {
    const history = await orNothing(proveHistory(shorter.size, longer, copy.record.hashes));
    if (history !== undefined) return { ...evidence, history };
  }
  for (const { checkpoint, logKey, shownBy, shownAt } of sides) {
    const side = await showNote(checkpoint, { origin, vkeys: [logKey], shownBy, shownAt }, verifier);
    const compared = side && (await compareRecords(side, copy));
    if (compared?.outcome === 'parted') return evidenceOf(side as Shown, copy, compared.parting);
  }
  return undefined;
}
