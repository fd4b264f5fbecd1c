/** The story of a case: what was said, who owes what, how it ended, and every step between. */
import { caseHref, type Reference, reference } from '../addresses.ts';
import { caseTitle, openCase, outcomeTitle, stageTakesInput, type OpenedCase, type Title } from '../case-summary.ts';
import { readBinding, type Binding } from '../binding.ts';
import { readLinks, type CaseLink } from '../case-links.ts';
import { readMatters, type Matters } from '../case-matters.ts';
import { firstStep } from '../case-steps.ts';
import { readTimeline, type TimelineItem } from '../timeline.ts';
import { readEvaluations, type Evaluations } from '../evaluations.ts';
import { readFates, type Fates } from '../fates.ts';
import { formAuthors } from '../open-process.ts';
import { PageError } from '../page-error.ts';
import { indexSchema, parseQuery } from '../parameters.ts';
import type { Reading, Time } from '../reading.ts';
import { readLooks, readStanding, type Standing } from '../standing.ts';
import { caseWords } from '../words/case.ts';
import { readDecision, type Decision } from '../decision.ts';
import { z } from 'zod';

const STEPS_PER_PAGE = 50;
const TITLE_CHARS = 110;

const querySchema = z.object({ from: indexSchema.optional() });

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
  /** The entry that the steps begin with, where it is not the first. */
  readonly from: number | undefined;
  readonly earliest: string | undefined;
  readonly later: string | undefined;
  readonly add: string | undefined;
  readonly opensOwn: string | undefined;
  readonly data: string;
}

/** @throws PageError `query-malformed`. */
export function parseCaseQuery(query: URLSearchParams): number | undefined {
  return parseQuery(querySchema, query).from;
}

/**
 * @param from show the steps from this entry on
 * @throws PageError `case-unknown`, pointing to the case that the number belongs to where there is one.
 */
export async function buildCase(reading: Reading, id: number, from?: number): Promise<CasePage> {
  const opened = await openCase(reading, id);
  if (opened === undefined) throw await unknownCase(reading, id);
  const { of, rules, opening } = opened;
  const isFirst = from === undefined || from <= firstStep(opened);
  const matters = await readMatters(reading, opened);
  const [standing, decision, fates] = await Promise.all([
    readStanding(reading, of, rules, matters.indexes, await readLooks(reading, id, rules)),
    readDecision(reading, opened),
    readFates(reading, opened),
  ]);
  const after = isFirst ? undefined : from - 1;
  const { items, next } = await readTimeline(reading, opened, standing.duties, { limit: STEPS_PER_PAGE, after });
  // Nobody answers for a copied record: what is added there would wait for ever.
  const takesMore = of.owed && of.decided === null && of.merged === null && stageTakesInput(opened);
  return {
    id,
    title: caseTitle(opened, TITLE_CHARS),
    binding: await readBinding(reading, opened),
    opened: reading.time(opening.statement.at),
    inputCount: caseWords.inputCount(of.inputs),
    standing,
    outcome: outcomeTitle(of, rules),
    isOwed: of.owed,
    mergedInto: of.merged === null ? undefined : await readOther(reading, of.merged.into),
    reopened: of.reopened === null || of.decided !== null ? undefined : reference(of.reopened),
    decision,
    matters,
    evaluations: await readEvaluations(reading, opened),
    fates,
    links: await readLinks(reading, opened),
    timeline: items,
    from: isFirst ? undefined : from,
    earliest: isFirst ? undefined : `${caseHref(id)}#steps`,
    later: next === undefined ? undefined : `${caseHref(id)}?from=${next}#steps`,
    add: takesMore && takesForm(opened) ? `/inputs/new?case=${id}` : undefined,
    opensOwn: !takesMore && takesForm(opened) ? `/inputs/new?process=${of.process}` : undefined,
    data: `/api/v1/cases/${id}`,
  };
}

async function readOther(reading: Reading, id: number): Promise<CasePage['mergedInto']> {
  const opened = await openCase(reading, id);
  return opened === undefined ? undefined : { id, href: caseHref(id), title: caseTitle(opened) };
}

function takesForm({ rules }: OpenedCase): boolean {
  return formAuthors.some((author) => rules.authors.includes(author));
}

async function unknownCase(reading: Reading, id: number): Promise<PageError> {
  const entry = await reading.entry(id);
  if (entry?.caseId === undefined) return new PageError('case-unknown');
  const href = `${caseHref(entry.caseId)}?from=${id}#entry-${id}`;
  return new PageError('case-unknown', { instead: { href, text: caseWords.instead(id, entry.caseId) } });
}
