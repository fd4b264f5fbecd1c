/** Judges how cases are decided, what becomes of each input, and what is said against that or sets it right. SPEC 8.7, M27, M28, M29, M49. */
import type { Finding } from '../rules.ts';
import type { Draft } from '../state.ts';
import type { StatementOf } from '../statement.ts';
import { finding, isRefusal, type Judge } from './admission.ts';
import {
  checkStage,
  checkUndecided,
  checkUnmerged,
  dueBy,
  enter,
  enterTaken,
  putCase,
  sinceOf,
  start,
  step,
  type Rules,
} from './cases.ts';
import { account, ownedSince } from './inputs.ts';
import { checkUsed } from './registers.ts';
import { say } from '../say.ts';

/** What has been on record for longer was there to be seen, whatever those who decide say that they saw. SPEC M27. */
export const MAX_UNSEEN_MS = 604_800_000;

/** Must account for the inputs its authors could see. What came in afterwards cannot hold a decision up, and is shown. */
export const judgeDecision: Judge<'decision'> = async (draft, candidate) => {
  const { statement } = candidate;
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const { of, rules } = standing;
  const refused = checkUndecided(standing) ?? checkStage(standing, 'decision') ?? checkParts(statement, rules);
  if (refused !== undefined) return refused;
  const outcome = rules.outcomes.find(({ code }) => code === statement.outcome);
  if (outcome === undefined)
    return finding('outcome-unknown', say`"${rules.title}" has no outcome "${statement.outcome}".`);
  const used = await checkUsed(draft, candidate);
  if (isRefusal(used)) return used;
  const follow = outcome.action === true ? (['carry-out', 'evaluate'] as const) : [];
  const clocks = await start(draft, of, rules, follow, statement.at);
  const decided = { ...step(candidate), outcome: outcome.code };
  const facts = [...used, ...putCase(draft, standing, { ...of, decided, clocks }, candidate)];
  if (of.waiting > 0) facts.push(finding('decided-unread', say`Texts or files that waited: ${of.waiting}.`));
  if (of.oldest === null) return facts;
  const left = say`Input ${of.oldest} is the first of those without a disposition.`;
  const { entry, time } = await ownedSince(draft, standing.id, of.oldest);
  const isSeen = entry < statement.seen.size || Date.parse(candidate.time) - Date.parse(time) > MAX_UNSEEN_MS;
  if (rules.accounting === 'refuse' && isSeen) return finding('inputs-unaccounted', left);
  return [...facts, finding('decided-unaccounted', left)];
};

function checkParts(statement: StatementOf<'decision'>, rules: Rules): Finding | undefined {
  const missing = rules.decisionStates?.find((part) => statement[part] === undefined);
  return missing === undefined ? undefined : finding('decision-incomplete', say`It does not state its "${missing}".`);
}

export const judgeDispositions: Judge<'dispositions'> = async (draft, candidate) => {
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const { id, of, rules } = standing;
  const refused = checkUnmerged(of) ?? checkStage(standing, 'dispositions');
  if (refused !== undefined) return refused;
  let rest = of;
  const cases = new Map<number, number>();
  for (const { code, inputs } of candidate.statement.items) {
    if (!rules.dispositions.some((known) => known.code === code))
      return finding('disposition-unknown', say`"${rules.title}" has no disposition "${code}".`);
    for (const input of inputs) {
      const without = await account(draft, { id, of: rest }, input, { code, entry: candidate.index }, cases);
      if (isRefusal(without)) return without;
      rest = without;
    }
  }
  return putCase(draft, standing, rest, candidate);
};

export const judgeDissent: Judge<'dissent'> = async (draft, candidate) => {
  const { from, case: id } = candidate.statement;
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const target = await draft.get('act', String(from));
  if (target?.case === id && target.kind === 'decision') return [];
  return finding('dissent-target', say`Entry ${from} is no decision of this case.`);
};

export const judgeCorrection: Judge<'correction'> = async (draft, candidate) => {
  const { corrects } = candidate.statement;
  // Before it is itself on record, or it could correct itself.
  const target = await draft.get('act', String(corrects));
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const own = await draft.get('act', String(candidate.index));
  if (target?.case !== candidate.statement.case)
    return finding('correction-target', say`Entry ${corrects} is no official act of this case.`);
  if (target.correctedBy !== null)
    return finding(
      'correction-target',
      say`Entry ${corrects} was corrected by entry ${target.correctedBy}: correct that one.`,
    );
  if (!target.offices.some((office) => own?.offices.includes(office)))
    return finding('correction-target', say`Entry ${corrects} was signed by another office.`);
  draft.put('act', String(corrects), { ...target, correctedBy: candidate.index });
  return [];
};

export const judgeAppeal: Judge<'appeal'> = (draft, candidate) => contest(draft, candidate);
export const judgeDispute: Judge<'dispute'> = (draft, candidate) => contest(draft, candidate);

/** An official act is appealed or disputed: it stands, and an answer is owed. */
async function contest(
  draft: Draft,
  candidate: Parameters<Judge<'appeal'>>[1] | Parameters<Judge<'dispute'>>[1],
): Promise<Finding | readonly Finding[]> {
  const { statement, index } = candidate;
  const target = await draft.get('act', String(statement.against));
  const standing = await enterTaken(draft, candidate);
  if (isRefusal(standing)) return standing;
  const { rules, of } = standing;
  if (!rules.authors.includes(statement.author))
    return finding('author-not-admitted', say`"${rules.title}" takes nothing from "${statement.author}".`);
  if (target?.case !== standing.id)
    return finding('contest-target', say`Entry ${statement.against} is no official act of this case.`);
  if (statement.kind === 'appeal' && target.kind !== 'decision')
    return finding('contest-target', say`Entry ${statement.against} decides nothing: dispute it instead.`);
  if (statement.kind === 'appeal' && of.decided !== null && of.decided.entry !== statement.against)
    return finding(
      'contest-target',
      say`Entry ${of.decided.entry} took the place of entry ${statement.against}: appeal against that one.`,
    );
  const since = sinceOf(candidate);
  draft.put('matter', String(index), {
    case: standing.id,
    kind: statement.kind,
    against: statement.against,
    offices: rules.acts.answer?.offices ?? [],
    since,
    due: of.owed || statement.author !== 'data-set' ? await dueBy(draft, rules.clocks.answer, since) : null,
    met: null,
    progress: null,
    digest: null,
  });
  return [];
}
