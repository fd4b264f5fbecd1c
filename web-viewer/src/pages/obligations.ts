/** What is owed now: overdue first, by office, each with the case it is owed to. */
import { caseHref } from '../addresses.ts';
import { codeField } from '@counterfoil/ledger/statements/fields';
import * as z from 'zod/mini';
import { caseTitle, openCase, type Title } from '../case-summary.ts';
import { overdueFeedTitle } from '../feeds/feeds.ts';
import { feedHref, type FeedLink } from '../feeds/feed-href.ts';
import { formatPlace, owedStates, placeField, type OwedStep } from '../owed-steps.ts';
import type { Language } from '../language.ts';
import { parseQuery } from '../parameters.ts';
import type { Reading } from '../reading.ts';
import { readDuty, type Duty } from '../standing.ts';

const STEPS_PER_PAGE = 25;

const querySchema = z.object({
  state: z._default(z.enum(owedStates), 'open'),
  office: z._default(z.union([z.literal(''), codeField]), ''),
  after: z.optional(placeField),
});
export type ObligationsQuery = z.infer<typeof querySchema>;

interface OwedGroup {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly OwedRow[];
  /** All that the chosen office is late with, where it is. */
  readonly csv: string | undefined;
}

interface OwedRow {
  readonly duty: Duty;
  readonly case: { readonly id: number; readonly href: string; readonly title: Title };
}

export interface ObligationsPage {
  readonly groups: readonly OwedGroup[];
  readonly empty: string;
  readonly states: readonly Option[];
  readonly offices: readonly Option[];
  readonly next: string | undefined;
  readonly first: string | undefined;
  readonly data: string;
  /** What the chosen office has to account for, or all of them. */
  readonly figures: string;
  readonly feed: FeedLink;
}

interface Option {
  readonly value: string;
  readonly text: string;
  readonly selected: boolean;
}

/** @throws PageError `query-malformed`. */
export function parseObligationsQuery(query: URLSearchParams): ObligationsQuery {
  return parseQuery(querySchema, query);
}

export async function buildObligations(
  reading: Reading,
  { state, office, after }: ObligationsQuery,
): Promise<ObligationsPage> {
  const [found, offices] = await Promise.all([
    reading.record.obligations({
      state,
      now: reading.now,
      ...(office === '' ? {} : { office }),
      ...(after === undefined ? {} : { after }),
      limit: STEPS_PER_PAGE + 1,
    }),
    reading.record.offices(),
  ]);
  const shown = found.slice(0, STEPS_PER_PAGE);
  await reading.entries([...new Set(shown.map((step) => step.case))]);
  const rows = (await Promise.all(shown.map((step) => readRow(reading, step)))).filter((row) => row !== undefined);
  const { language } = reading;
  const last = found.length > shown.length ? shown.at(-1) : undefined;
  const fields = { ...(state === 'open' ? {} : { state }), ...(office === '' ? {} : { office }) };
  return {
    groups: groupRows(language, rows, office),
    empty: language.phrase(state === 'overdue' ? 'obligations-empty-overdue' : 'obligations-empty'),
    states: owedStates.map((value) => ({
      value,
      text: language.phrase(`obligations-state-${value}`),
      selected: value === state,
    })),
    offices: [
      { value: '', text: language.phrase('obligations-office-any'), selected: office === '' },
      ...offices.map(({ office: value, title }) => ({ value, text: title, selected: value === office })),
    ],
    next: last === undefined ? undefined : hrefOf('/obligations', { ...fields, after: formatPlace(last) }),
    first: after === undefined ? undefined : hrefOf('/obligations', fields),
    data: hrefOf('/api/v1/obligations', fields),
    figures: hrefOf('/accountability', office === '' ? {} : { office }),
    feed: {
      href: hrefOf(feedHref.overdue, office === '' ? {} : { office }),
      title: await overdueFeedTitle(reading, office),
    },
  };
}

async function readRow(reading: Reading, step: OwedStep): Promise<OwedRow | undefined> {
  const opened = await openCase(reading, step.case);
  if (opened === undefined) return undefined;
  const { id } = opened;
  return { duty: await readDuty(reading, step), case: { id, href: caseHref(id), title: caseTitle(reading, opened) } };
}

/** In the order of the list, which has what is overdue in front. */
function groupRows(language: Language, rows: readonly OwedRow[], office: string): readonly OwedGroup[] {
  const groups = (['overdue', 'open', 'asked', 'met'] as const).map((id) => ({
    id,
    title: language.phrase(`obligations-group-${id}`),
    rows: rows.filter(({ duty }) => groupOf(duty) === id),
    csv: id === 'overdue' && office !== '' ? hrefOf('/accountability.csv', { figure: 'overdue', office }) : undefined,
  }));
  return groups.filter((group) => group.rows.length > 0);
}

function groupOf({ state, due }: Duty): 'overdue' | 'open' | 'asked' | 'met' {
  if (state === 'met' || state === 'late') return 'met';
  if (state === 'overdue') return 'overdue';
  return due === undefined ? 'asked' : 'open';
}

function hrefOf(path: string, fields: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(fields);
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
