/** What the feeds tell: entries in plain words, and what is overdue. Of texts only what is in public view at that moment. */
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote } from '@counterfoil/ledger/note';
import type { Statement } from '@counterfoil/ledger/statement';
import { caseHref, entryHref, processHref } from '../addresses.ts';
import { readLinkStates, splitInputs } from '../case-steps.ts';
import { areasIn } from '../areas.ts';
import { caseTitle, openCase, type OpenedCase } from '../case-summary.ts';
import { readEntrySentence } from '../entry-sentence.ts';
import type { Fact } from '../facts/fact.ts';
import type { OpenedEntry } from '../opened-entry.ts';
import { formatPlace, type OwedPlace, type OwedStep } from '../owed-steps.ts';
import type { Language } from '../language.ts';
import { PageError } from '../page-error.ts';
import type { Reading } from '../reading.ts';
import type { About } from '../record.ts';
import { readDuty } from '../standing.ts';
import { readStep, type Step } from '../step.ts';
import { inView, type Text } from '../text.ts';
import type { AtomEntry } from './atom.ts';
import { caseFeedTitle, feedHref, isolated } from './feed-href.ts';

/** One page of a feed, as it stands on this site. */
export interface Feed {
  readonly title: string;
  readonly subtitle: string;
  /** Without a query. */
  readonly path: string;
  /** The page for people. */
  readonly page: string;
  /** What it is narrowed down to. */
  readonly query: Readonly<Record<string, string>>;
  readonly items: readonly FeedItem[];
  /** What its address says besides, where it goes on. */
  readonly next: Readonly<Record<string, string>> | undefined;
}

/** Addresses begin at this site. */
export interface FeedItem extends Omit<AtomEntry, 'area'> {
  /** By its code and title. */
  readonly area: { readonly term: string; readonly label: string } | undefined;
}

const ITEMS_PER_PAGE = 50;
const TEXT_CHARS = 600;

/** Every entry. */
export async function buildRecordFeed(reading: Reading, before?: number): Promise<Feed> {
  const end = Math.min(before ?? Infinity, await readSize(reading));
  const count = Math.min(end, ITEMS_PER_PAGE);
  const indexes = Array.from({ length: count }, (_, i) => end - 1 - i);
  return {
    ...{ title: reading.language.phrase('feed-all'), subtitle: reading.language.phrase('feed-all-lead') },
    ...{ path: feedHref.record, page: '/', query: {} },
    items: await readItems(reading, indexes),
    next: end > count ? { before: String(end - count) } : undefined,
  };
}

/** @throws PageError `case-unknown`. */
export async function buildCaseFeed(reading: Reading, id: number, before?: number): Promise<Feed> {
  const opened = await openCase(reading, id);
  if (opened === undefined) throw new PageError('case-unknown');
  const links = await readLinkStates(reading, id, opened.of.links);
  const brought = [...links.map(({ entry }) => entry), ...splitInputs(opened.opening)];
  return {
    title: caseFeedTitle(reading.language, id, caseTitle(reading, opened).text),
    subtitle: reading.language.phrase('feed-case-lead'),
    ...{ path: feedHref.case(id), page: caseHref(id), query: {} },
    ...(await readAbout(reading, { case: id }, brought, before)),
  };
}

/** @throws PageError `process-unknown`. */
export async function buildProcessFeed(reading: Reading, id: string, before?: number): Promise<Feed> {
  const version = (await reading.state('process', id))?.version;
  if (version === undefined) throw new PageError('process-unknown');
  const versions = Array.from({ length: version }, (_, i) => `${id}/${i + 1}`);
  const rules = (await reading.states('rules', versions)).filter((known) => known !== undefined);
  const title = rules.at(-1)?.title ?? id;
  return {
    title: reading.language.phrase('feed-process', { title }),
    subtitle: reading.language.phrase('feed-process-lead'),
    ...{ path: feedHref.process(id), page: processHref(id, version), query: {} },
    ...(await readAbout(
      reading,
      { process: id },
      rules.map(({ entry }) => entry),
      before,
    )),
  };
}

