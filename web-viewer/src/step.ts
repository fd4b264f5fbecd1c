/** One step of a case, as home, case and entry pages tell it. */
import { entryHref, type Reference, reference } from './addresses.ts';
import { readAttached, type Attached } from './attached.ts';
import { readOwnFacts } from './entry-facts.ts';
import { isContentStatement, readContentFacts } from './facts/content-facts.ts';
import { readGrounds } from './facts/decision-facts.ts';
import { caseFact, optional, type Fact } from './facts/fact.ts';
import { readWhereFacts } from './facts/where-facts.ts';
import { isKind, type OpenedEntry } from './opened-entry.ts';
import type { Holder, Reading, Time } from './reading.ts';
import type { CaseState, MatterState, StateShapes } from '@counterfoil/ledger/state';
import { WITHDRAWN } from '@counterfoil/ledger/rulebook/inputs';
import { cutText, type Text } from './text.ts';
import type { Language } from './language.ts';
import { stepTitle, withResult, type StepFacts } from './step-title.ts';

/** Recording later than this after the event is worth a word. */
const RECORDED_LATER_MS = 60_000;
/** Enough for nearly everything that people write; the entry's own page has the rest. */
const STEP_TEXT_CHARS = 1500;
/** Mergers that are followed; nobody gets near it in good faith. */
const MAX_MERGERS = 50;
/** Inputs that a step names one by one. */
const INPUTS_NAMED = 12;

export interface Step {
  readonly index: number;
  readonly href: string;
  /** Which half of the counterfoil: what people said, what offices did, or what was copied from elsewhere. */
  readonly side: 'people' | 'office' | 'copied';
  /** `Parks department answered`. */
  readonly title: string;
  /** How it came, who took it down; empty where the title says it. */
  readonly byline: string;
  /** Names of those who signed for an office, each beside its office. */
  readonly people: readonly { readonly name: Text; readonly office: string }[];
  readonly happened: Time;
  /** Only where it was recorded noticeably later. */
  readonly recorded: Time | undefined;
  readonly text: Text | undefined;
  /** Of a correction: the words that it corrects. */
  readonly before: Text | undefined;
  readonly files: readonly Attached[];
  /** What it says beside its words. */
  readonly notes: readonly Fact[];
  readonly correctedBy: Reference | undefined;
  /** Of an input, or of what asks for a step of its own. */
  readonly fate: Fate | undefined;
  /** Of a step that says what became of inputs. */
  readonly accounts: readonly Account[];
}

/** What became of an input, a question, an appeal, a dispute or a commitment. */
export interface Fate {
  readonly state: 'accounted' | 'open' | 'left';
  readonly label: string;
  readonly reason: Text | undefined;
  readonly by: Reference | undefined;
  /** The entry that corrected the reason. */
  readonly correctedBy: Reference | undefined;
}

export interface Account {
  readonly label: string;
  readonly count: number;
  readonly inputs: readonly Reference[];
  readonly more: number;
  readonly reason: Text;
}

/**
 * @param rules of the case; the step belongs to one
 * @param here the case on whose page it stands
 */
export async function readStep(
  reading: Reading,
  opened: OpenedEntry,
  rules: StateShapes['rules'] | undefined,
  { here, maxChars = STEP_TEXT_CHARS }: { readonly here?: number; readonly maxChars?: number } = {},
): Promise<Step> {
  const { index, entry, statement } = opened;
  const ref = 'text' in statement ? statement.text : undefined;
  const held = readHolders(reading, opened);
  const [holders, title, correctedBy, text, before, files, notes, fate, accounts] = await Promise.all([
    held,
    held.then((by) => readTitle(reading, opened, officesOf(reading, by), rules, here)),
    readCorrectedBy(reading, index),
    ref && reading.text(ref),
    isKind(opened, 'correction') ? readCorrected(reading, opened, maxChars) : undefined,
    readAttached(reading, opened),
    readNotes(reading, opened, here),
    isKind(opened, 'input-received') ? readFate(reading, index, rules) : readMatterFate(reading, index),
    isKind(opened, 'dispositions') ? readAccounts(reading, opened, rules) : [],
  ]);
  const late = Date.parse(entry.time) - Date.parse(statement.at) > RECORDED_LATER_MS;
  return {
    index,
    href: entryHref(index),
    side: sideOf(opened),
    title,
    byline: stepByline(reading.language, opened, officesOf(reading, holders)),
    people: holders.flatMap(({ name, office }) => (name === undefined ? [] : [{ name, office }])),
    happened: reading.time(statement.at),
    recorded: late ? reading.time(entry.time) : undefined,
    text: text && cutText(text, maxChars),
    before,
    files,
    notes,
    correctedBy,
    fate,
    accounts,
  };
}

