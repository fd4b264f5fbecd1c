/** What both sides say in the end: three questions, answered by the authority and by citizens. */
import type { OpenedCase } from './case-summary.ts';
import { isKind } from './opened-entry.ts';
import type { Reading } from './reading.ts';
import { caseWords } from './words/case.ts';
import { factWords } from './words/facts.ts';

/** Steps after the decision that are looked through. */
const STEPS_READ = 500;
const questions = ['heard', 'explained', 'achieved'] as const;
const answers = ['yes', 'partly', 'no', 'unknown'] as const;

export interface Evaluations {
  readonly rows: readonly { readonly question: string; readonly authority: string; readonly citizens: string }[];
  /** Said where not every step was looked through. */
  readonly partly: string | undefined;
}

/** Undefined while nobody has looked back. */
export async function readEvaluations(reading: Reading, { id, of }: OpenedCase): Promise<Evaluations | undefined> {
  if (of.decided === null) return undefined;
  const indexes = await reading.record.caseSteps(id, STEPS_READ + 1, of.decided.entry);
  const said = (await reading.entries(indexes.slice(0, STEPS_READ))).filter((entry) => isKind(entry, 'evaluation'));
  if (said.length === 0) return undefined;
  const tell = (question: (typeof questions)[number], byOfficials: boolean): string => {
    const side = said.filter(({ statement }) => (statement.by !== undefined) === byOfficials);
    const counted = answers
      .map((answer) => ({ answer, count: side.filter(({ statement }) => statement[question] === answer).length }))
      .filter(({ count }) => count > 0);
    return caseWords.judgements(counted.map(({ answer, count }) => [factWords.judgements[answer], count]));
  };
  return {
    rows: questions.map((question) => ({
      question: factWords[question],
      authority: tell(question, true),
      citizens: tell(question, false),
    })),
    partly: indexes.length > STEPS_READ ? caseWords.evaluationsPartly(STEPS_READ) : undefined,
  };
}
