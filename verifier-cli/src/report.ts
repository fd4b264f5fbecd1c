/** What is printed for people: the verdict, the findings, the figures, and whom one had to believe. */
import type { AuditFinding, AuditResult, AuditSeverity, Overdue } from '@counterfoil/ledger/audit';
import { looksAt } from '@counterfoil/ledger/audit/level';
import { questionOf, questions } from '@counterfoil/ledger/audit/questions';
import { sayCount, sayDate } from '@counterfoil/ledger/audit/words';
import { isWebAddress } from './address.ts';
import { belief, doubtedKey, keyTrust, type KeyGiver } from './belief.ts';
import { called } from './called-as.ts';
import type { Visits } from './kept-audit.ts';
import { notInView } from './not-in-view.ts';
import { vouchedFor } from './policy-report.ts';
import { count, formatTime, placeLine, proofSentence, verdictSentence } from './sentence.ts';
import { strayLine, type Strays } from './strays.ts';
import { bold, paint, type Style } from './style.ts';

/** What the audit itself does not know. */
export interface Circumstances {
  /** As it was typed. */
  readonly address: string;
  /** Undefined where the log key was not given. */
  readonly keyGiver?: KeyGiver | undefined;
  readonly seconds: number;
  /** What earlier visits looked at, and this one did not read again. */
  readonly resumed?: Visits | undefined;
  /** In a folder; undefined where there are none. */
  readonly strays?: Strays | undefined;
  /** Undefined with --no-memory. */
  readonly memory: MemoryOutcome | undefined;
}

export interface MemoryOutcome {
  readonly folder: string;
  /** Whether the checkpoint is the one that will be compared with next time; a text says why it is not. */
  readonly kept: true | string;
  /** A file for others, where what was seen before does not lead to this. */
  readonly evidence?: string;
  /** Why what was kept of an earlier visit was of no use, as the end of a sentence. */
  readonly anew?: string;
  /** Why nothing is kept that a later visit could go on from. */
  readonly unkept?: string;
}

/** Of what is wrong, and of what was not seen; the others are only counted. */
export const MAX_SHOWN = 20;
/** Kinds of findings for which a command is offered that explains them. */
const MAX_EXPLAINED = 3;
/** Of each kind of fact. */
const MAX_FACTS = 3;

/** Facts about the check and not about the record. */
const PASSED_OVER: ReadonlySet<AuditFinding['code']> = new Set([
  ...(['signatures-passed-over', 'rules-passed-over', 'texts-passed-over'] as const),
]);

const headings: { readonly [S in AuditSeverity]: string } = {
  failure: 'What is wrong',
  unseen: 'What was not checked, and why',
  fact: 'What is worth knowing',
};
/** Sentences on what proves the findings of one question. */
const MAX_PROOFS = 3;

/** Whoever is shown less than before knows no more than that. */
const NOT_TWO =
  'This by itself proves no second history: an old backup that was put back, and a server that shows an old copy, look the same. Check again later.';
const UNSIGNED_LINKS =
  'The addresses that ledger.json names: nobody signs them, so whoever serves that file can change them.';
const NOT_SHOWN =
  'That a text is true, that whoever wrote it is who they say, or that nothing was kept from being recorded.';

export function formatReport(result: AuditResult, circumstances: Circumstances, style: Style): string {
  const colour = result.verdict === 'verified' ? 'green' : result.verdict === 'wrong' ? 'red' : 'yellow';
  const blocks = [paint(style, colour, wrap(`${verdictSentence(result)}${notAgain(circumstances)}`, style.columns))];
  const addFindings = (severity: AuditSeverity): void => {
    const block = formatFindings(result, severity, circumstances, style);
    if (block !== undefined) blocks.push(block);
  };
  addFindings('failure');
  addFindings('unseen');
  const passedOver = result.findings.filter(({ code }) => PASSED_OVER.has(code)).map(({ sentence }) => sentence);
  const { strays } = circumstances;
  const unseen = [
    ...passedOver,
    ...(strays === undefined ? [] : [strayLine(strays)]),
    ...(result.held === undefined ? [] : [UNSIGNED_LINKS]),
  ];
  if (unseen.length > 0) blocks.push(section('What was not looked at', unseen, style));
  const advice = adviceOn(result, circumstances);
  if (advice.length > 0) blocks.push(section('What to do', advice, style));
  if (result.held !== undefined) {
    blocks.push(section('What was looked at', figures(result, circumstances), style));
    const owed = owing(result);
    if (owed.length > 0) blocks.push(section('What the authority owes', owed, style));
    const out = notInView(result.tally.takenOut);
    if (out.length > 0) blocks.push(section('What is not in public view', out, style));
    addFindings('fact');
    if (result.verdict !== 'wrong')
      blocks.push(section('Seen before', comparison(result, circumstances.memory), style));
    blocks.push(section('Whether others see the same', vouchedFor(result.held), style));
    blocks.push(
      section(
        'Whom you had to believe',
        doubtedKey(result, circumstances.address) ?? belief(result.held, circumstances.address, circumstances.keyGiver),
        style,
      ),
    );
    if (result.verdict === 'verified') blocks.push(section('What this does not show', [NOT_SHOWN], style));
  }
  return `${blocks.join('\n\n')}\n`;
}

