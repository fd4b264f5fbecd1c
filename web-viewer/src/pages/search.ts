/** The search: texts by their words, or cases by what is known of them; each find with where it stands and who owes what there. */
import { endOfDay, startOfDay } from '@counterfoil/ledger/calendar';
import { contentRefs, isPlaceOf } from '@counterfoil/ledger/statement';
import { codeField } from '@counterfoil/ledger/statements/fields';
import * as z from 'zod/mini';
import { caseHref, entryHref, stepHref } from '../addresses.ts';
import {
  caseTitle,
  openCase,
  readCaseSummaries,
  type CaseSummary,
  type OpenedCase,
  type Title,
} from '../case-summary.ts';
import { readEntrySentence } from '../entry-sentence.ts';
import { excerptAround, type Part } from '../found-words.ts';
import { parseQuery } from '../parameters.ts';
import type { Reading, Time } from '../reading.ts';
import {
  formatPlace,
  MAX_WORDS_CHARS,
  searchPlaceField,
  searchStatuses,
  type Find,
  type SearchAnswer,
  type SearchQuery,
} from '../search.ts';
import { areasIn } from '../areas.ts';
import { areaFeed, type FeedLink } from '../feeds/feed-href.ts';
import type { SearchReference } from '../search-reference.ts';
import { readStanding, type Standing } from '../standing.ts';
import { oneLine } from '../text.ts';

const FINDS_PER_PAGE = 25;
/** More than anybody chooses from. */
const MOST_CATEGORIES = 200;

const code = z._default(z.union([z.literal(''), codeField]), '');
const querySchema = z.object({
  q: z._default(z.string(), ''),
  status: z._default(z.enum(['', ...searchStatuses]), ''),
  ...{ process: code, office: code, category: code, area: code },
  from: z._default(z.string(), ''),
  until: z._default(z.string(), ''),
  after: z.optional(searchPlaceField),
});
export type SearchPageQuery = z.infer<typeof querySchema>;

/** @throws PageError `query-malformed`. */
export function parseSearchQuery(query: URLSearchParams): SearchPageQuery {
  const parsed = parseQuery(querySchema, query);
  return { ...parsed, q: oneLine(parsed.q), from: oneLine(parsed.from), until: oneLine(parsed.until) };
}

interface Option {
  readonly value: string;
  readonly text: string;
  readonly selected: boolean;
  /** The language of its words, where those are the authority's own. */
  readonly attributes?: { readonly lang: string };
}

/** A text that was found. */
interface Hit {
  /** Who said what in it. */
  readonly title: string;
  readonly href: string;
  readonly entry: { readonly index: number; readonly href: string };
  readonly time: Time;
  readonly parts: readonly Part[];
  /** Whether the words say where something is. */
  readonly isPlace: boolean;
  /** Where it is, of an input that is found by that and its words together. */
  readonly place: { readonly parts: readonly Part[]; readonly lang: string } | undefined;
  readonly lang: string;
  /** Undefined where it was said outside any. */
  readonly of:
    { readonly id: number; readonly href: string; readonly title: Title; readonly standing: Standing } | undefined;
}

export interface SearchPage {
  readonly title: string;
  readonly values: Pick<SearchPageQuery, 'q' | 'from' | 'until'>;
  /** By the field that has it. */
  readonly errors: { readonly [Field in 'q' | 'from' | 'until']?: string };
  readonly options: Readonly<Record<'status' | 'process' | 'office' | 'category' | 'area', readonly Option[]>>;
  readonly isNarrowed: boolean;
  /** Of the area that is chosen. */
  readonly feed: FeedLink | undefined;
  /** Undefined where nothing was looked for. */
  readonly finds:
    | {
        readonly count: string;
        readonly notes: readonly string[];
        readonly empty: string;
        readonly hits: readonly Hit[];
        readonly cases: readonly CaseSummary[];
        readonly next: string | undefined;
        readonly first: string | undefined;
        readonly data: string;
      }
    | undefined;
}