/** Of an area that the rules of any process name, or once named. @throws PageError `page-unknown`. */
export async function buildAreaFeed(reading: Reading, code: string, before?: number): Promise<Feed> {
  const processes = await reading.record.processes();
  const versions = processes.flatMap(({ id, version }) =>
    Array.from({ length: version }, (_, i) => `${id}/${version - i}`),
  );
  const rules = await reading.states('rules', versions);
  const area = areasIn(rules.filter((known) => known !== undefined)).find((one) => one.code === code);
  if (area === undefined) throw new PageError('page-unknown');
  return {
    title: reading.language.phrase('feed-area', { area: area.title }),
    subtitle: reading.language.phrase('feed-area-lead'),
    ...{ path: feedHref.area(code), page: `/cases?area=${code}`, query: {} },
    ...(await readAbout(reading, { area: code }, [], before)),
  };
}

/** @throws PageError `page-unknown`. */
export async function buildOfficeFeed(reading: Reading, office: string, before?: number): Promise<Feed> {
  const known = await reading.state('office', office);
  if (known === undefined) throw new PageError('page-unknown');
  return {
    title: reading.language.phrase('feed-office', { office: known.title }),
    subtitle: reading.language.phrase('feed-office-lead'),
    ...{ path: feedHref.office(office), page: `/obligations?office=${office}`, query: {} },
    ...(await readAbout(reading, { office }, [], before)),
  };
}

/** Listed as late as their page lists them. */
export async function buildTakedownsFeed(reading: Reading, before?: number): Promise<Feed> {
  const found = await reading.record.takedowns(ITEMS_PER_PAGE + 1, before);
  const indexes = found.slice(0, ITEMS_PER_PAGE);
  return {
    title: reading.language.phrase('feed-takedowns'),
    subtitle: reading.language.phrase('feed-takedowns-lead'),
    ...{ path: feedHref.takedowns, page: '/takedowns', query: {} },
    items: await readItems(reading, indexes),
    next: found.length > indexes.length ? { before: String(indexes.at(-1)) } : undefined,
  };
}

export async function buildOverdueFeed(reading: Reading, office: string, after?: OwedPlace): Promise<Feed> {
  const query = { state: 'overdue', now: reading.now, latestFirst: true, limit: ITEMS_PER_PAGE + 1 } as const;
  const found = await reading.record.obligations({
    ...query,
    ...(office === '' ? {} : { office }),
    ...(after === undefined ? {} : { after }),
  });
  const shown = found.slice(0, ITEMS_PER_PAGE);
  await reading.entries([...new Set(shown.map((step) => step.case))]);
  const items = await Promise.all(shown.map((step) => readOverdue(reading, step)));
  const last = shown.at(-1);
  return {
    title: await overdueFeedTitle(reading, office),
    subtitle: reading.language.phrase('feed-overdue-lead'),
    ...{ path: feedHref.overdue, page: '/obligations?state=overdue' },
    query: office === '' ? {} : { office },
    items: items.filter((item) => item !== undefined),
    next: last === undefined || found.length === shown.length ? undefined : { after: formatPlace(last) },
  };
}

/** @param office empty for all of them */
export async function overdueFeedTitle(reading: Reading, office: string): Promise<string> {
  if (office === '') return reading.language.phrase('feed-overdue');
  return reading.language.phrase('feed-overdue-of', { office: await reading.officeTitle(office) });
}

/** How many entries the newest checkpoint covers. */
export async function readSize({ record }: Reading): Promise<number> {
  return parseCheckpoint(parseNote(await record.checkpoint()).text).size;
}

/** @param brought entries that belong to it besides */
async function readAbout(
  reading: Reading,
  about: About,
  brought: readonly number[],
  before = Infinity,
): Promise<Pick<Feed, 'items' | 'next'>> {
  const { indexes, next } = await reading.record.newestAbout(
    about,
    ITEMS_PER_PAGE,
    before === Infinity ? undefined : before,
  );
  const here = brought.filter((index) => index < before && index >= (next ?? 0));
  const all = [...new Set([...indexes, ...here])].sort((a, b) => b - a);
  return {
    items: await readItems(reading, all),
    next: next === undefined ? undefined : { before: String(next) },
  };
}

