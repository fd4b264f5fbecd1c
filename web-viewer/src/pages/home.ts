/** The first page: what is newest, how much there is, how to say something, how to check it all. */
import { stepHref } from '../addresses.ts';
import { caseTitle, openCase, readCaseSummaries, type CaseSummary, type Title } from '../case-summary.ts';
import { readOpenProcesses, type OpenProcess } from '../open-process.ts';
import type { OpenedEntry } from '../opened-entry.ts';
import type { Reading, Time } from '../reading.ts';
import { readStepTitle } from '../step.ts';
import type { Language } from '../language.ts';

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
  const { record, language } = reading;
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
  const figure = (name: keyof typeof counts, href: string): HomePage['figures'][number] => ({
    number: language.number(counts[name]),
    label: language.phrase(`home-figure-${name}`, { count: counts[name] }),
    href,
  });
  return {
    figures: [
      figure('cases', '/cases'),
      figure('decided', '/cases?state=decided'),
      figure('inputs', '/cases'),
      figure('entries', `/entries/${Math.max(0, counts.entries - 1)}`),
    ],
    overdue: { sentence: overdueSentence(language, overdue.length), isSome: overdue.length > 0 },
    steps: steps.filter((step) => step !== undefined),
    cases,
    processes,
  };
}

function overdueSentence(language: Language, count: number): string {
  if (count === 0) return language.phrase('home-overdue-none');
  if (count > OVERDUE) return language.phrase('home-overdue-more', { count: OVERDUE });
  return language.phrase('home-overdue-some', { count });
}

async function readNewStep(reading: Reading, opened: OpenedEntry): Promise<NewStep | undefined> {
  const of = opened.caseId === undefined ? undefined : await openCase(reading, opened.caseId);
  if (of === undefined) return undefined;
  return {
    title: await readStepTitle(reading, opened, of.rules),
    href: stepHref(of.id, opened.index),
    caseId: of.id,
    caseTitle: caseTitle(reading, of),
    time: reading.time(opened.entry.time),
  };
}
