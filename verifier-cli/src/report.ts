/** What is printed for people: the verdict, the findings, the figures, and whom one had to believe. */
import type { AuditFinding, AuditResult, AuditSeverity, Overdue } from '@counterfoil/ledger/audit';
import { called } from './called-as.ts';
import { notInView } from './not-in-view.ts';
import { vouchedFor } from './policy-report.ts';
import { count, formatTime, placeLine, verdictSentence } from './sentence.ts';
import { bold, paint, type Style } from './style.ts';

/** What the audit itself does not know. */
export interface Circumstances {
  /** As it was typed. */
  readonly address: string;
  readonly seconds: number;
  /** Undefined with --no-memory. */
  readonly memory: MemoryOutcome | undefined;
}

export interface MemoryOutcome {
  readonly folder: string;
  /** Whether the checkpoint is the one that will be compared with next time; a text says why it is not. */
  readonly kept: true | string;
}

/** Of what is wrong, and of what was not seen; the others are only counted. */
export const MAX_SHOWN = 20;
/** Kinds of findings for which a command is offered that explains them. */
const MAX_EXPLAINED = 3;
/** Of each kind of fact. */
const MAX_FACTS = 3;

const headings: { readonly [S in AuditSeverity]: string } = {
  failure: 'What is wrong',
  unseen: 'What could not be looked at',
  fact: 'What is worth knowing',
};

const NOT_SHOWN =
  'That a text is true, that whoever wrote it is who they say, or that nothing was kept from being recorded.';

export function formatReport(result: AuditResult, circumstances: Circumstances, style: Style): string {
  const colour = result.verdict === 'verified' ? 'green' : result.verdict === 'wrong' ? 'red' : 'yellow';
  const blocks = [paint(style, colour, wrap(verdictSentence(result), style.columns))];
  for (const severity of ['failure', 'unseen', 'fact'] as const) {
    const block = formatFindings(result, severity, circumstances, style);
    if (block !== undefined) blocks.push(block);
  }
  const advice = adviceOn(result, circumstances);
  if (advice.length > 0) blocks.push(section('What to do', advice, style));
  if (result.held !== undefined) {
    blocks.push(section('What was looked at', figures(result, circumstances.seconds), style));
    const owed = owing(result);
    if (owed.length > 0) blocks.push(section('What the authority owes', owed, style));
    const out = notInView(result.tally.takenOut);
    if (out.length > 0) blocks.push(section('What is not in public view', out, style));
    if (result.verdict !== 'wrong')
      blocks.push(section('Seen before', comparison(result, circumstances.memory), style));
    blocks.push(section('Whether others see the same', vouchedFor(result.held), style));
    blocks.push(section('Whom you had to believe', belief(result, circumstances.address), style));
    if (result.verdict === 'verified') blocks.push(section('What this does not show', [NOT_SHOWN], style));
  }
  return `${blocks.join('\n\n')}\n`;
}

