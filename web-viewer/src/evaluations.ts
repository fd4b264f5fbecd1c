/** What both sides say in the end: three questions, answered by the authority and by citizens. */
import type { OpenedCase } from './case-summary.ts';
import { isKind } from './opened-entry.ts';
import type { Language } from './language.ts';
import type { Reading } from './reading.ts';

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
  const indexes = await reading.caseSteps(id, STEPS_READ + 1, of.decided.entry);
  const said = (await reading.entries(indexes.slice(0, STEPS_READ))).filter((entry) => isKind(entry, 'evaluation'));
  if (said.length === 0) return undefined;
  const tell = (question: (typeof questions)[number], byOfficials: boolean): string => {
    const side = said.filter(({ statement }) => (statement.by !== undefined) === byOfficials);
    const counted = answers
      .map((answer) => ({ answer, count: side.filter(({ statement }) => statement[question] === answer).length }))
      .filter(({ count }) => count > 0);
    return tellJudgements(reading.language, counted);
  };
  return {
    rows: questions.map((question) => ({
      question: reading.language.phrase(`fact-${question}`),
      authority: tell(question, true),
      citizens: tell(question, false),
    })),
    partly:
      indexes.length > STEPS_READ
        ? reading.language.phrase('case-evaluations-partly', { steps: STEPS_READ })
        : undefined,
  };
}

function tellJudgements(
  language: Language,
  counted: readonly { readonly answer: (typeof answers)[number]; readonly count: number }[],
): string {
  const [first] = counted;
  if (first === undefined) return language.phrase('case-judgements-none');
  if (counted.length === 1 && first.count === 1) return language.phrase(`judgement-${first.answer}`);
  return counted
    .map(({ answer, count }) =>
      language.phrase('case-judgements-of', { answer: language.phrase(`judgement-${answer}`), count }),
    )
    .join(`${language.phrase('site-comma')} `);
}
