/** The list of cases: newest first, a page at a time, by what they wait for and the process they run under. */
import { caseHref, stepHref } from '../addresses.ts';
import { areasIn } from '../areas.ts';
import { readCaseSummaries, type CaseSummary } from '../case-summary.ts';
import { areaFeed, type FeedLink } from '../feeds/feed-href.ts';
import { readOpenProcesses } from '../open-process.ts';
import { indexSchema, latinDigits, parseQuery } from '../parameters.ts';
import type { Reading } from '../reading.ts';
import { codeField } from '@counterfoil/ledger/statements/fields';
import * as z from 'zod/mini';

const CASES_PER_PAGE = 25;

const querySchema = z.object({
  state: z._default(z.enum(['', 'open', 'decided']), ''),
  process: z._default(z.union([z.literal(''), codeField]), ''),
  area: z._default(z.union([z.literal(''), codeField]), ''),
  before: z.optional(indexSchema),
});
export type CasesQuery = z.infer<typeof querySchema>;

export interface CasesPage {
  readonly cases: readonly CaseSummary[];
  /** Where there is no case at all: whether somebody can open the first by the form. */
  readonly noneYet: { readonly takesFirst: boolean } | undefined;
  readonly states: readonly Option[];
  readonly processes: readonly Option[];
  /** Empty where no process knows any. */
  readonly areas: readonly Option[];
  readonly older: string | undefined;
  readonly newest: string | undefined;
  /** Of the area that is chosen. */
  readonly feed: FeedLink | undefined;
  readonly find: { readonly value: string; readonly error: string | undefined };
}

interface Option {
  readonly value: string;
  readonly text: string;
  readonly selected: boolean;
  /** The language of its words, where those are the authority's own. */
  readonly attributes?: { readonly lang: string };
}

/** @throws PageError `query-malformed`. */
export function parseCasesQuery(query: URLSearchParams): CasesQuery {
  return parseQuery(querySchema, query);
}

export async function buildCases(
  reading: Reading,
  { state, process, area, before }: CasesQuery,
  find: CasesPage['find'] = { value: '', error: undefined },
): Promise<CasesPage> {
  const { language } = reading;
  const [{ authority }, ids, inForce] = await Promise.all([
    reading.record.info(),
    reading.record.cases({
      limit: CASES_PER_PAGE + 1,
      ...(state === '' ? {} : { open: state === 'open' }),
      ...(process === '' ? {} : { process }),
      ...(area === '' ? {} : { area }),
      ...(before === undefined ? {} : { before }),
    }),
    reading.record.processes(),
  ]);
  const shown = ids.slice(0, CASES_PER_PAGE);
  const rules = await reading.states(
    'rules',
    inForce.map(({ id, version }) => `${id}/${version}`),
  );
  const attributes = { lang: authority?.lang ?? '' };
  const processes = inForce.map(({ id }, i) => ({
    ...{ value: id, text: rules[i]?.title ?? id, selected: id === process, attributes },
  }));
  const known = areasIn(rules.flatMap((one) => one ?? []));
  const areas = known.map(({ code, title }) => ({
    ...{ value: code, text: title, selected: code === area, attributes },
  }));
  const pageHref = (from?: number): string => {
    const query = new URLSearchParams();
    if (state !== '') query.set('state', state);
    if (process !== '') query.set('process', process);
    if (area !== '') query.set('area', area);
    if (from !== undefined) query.set('before', String(from));
    return query.size === 0 ? '/cases' : `/cases?${query.toString()}`;
  };
  const isNone = shown.length === 0 && before === undefined && pageHref() === '/cases';
  return {
    cases: await readCaseSummaries(reading, shown),
    noneYet: isNone ? { takesFirst: (await readOpenProcesses(reading)).length > 0 } : undefined,
    states: [
      { value: '', text: language.phrase('cases-state-all'), selected: state === '' },
      { value: 'open', text: language.phrase('cases-state-open'), selected: state === 'open' },
      { value: 'decided', text: language.phrase('cases-state-decided'), selected: state === 'decided' },
    ],
    processes: [{ value: '', text: language.phrase('cases-any-process'), selected: process === '' }, ...processes],
    areas:
      areas.length === 0
        ? []
        : [{ value: '', text: language.phrase('cases-any-area'), selected: area === '' }, ...areas],
    older: ids.length > shown.length ? pageHref(shown.at(-1)) : undefined,
    newest: before === undefined ? undefined : pageHref(),
    feed: areaFeed(language, known, area),
    find,
  };
}

export type Found = { readonly href: string } | { readonly error: string };

/** Where a number leads that somebody typed from a receipt: the case it names, or the case its entry belongs to. */
export async function findCase(reading: Reading, typed: string): Promise<Found> {
  const number = indexSchema.safeParse(latinDigits(typed).trim());
  if (!number.success) return { error: reading.language.phrase('cases-find-malformed') };
  const index = number.data;
  if ((await reading.state('case', index)) !== undefined) return { href: caseHref(index) };
  const opened = await reading.entry(index);
  if (opened?.caseId === undefined) return { error: reading.language.phrase('cases-find-unknown', { entry: index }) };
  return { href: stepHref(opened.caseId, index) };
}
