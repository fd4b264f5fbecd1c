/** What is owed now: overdue first, by office, each with the case it is owed to. */
import { caseHref } from '../addresses.ts';
import { codeField } from '@counterfoil/ledger/statements/fields';
import { z } from 'zod';
import { caseTitle, openCase, type Title } from '../case-summary.ts';
import { formatPlace, owedStates, placeField, type OwedStep } from '../owed-steps.ts';
import { parseQuery } from '../parameters.ts';
import type { Reading } from '../reading.ts';
import { readDuty, type Duty } from '../standing.ts';
import { owedWords } from '../words/owed.ts';

const STEPS_PER_PAGE = 25;

const querySchema = z.object({
  state: z.enum(owedStates).default('open'),
  office: z.union([z.literal(''), codeField]).default(''),
  after: placeField.optional(),
});
export type ObligationsQuery = z.infer<typeof querySchema>;

interface OwedRow {
  readonly duty: Duty;
  readonly case: { readonly id: number; readonly href: string; readonly title: Title };
}

export interface ObligationsPage {
  readonly groups: readonly { readonly id: string; readonly title: string; readonly rows: readonly OwedRow[] }[];
  readonly empty: string;
  readonly states: readonly Option[];
  readonly offices: readonly Option[];
  readonly next: string | undefined;
  readonly first: string | undefined;
  readonly data: string;
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
  const last = found.length > shown.length ? shown.at(-1) : undefined;
  const fields = { ...(state === 'open' ? {} : { state }), ...(office === '' ? {} : { office }) };
  return {
    groups: groupRows(rows),
    empty: state === 'overdue' ? owedWords.emptyOverdue : owedWords.empty,
    states: owedStates.map((value) => ({ value, text: owedWords.states[value], selected: value === state })),
    offices: [
      { value: '', text: owedWords.anyOffice, selected: office === '' },
      ...offices.map(({ office: value, title }) => ({ value, text: title, selected: value === office })),
    ],
    next: last === undefined ? undefined : hrefOf('/obligations', { ...fields, after: formatPlace(last) }),
    first: after === undefined ? undefined : hrefOf('/obligations', fields),
    data: hrefOf('/api/v1/obligations', fields),
  };
}

async function readRow(reading: Reading, step: OwedStep): Promise<OwedRow | undefined> {
  const opened = await openCase(reading, step.case);
  if (opened === undefined) return undefined;
  const { id } = opened;
  return { duty: await readDuty(reading, step), case: { id, href: caseHref(id), title: caseTitle(opened) } };
}

/** In the order of the list, which has what is overdue in front. */
function groupRows(rows: readonly OwedRow[]): ObligationsPage['groups'] {
  const groups = (['overdue', 'open', 'asked', 'met'] as const).map((id) => ({
    id,
    title: owedWords[id],
    rows: rows.filter(({ duty }) => groupOf(duty) === id),
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
