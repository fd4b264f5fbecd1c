/** What officials did that somebody may dispute: not what they took down for others. */
import type { Statement } from '@counterfoil/ledger/statement';

const TAKEN_DOWN: ReadonlySet<string> = new Set(['input-received', 'support-added', 'appeal', 'dispute']);

export function isOfficialAct(statement: Statement): boolean {
  return 'by' in statement && statement.by !== undefined && !TAKEN_DOWN.has(statement.kind);
}
