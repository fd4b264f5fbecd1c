/** One step of a case, as home, case and entry pages tell it. */
import { isKind, type OpenedEntry } from './opened-entry.ts';
import type { Holder, Reading, Time } from './reading.ts';
import type { StateShapes } from '@counterfoil/ledger/state';
import { cutText, type Text } from './text.ts';
import { stepWords, type StepPlace } from './words/step.ts';
import { formatList } from './words/numbers.ts';

/** Recording later than this after the event is worth a word. */
const RECORDED_LATER_MS = 60_000;
/** Enough for nearly everything that people write; the entry's own page has the rest. */
const STEP_TEXT_CHARS = 1500;
/** Inputs that a step names one by one. */
const INPUTS_NAMED = 12;

export interface Step {
  readonly index: number;
  readonly href: string;
  /** Which half of the counterfoil: what people said, what offices did, or what was copied from elsewhere. */
  readonly side: 'people' | 'office' | 'copied';
  /** `Parks department answered`. */
  readonly title: string;
  /** How it came, who took it down. */
  readonly byline: readonly string[];
  /** Names of those who signed for an office, each beside its office. */
  readonly people: readonly { readonly name: Text; readonly office: string }[];
  readonly happened: Time;
  /** Only where it was recorded noticeably later. */
  readonly recorded: Time | undefined;
  readonly text: Text | undefined;
  readonly notes: readonly string[];
  readonly correctedBy: Reference | undefined;
  readonly corrects: Reference | undefined;
  /** Of an input. */
  readonly fate: Fate | undefined;
  /** Of a step that says what became of inputs. */
  readonly accounts: readonly Account[];
}

export interface Reference {
  readonly index: number;
  readonly href: string;
}

/** What became of an input. */
export interface Fate {
  readonly state: 'accounted' | 'open' | 'left';
  readonly label: string;
  readonly reason: Text | undefined;
  readonly by: Reference | undefined;
}

export interface Account {
  readonly label: string;
  readonly count: number;
  readonly inputs: readonly Reference[];
  readonly more: number;
  readonly reason: Text;
}

export function entryHref(index: number): string {
  return `/entries/${index}`;
}

/** @param rules of the case; the step belongs to one. */
export async function readStep(
  reading: Reading,
  opened: OpenedEntry,
  rules: StateShapes['rules'] | undefined,
  maxChars = STEP_TEXT_CHARS,
): Promise<Step> {
  const { index, entry, statement } = opened;
  const holders = await readHolders(reading, opened);
  const offices = officesOf(holders);
  const act = await reading.state('act', index);
  const ref = 'text' in statement ? statement.text : undefined;
  const late = Date.parse(entry.time) - Date.parse(statement.at) > RECORDED_LATER_MS;
  return {
    index,
    href: entryHref(index),
    side: isKind(opened, 'input-received') ? (opened.statement.author === 'data-set' ? 'copied' : 'people') : 'office',
    title: stepWords.title(opened, offices, rules, 'case'),
    byline: stepWords.byline(opened, offices),
    people: holders.flatMap(({ name, office }) => (name === undefined ? [] : [{ name, office }])),
    happened: reading.time(statement.at),
    recorded: late ? reading.time(entry.time) : undefined,
    text: ref === undefined ? undefined : cutText(await reading.text(ref), maxChars),
    notes: stepWords.notes(opened),
    correctedBy: act === undefined || act.correctedBy === null ? undefined : reference(act.correctedBy),
    corrects: isKind(opened, 'correction') ? reference(opened.statement.corrects) : undefined,
    fate: isKind(opened, 'input-received') ? await readFate(reading, opened.index, rules) : undefined,
    accounts: isKind(opened, 'dispositions') ? await readAccounts(reading, opened, rules) : [],
  };
}

/** The title alone, as lists show it. */
export async function readStepTitle(
  reading: Reading,
  opened: OpenedEntry,
  rules: StateShapes['rules'],
  place: StepPlace,
): Promise<string> {
  return stepWords.title(opened, officesOf(await readHolders(reading, opened)), rules, place);
}

async function readHolders(reading: Reading, { statement }: OpenedEntry): Promise<readonly Holder[]> {
  if (!('by' in statement) || statement.by === undefined) return [];
  return Promise.all(statement.by.map((mandate) => reading.holder(mandate)));
}

function officesOf(holders: readonly Holder[]): string {
  return formatList([...new Set(holders.map(({ office }) => office))], 'and');
}

function reference(index: number): Reference {
  return { index, href: entryHref(index) };
}

async function readFate(
  reading: Reading,
  index: number,
  rules: StateShapes['rules'] | undefined,
): Promise<Fate | undefined> {
  const input = await reading.state('input', index);
  if (input === undefined) return undefined;
  if (input.disposition === null) {
    const of = await reading.state('case', input.case);
    const state = of?.decided == null ? 'open' : 'left';
    // Nobody promised to say what becomes of a copied record.
    if (of?.owed === false && state === 'open') return undefined;
    return { state, label: stepWords.fates[state], reason: undefined, by: undefined };
  }
  const { code, entry } = input.disposition;
  const by = await reading.entry(entry);
  const item =
    by !== undefined && isKind(by, 'dispositions')
      ? by.statement.items.find((candidate) => candidate.code === code && candidate.inputs.includes(index))
      : undefined;
  return {
    state: 'accounted',
    label: dispositionTitle(rules, code),
    reason: item === undefined ? undefined : cutText(await reading.text(item.reason), STEP_TEXT_CHARS),
    by: reference(entry),
  };
}

function readAccounts(
  reading: Reading,
  { statement }: OpenedEntry<'dispositions'>,
  rules: StateShapes['rules'] | undefined,
): Promise<readonly Account[]> {
  return Promise.all(
    statement.items.map(async ({ code, inputs, reason }) => ({
      label: dispositionTitle(rules, code),
      count: inputs.length,
      inputs: inputs.slice(0, INPUTS_NAMED).map(reference),
      more: Math.max(0, inputs.length - INPUTS_NAMED),
      reason: cutText(await reading.text(reason), STEP_TEXT_CHARS),
    })),
  );
}

export function dispositionTitle(rules: StateShapes['rules'] | undefined, code: string): string {
  return rules?.dispositions.find((disposition) => disposition.code === code)?.title ?? code;
}