/** @param reference where a number or a fingerprint was typed that leads nowhere */
export async function buildSearch(
  reading: Reading,
  query: SearchPageQuery,
  reference?: SearchReference,
): Promise<SearchPage> {
  const { language } = reading;
  const [days, { feed, ...options }] = await Promise.all([readDays(reading, query), readOptions(reading, query)]);
  const { q, from, until, after: _, ...filters } = query;
  const isLong = q.length > MAX_WORDS_CHARS;
  const errors: SearchPage['errors'] = {
    ...(isLong && { q: language.phrase('search-too-long', { most: MAX_WORDS_CHARS }) }),
    ...(days.from === WRONG && { from: language.phrase('search-no-day') }),
    ...(days.until === WRONG && { until: language.phrase('search-no-day') }),
  };
  const isNarrowed = [from, until, ...Object.values(filters)].some((value) => value !== '');
  const isAsked = Object.keys(errors).length === 0 && (q !== '' || isNarrowed);
  return {
    title: q === '' || isLong ? language.phrase('search-title') : language.phrase('search-title-of', { words: q }),
    values: { q: isLong ? q.slice(0, MAX_WORDS_CHARS) : q, from, until },
    ...{ errors, options, feed, isNarrowed: isNarrowed || Object.keys(errors).length > 0 },
    finds: isAsked ? await readFinds(reading, query, days, reference) : undefined,
  };
}

interface Days {
  readonly from: string | undefined;
  readonly until: string | undefined;
}

