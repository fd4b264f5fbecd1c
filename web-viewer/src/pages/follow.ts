/** Coming back by a code: what became of what one said, and what one can say on. */
import { checkContent, type Content } from '@counterfoil/ledger/content';
import { contentRefs, fileRefs, isPlaceOf, type Statement } from '@counterfoil/ledger/statement';
import type { MatterState } from '@counterfoil/ledger/state';
import { isOfficialAct } from '../follow/official-acts.ts';
import { caseHref, entryHref } from '../addresses.ts';
import { caseTitle, openCase, outcomeTitle, stageTakesInput, type OpenedCase, type Title } from '../case-summary.ts';
import { quote } from '../follow/quote.ts';
import type { FollowAct } from '../follow/said.ts';
import { isKind, type OpenedEntry } from '../opened-entry.ts';
import type { Language, PhraseValues } from '../language.ts';
import type { Reading, Time } from '../reading.ts';
import { readStanding, type Standing } from '../standing.ts';
import { readStep, readStepTitle, type Step } from '../step.ts';
import { textLanguages } from '../text-languages.ts';
import { isHidden, type Text } from '../text.ts';

/** More than anybody says by one code; what is beyond is on the pages of the cases. */
const MOST_ENTRIES = 100;
const ACTS_LISTED = 100;
const QUESTIONS_LISTED = 40;

export interface FollowView {
  /** Nothing on record names the key (yet). */
  readonly isUnknown: boolean;
  readonly cases: readonly FollowedCase[];
  /** Where notices can be sent: whether some of these entries have an address. */
  readonly contact: { readonly isKnown: boolean; readonly speaker: number } | undefined;
  readonly languages: readonly { readonly value: string; readonly text: string; readonly selected: boolean }[];
}

export interface FollowedCase {
  readonly id: number;
  readonly href: string;
  readonly title: Title;
  readonly standing: Standing;
  readonly outcome: string | undefined;
  /** What was said, oldest first. */
  readonly said: readonly Followed[];
  readonly forms: readonly ActForm[];
}

interface Followed {
  readonly step: Step;
  readonly receipt: string;
  readonly withdrawn: { readonly index: number; readonly href: string } | undefined;
  /** Digest of words that are not in public view: whoever has the code is shown them. */
  readonly hidden: string | undefined;
  /** Those words, where it has been shown. */
  readonly own: Text | undefined;
  /** Requests for erasure that have no answer yet. */
  readonly asked: readonly ErasureAsked[];
}

interface ErasureAsked {
  readonly by: 'you' | 'others';
  /** Of the request. */
  readonly href: string;
  /** When, of what, and the entry of the request. */
  readonly values: PhraseValues;
  readonly owed: string;
}

/** One thing that can be done, with its fields filled in as far as the record knows. */
export interface ActForm {
  readonly act: FollowAct;
  /** One of a kind on the page. */
  readonly id: string;
  readonly title: string;
  /** After the title, where several are alike: the first words of what it is about. */
  readonly about: string | undefined;
  /** Digest of words that are not in public view: whoever has the code sees their beginning in place of `about`. */
  readonly aboutHidden: string | undefined;
  readonly lead: string;
  readonly warning: string | undefined;
  readonly hidden: Readonly<Record<string, string | number>>;
  /** What is asked for the text with. */
  readonly label: string | undefined;
  readonly choices: readonly { readonly value: string; readonly text: string }[];
  /** Of a question that is answered. */
  readonly question: Text | undefined;
  readonly asked: Time | undefined;
}

export interface FollowContext {
  /** Entries that name the key, oldest first. */
  readonly entries: readonly number[];
  /** Words that are not in public view, by digest; empty until it is shown that the key is the reader's. */
  readonly own: ReadonlyMap<string, Content>;
  /** Which entries have an address; undefined where no notices are sent. */
  readonly contacts: ReadonlySet<number> | undefined;
  readonly lang: string;
}

export async function buildFollow(reading: Reading, context: FollowContext): Promise<FollowView> {
  const indexes = context.entries.slice(0, MOST_ENTRIES);
  const opened = await reading.entries(indexes);
  const groups = new Map<number, OpenedEntry[]>();
  for (const entry of opened) {
    const id = await currentCase(reading, entry);
    groups.set(id, [...(groups.get(id) ?? []), entry]);
  }
  const cases: FollowedCase[] = [];
  for (const [id, entries] of groups) {
    const of = await openCase(reading, id);
    if (of !== undefined) cases.push(await readCase(reading, of, entries, context));
  }
  const first = opened[0]?.index ?? 0;
  const languages = [...textLanguages, { value: 'und', text: reading.language.phrase('input-other-language') }];
  return {
    isUnknown: opened.length === 0,
    cases,
    contact:
      context.contacts === undefined || opened.length === 0
        ? undefined
        : { isKnown: indexes.some((index) => context.contacts?.has(index)), speaker: first },
    languages: languages.map(({ value, text }) => ({ value, text, selected: value === context.lang })),
  };
}

