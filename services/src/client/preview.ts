/** What a statement makes public, in words, before anybody signs it. */
import type { Said } from '@counterfoil/ledger/compose';
import type { FileRef } from '@counterfoil/ledger/file-content';
import { fileKind } from '@counterfoil/web-viewer/file-kind';
import { language } from './language.ts';
import { count, row, wrap } from './layout.ts';
import type { Names } from './names.ts';
import { describeRules } from './rules-words.ts';

/** Gaps shown of a list of inputs before the rest is counted. */
const RUNS_SHOWN = 4;

const labels: Readonly<Record<string, string>> = {
  by: 'Signed for',
  case: 'Case',
  process: 'Opens a case of',
  at: 'Happened',
  to: 'To the office',
  elsewhere: 'To',
  stage: 'Stage',
  other: 'Other case',
  relation: 'Relation',
  into: 'Into case',
  inputs: 'Inputs',
  answers: 'Answers entry',
  result: 'It ends',
  outcome: 'Outcome',
  basis: 'Legal basis',
  text: 'Text',
  files: 'Files',
  goal: 'Goal',
  options: 'Options',
  effect: 'Effect expected',
  interests: 'Interests',
  algorithms: 'Algorithms used',
  data: 'Data used',
  review: 'Reviewed by',
  items: 'What became of',
  from: 'From',
  until: 'Until',
  corrects: 'Corrects entry',
  decision: 'By decision',
  carrier: 'Work done by',
  office: 'Office',
  term: 'Last day',
  funding: 'Funding',
  commitment: 'Commitment',
  progress: 'Progress',
  heard: 'Heard?',
  explained: 'Explained?',
  achieved: 'Achieved?',
  id: 'Identifier',
  version: 'Version',
  title: 'Title',
  status: 'Status',
  impact: 'Impact',
  supplier: 'Supplier',
  person: 'Person',
  key: 'Key',
  holder: 'Holder',
  may: 'May sign',
  body: 'Body',
  reason: 'Reason',
  mandate: 'Mandate',
  channel: 'Came',
  author: 'Author',
  category: 'Category',
  area: 'Area',
  place: 'Where it is',
  source: 'Source',
  followKey: 'Key of the slip',
  entry: 'Entry',
  digest: 'Commitment',
  ground: 'Ground',
  told: 'Person told',
  appeal: 'How to appeal',
  replacement: 'In its place',
  figure: 'To the figure',
  size: 'Entries counted',
};

/** @param said texts are shown in full: each becomes public */
export function describeSaid(said: Said, names: Names): string {
  const { kind, ...fields } = said;
  const title = wrap(language.phrase(`kind-${kind}`), 2);
  if (said.kind === 'process-published') return describeRules(said, names.office);
  if (said.kind === 'calendar-published') return [title, ...describeCalendar(said)].join('\n');
  const lines = [title];
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined || field === 'seen' || field === 'origin') continue;
    lines.push(...describeField(said, field, value, names));
  }
  return lines.join('\n');
}

function describeField(said: Said, field: string, value: unknown, names: Names): string[] {
  const label = labels[field] ?? field;
  if (field === 'by')
    return (value as readonly number[]).map((entry, i) => row(i === 0 ? label : '', names.mandate(entry)));
  if (said.kind === 'dispositions' && field === 'items')
    return said.items.flatMap(({ code, inputs, reason }) => [
      row(names.disposition(code), describeInputs(inputs)),
      ...words('Reason', reason),
    ]);
  if ((said.kind === 'content-published' || said.kind === 'retention-applied') && field === 'items')
    return [
      row(
        'Texts',
        describeEntries(
          'text',
          said.items.map(({ entry }) => entry),
        ),
      ),
    ];
  if (field === 'files')
    return (value as readonly FileRef[]).map((ref, i) => row(i === 0 ? label : '', fileKind(language, ref)));
  // Two halves: it is longer than a line.
  if (field === 'digest') return [row(label, `${String(value).slice(0, 32)} ${String(value).slice(32)}`)];
  if (field === 'ground') return [row(label, names.ground(String(value)))];
  if (field === 'outcome') return [row(label, names.outcome(String(value)))];
  if (field === 'stage') return [row(label, names.stage(String(value)))];
  if (field === 'office' || (field === 'to' && said.kind !== 'key-rotated'))
    return [row(label, names.office(String(value)))];
  if (field === 'channel') return [row(label, language.nameOf('channel', String(value)))];
  if (field === 'inputs') return [row(label, describeInputs(value as readonly number[]))];
  if (said.kind === 'decision' && field === 'review' && said.review !== undefined)
    return [row(label, names.mandate(said.review.reviewer)), ...words('How to appeal', said.review.appeal)];
  return words(label, value);
}

/** Texts below their label, everything else beside it. */
function words(label: string, value: unknown): string[] {
  if (isWords(value)) return [row(label, ''), wrap(value.text, 4)];
  if (Array.isArray(value)) {
    if (value.some(isWords)) return value.flatMap((one, i) => words(`${label.replace(/s$/, '')} ${i + 1}`, one));
    return [row(label, value.map((one) => (typeof one === 'object' ? JSON.stringify(one) : String(one))).join(', '))];
  }
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([field, member], i) =>
      words(i === 0 ? label : (labels[field] ?? `… ${field}`), member),
    );
  return [row(label, String(value))];
}

function isWords(value: unknown): value is { readonly text: string; readonly lang: string } {
  return (
    typeof value === 'object' && value !== null && 'text' in value && 'lang' in value && typeof value.text === 'string'
  );
}

/** "5,000 inputs: entries 12 to 4,310, 4,312 to 5,011". */
export function describeInputs(inputs: readonly number[]): string {
  return describeEntries('input', inputs);
}

function describeEntries(what: string, indexes: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const index of [...new Set(indexes)].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === index - 1) run[1] = index;
    else runs.push([index, index]);
  }
  const shown = runs.slice(0, RUNS_SHOWN).map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`));
  const more = runs.length > RUNS_SHOWN ? ` … up to ${runs.at(-1)?.[1] ?? ''}` : '';
  const entries = runs.length === 1 && runs[0]?.[0] === runs[0]?.[1] ? 'entry' : 'entries';
  return `${count(indexes.length, what)}: ${entries} ${shown.join(', ')}${more}`;
}

const WEEKDAYS = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function describeCalendar(said: Extract<Said, { kind: 'calendar-published' }>): string[] {
  const { version, zone, offsets, weekdays, holidays, until } = said;
  return [
    row('Version', String(version)),
    row('Time zone', `${zone}, with ${count(offsets.length, 'offset')} written out`),
    row('Works on', weekdays.map((day) => WEEKDAYS[day] ?? '').join(', ')),
    row('Holidays', holidays.length === 0 ? 'none' : holidays.join(', ')),
    row('Known until', until),
  ];
}
