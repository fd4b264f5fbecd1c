/** What this computer remembers of a ledger and what it is shown now, as evidence for others where the one does not lead to the other. SPEC M97. */
import type { AuditResult, Source } from '@counterfoil/ledger/audit';
import { SourceError } from '@counterfoil/ledger/audit/source';
import { utf8 } from '@counterfoil/ledger/bytes';
import { FormatError } from '@counterfoil/ledger/error';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import type { TwoHistories } from '@counterfoil/ledger/two-histories';
import { isWebAddress } from './address.ts';
import { compareRecords, evidenceOf } from './compare-records.ts';
import type { Memory } from './memory.ts';
import { showNote, showRecord } from './show-record.ts';

/** Undefined where there is none: the record leads on, or one of the two is not signed with the log key. */
export async function rememberedEvidence(
  { codes, held }: AuditResult,
  { address, source, memory }: { readonly address: string; readonly source: Source; readonly memory: Memory },
  verifier: SignatureVerifier,
): Promise<TwoHistories | undefined> {
  // A copy that was made before is shorter too: that is evidence of nothing.
  const isShorter = codes.has('history-shortened') && isWebAddress(address);
  if (held === undefined || !(codes.has('history-rewritten') || isShorter)) return undefined;
  const { origin, key, note } = held;
  try {
    const now = await showRecord({ address, source, vkeys: [key], note: utf8(note) }, verifier);
    if (typeof now === 'string') return undefined;
    const [shownBy, shownAt] = ['the same ledger before', await memory.rememberedAt(origin)];
    for (const remembered of await memory.recall(origin)) {
      const before = await showNote(remembered, { origin, vkeys: [key], shownBy, shownAt }, verifier);
      if (before === undefined) continue;
      const compared = await compareRecords(before, now);
      if (compared.outcome === 'parted') return evidenceOf(before, now, compared.parting);
      if (compared.outcome === 'broken') return evidenceOf(before, now);
    }
  } catch (error) {
    if (!(error instanceof SourceError || error instanceof FormatError)) throw error;
  }
  return undefined;
}
