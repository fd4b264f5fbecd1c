/** What is owed, as the ledger computes it for everybody. */
import { obligationKinds } from '@counterfoil/ledger/obligations';
import { formatDistance, formatTime } from '@counterfoil/web-viewer/words/time';
import { z } from 'zod';
import { ClientProblem } from './client-problem.ts';
import type { Desk } from './desk.ts';
import { list, row } from './layout.ts';

const obligationSchema = z.object({
  case: z.int(),
  kind: z.enum(obligationKinds),
  entry: z.int().nullable().default(null),
  offices: z.array(z.string()),
  since: z.string(),
  due: z.string().nullable(),
  overdue: z.boolean(),
});
export type Owed = z.infer<typeof obligationSchema>;

const pageSchema = z.object({
  items: z.array(obligationSchema),
  next: z.union([z.string(), z.int()]).nullable().default(null),
});

/** More than anybody reads. */
const MOST = 500;

/** Soonest first; undefined where the ledger does not offer the list. @param query such as `office=parks` */
export async function readObligations(desk: Desk, query: string): Promise<readonly Owed[] | undefined> {
  const owed: Owed[] = [];
  let after = '';
  try {
    do {
      const page = await desk.ask(`api/v1/obligations?${query}${after}`, pageSchema);
      owed.push(...page.items);
      after = page.next === null ? '' : `&after=${encodeURIComponent(page.next)}`;
    } while (after !== '' && owed.length < MOST);
  } catch (error) {
    if (error instanceof ClientProblem && error.status === 404) return undefined;
    throw error;
  }
  return owed;
}

const what: Readonly<Record<Owed['kind'], string>> = {
  acknowledge: 'confirm receipt',
  respond: 'answer in substance',
  decide: 'decide',
  'carry-out': 'carry the decision out',
  evaluate: 'look back on the outcome',
  answer: 'answer',
  fulfil: 'keep the commitment',
};

/** @param office the title of an office, from its code */
export function describeObligation(
  { kind, entry, offices, since, due, overdue }: Owed,
  office: (code: string) => string,
): string {
  const about = entry === null ? '' : ` of entry ${entry}`;
  const answers = kind === 'answer' && entry !== null ? ` entry ${entry}` : about;
  const when = due === null ? 'no date' : `${overdue ? 'LATE since' : 'before'} ${formatTime(due)}`;
  const who = offices.length === 0 ? 'the people who were heard' : list(offices.map(office), 'or');
  return [
    row(
      overdue ? '! overdue' : '  due',
      `${what[kind]}${answers}: ${when}${due === null ? '' : ` (${formatDistance(due, Date.now())})`}`,
    ),
    row('', `owed by ${who} since ${formatTime(since)}`),
  ].join('\n');
}