/** The case where an entry belongs by now: inputs are split off, cases merge. */
async function currentCase(reading: Reading, { index, caseId }: OpenedEntry): Promise<number> {
  let id = (await reading.state('input', index))?.case ?? caseId ?? index;
  for (let mergers = 0; mergers < 50; mergers++) {
    const merged = (await reading.state('case', id))?.merged ?? null;
    if (merged === null) return id;
    id = merged.into;
  }
  return id;
}

async function readCase(
  reading: Reading,
  of: OpenedCase,
  entries: readonly OpenedEntry[],
  context: FollowContext,
): Promise<FollowedCase> {
  const matters = await reading.matters(of.id, QUESTIONS_LISTED);
  const [said, standing, forms] = await Promise.all([
    Promise.all(entries.map((entry) => readSaid(reading, of, entry, context))),
    readStanding(reading, of.of, of.rules, matters),
    readForms(reading, of, entries, matters, context.own),
  ]);
  return {
    id: of.id,
    href: caseHref(of.id),
    title: caseTitle(reading, of),
    standing,
    outcome: outcomeTitle(of.of, of.rules),
    said,
    forms,
  };
}

async function readSaid(
  reading: Reading,
  of: OpenedCase,
  entry: OpenedEntry,
  { own, entries }: FollowContext,
): Promise<Followed> {
  const { index, statement } = entry;
  const withdrawn = (await reading.state('speaker', index))?.withdrawn ?? null;
  const ref = 'text' in statement ? statement.text : undefined;
  const text = ref === undefined ? undefined : await reading.bareText(ref);
  const hidden = ref !== undefined && text !== undefined && isHidden(text) && text.status !== 'erased';
  const content = ref === undefined ? undefined : own.get(ref.digest);
  return {
    step: await readStep(reading, entry, of.rules, { here: of.id }),
    receipt: `/receipts/${index}`,
    withdrawn: withdrawn === null ? undefined : { index: withdrawn, href: entryHref(withdrawn) },
    hidden: hidden ? ref.digest : undefined,
    own:
      hidden && content !== undefined && checkContent(ref, content)
        ? { status: 'there', text: content.text, lang: ref.lang, isCut: false }
        : undefined,
    asked: await readAsked(reading, statement, entries),
  };
}

interface ErasablePart {
  readonly digest: string;
  /** What the page speaks of, for its phrases: files are counted from 1. */
  readonly what: { readonly part: 'text' | 'place' | 'document' | 'picture'; readonly number: number };
}

/** The words and the files of a statement. */
function erasableParts(statement: Statement): readonly ErasablePart[] {
  return [
    ...contentRefs(statement).map(({ digest }) => {
      const part = isPlaceOf(statement, digest) ? 'place' : 'text';
      return { digest, what: { part, number: 0 } } as const;
    }),
    ...fileRefs(statement).map(({ digest, mediaType }, i) => {
      const part = mediaType === 'application/pdf' ? 'document' : 'picture';
      return { digest, what: { part, number: i + 1 } } as const;
    }),
  ];
}

/** @param own entries that name the key, by any of which its holder may have asked */
async function readAsked(
  reading: Reading,
  statement: Statement,
  own: readonly number[],
): Promise<readonly ErasureAsked[]> {
  const found: ErasureAsked[] = [];
  for (const { digest, what } of erasableParts(statement)) {
    const index = (await reading.state('content', digest))?.asked ?? null;
    if (index === null) continue;
    const [matter, request] = await Promise.all([reading.state('matter', index), reading.entry(index)]);
    if (matter === undefined || request === undefined) continue;
    const { due, since } = matter;
    const speaker = isKind(request, 'erasure-request') ? request.statement.speaker : undefined;
    found.push({
      by: speaker !== undefined && own.includes(speaker) ? 'you' : 'others',
      href: entryHref(index),
      values: { day: await reading.day(since), ...what, entry: index },
      owed: await readOwed(reading, due),
    });
  }
  return found;
}

/** @param due the first instant at which an answer is late */
async function readOwed(reading: Reading, due: string | null): Promise<string> {
  if (due === null) return reading.language.phrase('follow-owed');
  const day = await reading.lastDay(due);
  return reading.language.phrase(due <= reading.now ? 'follow-overdue' : 'follow-owed-by', { day });
}

