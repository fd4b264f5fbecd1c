/** The verdict in one sentence that names what it is about, and the name of a place in the record. */
import { auditRules, type AuditFinding, type Place } from '@counterfoil/ledger/audit/findings';
import { questionOf, type Question } from '@counterfoil/ledger/audit/questions';
import { sayCount, sayDate, sayTime } from '@counterfoil/ledger/audit/words';
import { rules } from '@counterfoil/ledger/rules';
import type { Kind } from '@counterfoil/ledger/statement';
import type { AuditResult, Level } from '@counterfoil/ledger/audit';
import { condition } from './belief.ts';

const sentences: { readonly [code: string]: { readonly sentence: string } } = { ...rules, ...auditRules };

/** The first line of every answer. */
export function verdictSentence(
  result: Pick<AuditResult, 'verdict' | 'level' | 'findings' | 'held' | 'tally'>,
): string {
  if (result.verdict === 'verified') return verifiedSentence(result);
  const lead = leadOf(result.findings);
  if (lead === undefined) return 'Could not check.';
  const place = placeName(lead);
  if (result.verdict === 'unchecked' && lead.code === 'history-shortened') return `${headOf(lead)}: ${lead.sentence}`;
  if (result.verdict === 'unchecked') return `Could not check${place === '' ? '' : ` ${place}`}: ${lead.sentence}`;
  return `${headOf(lead)}: ${wrongSentence(lead)}`;
}

interface LevelWords {
  /** What was looked at, and not a word more. */
  readonly word: string;
  readonly findings: string;
  readonly passedOver: string;
}

const levelWords: { readonly [L in Level]: LevelWords } = {
  structure: {
    word: 'Structure verified',
    findings: 'each as the log signed it',
    passedOver: 'signatures, rules and texts were not looked at',
  },
  signatures: {
    word: 'Structure and signatures verified',
    findings: 'each as the log signed it, and every statement signed with the key it names',
    passedOver: 'rules and texts were not looked at',
  },
  rules: {
    word: 'Structure, signatures and rules verified',
    findings: 'nothing altered, every rule kept',
    passedOver: 'texts and files were not looked at',
  },
  all: { word: 'Verified', findings: 'nothing altered, every rule kept', passedOver: '' },
};

function verifiedSentence({ level, held, tally }: Pick<AuditResult, 'level' | 'held' | 'tally'>): string {
  const { size = 0, origin = '' } = held ?? {};
  const { findings, passedOver, ...said } = levelWords[level];
  const word = `${said.word}${held === undefined ? '' : condition(held)}`;
  if (size === 0) return `${word}: the ledger ${origin} is empty, and the log has signed that it is.`;
  const { withheld = 0, erased = 0 } = tally.takenOut ?? {};
  const out = withheld + erased;
  const taken = `${count(out, 'text was', 'texts were')} taken out, ${out === 1 ? '' : 'each '}with a signed reason`;
  const entries = count(size, 'entry', 'entries');
  return `${word}: ${entries} of ${origin}, ${findings}${out === 0 ? '' : `; ${taken}`}${passedOver === '' ? '' : `; ${passedOver}`}.${witnessed(held)}`;
}

function witnessed(held: AuditResult['held']): string {
  const witnesses = held?.vouchers.witnesses;
  if (witnesses === undefined || witnesses.cosigned.length === 0) return '';
  return ' Enough of the witnesses you named have cosigned it.';
}

/** Said of the whole record, or of its hashes: what is wrong at an entry says more. */
const OF_THE_WHOLE: ReadonlySet<AuditFinding['code']> = new Set([
  'history-rewritten',
  'root-differs',
  'tile-malformed',
]);

/**
 * The finding that the first line is about: the first failure, and rather one that names an entry than one that says of the whole
 * that it is not what it was. Where an author saw another entry than the one that is here, that entry comes before what follows from it.
 */
function leadOf(findings: readonly AuditFinding[]): AuditFinding | undefined {
  const failures = findings.filter(({ severity }) => severity === 'failure');
  const isShorter = failures.some(({ code }) => code === 'history-shortened');
  const first =
    failures.find(({ code, entry, file }) =>
      // A record that was put back lacks files; one that was told anew does not fit itself.
      isShorter ? entry !== undefined && file === undefined : !OF_THE_WHOLE.has(code),
    ) ??
    failures[0] ??
    findings[0];
  const { entry } = first ?? {};
  if (entry === undefined) return first;
  return (
    failures.find(
      ({ code, among }) => code === 'seen-unknown' && among !== undefined && isOne(among) && among.first < entry,
    ) ?? first
  );
}