async function readCorrectedBy(reading: Reading, index: number): Promise<Reference | undefined> {
  const by = (await reading.state('act', index))?.correctedBy;
  return by === null || by === undefined ? undefined : reference(by);
}

/** What it corrects may be a step of many texts, such as what became of inputs: those stand where they are. */
async function readCorrected(
  reading: Reading,
  { statement }: OpenedEntry<'correction'>,
  maxChars: number,
): Promise<Text | undefined> {
  const corrected = (await reading.entry(statement.corrects))?.statement;
  const ref = corrected !== undefined && 'text' in corrected ? corrected.text : undefined;
  return ref === undefined ? undefined : cutText(await reading.text(ref), maxChars);
}

/** The title alone, as lists show it. */
export async function readStepTitle(
  reading: Reading,
  opened: OpenedEntry,
  rules: StateShapes['rules'] | undefined,
): Promise<string> {
  return readTitle(reading, opened, officesOf(reading, await readHolders(reading, opened)), rules, undefined);
}

async function readTitle(
  reading: Reading,
  opened: OpenedEntry,
  offices: string,
  rules: StateShapes['rules'] | undefined,
  here: number | undefined,
): Promise<string> {
  const { statement } = opened;
  const office = statement.kind === 'question' || statement.kind === 'referral' ? statement.to : undefined;
  const facts: StepFacts = {
    // Outside any case there is no office.
    offices:
      isContentStatement(statement) && statement.by === undefined
        ? reading.language.phrase('absence-registrars')
        : offices,
    named: office === undefined ? '' : await reading.officeTitle(office),
    matter: isKind(opened, 'answer') ? (await reading.state('matter', opened.statement.answers))?.kind : undefined,
    rules,
    here,
  };
  return stepTitle(reading.language, opened, facts);
}

function stepByline(language: Language, opened: OpenedEntry, offices: string): string {
  const { statement } = opened;
  if (isKind(opened, 'input-received') && opened.statement.source !== undefined) {
    const { name, id } = opened.statement.source;
    return language.phrase('step-by-source', { name, record: id });
  }
  // Nobody stands between: the key of an earlier entry signed it.
  if ('speaker' in statement && statement.speaker !== undefined)
    return language.phrase('step-by-key', { entry: statement.speaker });
  if ('channel' in statement) {
    const channel = language.phrase(`channel-${statement.channel}`);
    return statement.by === undefined
      ? language.phrase('step-by-channel', { channel })
      : language.phrase('step-by-official', { channel, offices });
  }
  const isOfPeople = statement.kind === 'answer' || statement.kind === 'evaluation';
  return isOfPeople && statement.by === undefined ? language.phrase('step-by-service') : '';
}

function sideOf({ statement }: OpenedEntry): Step['side'] {
  switch (statement.kind) {
    case 'input-received':
      return statement.author === 'data-set' ? 'copied' : 'people';
    case 'support-added':
    case 'appeal':
    case 'dispute':
    case 'withdrawal':
    case 'erasure-request':
      return 'people';
    case 'answer':
    case 'evaluation':
      return statement.by === undefined ? 'people' : 'office';
    default:
      return 'office';
  }
}

/** The short fields alone: title and byline say some already, and what a decision was meant to do stands in its own section. */
async function readNotes(reading: Reading, opened: OpenedEntry, here: number | undefined): Promise<readonly Fact[]> {
  const { index, statement, caseId } = opened;
  if (statement.kind === 'input-received') {
    const [input, where] = await Promise.all([reading.state('input', index), readWhereFacts(reading, statement)]);
    const now = input?.case;
    return [
      ...optional('fact-category', statement.category),
      ...where,
      ...(now !== undefined && caseId !== undefined && now !== caseId
        ? [
            here === now
              ? caseFact(reading.language, 'fact-came-from', caseId)
              : caseFact(reading.language, 'fact-goes-on', now),
          ]
        : []),
    ];
  }
  if (statement.kind === 'decision') return readGrounds(reading, statement);
  // Where the text stood, the page says the rest.
  if (isContentStatement(statement))
    return (await readContentFacts(reading, statement)).filter(({ label }) => ofTexts.has(label));
  return (await readOwnFacts(reading, statement)).filter(({ label }) => !inTitle.has(label));
}