/** Where a reader of what is wrong would not know how to go on. */
function adviceOn({ codes, findings, tally }: AuditResult, { address, memory }: Circumstances): string[] {
  const advice: string[] = [];
  const remembers = ['key-changed', 'history-shortened', 'history-rewritten'] as const;
  if (memory !== undefined && remembers.some((code) => codes.has(code)))
    advice.push(
      `If it should be the same ledger, keep what this computer remembers: it is evidence. It lies in ${memory.folder}, under the name of the ledger.`,
      'If it is another one of the same name, as a demonstration that was begun anew, check it with a memory of its own: --memory <folder>.',
    );
  const isCopy = !/^https?:\/\//.test(address);
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
export function formatJson(result: AuditResult, { address, seconds, memory }: Circumstances): string {
  const { verdict, findings, counts, codes, held, tally } = result;
  const sentence = verdictSentence(result);
  const answer = {
    verdict,
    sentence,
    address,
    counts,
    codes: Object.fromEntries(codes),
    findings,
    held: held ?? null,
    figures: { ...tally, seconds, entriesPerSecond: perSecond(result, seconds) },
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
  const total = counts[severity];
  if (total === 0) return undefined;
  const lines: string[] = [];
  const own = findings.filter((one) => one.severity === severity);
  const groups = severity === 'fact' ? groupFacts(own, codes) : [{ shown: chooseShown(own), total }];
  for (const group of groups) {
    for (const found of group.shown) {
      const place = placeLine(found);
      const hint = found.code === 'memory-unreadable' && memory !== undefined ? ` It lies in ${memory.folder}.` : '';
      if (place !== '') lines.push(bold(style, wrap(place, style.columns, '  ')));
      lines.push(wrap(`${found.sentence}${hint}`, style.columns, place === '' ? '  ' : '    '));
    }
    const rest = group.total - group.shown.length;
    if (rest > 0) lines.push(wrap(`… and ${rest.toLocaleString('en')} more${LISTED}`, style.columns, '  '));
  }
  return [bold(style, `${headings[severity]} (${total.toLocaleString('en')})`), ...lines].join('\n');
}

const LISTED = '; --json lists up to a thousand.';

interface Group {
  readonly shown: readonly AuditFinding[];
  readonly total: number;
}

/** What is of one kind stands together: there can be thousands of late steps in a record that is in perfect order. */
function groupFacts(facts: readonly AuditFinding[], codes: AuditResult['codes']): readonly Group[] {
  const kinds = [...new Set(facts.map(({ code }) => code))];
  return kinds.map((kind) => {
    const own = facts.filter(({ code }) => code === kind);
    return { shown: own.slice(0, MAX_FACTS), total: codes.get(kind) ?? own.length };
  });
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

function figures({ held, tally }: AuditResult, seconds: number): string[] {
  const of = held === undefined || tally.entries === held.size ? '' : ` of ${held.size.toLocaleString('en')}`;
  const { pending, withheld, erased } = tally.takenOut ?? { pending: 0, withheld: 0, erased: 0 };
  const out = pending + withheld + erased;
  const lines = [
    `${held?.authority ?? 'An authority without a name'}, ${held?.origin ?? ''}`,
    [
      `${tally.entries.toLocaleString('en')}${of} ${tally.entries === 1 && of === '' ? 'entry' : 'entries'} in order`,
      count(tally.signatures, 'signature', 'signatures'),
      count(tally.texts, 'text', 'texts'),
      ...(out === 0 ? [] : [count(out, 'text not in public view', 'texts not in public view')]),
      count(tally.cases, 'case', 'cases'),
      count(tally.tiles, 'file of hashes', 'files of hashes'),
    ].join(', '),
  ];
  if (tally.newest !== undefined) lines.push(`Newest entry recorded ${formatTime(tally.newest)}`);
  const speed = perSecond({ tally }, seconds);
  lines.push(`${seconds.toFixed(1)} seconds, ${count(speed, 'entry', 'entries')} a second`);
  return lines;
}

/** Facts about the authority, none of them wrong with its record. Nothing where the rules were not replayed to the end. */
function owing({ tally }: AuditResult): string[] {
  const { unaccounted, passedOver = 0, copied = 0, overdue = 0, firstOverdue, newest } = tally;
  if (unaccounted === undefined || newest === undefined) return [];
  const decided = passedOver === 0 ? '' : ` (${passedOver.toLocaleString('en')} of them in cases decided already)`;
  const lines = [`Inputs of which nobody has said what became: ${unaccounted.toLocaleString('en')}${decided}`];
  if (copied > 0)
    lines.push(`Inputs copied from data sets, whose authors were promised nothing: ${copied.toLocaleString('en')}`);
  const first = firstOverdue === undefined ? '' : ` (the first: ${overdueStep(firstOverdue)})`;
  lines.push(`Steps overdue when the newest entry was recorded: ${overdue.toLocaleString('en')}${first}`);
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

function perSecond({ tally }: Pick<AuditResult, 'tally'>, seconds: number): number {
  return Math.round(tally.entries / Math.max(seconds, 0.001));
}

function comparison({ held }: AuditResult, memory: MemoryOutcome | undefined): string[] {
  if (memory === undefined) return ['Nothing was compared with earlier visits, and nothing is kept (--no-memory).'];
  const { reproduced = 0, extendsRemembered = false } = held ?? {};
  const lines = [];
  if (reproduced > 0) lines.push('It contains, unchanged, all that this computer saw of it before.');
  else if (extendsRemembered) lines.push('This computer has not seen this ledger before.');
  else lines.push('It could not be shown to contain what this computer saw of it before.');
  if (memory.kept === true) lines.push('The next visit will be compared with this one.');
  else lines.push(`The next visit will not be compared with this one: ${memory.kept}`);
  return lines;
}

function belief({ held }: AuditResult, address: string): string[] {
  if (held === undefined) return [];
  if (held.keyFrom === 'given') return ['Nobody who runs it: you gave the log key, and the record is signed with it.'];
  if (held.keyFrom === 'followed')
    return [
      'Nobody who runs it: the log key you gave has signed for the one that took its place, and the record is signed with that. From now on give the new one:',
      `  ${held.key}`,
    ];
  return [
    'The log key was taken from the very place that was checked (its ledger.json). Compare it with one you got elsewhere:',
    `  ${held.key}`,
    'or give that one, and nobody has to be believed:',
    `  ${called('verify')} ${address} --key '…'`,
  ];
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
