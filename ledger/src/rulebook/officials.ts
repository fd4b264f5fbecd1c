/** Judges what officials say while a case is under way. SPEC 8.7. */
import { finding, isRefusal, type Judge } from './admission.ts';
import { checkUndecided, checkUnmerged, dueBy, enter, enterTaken, putCase, start, step } from './cases.ts';
import type { Finding } from '../rules.ts';
import type { Draft, MatterState } from '../state.ts';
import { say } from '../say.ts';

export const judgeAcknowledgement: Judge<'acknowledgement'> = async (draft, candidate) => {
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const { of } = standing;
  const after = { ...of, acknowledged: of.acknowledged ?? step(candidate) };
  return checkUnmerged(of) ?? putCase(draft, standing, after, candidate);
};

export const judgeResponse: Judge<'response'> = async (draft, candidate) => {
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const { of } = standing;
  const after = { ...of, responded: of.responded ?? step(candidate) };
  return checkUnmerged(of) ?? putCase(draft, standing, after, candidate);
};

export const judgeQuestion: Judge<'question'> = async (draft, candidate) => {
  const { to } = candidate.statement;
  // Not when the one who asks says that it was: another office is to answer in time.
  const since = candidate.time;
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const merged = checkUnmerged(standing.of);
  if (merged !== undefined) return merged;
  if (to !== undefined && (await draft.get('office', to)) === undefined)
    return finding('office-unknown', say`There is no office "${to}".`);
  if (to !== undefined && standing.rules.acts.answer?.offices.includes(to) !== true)
    return finding('act-not-allowed', say`The process does not let the office "${to}" answer.`);
  draft.put('matter', String(candidate.index), {
    case: standing.id,
    kind: 'question',
    against: null,
    offices: to === undefined ? [] : [to],
    since,
    // Nobody who was heard owes an answer.
    due: to === undefined ? null : await dueBy(draft, standing.rules.clocks.answer, since),
    met: null,
    progress: null,
    digest: null,
  });
  return [];
};

export const judgeAnswer: Judge<'answer'> = async (draft, candidate) => {
  const { answers, result, by, at } = candidate.statement;
  const standing = await enterTaken(draft, candidate);
  if (isRefusal(standing)) return standing;
  const matter = await draft.get('matter', String(answers));
  if (matter === undefined || matter.case !== standing.id || matter.kind === 'commitment')
    return finding('answer-target', say`Entry ${answers} asks for no answer in this case.`);
  if (matter.met !== null) return finding('answer-target', say`Entry ${matter.met.entry} answered it.`);
  const asksPeople = matter.kind === 'question' && matter.offices.length === 0;
  if (by === undefined && !asksPeople)
    return finding('answer-target', say`Entry ${answers} asks an office, and no official signed this.`);
  if ((result !== undefined) !== (matter.kind === 'appeal' || matter.kind === 'dispute'))
    return finding('answer-result', say`Entry ${answers} is of the kind "${matter.kind}".`);
  const own = await draft.get('act', String(candidate.index));
  if (!asksPeople && !matter.offices.some((office) => own?.offices.includes(office)))
    return finding('answer-target', say`Entry ${answers} asks "${matter.offices.join('", "')}".`);
  const met: MatterState = { ...matter, met: step(candidate) };
  draft.put('matter', String(answers), met);
  const asked = matter.digest === null ? undefined : await draft.get('content', matter.digest);
  if (matter.digest !== null && asked !== undefined) draft.put('content', matter.digest, { ...asked, asked: null });
  const facts = await judgeJudges(draft, matter, by ?? []);
  if (matter.due !== null && candidate.time >= matter.due)
    facts.push(finding('step-late', say`The answer was due before ${matter.due}.`));
  const { of, rules } = standing;
  if (matter.kind !== 'appeal' || result === 'rejected' || of.decided === null) return facts;
  // It turned against a decision whose place another one has taken.
  if (answers < of.decided.entry) return facts;
  // An appeal that is upheld opens the case anew: it is to be decided again, in the same time as at first.
  const { 'carry-out': _carryOut, evaluate: _evaluate, decide: _decide, ...kept } = of.clocks;
  const again = {
    ...of,
    decided: null,
    reopened: candidate.index,
    responded: of.responded ?? { entry: of.decided.entry, time: of.decided.time },
    // What was done about the old decision does not meet what the new one will ask for.
    carriedOut: null,
    evaluated: null,
    clocks: kept,
  };
  const clocks = await start(draft, again, rules, ['decide'], at);
  return [...facts, ...putCase(draft, standing, { ...again, clocks }, candidate)];
};

/** That nobody judges an appeal who had not made the decision is for all to see. */
async function judgeJudges(draft: Draft, matter: MatterState, by: readonly number[]): Promise<Finding[]> {
  const { against } = matter;
  if (matter.kind !== 'appeal' || against === null) return [];
  const decided = await draft.get('act', String(against));
  const deciders = new Set<string | undefined>();
  for (const mandate of decided?.by ?? []) deciders.add((await draft.get('mandate', String(mandate)))?.person);
  for (const mandate of by) if (!deciders.has((await draft.get('mandate', String(mandate)))?.person)) return [];
  return [finding('appeal-self-judged', say`Entry ${against} was signed by the same people.`)];
}

export const judgeReferral: Judge<'referral'> = async (draft, candidate) => {
  const { to } = candidate.statement;
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const merged = checkUnmerged(standing.of);
  if (merged !== undefined) return merged;
  if (to !== undefined && (await draft.get('office', to)) === undefined)
    return finding('office-unknown', say`There is no office "${to}".`);
  return putCase(draft, standing, { ...standing.of, office: to ?? standing.of.office }, candidate);
};

export const judgeStageOpened: Judge<'stage-opened'> = async (draft, candidate) => {
  const { stage } = candidate.statement;
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const refused = checkUndecided(standing);
  if (refused !== undefined) return refused;
  const { of, rules } = standing;
  const stages = rules.stages ?? [];
  const next = stages[stages.findIndex(({ code }) => code === of.stage) + 1];
  if (next?.code !== stage)
    return finding(
      'stage-order',
      next === undefined ? say`There is no further stage.` : say`The next one is "${next.code}".`,
    );
  return putCase(draft, standing, { ...of, stage }, candidate);
};

export const judgeEvidenceCited: Judge<'evidence-cited'> = async (draft, candidate) => {
  const standing = await enter(draft, candidate);
  return isRefusal(standing) ? standing : [];
};
