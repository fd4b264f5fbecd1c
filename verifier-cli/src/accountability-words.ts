/** How the report on accountability calls things: short, for headings of rows. */
import type { Accountability, AllState } from '@counterfoil/ledger/accountability';
import type { Spread } from '@counterfoil/ledger/accountability/figure';
import { plain } from './file-answer.ts';

/** Titles by their codes, as the newest definition has them. */
export interface Names {
  readonly offices: Readonly<Record<string, string>>;
  readonly processes: Readonly<Record<string, string>>;
  readonly areas: Readonly<Record<string, string>>;
}

export function namesOf(state: AllState): Names {
  const offices = [...state.all('office')].map(([code, { title }]) => [code, plain(title)] as const);
  const inForce = [...state.all('process')].map(
    ([code, { version }]) => [code, state.all('rules').get(`${code}/${version}`)] as const,
  );
  const processes = inForce.map(([code, rules]) => [code, plain(rules?.title ?? code)] as const);
  const areas = inForce.flatMap(([, rules]) =>
    (rules?.areas ?? []).map(({ code, title }) => [code, plain(title)] as const),
  );
  return {
    offices: Object.fromEntries(offices),
    processes: Object.fromEntries(processes),
    areas: Object.fromEntries(areas.toReversed()),
  };
}

export function officeNames(offices: readonly string[], names: Names, word: 'and' | 'or'): string {
  const titles = offices.map((code) => names.offices[code] ?? code);
  const last = titles.pop() ?? (word === 'or' ? 'No office: the rules let nobody' : 'No office');
  return titles.length === 0 ? last : `${titles.join(', ')} ${word} ${last}`;
}

export function processName(process: string | null, names: Names): string {
  return process === null ? 'Outside any case' : (names.processes[process] ?? process);
}

type Steps = { readonly [K in Accountability['silence'][number]['step']]: string };

export const stepWords: Steps = {
  acknowledgement: 'Acknowledgement',
  answer: 'Answer',
  decision: 'Decision',
  disposition: 'What became of it',
};

export const silenceWords: Steps = {
  acknowledgement: 'Not even told that it has arrived',
  answer: 'No answer',
  decision: 'Nothing decided',
  disposition: 'Nobody has said what became of it',
};

export const dutyWords: { readonly [K in Accountability['deadlines'][number]['kind']]: string } = {
  acknowledge: 'Say that it has arrived',
  respond: 'Answer',
  decide: 'Decide',
  'carry-out': 'Do what was decided',
  evaluate: 'Look back on it',
  answer: 'Answer a question, an appeal or a dispute',
  fulfil: 'Keep a promise',
  moderate: 'Look at a text before it is public',
};

const channels: Readonly<Record<string, string>> = {
  ...{ web: 'Web', app: 'App', email: 'E-mail', phone: 'Phone', counter: 'At the counter', paper: 'Paper' },
  ...{ meeting: 'At a meeting', visit: 'On a visit', other: 'Another way' },
};

const authors: Readonly<Record<string, string>> = {
  ...{ person: 'A person', organisation: 'An organisation', meeting: 'A meeting', device: 'A device' },
  ...{ 'data-set': 'A data set', system: 'Another system' },
};

export const groupingWords: { readonly [K in Accountability['times'][number]['by']]: string } = {
  all: 'All together',
  office: 'Office',
  channel: 'Channel',
  author: 'Kind of author',
  category: 'Topic',
  area: 'Area',
  language: 'Language',
  process: 'Process',
};

/** Of a row: what it is about. @param word between offices: those that signed, or those any of which may. */
export function valueName(
  { by, values }: { readonly by: keyof typeof groupingWords; readonly values: readonly string[] },
  names: Names,
  word: 'and' | 'or' = 'and',
): string {
  const [value = ''] = values;
  if (by === 'all') return groupingWords.all;
  if (by === 'office') return officeNames(values, names, word);
  if (by === 'process') return processName(value, names);
  if (by === 'category') return value === '' ? 'No topic named' : value;
  if (by === 'area') return value === '' ? 'No area named' : (names.areas[value] ?? value);
  if (by === 'language') return value;
  return (by === 'channel' ? channels[value] : authors[value]) ?? value;
}

export function fateName(code: string | null, title: string | null): string {
  if (code === null) return 'Nobody has said';
  if (title !== null) return plain(title);
  return code === 'withdrawn' ? 'Taken back by its author' : code;
}

export const takedownWords: { readonly [K in Accountability['takedowns'][number]['kind']]: string } = {
  'content-withheld': 'Taken out of view',
  'content-redacted': 'Erased',
  'content-restored': 'Put back into view',
  'retention-applied': 'Erased: kept as long as promised',
};

export const levelWords: { readonly [K in Accountability['participation'][number]['promised']]: string } = {
  inform: 'Inform',
  consult: 'Consult',
  involve: 'Involve',
  collaborate: 'Work together',
  empower: 'Let people decide',
};

export const signWords: typeof levelWords = {
  inform: 'somebody answered, or decided',
  consult: 'for everything that was said it is on record what became of it',
  involve: 'people were asked back, or were heard again at a later stage',
  collaborate: 'a body of citizens signed a decision, a dissent, a commitment or what became of inputs',
  empower: 'a body of citizens signed the decision',
};

export const carrierWords: { readonly [K in Accountability['commitments'][number]['carrier']]: string } = {
  authority: 'The authority',
  supplier: 'A supplier',
  citizens: 'Citizens',
  other: 'Somebody else',
};

export const commitmentWords: { readonly [K in Accountability['commitments'][number]['state']]: string } = {
  kept: 'Kept in time',
  'kept-late': 'Kept, but late',
  open: 'Still has time',
  overdue: 'Overdue',
};

const units = [
  [86_400_000, 'day', 'days'],
  [3_600_000, 'hour', 'hours'],
  [60_000, 'minute', 'minutes'],
] as const;

/** In the largest unit that fits, small numbers with a decimal: "3.5 days", "40 minutes". */
export function spanWords(ms: number): string {
  for (const [size, one, many] of units) {
    if (ms < size) continue;
    const number = ms / size;
    const words = number.toLocaleString('en', { maximumFractionDigits: number < 10 ? 1 : 0 });
    return `${words} ${words === '1' ? one : many}`;
  }
  return 'under a minute';
}

/** After "within". */
export function withinWords(ms: number): string {
  return ms < 60_000 ? 'a minute' : spanWords(ms);
}

/** What a spread of answers comes to, in a sentence without its end; undefined where nothing was measured. */
export function waitedWords({ count, marks }: Spread): string | undefined {
  if (marks === null) return undefined;
  const { medianMs, slowestTenthMs } = marks;
  const slowest = slowestTenthMs < 60_000 ? '' : `; one in ten took ${spanWords(slowestTenthMs)} or longer`;
  return `Half of the ${count.toLocaleString('en')} answers came within ${withinWords(medianMs)}${slowest}`;
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November'],
  'December',
];

/** "2 March 2026, 09:30 UTC" */
export function timeWords(time: string): string {
  return `${Number(time.slice(8, 10))} ${MONTHS[Number(time.slice(5, 7)) - 1] ?? ''} ${time.slice(0, 4)}, ${time.slice(11, 16)} UTC`;
}

export const viewWords: { readonly [K in keyof Accountability['outOfView']]: string } = {
  pending: 'Waits to be looked at',
  withheld: 'Taken out of view',
  erased: 'Erased',
};
