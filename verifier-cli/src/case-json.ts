/** The story of a case for programs: the same that `case-story.ts` tells. */
import type { CaseFound, Step } from '@counterfoil/ledger/audit/case-follower';
import type { Source } from '@counterfoil/ledger/audit/source';
import { contentRefs, fileRefs } from '@counterfoil/ledger/statement';
import { openObligations } from './case-steps.ts';
import { readPublicText } from './case-story.ts';
import { stepSentence, titleIn } from './case-words.ts';

/** @param now recording time of the newest entry. */
export async function caseJson(found: CaseFound, source: Source, now: string): Promise<object> {
  const { id, of, rules, state } = found;
  const steps = [];
  for (const step of found.steps) steps.push(await stepJson(step, found, source));
  const inputs = found.steps.filter(({ statement }) => statement.kind === 'input-received');
  return {
    id,
    process: { id: of.process, version: of.version, title: rules.title, entry: rules.entry },
    state: of.merged !== null ? 'merged' : of.decided === null ? 'open' : 'decided',
    merged: of.merged,
    decided: of.decided === null ? null : { ...of.decided, title: titleIn(rules.outcomes, of.decided.outcome) },
    reopened: of.reopened,
    inputs: of.inputs,
    supporters: of.supporters,
    steps,
    became: inputs.map(({ index }) => ({
      entry: index,
      disposition: state.all('input').get(String(index))?.disposition ?? null,
    })),
    owed: openObligations(found, now).map(({ kind, entry, offices, due, overdue }) => ({
      kind,
      entry,
      offices,
      due,
      overdue,
    })),
  };
}

async function stepJson({ index, time, statement }: Step, found: CaseFound, source: Source): Promise<object> {
  const { state, rules } = found;
  const texts = [];
  for (const ref of contentRefs(statement)) {
    const { state: view = 'unknown', by = null, ground = null } = state.all('content').get(ref.digest) ?? {};
    texts.push({
      digest: ref.digest,
      lang: ref.lang,
      view,
      by,
      ground,
      text: (await readPublicText(ref, found, source)) ?? null,
    });
  }
  return {
    entry: index,
    recorded: time,
    kind: statement.kind,
    sentence: `${stepSentence(statement, state, rules)}.`,
    correctedBy: state.all('act').get(String(index))?.correctedBy ?? null,
    texts,
    files: fileRefs(statement).map(({ digest }) => digest),
  };
}
