/** One step of a case, as home, case and entry pages tell it. */
import { entryHref, type Reference, reference } from './addresses.ts';
import { readAttached, type Attached } from './attached.ts';
import { readOwnFacts } from './entry-facts.ts';
import { isContentStatement, readContentFacts } from './facts/content-facts.ts';
import { readGrounds } from './facts/decision-facts.ts';
import { caseFact, optional, type Fact } from './facts/fact.ts';
import { isKind, type OpenedEntry } from './opened-entry.ts';
import type { Holder, Reading, Time } from './reading.ts';
import type { CaseState, MatterState, StateShapes } from '@counterfoil/ledger/state';
import { WITHDRAWN } from '@counterfoil/ledger/rulebook/inputs';
import { cutText, type Text } from './text.ts';
import { absenceWords } from './words/absence.ts';
import { factWords } from './words/facts.ts';
import { stepWords, type StepFacts } from './words/step.ts';
import { formatList } from './words/numbers.ts';

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
  /** How it came, who took it down. */
  readonly byline: readonly string[];
  /** Names of those who signed for an office, each beside its office. */
  readonly people: readonly { readonly name: Text; readonly office: string }[];
  readonly happened: Time;
  /** Only where it was recorded noticeably later. */
  readonly recorded: Time | undefined;
  readonly text: Text | undefined;
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
  const holders = await readHolders(reading, opened);
  const offices = officesOf(holders);
  const act = await reading.state('act', index);
  const ref = 'text' in statement ? statement.text : undefined;
  const late = Date.parse(entry.time) - Date.parse(statement.at) > RECORDED_LATER_MS;
  return {
    index,
    href: entryHref(index),
    side: sideOf(opened),
    title: await readTitle(reading, opened, offices, rules, here),
    byline: stepWords.byline(opened, offices),
    people: holders.flatMap(({ name, office }) => (name === undefined ? [] : [{ name, office }])),
    happened: reading.time(statement.at),
    recorded: late ? reading.time(entry.time) : undefined,
    text: ref === undefined ? undefined : cutText(await reading.text(ref), maxChars),
    files: await readAttached(reading, opened),
    notes: await readNotes(reading, opened, here),
    correctedBy: act === undefined || act.correctedBy === null ? undefined : reference(act.correctedBy),
    fate: isKind(opened, 'input-received')
      ? await readFate(reading, opened.index, rules)
      : await readMatterFate(reading, opened.index),
    accounts: isKind(opened, 'dispositions') ? await readAccounts(reading, opened, rules) : [],
  };
}

/** The title alone, as lists show it. */
export async function readStepTitle(
  reading: Reading,
  opened: OpenedEntry,
  rules: StateShapes['rules'] | undefined,
): Promise<string> {
  return readTitle(reading, opened, officesOf(await readHolders(reading, opened)), rules, undefined);
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
    offices: isContentStatement(statement) && statement.by === undefined ? absenceWords.registrars : offices,
    named: office === undefined ? '' : await reading.officeTitle(office),
    matter: isKind(opened, 'answer') ? (await reading.state('matter', opened.statement.answers))?.kind : undefined,
    rules,
    here,
  };
  return stepWords.title(opened, facts);
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
    const now = (await reading.state('input', index))?.case;
    return [
      ...optional(factWords.category, statement.category),
      ...(now !== undefined && caseId !== undefined && now !== caseId
        ? [here === now ? caseFact(factWords.cameFrom, caseId) : caseFact(factWords.goesOn, now)]
        : []),
    ];
  }
  if (statement.kind === 'decision') return readGrounds(reading, statement);
  // Where the text stood, the page says the rest.
  if (isContentStatement(statement))
    return (await readContentFacts(reading, statement)).filter(({ label }) => ofTexts.has(label));
  const inTitle: ReadonlySet<string> = new Set([
    factWords.author,
    factWords.channel,
    factWords.count,
    factWords.asked,
    factWords.result,
    factWords.to,
    factWords.openedStage,
    factWords.progress,
    factWords.value,
    factWords.other,
    factWords.into,
  ]);
  return (await readOwnFacts(reading, statement)).filter(({ label }) => !inTitle.has(label));
}

const ofTexts: ReadonlySet<string> = new Set([factWords.texts, factWords.textOf, factWords.ground]);

async function readHolders(reading: Reading, { statement }: OpenedEntry): Promise<readonly Holder[]> {
  if (!('by' in statement) || statement.by === undefined) return [];
  return Promise.all(statement.by.map((mandate) => reading.holder(mandate)));
}

function officesOf(holders: readonly Holder[]): string {
  return formatList([...new Set(holders.map(({ office }) => office))], 'and');
}

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

async function readMatterFate(reading: Reading, index: number): Promise<Fate | undefined> {
  const matter = await reading.state('matter', index);
  if (matter === undefined) return undefined;
  const { kind, met } = matter;
  if (met === null) return { state: 'open', label: openMatter(matter), reason: undefined, by: undefined };
  const by = await reading.entry(met.entry);
  const result = by !== undefined && isKind(by, 'answer') ? by.statement.result : undefined;
  if (by !== undefined && isKind(by, 'withdrawal'))
    return { state: 'accounted', label: stepWords.withdrawn, reason: undefined, by: reference(met.entry) };
  if (kind === 'erasure' && by !== undefined && isKind(by, 'answer'))
    return { state: 'accounted', label: stepWords.erasureAnswered, reason: undefined, by: reference(met.entry) };
  const label =
    result === undefined ? stepWords.matterMet[kind] : `${stepWords.matterMet[kind]}: ${factWords.results[result]}`;
  return { state: 'accounted', label, reason: undefined, by: reference(met.entry) };
}

function openMatter({ kind, progress }: MatterState): string {
  return progress === null
    ? stepWords.matters[kind]
    : `${stepWords.matters[kind]} ${stepWords.progressSoFar(progress)}`;
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
  await reading.expectTexts(statement.items.map(({ reason }) => reason));
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
  if (code === WITHDRAWN) return stepWords.withdrawn;
  return rules?.dispositions.find((disposition) => disposition.code === code)?.title ?? code;
}
