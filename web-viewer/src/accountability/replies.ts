/** What offices say to figures about themselves, as the page shows it beside each of these. SPEC M103. */
import type { FigureName } from '@counterfoil/ledger/accountability/figure-names';
import type { ReplyRow } from '@counterfoil/ledger/accountability/replies';
import { reference, type Reference } from '../addresses.ts';
import { isKind } from '../opened-entry.ts';
import type { Reading, Time } from '../reading.ts';
import { cutText, type Text } from '../text.ts';
import type { ToldFigures } from './told.ts';

interface Reply {
  readonly entry: Reference;
  readonly office: string;
  /** Names of those who signed. */
  readonly people: readonly { readonly name: Text }[];
  readonly recorded: Time;
  /** The last entry of those that the figure was counted from. */
  readonly stoodAt: Reference;
  /** To what part of the figure it is a reply, in sentences. */
  readonly about: readonly string[];
  readonly words: Text;
}

export interface Replied {
  /** Of the office, the newest to the same alone; those before it stand behind it. */
  readonly replies: readonly (Reply & { readonly earlier: readonly Reply[] })[];
  /** That there are more, where there are: how many. */
  readonly more: number;
}

const REPLY_CHARS = 1500;

export async function readReplies(
  reading: Reading,
  { figures, rows }: ToldFigures,
): Promise<Readonly<Partial<Record<FigureName, Replied>>>> {
  await reading.entries(figures.replies.map(({ entry }) => entry));
  const told = [...Map.groupBy(figures.replies, ({ figure }) => figure)].map(
    async ([figure, shown]): Promise<[FigureName, Replied]> => {
      const more = (rows.replies[figure] ?? shown.length) - shown.length;
      return [figure, { replies: await readFigure(reading, shown), more }];
    },
  );
  return Object.fromEntries(await Promise.all(told));
}

/** @param rows of one figure, the newest first */
async function readFigure(reading: Reading, rows: readonly ReplyRow[]): Promise<Replied['replies']> {
  const read = new Map(await Promise.all(rows.map(async (row) => [row, await readReply(reading, row)] as const)));
  const standing = rows.filter(({ replacedBy }) => replacedBy === null);
  return standing.flatMap((row) => {
    const reply = read.get(row);
    const earlier = rows.filter((one) => one !== row && isSame(one, row)).flatMap((one) => read.get(one) ?? []);
    return reply === undefined ? [] : [{ ...reply, earlier }];
  });
}

/** Of one figure. */
function isSame(a: ReplyRow, b: ReplyRow): boolean {
  return a.office === b.office && a.process === b.process && a.from === b.from && a.until === b.until;
}

async function readReply(reading: Reading, row: ReplyRow): Promise<Reply | undefined> {
  const opened = await reading.entry(row.entry);
  if (opened === undefined || !isKind(opened, 'figure-reply')) return undefined;
  const { language } = reading;
  const holders = await Promise.all(row.by.map((mandate) => reading.holder(mandate)));
  const process = row.process === null ? undefined : await reading.processTitle(row.process);
  return {
    entry: reference(row.entry),
    office: await reading.officeTitle(row.office),
    people: holders.flatMap(({ name }) => (name === undefined ? [] : [{ name }])),
    recorded: reading.time(row.time),
    stoodAt: reference(row.size - 1),
    about: [
      ...(process === undefined ? [] : [language.phrase('account-only-process', { process })]),
      ...(row.from === null ? [] : [language.phrase('account-only-from', { day: language.weekday(row.from) })]),
      ...(row.until === null ? [] : [language.phrase('account-only-until', { day: language.weekday(row.until) })]),
    ],
    words: cutText(await reading.text(opened.statement.text), REPLY_CHARS),
  };
}
