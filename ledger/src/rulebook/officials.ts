/** Judges what officials say in a case. SPEC 8.7, M27, M28, M29. */
import type { Finding } from '../rules.ts';
import type { CaseState, Draft, StateShapes, Step } from '../state.ts';
import type { StatementOf } from '../statement.ts';
import { finding, isRefusal, type Candidate, type Judge } from './admission.ts';
import { account } from './inputs.ts';
import { checkAct, checkMandates } from './signers.ts';

type Act = StatementOf<'acknowledgement' | 'response' | 'decision' | 'dispositions' | 'correction'>;

/** The case as it stood, with the rules it runs by. */
interface Standing {
  readonly of: CaseState;
  readonly rules: StateShapes['rules'];
}

export const judgeAcknowledgement: Judge<'acknowledgement'> = async (draft, candidate) => {
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  draft.put('case', String(candidate.statement.case), {
    ...standing.of,
    acknowledged: standing.of.acknowledged ?? step(candidate),
  });
  return [];
};

export const judgeResponse: Judge<'response'> = async (draft, candidate) => {
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  draft.put('case', String(candidate.statement.case), {
    ...standing.of,
    responded: standing.of.responded ?? step(candidate),
  });
  return [];
};

/** Must account for the inputs its authors could see. What came in afterwards cannot hold a decision up, and is shown. */
export const judgeDecision: Judge<'decision'> = async (draft, candidate) => {
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const { of, rules } = standing;
  const { outcome, seen } = candidate.statement;
  if (of.decided !== null) return finding('case-decided', `Entry ${of.decided.entry} decided it.`);
  if (!rules.outcomes.some(({ code }) => code === outcome))
    return finding('outcome-unknown', `"${rules.title}" has no outcome "${outcome}".`);
  draft.put('case', String(candidate.statement.case), { ...of, decided: { ...step(candidate), outcome } });
  if (of.oldest === null) return [];
  const left = `Input ${of.oldest} is the first of those without a disposition.`;
  if (rules.accounting === 'refuse' && of.oldest < seen.size) return finding('inputs-unaccounted', left);
  return [finding('decided-unaccounted', left)];
};

export const judgeDispositions: Judge<'dispositions'> = async (draft, candidate) => {
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  for (const { code, inputs } of candidate.statement.items) {
    if (!standing.rules.dispositions.some((known) => known.code === code))
      return finding('disposition-unknown', `"${standing.rules.title}" has no disposition "${code}".`);
    for (const input of inputs) {
      const refused = await account(draft, candidate.statement.case, input, { code, entry: candidate.index });
      if (refused !== undefined) return refused;
    }
  }
  return [];
};

export const judgeCorrection: Judge<'correction'> = async (draft, candidate) => {
  const { corrects } = candidate.statement;
  // Before it is itself on record, or it could correct itself.
  const target = await draft.get('act', String(corrects));
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const own = await draft.get('act', String(candidate.index));
  if (target?.case !== candidate.statement.case)
    return finding('correction-target', `Entry ${corrects} is no official act of this case.`);
  if (target.correctedBy !== null)
    return finding(
      'correction-target',
      `Entry ${corrects} was corrected by entry ${target.correctedBy}: correct that one.`,
    );
  if (!target.offices.some((office) => own?.offices.includes(office)))
    return finding('correction-target', `Entry ${corrects} was signed by another office.`);
  draft.put('act', String(corrects), { ...target, correctedBy: candidate.index });
  return [];
};

/** What holds for every official act: the case exists, the mandates are in force, the rules of the case allow it. */
async function enter(draft: Draft, candidate: Candidate<Act>): Promise<Standing | Finding> {
  const { statement, index } = candidate;
  const of = await draft.get('case', String(statement.case));
  if (of === undefined) return finding('case-unknown', `Entry ${statement.case} opened no case.`);
  const rules = await draft.get('rules', `${of.process}/${of.version}`);
  if (rules === undefined)
    return finding('process-unknown', `There is no process "${of.process}", version ${of.version}.`);
  const mandates = await checkMandates(draft, candidate, statement.by);
  if (isRefusal(mandates)) return mandates;
  const refused = await checkAct(draft, statement.kind, mandates, rules);
  if (refused !== undefined) return refused;
  const offices = [...new Set(mandates.map(({ office }) => office))];
  draft.put('act', String(index), { case: statement.case, kind: statement.kind, offices, correctedBy: null });
  return { of, rules };
}

function step(candidate: Candidate): Step {
  return { entry: candidate.index, time: candidate.time };
}