/** The authority's own days. `from`: its first instant, `until`: the first behind it; `wrong` for what is no day. */
async function readDays(reading: Reading, { from, until }: SearchPageQuery): Promise<Days> {
  const calendar = await reading.calendar();
  const read = (text: string, isEnd: boolean): string | undefined => {
    if (text === '') return undefined;
    const midnight = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00.000Z`) : undefined;
    if (midnight === undefined || Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(text))
      return WRONG;
    if (calendar !== undefined) return isEnd ? endOfDay(calendar, text) : startOfDay(calendar, text);
    return new Date(midnight.getTime() + (isEnd ? DAY_MS : 0)).toISOString();
  };
  return { from: read(from, false), until: read(until, true) };
}

const DAY_MS = 86_400_000;
const WRONG = 'wrong';

async function readOptions(
  reading: Reading,
  { status, process, office, category, area }: SearchPageQuery,
): Promise<SearchPage['options'] & Pick<SearchPage, 'feed'>> {
  const { record, language } = reading;
  const [{ authority }, inForce, offices, categories] = await Promise.all([
    record.info(),
    record.processes(),
    record.offices(),
    record.categories(MOST_CATEGORIES),
  ]);
  const rules = await reading.states(
    'rules',
    inForce.map(({ id, version }) => `${id}/${version}`),
  );
  const attributes = { lang: authority?.lang ?? '' };
  const areas = areasIn(rules.flatMap((one) => one ?? []));
  const choose = (chosen: string, list: readonly Omit<Option, 'selected'>[]): Option[] =>
    [{ value: '', text: language.phrase('search-any') }, ...list].map((one) => ({
      ...one,
      selected: one.value === chosen,
    }));
  return {
    status: choose(
      status,
      searchStatuses.map((value) => ({ value, text: language.phrase(`search-status-${value}`) })),
    ),
    process: choose(
      process,
      inForce.map(({ id }, i) => ({ value: id, text: rules[i]?.title ?? id, attributes })),
    ),
    office: choose(
      office,
      offices.map(({ office: value, title }) => ({ value, text: title, attributes })),
    ),
    category: choose(
      category,
      categories.map((value) => ({ value, text: value })),
    ),
    area: choose(
      area,
      areas.map(({ code: value, title }) => ({ value, text: title, attributes })),
    ),
    feed: areaFeed(language, areas, area),
  };
}

async function readFinds(
  reading: Reading,
  query: SearchPageQuery,
  days: Days,
  reference: SearchReference | undefined,
): Promise<SearchPage['finds']> {
  const { language } = reading;
  const { q, after, from, until, ...chosen } = query;
  const filters = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== ''));
  const times = { from: days.from, before: days.until };
  const asked: SearchQuery = { words: q, now: reading.now, ...filters, ...times, after, limit: FINDS_PER_PAGE + 1 };
  const answer = await reading.record.search(asked);
  const shown = answer.finds.slice(0, FINDS_PER_PAGE);
  const last = answer.finds.length > shown.length ? shown.at(-1) : undefined;
  const fields = withoutEmpty({ q, ...filters, from, until });
  const isWords = q !== '';
  const texts = answer.isMore ? 'search-texts-more' : 'search-texts';
  const cases = answer.isMore ? 'search-cases-more' : 'search-cases';
  const ids = [...new Set(shown.flatMap((find) => find.case ?? []))];
  return {
    count: language.phrase(isWords ? texts : cases, { count: answer.count }),
    notes: await readNotes(reading, answer, reference),
    empty: language.phrase(isWords ? 'search-no-texts' : 'search-no-cases'),
    hits: isWords ? await readHits(reading, shown) : [],
    cases: isWords ? [] : await readCaseSummaries(reading, ids),
    next: last === undefined ? undefined : hrefOf('/search', { ...fields, after: formatPlace(last) }),
    first: after === undefined ? undefined : hrefOf('/search', fields),
    data: hrefOf('/api/v1/search', withoutEmpty({ q, ...filters, ...times })),
  };
}

/** What a reader has to know to understand what was found, or why nothing was. */
async function readNotes(
  reading: Reading,
  { refused, size }: SearchAnswer,
  reference: SearchReference | undefined,
): Promise<readonly string[]> {
  const { language } = reading;
  const { entries } = await reading.record.counts();
  return [
    ...(reference?.kind === 'number' ? [language.phrase('search-unknown-number', { number: reference.number })] : []),
    ...(reference?.kind === 'digest' ? [language.phrase('search-unknown-digest')] : []),
    ...(refused === null ? [] : [language.phrase(`search-refused-${refused}`)]),
    ...(size < entries ? [language.phrase('search-behind', { size })] : []),
  ];
}

async function readHits(reading: Reading, finds: readonly Find[]): Promise<readonly Hit[]> {
  await reading.entries([
    ...new Set(finds.flatMap((find) => (find.case === null ? find.entry : [find.entry, find.case]))),
  ]);
  const cases = new Map<number, Promise<{ opened: OpenedCase; standing: Standing } | undefined>>();
  const readCase = async (id: number | null): Promise<{ opened: OpenedCase; standing: Standing } | undefined> => {
    if (id === null) return undefined;
    const reads = cases.get(id) ?? readCaseOf(reading, id);
    cases.set(id, reads);
    return reads;
  };
  const hits = await Promise.all(finds.map(async (find) => readHit(reading, find, await readCase(find.case))));
  return hits.filter((hit) => hit !== undefined);
}

async function readCaseOf(
  reading: Reading,
  id: number,
): Promise<{ opened: OpenedCase; standing: Standing } | undefined> {
  const opened = await openCase(reading, id);
  return opened && { opened, standing: await readStanding(reading, opened.of, opened.rules) };
}

/** Undefined where the text is not (any more) to be read: then it is not to be found either. */
async function readHit(
  reading: Reading,
  { entry: index, case: id, digest, place, spellings }: Find,
  of: { readonly opened: OpenedCase; readonly standing: Standing } | undefined,
): Promise<Hit | undefined> {
  const said = await reading.entry(index);
  const refs = said === undefined ? [] : contentRefs(said.statement);
  const ref = refs.find((one) => one.digest === digest);
  if (said === undefined || ref === undefined || (of === undefined && id !== null)) return undefined;
  const text = await reading.bareText(ref);
  if (text.status !== 'there') return undefined;
  const where = refs.find((one) => one.digest === place);
  const placed = where && (await reading.bareText(where));
  const opened = of?.opened;
  return {
    title: await readEntrySentence(reading, said, opened),
    href: opened === undefined ? entryHref(index) : stepHref(opened.id, index),
    entry: { index, href: entryHref(index) },
    time: reading.time(said.entry.time),
    isPlace: isPlaceOf(said.statement, ref.digest),
    place: placed?.status === 'there' ? { parts: excerptAround(placed.text, spellings), lang: placed.lang } : undefined,
    parts: excerptAround(text.text, spellings),
    lang: text.lang,
    of: of && {
      ...{ id: of.opened.id, href: caseHref(of.opened.id), title: caseTitle(reading, of.opened) },
      standing: of.standing,
    },
  };
}

function withoutEmpty(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined && value !== '') kept[name] = value;
  return kept;
}

function hrefOf(path: string, fields: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(fields);
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
