/** A copy in a folder stays as it was made: that it is shorter than what was seen since is no fault of the record. SPEC M34. */
import type { AuditResult } from '@counterfoil/ledger/audit';

const OLDER =
  'This copy is older than what this computer has seen: fetch it again. Nothing in it was found to be wrong; whether it is the beginning of what was seen could not be found out.';

/** Could not be checked, where nothing else is wrong with it; otherwise as it was. */
export function asOlderCopy(result: AuditResult): AuditResult {
  const { verdict, codes, counts, findings } = result;
  const shorter = codes.get('history-shortened');
  if (verdict !== 'wrong' || shorter !== counts.failure) return result;
  return {
    ...result,
    verdict: 'unchecked',
    findings: findings.map((found) =>
      found.code === 'history-shortened' ? { ...found, severity: 'unseen', sentence: OLDER } : found,
    ),
    counts: { ...counts, failure: 0, unseen: counts.unseen + shorter },
  };
}