async function readItems(reading: Reading, indexes: readonly number[]): Promise<readonly FeedItem[]> {
  const entries = await reading.entries(indexes);
  const cases = [...new Set(entries.flatMap(({ caseId }) => caseId ?? []))];
  await Promise.all([reading.entries(cases), reading.states('case', cases)]);
  return Promise.all(entries.map((entry) => readItem(reading, entry)));
}

async function readItem(reading: Reading, opened: OpenedEntry): Promise<FeedItem> {
  const { index, entry, statement, caseId } = opened;
  const of = caseId === undefined ? undefined : await openCase(reading, caseId);
  const step = await readStep(reading, opened, of?.rules, { maxChars: TEXT_CHARS });
  const sentence = await readEntrySentence(reading, opened, of);
  const { language } = reading;
  const title =
    of === undefined
      ? sentence
      : language.phrase('feed-item', { sentence, case: of.id, title: isolated(caseTitle(reading, of).text) });
  return {
    ...{ id: entryHref(index), href: entryHref(index), updated: entry.time },
    title:
      step.correctedBy === undefined
        ? title
        : language.phrase('feed-corrected', { item: title, by: step.correctedBy.index }),
    category: { term: statement.kind, label: language.phrase(`kind-${statement.kind}`) },
    area: areaOf(statement, of),
    summary: summaryOf(language, step),
  };
}

/** Its own, or that in which its case was opened. */
function areaOf(statement: Statement, of: OpenedCase | undefined): FeedItem['area'] {
  const own = statement.kind === 'input-received' ? statement.area : undefined;
  const opening = of?.opening.statement;
  const term = own ?? (opening?.kind === 'input-received' ? opening.area : undefined);
  return term === undefined
    ? undefined
    : { term, label: of?.rules.areas?.find(({ code }) => code === term)?.title ?? term };
}

function summaryOf(language: Language, { text, accounts, notes }: Step): FeedItem['summary'] {
  if (text !== undefined) {
    const shown = inView(text);
    const where = notes.filter(({ label }) => WHERE.has(label)).map((note) => lineOf(language, note));
    const words = [wordsOf(language, text), ...where].join('\n');
    return shown.status === 'there' ? { text: words, lang: shown.lang } : { text: words };
  }
  const [first] = accounts;
  if (first === undefined) return undefined;
  const lines = accounts.map(({ label, count, reason }) =>
    language.phrase('feed-account', { fate: label, count, reason: wordsOf(language, reason) }),
  );
  return { text: lines.join('\n'), lang: inView(first.reason).lang };
}

const WHERE: ReadonlySet<Fact['label']> = new Set(['fact-area', 'fact-place'] as const);

function lineOf(language: Language, { label, lines }: Fact): string {
  const values = lines.map(({ name, text = '' }) => isolated(name === undefined ? text : wordsOf(language, name)));
  return language.phrase('site-labelled', { label: language.phrase(label), value: language.list(values, 'and') });
}

/** Its words, or why there are none. */
function wordsOf(language: Language, text: Text): string {
  const shown = inView(text);
  return shown.status === 'there' ? shown.text : language.phrase(`text-${shown.status}`);
}

async function readOverdue(reading: Reading, step: OwedStep): Promise<FeedItem | undefined> {
  const opened = await openCase(reading, step.case);
  if (opened === undefined || step.due === null) return undefined;
  // As it was when it became late: an item stays as it is for as long as it is there.
  const duty = await readDuty(reading, step, Date.parse(step.due));
  const title = isolated(caseTitle(reading, opened).text);
  return {
    // What was met and is owed anew is late another time.
    id: `${caseHref(step.case)}#owed-${formatPlace(step)}`,
    href: step.entry === null ? caseHref(step.case) : entryHref(step.entry),
    title: reading.language.phrase('feed-owed', { step: duty.title, case: opened.id, title }),
    updated: step.due,
    category: { term: step.kind, label: duty.title },
    area: areaOf(opened.opening.statement, opened),
    summary: { text: duty.sentence },
  };
}