function isOne({ first, last }: NonNullable<Place['among']>): boolean {
  return first === last;
}

const heads: { readonly [Q in Question]: string } = {
  recorded: 'ALTERED',
  same: 'TWO HISTORIES',
  signed: 'NOT SIGNED',
  rules: 'RULE BROKEN',
  dropped: 'RULE BROKEN',
  'taken-out': 'TAKEN OUT',
};

/** Codes of which the question does not say enough. */
const ownHeads: { readonly [C in AuditFinding['code']]?: string } = {
  'file-missing': 'MISSING',
  'content-missing': 'MISSING',
  'key-differs': 'WRONG KEY',
  'key-changed': 'WRONG KEY',
  'key-not-in-force': 'WRONG KEY',
  'policy-foreign': 'WRONG POLICY',
  'history-shortened': 'OLDER THAN SEEN',
  'cosignature-wrong': 'NOT SIGNED',
};

function headOf({ code }: AuditFinding): string {
  return ownHeads[code] ?? heads[questionOf(code)];
}

function wrongSentence(found: AuditFinding): string {
  const { code, entry, among } = found;
  const sentence = sentences[code]?.sentence ?? found.sentence;
  if (entry === undefined) return `${placeName(found) === '' ? '' : `${placeName(found)}: `}${sentence}`;
  const what = whatIs(found);
  const where = `${placeName(found)}${what === '' ? '' : `, ${what}`}`;
  if (code === 'entry-changed')
    return `entry ${entry}${what === '' ? '' : `, which calls itself ${what},`} is not what was recorded.`;
  if (code === 'seen-ahead' && among !== undefined)
    return `${where}: ${sentence} Something from entry ${among.first} on was taken out.`;
  if (code !== 'seen-unknown' || among === undefined) return `${where}: ${sentence}`;
  if (isOne(among))
    return `entry ${among.first} is not what the author of ${where}${what === '' ? '' : ','} had seen there.`;
  return `${where}: ${sentence} Something among entries ${among.first} to ${among.last} was another then.`;
}

/** "a decision on case 1201 of 3 May 2026" */
function whatIs(found: AuditFinding): string {
  const { kind, case: id, entry, time } = found;
  if (kind === undefined) return '';
  const where = id === undefined ? '' : id === entry ? ` that opens case ${id}` : ` on case ${id}`;
  return `${kindNames[kind]}${where}${time === undefined ? '' : ` of ${sayDate(time)}`}`;
}

/** "entry 17 (tile/0/000)", "checkpoint", or nothing. Left out are files of texts, whose names are long numbers, and bundles, which the entry tells. */
function placeName({ entry, file, code }: Pick<AuditFinding, 'entry' | 'file' | 'code'>): string {
  const isText = file?.startsWith('content/') === true || file?.startsWith('file/') === true;
  const named = file === undefined || isText || code === 'entry-changed' ? '' : file;
  if (entry === undefined) return named;
  return named === '' ? `entry ${entry}` : `entry ${entry} (${named})`;
}

/** Everything that is known about where a finding belongs. */
export function placeLine(found: AuditFinding): string {
  const parts = [placeName(found), found.kind === undefined ? '' : kindNames[found.kind]];
  if (found.case !== undefined)
    parts.push(found.case === found.entry ? `opens case ${found.case}` : `case ${found.case}`);
  if (found.field !== undefined) parts.push(`field ${found.field}`);
  if (found.time !== undefined) parts.push(`recorded ${sayTime(found.time)}`);
  return parts.filter((part) => part !== '').join(', ');
}

/** Since when it can have been changed, and by what anybody can see that it was. */
export function proofSentence({ code, entry, since, proof }: AuditFinding): string {
  if (proof === undefined) return '';
  const { size } = proof;
  if (code === 'seen-unknown' || code === 'seen-ahead')
    return `The author of entry ${entry ?? ''} signed to have seen the first ${count(size, 'entry', 'entries')} otherwise${since === undefined ? '' : `, on ${sayTime(since)}: it was changed after that`}.`;
  if (code === 'history-shortened' || code === 'history-rewritten')
    return `The checkpoint of ${count(size, 'entry', 'entries')} that this computer kept shows it; the log has signed it.`;
  const after =
    since === undefined ? '' : `, which was signed no earlier than ${sayTime(since)}: it was changed after that`;
  return `The checkpoint of ${count(size, 'entry', 'entries')} shows it${after}.`;
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
  'figure-reply': 'the reply of an office to a figure',
};

export { sayTime as formatTime };

/** "1 entry", "12,345 entries" */
export function count(number: number, one: string, many: string): string {
  return `${sayCount(number)} ${number === 1 ? one : many}`;
}