/** Tells what somebody said from the rest of it: by its first words where they may be seen, else by what it is. */
async function readAbout(
  reading: Reading,
  statement: Statement,
  own: FollowContext['own'],
): Promise<Pick<ActForm, 'about' | 'aboutHidden'>> {
  const [ref] = contentRefs(statement);
  const text = ref === undefined ? undefined : await reading.bareText(ref);
  const isKept = ref !== undefined && text !== undefined && isHidden(text) && text.status !== 'erased';
  const content = isKept ? own.get(ref.digest) : undefined;
  const shown =
    text?.status === 'there'
      ? text.text
      : isKept && content !== undefined && checkContent(ref, content)
        ? content.text
        : '';
  const words = quote(shown);
  const { language } = reading;
  return {
    about:
      words === ''
        ? ` ${language.phrase('follow-in-brackets', { kind: language.phrase(`kind-${statement.kind}`) })}`
        : language.phrase('follow-quoted', { words }),
    aboutHidden: isKept && words === '' ? ref.digest : undefined,
  };
}

type WritingAct = Exclude<FollowAct, 'withdraw' | 'erase'>;

export function actTitle(act: FollowAct, language: Language): Pick<ActForm, 'title' | 'lead'> {
  return { title: language.phrase(`follow-title-${act}`), lead: language.phrase(`follow-lead-${act}`) };
}

async function readForms(
  reading: Reading,
  of: OpenedCase,
  entries: readonly OpenedEntry[],
  matters: readonly number[],
  own: FollowContext['own'],
): Promise<readonly ActForm[]> {
  const speaker = entries.find(({ statement }) => 'author' in statement);
  if (speaker === undefined || !('author' in speaker.statement)) return [];
  const { author } = speaker.statement;
  const { language } = reading;
  const { id, of: state } = of;
  const there = { case: id, speaker: speaker.index };
  const form = (act: FollowAct, fields: Partial<ActForm> & Pick<ActForm, 'hidden'>): ActForm => ({
    ...{ act, id: `${act}-${Object.values(fields.hidden).join('-').slice(0, 40)}`, ...actTitle(act, language) },
    ...{ warning: undefined, label: undefined, choices: [], question: undefined, asked: undefined },
    ...{ about: undefined, aboutHidden: undefined },
    ...fields,
  });
  const label = (act: WritingAct): string => language.phrase(`follow-words-${act}`);
  const voice = { ...there, author };
  const forms: ActForm[] = [];
  for (const [entry, matter] of await openQuestions(reading, matters)) {
    const opened = await reading.entry(entry);
    if (opened === undefined || !isKind(opened, 'question')) continue;
    const question = { question: await reading.text(opened.statement.text), asked: reading.time(opened.entry.time) };
    forms.push(
      form('answer', { hidden: { ...there, case: matter.case, answers: entry }, label: label('answer'), ...question }),
    );
  }
  if (state.decided === null && stageTakesInput(of)) forms.push(form('add', { hidden: voice, label: label('add') }));
  if (state.decided !== null)
    forms.push(
      form('appeal', {
        hidden: { ...voice, against: state.decided.entry },
        label: label('appeal'),
      }),
      form('evaluate', { hidden: there, label: label('evaluate') }),
    );
  const choices = await readDisputable(reading, of);
  if (choices.length > 0) forms.push(form('dispute', { hidden: voice, label: label('dispute'), choices }));
  for (const { index, statement } of entries) {
    const isBack = (await reading.state('speaker', index))?.withdrawn != null;
    const isOpen = statement.kind !== 'input-received' || state.decided === null;
    const about = await readAbout(reading, statement, own);
    if (!isBack && isOpen)
      forms.push(
        form('withdraw', {
          hidden: { ...there, speaker: index },
          title: language.phrase('follow-withdraw', { entry: index }),
          ...about,
          warning: language.phrase('follow-withdraw-warning'),
        }),
      );
    for (const { digest, what } of erasableParts(statement)) {
      const content = await reading.state('content', digest);
      if (content === undefined || content.state === 'erased' || content.asked !== null) continue;
      const hidden = { case: content.case ?? id, speaker: index, entry: content.entry, digest };
      forms.push(
        form('erase', { hidden, title: language.phrase('follow-erase', { ...what, entry: index }), ...about }),
      );
    }
  }
  return forms;
}

async function openQuestions(
  reading: Reading,
  matters: readonly number[],
): Promise<readonly (readonly [number, MatterState])[]> {
  const states = await reading.states('matter', matters);
  return matters.flatMap((entry, i) => {
    const matter = states[i];
    const isAsked = matter?.kind === 'question' && matter.offices.length === 0 && matter.met === null;
    return isAsked ? [[entry, matter] as const] : [];
  });
}

/** What officials did in the case, newest first. */
async function readDisputable(reading: Reading, { id, rules }: OpenedCase): Promise<ActForm['choices']> {
  const acts = await reading.entries(await reading.caseActs(id, ACTS_LISTED));
  const disputable = acts.filter((act) => isOfficialAct(act.statement) && act.caseId === id).toReversed();
  return Promise.all(
    disputable.map(async (act) => ({
      value: String(act.index),
      text: reading.language.phrase('follow-step', {
        entry: act.index,
        title: await readStepTitle(reading, act, rules),
      }),
    })),
  );
}