/** Where a reader of what is wrong would not know how to go on. */
function adviceOn(result: AuditResult, { address, memory }: Circumstances): string[] {
  const { codes, findings, tally } = result;
  const advice: string[] = [];
  if (result.verdict === 'unchecked' && codes.has('history-shortened'))
    advice.push(
      'Bring the copy up to date from the address of the ledger, and check it again:',
      `  ${called('mirror')} <address> ${address}`,
    );
  const remembers = ['key-changed', 'history-shortened', 'history-rewritten'] as const;
  if (result.verdict === 'wrong' && memory !== undefined && remembers.some((code) => codes.has(code)))
    advice.push(
      ...(codes.has('history-shortened') ? [NOT_TWO] : []),
      `If it should be the same ledger, keep what this computer remembers: it is evidence. It lies in ${memory.folder}, under the name of the ledger.`,
      ...(memory.evidence === undefined
        ? []
        : [
            'Both checkpoints are in a file that whoever gets it can check:',
            `  ${called('evidence')} ${memory.evidence}`,
          ]),
      'If it is another one of the same name, as a demonstration that was begun anew, check it with a memory of its own: --memory <folder>.',
    );
  const isCopy = !isWebAddress(address);
  if (isCopy && codes.has('content-missing') && tally.texts === 0)
    advice.push(
      `Not one text lies here. Where this copy was made to keep none, that is as it should be: check it with ${called('verify')} ${address} --no-texts.`,
    );
  const damage = [
    'entry-changed',
    'bundle-malformed',
    'tile-malformed',
    'content-differs',
    'content-malformed',
  ] as const;
  if (isCopy && damage.some((code) => codes.has(code)))
    advice.push(
      'This is a copy. Check the ledger itself by its address: where that holds, the copy was damaged, and a new one belongs in a new folder.',
    );
  const asked = [...new Set(findings.filter(({ severity }) => severity !== 'fact').map(({ code }) => code))];
  if (asked.length > 0)
    advice.push(
      'What the findings mean, what may have caused them and what to do:',
      ...asked.slice(0, MAX_EXPLAINED).map((code) => `  ${called('explain')} ${code}`),
    );
  return advice;
}

