/** The story of a case: what was said, who owes what, how it ended, and every step between. */
import { caseHref, type Reference, reference, stepHref } from '../addresses.ts';
import { caseTitle, openCase, outcomeTitle, stageTakesInput, type OpenedCase, type Title } from '../case-summary.ts';
import { readBinding, type Binding } from '../binding.ts';
import { readLinks, type CaseLink } from '../case-links.ts';
import { readMatters, type Matters } from '../case-matters.ts';
import { firstStep } from '../case-steps.ts';
import { readPageBefore, readTimeline, type TimelineItem } from '../timeline.ts';
import { readEvaluations, type Evaluations } from '../evaluations.ts';
import { caseFeedTitle, feedHref, type FeedLink } from '../feeds/feed-href.ts';
import { readFates, type Fates } from '../fates.ts';
import { formAuthors } from '../open-process.ts';
import { PageError } from '../page-error.ts';
import { indexSchema, parseQuery } from '../parameters.ts';
import type { Reading, Time } from '../reading.ts';
import { readLooks, readStanding, type Standing } from '../standing.ts';
import { readDecision, type Decision } from '../decision.ts';
import * as z from 'zod/mini';

const STEPS_PER_PAGE = 25;
const TITLE_CHARS = 110;

const querySchema = z.object({ from: z.optional(indexSchema), before: z.optional(indexSchema) });

export interface CasePage {
  readonly id: number;
  readonly title: Title;
  readonly binding: Binding;
  readonly opened: Time;
  readonly inputCount: string;
  readonly standing: Standing;
  readonly outcome: string | undefined;
  readonly isOwed: boolean;
  /** The case that this one has become part of. */
  readonly mergedInto: { readonly id: number; readonly href: string; readonly title: Title } | undefined;
  /** The entry that upheld an appeal, while nothing has been decided since. */
  readonly reopened: Reference | undefined;
  readonly decision: Decision | undefined;
  readonly matters: Matters;
  readonly evaluations: Evaluations | undefined;
  readonly fates: Fates | undefined;
  readonly links: readonly CaseLink[];
  readonly timeline: readonly TimelineItem[];
  /** Where a step is told: further down on this page, or on the page that begins with it. */
  readonly stepHref: (index: number) => string;
  /** The entry that the steps begin with, where it is not the first. */
  readonly from: number | undefined;
  readonly earliest: string | undefined;
  /** Leads to the page before. */
  readonly earlier: string | undefined;
  readonly later: string | undefined;
  readonly add: string | undefined;
  readonly opensOwn: string | undefined;
  readonly data: string;
  readonly feed: FeedLink;
}

/** @throws PageError `query-malformed`. */
export function parseCaseQuery(query: URLSearchParams): z.infer<typeof querySchema> {
  return parseQuery(querySchema, query);
}

/**
 * Address of the page before the one that begins with an entry. Found only when it is asked for: it takes as long as a page.
 * @throws PageError `case-unknown`.
 */
export async function findPageBefore(reading: Reading, id: number, before: number): Promise<string> {
  const opened = await openCase(reading, id);
  if (opened === undefined) throw await unknownCase(reading, id);
  return pageHref(id, await readPageBefore(reading, opened, STEPS_PER_PAGE, before));
}

function pageHref(id: number, from?: number): string {
  return `${caseHref(id)}${from === undefined ? '' : `?from=${from}`}#steps`;
}

/**
 * @param from show the steps from this entry on
 * @throws PageError `case-unknown`, pointing to the case that the number belongs to where there is one.
 */
export async function buildCase(reading: Reading, id: number, from?: number): Promise<CasePage> {
  await reading.lookAhead(id, from === undefined || from <= id ? -1 : from - 1);
  const opened = await openCase(reading, id);
  if (opened === undefined) throw await unknownCase(reading, id);
  const { of, rules, opening } = opened;
  const title = caseTitle(reading, opened, TITLE_CHARS);
  const isFirst = from === undefined || from <= firstStep(opened);
  const after = isFirst ? undefined : from - 1;
  const asking = readMatters(reading, opened);
  const looking = readLooks(reading, id, rules);
  const stands = Promise.all([asking, looking]).then(([{ indexes }, looks]) =>
    readStanding(reading, of, rules, indexes, looks),
  );
  const duties = stands.then((standing) => standing.duties);
  const [matters, standing, decision, fates, { items, next }, binding, mergedInto, evaluations, links] =
    await Promise.all([
      asking,
      stands,
      readDecision(reading, opened),
      readFates(reading, opened),
      readTimeline(reading, opened, duties, { limit: STEPS_PER_PAGE, after }),
      readBinding(reading, opened),
      of.merged === null ? undefined : readOther(reading, of.merged.into),
      readEvaluations(reading, opened),
      readLinks(reading, opened),
    ]);
  const shown = new Set(items.flatMap((item) => ('step' in item ? item.step.index : [])));
  // Nobody answers for a copied record: what is added there would wait for ever.
  const takesMore = of.owed && of.decided === null && of.merged === null && stageTakesInput(opened);
  return {
    id,
    title,
    binding,
    opened: reading.time(opening.statement.at),
    inputCount: reading.language.phrase('case-input-count', { inputs: of.inputs }),
    standing,
    outcome: outcomeTitle(of, rules),
    isOwed: of.owed,
    mergedInto,
    reopened: of.reopened === null || of.decided !== null ? undefined : reference(of.reopened),
    decision,
    matters,
    evaluations,
    fates,
    links,
    timeline: items,
    stepHref: (index) => (shown.has(index) ? `#entry-${index}` : stepHref(id, index)),
    from: isFirst ? undefined : from,
    earliest: isFirst ? undefined : pageHref(id),
    earlier: isFirst ? undefined : `${caseHref(id)}?before=${from}#steps`,
    later: next === undefined ? undefined : pageHref(id, next),
    add: takesMore && takesForm(opened) ? `/inputs/new?case=${id}` : undefined,
    opensOwn: !takesMore && takesForm(opened) ? `/inputs/new?process=${of.process}` : undefined,
    data: `/api/v1/cases/${id}`,
    feed: { href: feedHref.case(id), title: caseFeedTitle(reading.language, id, title.text) },
  };
}

async function readOther(reading: Reading, id: number): Promise<CasePage['mergedInto']> {
  const opened = await openCase(reading, id);
  return opened === undefined ? undefined : { id, href: caseHref(id), title: caseTitle(reading, opened) };
}

function takesForm({ rules }: OpenedCase): boolean {
  return formAuthors.some((author) => rules.authors.includes(author));
}

async function unknownCase(reading: Reading, id: number): Promise<PageError> {
  const entry = await reading.entry(id);
  if (entry?.caseId === undefined) return new PageError('case-unknown');
  const href = stepHref(entry.caseId, id);
  const text = reading.language.phrase('case-instead', { entry: id, case: entry.caseId });
  return new PageError('case-unknown', { instead: { href, text } });
}
