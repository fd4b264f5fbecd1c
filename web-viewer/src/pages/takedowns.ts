/** Every text that was taken out of public view: how many, why, by whom, and how to appeal. */
import * as z from 'zod/mini';
import { caseHref, type Reference, reference } from '../addresses.ts';
import { caseTitle, openCase, type Title } from '../case-summary.ts';
import { isContentStatement, readContentFacts } from '../facts/content-facts.ts';
import type { Fact } from '../facts/fact.ts';
import { feedHref, type FeedLink } from '../feeds/feed-href.ts';
import { isKind, type OpenedEntry } from '../opened-entry.ts';
import { indexSchema, parseQuery } from '../parameters.ts';
import type { Reading, Time } from '../reading.ts';
import { registrarGround } from '../registrar-ground.ts';
import { readStepTitle } from '../step.ts';
import type { TakedownCount } from '../takedown-counts.ts';
import { cutText, type Text } from '../text.ts';

const ACTS_PER_PAGE = 20;
/** Counted one by one; what is older is counted together. */
const MONTHS_SHOWN = 24;
const TEXT_CHARS = 600;

const querySchema = z.object({ before: z.optional(indexSchema) });

interface Act {
  readonly index: number;
  readonly href: string;
  readonly title: string;
  readonly recorded: Time;
  /** Undefined where registrars did it, outside any case. */
  readonly case: { readonly id: number; readonly href: string; readonly title: Title } | undefined;
  readonly facts: readonly Fact[];
  readonly text: Text | undefined;
  /** The entry that put the text back since. */
  readonly restored: Reference | undefined;
}

interface MonthRow {
  readonly month: string;
  /** Each with how many texts. */
  readonly reasons: readonly string[];
}

interface Done extends Pick<TakedownCount, 'kind' | 'texts'> {
  readonly ground: string;
}

export interface TakedownsPage {
  readonly months: readonly MonthRow[];
  readonly acts: readonly Act[];
  readonly older: string | undefined;
  readonly newest: string | undefined;
  readonly feed: FeedLink;
}

/** @throws PageError `query-malformed`. */
export function parseTakedownsQuery(query: URLSearchParams): number | undefined {
  return parseQuery(querySchema, query).before;
}

/** @param before show the entries below this one */
export async function buildTakedowns(reading: Reading, before?: number): Promise<TakedownsPage> {
  const [indexes, counts] = await Promise.all([
    reading.record.takedowns(ACTS_PER_PAGE + 1, before),
    reading.record.takedownCounts(),
  ]);
  const shown = indexes.slice(0, ACTS_PER_PAGE);
  const entries = await reading.entries(shown);
  await reading.entries([...new Set(entries.flatMap(({ caseId }) => caseId ?? []))]);
  const acts = await Promise.all(entries.map((entry) => readAct(reading, entry)));
  const last = indexes.length > shown.length ? shown.at(-1) : undefined;
  return {
    months: await readMonths(reading, counts),
    acts: acts.filter((act) => act !== undefined),
    older: last === undefined ? undefined : `/takedowns?before=${last}#acts`,
    newest: before === undefined ? undefined : '/takedowns#acts',
    feed: { href: feedHref.takedowns, title: reading.language.phrase('feed-takedowns') },
  };
}

async function readAct(reading: Reading, opened: OpenedEntry): Promise<Act | undefined> {
  const { index, entry, statement, caseId } = opened;
  const of = caseId === undefined ? undefined : await openCase(reading, caseId);
  if ((of === undefined && caseId !== undefined) || !isContentStatement(statement)) return undefined;
  return {
    ...reference(index),
    title: await readStepTitle(reading, opened, of?.rules),
    recorded: reading.time(entry.time),
    case: of === undefined ? undefined : { id: of.id, href: caseHref(of.id), title: caseTitle(reading, of) },
    facts: await readContentFacts(reading, statement),
    text:
      'text' in statement && statement.text !== undefined
        ? cutText(await reading.text(statement.text), TEXT_CHARS)
        : undefined,
    restored: isKind(opened, 'content-withheld') ? await readRestored(reading, opened.statement.digest) : undefined,
  };
}

async function readRestored(reading: Reading, digest: string): Promise<Reference | undefined> {
  const content = await reading.state('content', digest);
  return content?.state === 'public' && content.by !== null ? reference(content.by) : undefined;
}

async function readMonths(reading: Reading, counts: readonly TakedownCount[]): Promise<readonly MonthRow[]> {
  const { language } = reading;
  const rules = new Set(counts.flatMap(({ process, version }) => (process === null ? [] : [`${process}/${version}`])));
  await reading.states('rules', [...rules]);
  const months = [...new Set(counts.map(({ month }) => month))];
  const oldestShown = months[MONTHS_SHOWN - 1];
  const rows = new Map<string, Map<string, Done>>();
  for (const count of counts) {
    const row =
      oldestShown === undefined || count.month >= oldestShown
        ? language.month(count.month)
        : language.phrase('takedowns-earlier');
    const reasons = rows.get(row) ?? new Map<string, Done>();
    const { kind } = count;
    const ground = await readGround(reading, count);
    const key = `${kind} ${ground}`;
    rows.set(row, reasons.set(key, { kind, ground, texts: (reasons.get(key)?.texts ?? 0) + count.texts }));
  }
  return [...rows].map(([month, reasons]) => ({
    month,
    reasons: [...reasons.values()]
      .sort((a, b) => b.texts - a.texts)
      .map(({ kind, ground, texts }) => language.phrase(`takedowns-done-${kind}`, { count: texts, ground })),
  }));
}

/** Why, in the words of the rules under which it was done; empty for what needs no ground. */
async function readGround(reading: Reading, { kind, ground, process, version }: TakedownCount): Promise<string> {
  const { language } = reading;
  if (kind === 'content-restored' || kind === 'retention-applied') return '';
  if (process === null)
    return language.phrase('takedowns-by-registrars', { ground: registrarGround(language, ground ?? '') });
  const rules = await reading.state('rules', `${process}/${version}`);
  return rules?.grounds?.find(({ code }) => code === ground)?.title ?? ground ?? '';
}
