/** Which case is asked for, and what is owed to it. */
import type { CaseFound } from '@counterfoil/ledger/audit/case-follower';
import { NoRecord, openRecordNow } from '@counterfoil/ledger/audit/record-now';
import type { Source } from '@counterfoil/ledger/audit/source';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseEntry } from '@counterfoil/ledger/entry';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote } from '@counterfoil/ledger/note';
import { caseObligations, matterObligation, textObligation, type Obligation } from '@counterfoil/ledger/obligations';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { caseOf, openEnvelope } from '@counterfoil/ledger/statement';

/** The case that an entry of that number belongs to, as the source says and nobody has proved yet; undefined where it is in none. */
export async function caseOfEntry(
  source: Source,
  entry: number,
  verifier: SignatureVerifier,
): Promise<number | undefined> {
  try {
    const record = await openRecordNow(source, [], verifier);
    const isThere = entry < parseCheckpoint(parseNote(record.checkpoint).text).size;
    const bytes = isThere ? await record.entry(entry) : undefined;
    if (bytes === undefined) return undefined;
    const { statement } = openEnvelope(parseEntry(bytes).envelope);
    return statement.kind === 'case-split' ? entry : caseOf(statement, entry);
  } catch (error) {
    // The audit says what is wrong with it.
    if (error instanceof FormatError || error instanceof NoRecord) return undefined;
    throw error;
  }
}

/** What is owed to the case and has not been met. @param now recording time of the newest entry. */
export function openObligations({ id, of, rules, state }: CaseFound, now: string): readonly Obligation[] {
  const matters = [...state.all('matter')]
    .filter(([, matter]) => matter.case === id)
    .map(([entry, matter]) => matterObligation(Number(entry), matter, now));
  const looks = new Map<number, Obligation>();
  for (const content of state.all('content').values()) {
    const look = content.case === id ? textObligation(content, rules, now) : undefined;
    if (look !== undefined) looks.set(content.entry, { ...look, entry: content.entry });
  }
  const clocks = of.owed ? caseObligations(of, rules, now) : [];
  return [...clocks, ...matters, ...looks.values()].filter(({ met }) => met === null);
}
