/** The list of cases: newest first, a page at a time, by what they wait for and the process they run under. */
import { caseHref } from '../addresses.ts';
import { readCaseSummaries, type CaseSummary } from '../case-summary.ts';
import { indexSchema, parseQuery } from '../parameters.ts';
import type { Reading } from '../reading.ts';
import { casesWords } from '../words/cases.ts';
import { codeField } from '@counterfoil/ledger/statements/fields';
import { z } from 'zod';

const CASES_PER_PAGE = 25;

const querySchema = z.object({
  state: z.enum(['', 'open', 'decided']).default(''),
  process: z.union([z.literal(''), codeField]).default(''),
  before: indexSchema.optional(),
});
export type CasesQuery = z.infer<typeof querySchema>;

export interface CasesPage {
  readonly cases: readonly CaseSummary[];
  readonly states: readonly Option[];
  readonly processes: readonly Option[];
  readonly older: string | undefined;
  readonly newest: string | undefined;
  readonly find: { readonly value: string; readonly error: string | undefined };
}

interface Option {
  readonly value: string;
  readonly text: string;
  readonly selected: boolean;
}

/** @throws PageError `query-malformed`. */
export function parseCasesQuery(query: URLSearchParams): CasesQuery {
  return parseQuery(querySchema, query);
}

export async function buildCases(
  reading: Reading,
  { state, process, before }: CasesQuery,
  find: CasesPage['find'] = { value: '', error: undefined },
): Promise<CasesPage> {
  const [ids, inForce] = await Promise.all([
    reading.record.cases({
      limit: CASES_PER_PAGE + 1,
      ...(state === '' ? {} : { open: state === 'open' }),
      ...(process === '' ? {} : { process }),
      ...(before === undefined ? {} : { before }),
    }),
    reading.record.processes(),
  ]);
  const shown = ids.slice(0, CASES_PER_PAGE);
  const processes = await Promise.all(
    inForce.map(async ({ id, version }) => ({
      value: id,
      text: (await reading.state('rules', `${id}/${version}`))?.title ?? id,
      selected: id === process,
    })),
  );
  const pageHref = (from?: number): string => {
    const query = new URLSearchParams();
    if (state !== '') query.set('state', state);
    if (process !== '') query.set('process', process);
    if (from !== undefined) query.set('before', String(from));
    return query.size === 0 ? '/cases' : `/cases?${query.toString()}`;
  };
  return {
    cases: await readCaseSummaries(reading, shown),
    states: [
      { value: '', text: casesWords.states.all, selected: state === '' },
      { value: 'open', text: casesWords.states.open, selected: state === 'open' },
      { value: 'decided', text: casesWords.states.decided, selected: state === 'decided' },
    ],
    processes: [{ value: '', text: casesWords.anyProcess, selected: process === '' }, ...processes],
    older: ids.length > shown.length ? pageHref(shown.at(-1)) : undefined,
    newest: before === undefined ? undefined : pageHref(),
    find,
  };
}

export type Found = { readonly href: string } | { readonly error: string };

/** Where a number leads that somebody typed from a receipt: the case it names, or the case its entry belongs to. */
export async function findCase(reading: Reading, typed: string): Promise<Found> {
  const number = indexSchema.safeParse(typed.trim());
  if (!number.success) return { error: casesWords.findErrors.malformed };
  const index = number.data;
  if ((await reading.state('case', index)) !== undefined) return { href: caseHref(index) };
  const opened = await reading.entry(index);
  if (opened?.caseId === undefined) return { error: casesWords.findErrors.unknown(index) };
  return { href: `${caseHref(opened.caseId)}?from=${index}#entry-${index}` };
}
