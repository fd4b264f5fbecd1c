/** The verdict in one sentence that names what it is about, and the name of a place in the record. */
import { auditRules, type AuditFinding, type Place } from '@counterfoil/ledger/audit/findings';
import { rules } from '@counterfoil/ledger/rules';
import type { Kind } from '@counterfoil/ledger/statement';
import type { AuditResult } from '@counterfoil/ledger/audit';

const sentences: { readonly [code: string]: { readonly sentence: string } } = { ...rules, ...auditRules };

/** The first line of every answer. */
export function verdictSentence({ verdict, findings, codes, held }: AuditResult): string {
  const [first] = findings;
  if (verdict === 'verified') {
    const { size = 0, origin = '', keyFrom = 'ledger.json' } = held ?? {};
    const word =
      keyFrom === 'ledger.json' ? 'Verified, if the log key that the ledger itself names is genuine' : 'Verified';
    if (size === 0) return `${word}: the ledger ${origin} is empty, and the log has signed that it is.`;
    const are =
      size === 1 ? `the one entry of ${origin} is` : `all ${count(size, 'entry', 'entries')} of ${origin} are`;
    const without = codes.has('texts-passed-over') ? ' Texts and files were not looked at, as you asked.' : '';
    return `${word}: ${are} there, in order, signed, and ${size === 1 ? 'keeps' : 'keep'} the rules.${witnessed(held)}${without}`;
  }
  if (first === undefined) return 'Could not check.';
  const place = placeName(first);
  if (verdict === 'unchecked') return `Could not check${place === '' ? '' : ` ${place}`}: ${first.sentence}`;
  const what = kindName(first);
  const about = what === '' ? '' : `, ${what}${inCase(first)}`;
  return `Wrong${place === '' ? '' : ` at ${place}${about}`}: ${sentences[first.code]?.sentence ?? first.sentence}`;
}

function witnessed(held: AuditResult['held']): string {
  const witnesses = held?.vouchers.witnesses;
  if (witnesses === undefined || witnesses.cosigned.length === 0) return '';
  return ' Enough of the witnesses you named have cosigned it.';
}

/** "entry 17 (tile/000)", "checkpoint", or nothing. Files of texts are left out: their names are long numbers, the entry says it. */
function placeName({ entry, file }: Place): string {
  const named = file === undefined || file.startsWith('content/') ? '' : file;
  if (entry === undefined) return named;
  return named === '' ? `entry ${entry}` : `entry ${entry} (${named})`;
}

/** Everything that is known about where a finding belongs. */
export function placeLine(found: AuditFinding): string {
  const parts = [placeName(found), kindName(found)];
  if (found.case !== undefined)
    parts.push(found.case === found.entry ? `opens case ${found.case}` : `case ${found.case}`);
  if (found.field !== undefined) parts.push(`field ${found.field}`);
  if (found.time !== undefined) parts.push(`recorded ${formatTime(found.time)}`);
  return parts.filter((part) => part !== '').join(', ');
}

/** What the entry is; nothing where the file is in question, and with it what the entry says of itself. */
function kindName({ kind, file }: Place): string {
  return kind === undefined || (file !== undefined && !file.startsWith('content/')) ? '' : kindNames[kind];
}

function inCase({ case: id, entry }: Place): string {
  if (id === undefined) return '';
  return id === entry ? ` that opens case ${id}` : ` in case ${id}`;
}

export const kindNames: { readonly [K in Kind]: string } = {
  'ledger-opened': 'the opening of the ledger',
  'registrars-changed': 'a change of registrars',
  'office-defined': 'the definition of an office',
  'mandate-granted': 'the grant of a mandate',
  'mandate-ended': 'the end of a mandate',
  'key-rotated': 'the replacement of a key',
  'key-revoked': 'the revocation of a key',
  'log-key-rotated': 'the replacement of the log key',
  'calendar-published': 'a calendar',
  'process-published': 'the rules of a process',
  'input-received': 'an input',
  'support-added': 'a supporter',
  acknowledgement: 'an acknowledgement',
  question: 'a question',
  answer: 'an answer',
  response: 'a response',
  referral: 'a referral',
  'stage-opened': 'the opening of a stage',
  'case-linked': 'the link of two cases',
  'cases-merged': 'the merger of two cases',
  'case-split': 'the split of a case',
  decision: 'a decision',
  dispositions: 'the dispositions',
  dissent: 'a dissent',
  commitment: 'a commitment',
  milestone: 'the report on a commitment',
  evaluation: 'an evaluation',
  'evidence-cited': 'the citing of evidence',
  appeal: 'an appeal',
  dispute: 'a dispute',
  correction: 'a correction',
  withdrawal: 'a withdrawal',
  'erasure-request': 'a wish for the erasure of a text',
  'content-published': 'the publication of texts',
  'content-withheld': 'the withholding of a text',
  'content-redacted': 'the erasure of a text',
  'content-restored': 'the return of a text',
  'retention-applied': 'the end of the time for which texts are kept',
  'algorithm-registered': 'the registration of an algorithm',
  'data-use-registered': 'the registration of a use of data',
  'nudge-registered': 'the registration of a nudge',
  'supplier-statement': 'the statement of a supplier',
  'device-observation': 'the observation of a device',
};

/** "2026-03-02 09:30:00 UTC" */
export function formatTime(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}

/** "1 entry", "12,345 entries" */
export function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