const ofTexts: ReadonlySet<Fact['label']> = new Set(['fact-texts', 'fact-text-of', 'fact-ground'] as const);
const inTitle: ReadonlySet<Fact['label']> = new Set([
  'fact-author',
  'fact-channel',
  'fact-count',
  'fact-asked',
  'fact-result',
  'fact-to',
  'fact-opened-stage',
  'fact-progress',
  'fact-value',
  'fact-other',
  'fact-into',
] as const);

async function readHolders(reading: Reading, { statement }: OpenedEntry): Promise<readonly Holder[]> {
  if (!('by' in statement) || statement.by === undefined) return [];
  return Promise.all(statement.by.map((mandate) => reading.holder(mandate)));
}

function officesOf({ language }: Reading, holders: readonly Holder[]): string {
  return language.list([...new Set(holders.map(({ office }) => office))]);
}

const UNSAID = { reason: undefined, by: undefined, correctedBy: undefined } as const;

async function readFate(
  reading: Reading,
  index: number,
  rules: StateShapes['rules'] | undefined,
): Promise<Fate | undefined> {
  const input = await reading.state('input', index);
  if (input === undefined) return undefined;
  if (input.disposition === null) {
    // What is owed to it is told where the case went on.
    if ((await reading.state('case', input.case))?.merged != null) return undefined;
    const of = await caseNow(reading, input.case);
    const state = of?.decided == null ? 'open' : 'left';
    // Nobody promised to say what becomes of a copied record.
    if (of?.owed === false && state === 'open') return undefined;
    return { state, label: reading.language.phrase(`step-fate-${state}`), ...UNSAID };
  }
  const { code, entry } = input.disposition;
  const by = await reading.entry(entry);
  const item =
    by !== undefined && isKind(by, 'dispositions')
      ? by.statement.items.find((candidate) => candidate.code === code && candidate.inputs.includes(index))
      : undefined;
  return {
    state: 'accounted',
    label: dispositionTitle(reading.language, rules, code),
    reason: item === undefined ? undefined : cutText(await reading.text(item.reason), STEP_TEXT_CHARS),
    by: reference(entry),
    correctedBy: await readCorrectedBy(reading, entry),
  };
}

async function readMatterFate(reading: Reading, index: number): Promise<Fate | undefined> {
  const matter = await reading.state('matter', index);
  if (matter === undefined) return undefined;
  const { kind, met } = matter;
  const { language } = reading;
  if (met === null) return { state: 'open', label: openMatter(language, matter), ...UNSAID };
  const by = await reading.entry(met.entry);
  const result = by !== undefined && isKind(by, 'answer') ? by.statement.result : undefined;
  const label =
    by !== undefined && isKind(by, 'withdrawal')
      ? language.phrase('step-withdrawn')
      : kind === 'erasure' && by !== undefined && isKind(by, 'answer')
        ? language.phrase('step-erasure-answered')
        : withResult(language, language.phrase(`step-met-${kind}`), result);
  return { ...UNSAID, state: 'accounted', label, by: reference(met.entry) };
}

function openMatter(language: Language, { kind, progress }: MatterState): string {
  const unmet = language.phrase(`step-unmet-${kind}`);
  return progress === null
    ? unmet
    : `${unmet} ${language.phrase('step-progress', { progress: language.phrase(`progress-${progress}`) })}`;
}

/** The case that a case has become part of, or itself. */
async function caseNow(reading: Reading, id: number): Promise<CaseState | undefined> {
  let of = await reading.state('case', id);
  for (let mergers = 0; mergers < MAX_MERGERS && of?.merged != null; mergers++)
    of = await reading.state('case', of.merged.into);
  return of;
}

async function readAccounts(
  reading: Reading,
  { statement }: OpenedEntry<'dispositions'>,
  rules: StateShapes['rules'] | undefined,
): Promise<readonly Account[]> {
  return Promise.all(
    statement.items.map(async ({ code, inputs, reason }) => ({
      label: dispositionTitle(reading.language, rules, code),
      count: inputs.length,
      inputs: inputs.slice(0, INPUTS_NAMED).map(reference),
      more: Math.max(0, inputs.length - INPUTS_NAMED),
      reason: cutText(await reading.text(reason), STEP_TEXT_CHARS),
    })),
  );
}

export function dispositionTitle(language: Language, rules: StateShapes['rules'] | undefined, code: string): string {
  if (code === WITHDRAWN) return language.phrase('step-withdrawn');
  return rules?.dispositions.find((disposition) => disposition.code === code)?.title ?? code;
}