/** The same for programs: one JSON object. */
export function formatJson(result: AuditResult, circumstances: Circumstances): string {
  const { address, keyGiver, seconds, resumed, strays, memory } = circumstances;
  const { verdict, level, findings, counts, codes, held, tally } = result;
  const sentence = `${verdictSentence(result)}${notAgain(circumstances)}`;
  const answer = {
    verdict,
    level,
    sentence,
    address,
    counts,
    codes: Object.fromEntries(codes),
    findings: findings.map(({ said: _, ...found }) => found),
    held: held ?? null,
    keyTrust: held === undefined ? null : keyTrust(held, keyGiver),
    figures: { ...tally, seconds, entriesPerSecond: perSecond(result, seconds, resumed?.size) },
    resumed: resumed ?? null,
    strays: strays ?? null,
    memory: memory ?? null,
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

function formatFindings(
  { findings, counts, codes }: AuditResult,
  severity: AuditSeverity,
  { memory }: Circumstances,
  style: Style,
): string | undefined {
  const own = findings.filter((one) => one.severity === severity && !PASSED_OVER.has(one.code));
  if (own.length === 0) return undefined;
  const total =
    counts[severity] - (severity === 'fact' ? [...PASSED_OVER].filter((code) => codes.has(code)).length : 0);
  const lines: string[] = [];
  const groups = severity === 'fact' ? groupFacts(own, codes) : groupByQuestion(own, severity, total);
  for (const { heading, shown, total: all } of groups) {
    if (heading !== undefined) lines.push(wrap(heading, style.columns, '  '));
    for (const found of shown) {
      const place = placeLine(found);
      const hint = found.code === 'memory-unreadable' && memory !== undefined ? ` It lies in ${memory.folder}.` : '';
      if (place !== '') lines.push(bold(style, wrap(place, style.columns, '  ')));
      lines.push(wrap(`${found.sentence}${hint}`, style.columns, place === '' ? '  ' : '    '));
    }
    const rest = all - shown.length;
    if (rest > 0) lines.push(wrap(`… and ${sayCount(rest)} more${LISTED}`, style.columns, '  '));
    const proofs = new Set(shown.map(proofSentence).filter((sentence) => sentence !== ''));
    for (const proof of [...proofs].slice(0, MAX_PROOFS)) lines.push(wrap(proof, style.columns, '  '));
  }
  return [bold(style, `${headings[severity]} (${sayCount(total)})`), ...lines].join('\n');
}

const LISTED = '; --json lists up to a thousand.';

interface Group {
  readonly heading?: string;
  readonly shown: readonly AuditFinding[];
  readonly total: number;
}

/** Under the questions, and there by kind: there can be thousands of late steps in a record that is in perfect order. */
function groupFacts(facts: readonly AuditFinding[], codes: AuditResult['codes']): readonly Group[] {
  return Object.entries(questions).flatMap(([question, heading]) => {
    const kinds = new Set(facts.map(({ code }) => code).filter((code) => questionOf(code) === question));
    return [...kinds].map((kind, at) => {
      const own = facts.filter(({ code }) => code === kind);
      const group = { shown: own.slice(0, MAX_FACTS), total: codes.get(kind) ?? own.length };
      return at === 0 ? { heading, ...group } : group;
    });
  });
}

/** What is wrong, under the questions that it answers. */
function groupByQuestion(found: readonly AuditFinding[], severity: AuditSeverity, total: number): readonly Group[] {
  const chosen = chooseShown(found);
  if (severity === 'unseen') return [{ shown: chosen, total }];
  const groups = Object.entries(questions).map(([question, heading]) => {
    const shown = chosen.filter(({ code }) => questionOf(code) === question);
    return { heading, shown, total: shown.length };
  });
  // What is not shown is of any of them: it is counted at the end.
  return [...groups.filter(({ shown }) => shown.length > 0), { shown: [], total: total - chosen.length }];
}

/** The first ones, and among them in any case the first of each kind: many of one kind do not hide another. */
function chooseShown(findings: readonly AuditFinding[]): readonly AuditFinding[] {
  const firstOfKind = new Map(findings.toReversed().map((found) => [found.code, found]));
  const shown = new Set([...firstOfKind.values()].toReversed().slice(0, MAX_SHOWN));
  for (const found of findings) if (shown.size < MAX_SHOWN) shown.add(found);
  return findings.filter((found) => shown.has(found));
}

function section(heading: string, paragraphs: readonly string[], style: Style): string {
  return [bold(style, heading), ...paragraphs.map((text) => wrap(text, style.columns, '  '))].join('\n');
}

function figures({ level, held, tally }: AuditResult, { seconds, resumed }: Circumstances): string[] {
  const of = held === undefined || tally.entries === held.size ? '' : ` of ${sayCount(held.size)}`;
  const { pending, withheld, erased } = tally.takenOut ?? { pending: 0, withheld: 0, erased: 0 };
  const out = pending + withheld + erased;
  const lines = [
    `${held?.authority ?? 'An authority without a name'}, ${held?.origin ?? ''}`,
    [
      `${sayCount(tally.entries)}${of} ${tally.entries === 1 && of === '' ? 'entry' : 'entries'} in order`,
      ...(looksAt(level, 'signatures') ? [count(tally.signatures, 'signature', 'signatures')] : []),
      ...(looksAt(level, 'all') ? [count(tally.texts, 'text', 'texts')] : []),
      ...(out === 0 ? [] : [count(out, 'text not in public view', 'texts not in public view')]),
      ...(looksAt(level, 'rules') ? [count(tally.cases, 'case', 'cases')] : []),
      count(tally.tiles, 'file of hashes', 'files of hashes'),
    ].join(', '),
  ];
  if (tally.newest !== undefined) lines.push(`Newest entry recorded ${formatTime(tally.newest)}`);
  if (resumed !== undefined) {
    lines.push(
      `Of the first ${count(resumed.size, 'entry', 'entries')}, and of their texts and files, nothing was read again: the figures are what was found then. That the record still goes on from them was checked. A copy of them that was damaged since is found with --all, which looks at everything.`,
      `${seconds.toFixed(1)} seconds`,
    );
    return lines;
  }
  const speed = perSecond({ tally }, seconds);
  lines.push(`${seconds.toFixed(1)} seconds, ${count(speed, 'entry', 'entries')} a second`);
  return lines;
}

/** Said with the verdict: nothing is called looked at that was not. */
function notAgain({ resumed }: Circumstances): string {
  if (resumed === undefined) return '';
  const [first, last] = [sayDate(resumed.since), sayDate(resumed.until)];
  const when = first === last ? `on ${first}` : `between ${first} and ${last}`;
  return ` The first ${count(resumed.size, 'entry', 'entries')} and their texts were looked at ${when} and not again.`;
}

/** Facts about the authority, none of them wrong with its record. Nothing where the rules were not replayed to the end. */
function owing({ tally }: AuditResult): string[] {
  const { unaccounted, passedOver = 0, copied = 0, overdue = 0, firstOverdue, newest } = tally;
  if (unaccounted === undefined || newest === undefined) return [];
  const decided = passedOver === 0 ? '' : ` (${sayCount(passedOver)} of them in cases decided already)`;
  const lines = [`Inputs of which nobody has said what became: ${sayCount(unaccounted)}${decided}`];
  if (copied > 0) lines.push(`Inputs copied from data sets, whose authors were promised nothing: ${sayCount(copied)}`);
  const first = firstOverdue === undefined ? '' : ` (the first: ${overdueStep(firstOverdue)})`;
  lines.push(`Steps overdue when the newest entry was recorded: ${sayCount(overdue)}${first}`);
  return lines;
}

function overdueStep({ case: id, entry, kind, due }: Overdue): string {
  const to = entry === null ? '' : ` ${kind === 'moderate' ? 'in' : 'to'} entry ${entry}`;
  return `case ${id}, ${stepNames[kind]}${to}, since ${formatTime(due)}`;
}

export const stepNames: { readonly [K in Overdue['kind']]: string } = {
  acknowledge: 'acknowledgement',
  respond: 'answer in substance',
  decide: 'decision',
  'carry-out': 'carrying out',
  evaluate: 'evaluation',
  answer: 'answer',
  fulfil: 'keeping of the commitment',
  moderate: 'look at what waits to be public',
};

/** @param before entries that were not read again */
function perSecond({ tally }: Pick<AuditResult, 'tally'>, seconds: number, before = 0): number {
  return Math.round((tally.entries - before) / Math.max(seconds, 0.001));
}

function comparison({ held }: AuditResult, memory: MemoryOutcome | undefined): string[] {
  if (memory === undefined) return ['Nothing was compared with earlier visits, and nothing is kept (--no-memory).'];
  const { reproduced = 0, extendsRemembered = false } = held ?? {};
  const lines = [];
  if (reproduced > 0) lines.push('It contains, unchanged, all that this computer saw of it before.');
  else if (extendsRemembered) lines.push('This computer has not seen this ledger before.');
  else lines.push('It could not be shown to contain what this computer saw of it before.');
  if (memory.anew !== undefined)
    lines.push(`Everything was looked at, although an earlier visit could be gone on from: ${memory.anew}`);
  if (memory.unkept !== undefined) lines.push(`The next visit will look at everything: ${memory.unkept}`);
  if (memory.kept === true) lines.push('The next visit will be compared with this one.');
  else lines.push(`The next visit will not be compared with this one: ${memory.kept}`);
  return lines;
}

/** Lines of at most so many columns, each with the indent; a word that is longer stands alone. */
export function wrap(text: string, columns: number, indent = ''): string {
  // What is indented already is something to be copied: it stays on one line.
  if (text.startsWith('  ')) return indent + text;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > columns) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, indent + line].join('\n');
}
