/** What is owed, as the ledger computes it for everybody. */
import { localDate } from '@counterfoil/ledger/calendar';
import { obligationKinds } from '@counterfoil/ledger/obligations';
import { fileRefs } from '@counterfoil/ledger/statement';
import { z } from 'zod';
import { ClientProblem } from './client-problem.ts';
import type { Desk } from './desk.ts';
import { language } from './language.ts';
import { list, row } from './layout.ts';
import type { Rules } from './names.ts';
import { spanWords } from './rules-words.ts';

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
  moderate: 'look at what waits',
};

/** How days are told: by the calendar of the authority, where it has published one. */
export interface Days {
  /** The last day on which it was in time, of the first instant at which it is late. */
  lastDay(due: string): string;
}

export async function readDays(desk: Desk): Promise<Days> {
  const { calendar } = await desk.directory();
  const published = calendar === null ? undefined : await desk.reader.entryOf(calendar.entry, 'calendar-published');
  return {
    lastDay(due) {
      const before = new Date(Date.parse(due) - 1).toISOString();
      const date = published === undefined ? before.slice(0, 10) : localDate(published.statement, before);
      return `${language.day(`${date}T00:00:00.000Z`)}${published === undefined ? ' (UTC)' : ''}`;
    },
  };
}

/** @param who appended: whose it is, where that is not plain. @param rules of the case, to say why */
export async function describeObligation(desk: Desk, owed: Owed, days: Days, rules?: Rules, who = ''): Promise<string> {
  const { kind, entry, since, due, overdue } = owed;
  const wish = await readWish(desk, owed);
  const deed = wish?.deed ?? (kind === 'answer' && entry !== null ? `answer entry ${entry}` : what[kind]);
  const about = (kind === 'fulfil' || kind === 'moderate') && entry !== null ? ` of entry ${entry}` : '';
  const label = overdue ? '! late' : due === null ? '  open' : '  due';
  const when =
    due === null
      ? 'no date is set'
      : `${overdue ? 'was due by' : 'by'} the end of ${days.lastDay(due)} (${language.distance(due, Date.now())})`;
  const span = kind === 'fulfil' ? undefined : rules?.clocks[kind];
  const why = span === undefined ? `since ${language.day(since)}` : `${spanWords(span)} from ${language.day(since)}`;
  return [
    row(label, `${deed}${about}, ${when}`, 8),
    row('', `${why}${who}`, 8),
    ...(wish?.commands ?? []).map((command) => row('', command, 8)),
  ].join('\n');
}

interface Wish {
  readonly deed: string;
  readonly commands: readonly string[];
}

/** Where somebody wants a text erased; undefined where something else is asked, or it came after what is in sight here. */
async function readWish(desk: Desk, { kind, case: id, entry: asks }: Owed): Promise<Wish | undefined> {
  if (kind !== 'answer' || asks === null || asks >= desk.reader.seen.size) return undefined;
  const { statement } = await desk.reader.entry(asks);
  if (statement.kind !== 'erasure-request') return undefined;
  const { entry, digest } = statement;
  const isFile = fileRefs((await desk.reader.entry(entry)).statement).some((file) => file.digest === digest);
  return {
    deed: `erase the ${isFile ? 'file' : 'text'} of entry ${entry}, or say why not`,
    commands: [
      `npm run sign -- redact ${entry} --digest ${digest.slice(0, 8)} …`,
      `npm run sign -- answer ${id} ${asks} …  where it stays`,
    ],
  };
}

/** ", owed by the Front desk or the Planning office". */
export function owedBy({ offices }: Owed, office: (code: string) => string): string {
  return `, owed by ${offices.length === 0 ? 'the people who were heard' : list(offices.map(office), 'or')}`;
}
