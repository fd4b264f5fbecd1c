/** The checks that a reader is shown, and which of them a finding is about. */
import type { AuditCode, AuditFinding } from '@counterfoil/ledger/audit';
import { questionOf } from '@counterfoil/ledger/audit/questions';

/** In the order in which they are shown. */
export const checkIds = [
  'checkpoint',
  'witnesses',
  'included',
  'chained',
  'signed',
  'mandated',
  'ruled',
  'texts',
] as const;
export type CheckId = (typeof checkIds)[number];

const OF_CHECKPOINT = /^(?:checkpoint|ledger-info|post-quantum)-|^(?:not-a-ledger|opening-differs)$/;
const OF_LOG_KEY: ReadonlySet<AuditCode> = new Set([
  ...(['key-differs', 'key-changed', 'key-not-in-force', 'key-followed', 'key-unjudged'] as const),
]);
const OF_WITNESSES: ReadonlySet<AuditCode> = new Set(['policy-foreign', 'cosignature-wrong', 'quorum-missing']);
const OF_CHAIN: ReadonlySet<AuditCode> = new Set([
  ...(['index-wrong', 'chain-broken', 'time-backwards', 'seen-unknown', 'seen-ahead'] as const),
]);
/** Whether whoever signed was allowed to, as opposed to whether the signature is theirs. */
const OF_MANDATES = /^(?:mandate|key|threshold|signatures-too-few|rotation|speaker)/;
const OF_TEXTS = /^(?:content|redactions)-/;

export function checkOf({ code, file = '' }: Pick<AuditFinding, 'code' | 'file'>): CheckId {
  if (OF_WITNESSES.has(code)) return 'witnesses';
  if (OF_TEXTS.test(code) || /^(?:content|file|redactions)\//.test(file)) return 'texts';
  if (OF_CHECKPOINT.test(code) || OF_LOG_KEY.has(code) || file === 'checkpoint' || file === 'ledger.json')
    return 'checkpoint';
  if (OF_CHAIN.has(code)) return 'chained';
  const question = questionOf(code);
  if (question === 'signed') return OF_MANDATES.test(code) ? 'mandated' : 'signed';
  return question === 'rules' || question === 'dropped' ? 'ruled' : 'included';
}
