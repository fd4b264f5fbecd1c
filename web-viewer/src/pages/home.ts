/** The first page: what is newest, how much there is, how to say something, how to check it all. */
import { caseHref } from '../addresses.ts';
import { caseTitle, openCase, readCaseSummaries, type CaseSummary, type Title } from '../case-summary.ts';
import { readOpenProcesses, type OpenProcess } from '../open-process.ts';
import type { OpenedEntry } from '../opened-entry.ts';
import type { Reading, Time } from '../reading.ts';
import { readStepTitle } from '../step.ts';
import { homeWords } from '../words/home.ts';
import { owedWords } from '../words/owed.ts';
import { formatNumber } from '../words/numbers.ts';

const STEPS = 12;
const CASES = 6;
/** Overdue steps counted one by one; beyond them it is enough to know that there are more. */
const OVERDUE = 99;

export interface HomePage {
  readonly figures: readonly { readonly number: string; readonly label: string; readonly href: string }[];
  readonly overdue: { readonly sentence: string; readonly isSome: boolean };
  readonly steps: readonly NewStep[];
  readonly cases: readonly CaseSummary[];
  readonly processes: readonly OpenProcess[];
}

interface NewStep {
  readonly title: string;
  readonly href: string;
  readonly caseId: number;
  readonly caseTitle: Title;
  readonly time: Time;
}

export async function buildHome(reading: Reading): Promise<HomePage> {
  const { record } = reading;
  const [counts, newest, stepIndexes, overdue, processes] = await Promise.all([
    record.counts(),
    record.cases({ limit: CASES }),
    record.newestSteps(STEPS),
    record.obligations({ state: 'overdue', now: reading.now, limit: OVERDUE + 1 }),
    readOpenProcesses(reading),
  ]);
  const entries = await reading.entries(stepIndexes);
  const [steps, cases] = await Promise.all([
    Promise.all(entries.map((entry) => readNewStep(reading, entry))),
    readCaseSummaries(reading, newest),
  ]);
  return {
    figures: [
      { number: formatNumber(counts.cases), label: homeWords.cases, href: '/cases' },
      { number: formatNumber(counts.decided), label: homeWords.decided, href: '/cases?state=decided' },
      { number: formatNumber(counts.inputs), label: homeWords.inputs, href: '/cases' },
      {
        number: formatNumber(counts.entries),
        label: homeWords.entries,
        href: `/entries/${Math.max(0, counts.entries - 1)}`,
      },
    ],
    overdue: { sentence: overdueSentence(overdue.length), isSome: overdue.length > 0 },
    steps: steps.filter((step) => step !== undefined),
    cases,
    processes,
  };
}

function overdueSentence(overdue: number): string {
  return overdue === 0 ? owedWords.none : owedWords.some(Math.min(overdue, OVERDUE), overdue > OVERDUE);
}

async function readNewStep(reading: Reading, opened: OpenedEntry): Promise<NewStep | undefined> {
  const of = opened.caseId === undefined ? undefined : await openCase(reading, opened.caseId);
  if (of === undefined) return undefined;
  return {
    title: await readStepTitle(reading, opened, of.rules),
    href: `${caseHref(of.id)}${opened.index === of.id ? '' : `?from=${opened.index}`}#entry-${opened.index}`,
    caseId: of.id,
    caseTitle: caseTitle(of),
    time: reading.time(opened.entry.time),
  };
}
