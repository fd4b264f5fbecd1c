/** Judges what is promised after a decision, how far it has come, and what was made of it. SPEC 8.7, M50. */
import { endOfDay } from '../calendar.ts';
import { finding, isRefusal, type Judge } from './admission.ts';
import { calendarInForce, checkUnmerged, enter, enterTaken, putCase, step } from './cases.ts';
import { say } from '../say.ts';

export const judgeCommitment: Judge<'commitment'> = async (draft, candidate) => {
  const { office, carrier, decision, term, at } = candidate.statement;
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const { of } = standing;
  const merged = checkUnmerged(of);
  if (merged !== undefined) return merged;
  if ((await draft.get('office', office)) === undefined)
    return finding('office-unknown', say`There is no office "${office}".`);
  if (decision !== undefined) {
    if (of.decided?.entry !== decision)
      return finding('commitment-undecided', say`Entry ${decision} is not the decision of this case.`);
  } else if (carrier === 'citizens') {
    return finding('commitment-undecided', say`It hands work to citizens and names no decision.`);
  }
  const calendar = await calendarInForce(draft);
  if (calendar === undefined)
    return finding('calendar-unknown', say`Publish the calendar first: the last day of a term is a day of it.`);
  const due = endOfDay(calendar, term);
  if (due <= candidate.time) return finding('commitment-term', say`Its last day is ${term}.`);
  draft.put('matter', String(candidate.index), {
    case: standing.id,
    kind: 'commitment',
    against: null,
    offices: [office],
    since: at,
    due,
    met: null,
    progress: 'not-started',
    digest: null,
  });
  const { made, open } = of.commitments;
  return putCase(draft, standing, { ...of, commitments: { made: made + 1, open: open + 1 } }, candidate);
};

export const judgeMilestone: Judge<'milestone'> = async (draft, candidate) => {
  const { commitment, progress } = candidate.statement;
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const { of } = standing;
  const matter = await draft.get('matter', String(commitment));
  if (matter?.case !== standing.id || matter.kind !== 'commitment')
    return finding('commitment-unknown', say`Entry ${commitment} is no commitment of this case.`);
  if (matter.met !== null)
    return finding('commitment-complete', say`Entry ${matter.met.entry} reported that it is complete.`);
  const complete = progress === 'complete';
  draft.put('matter', String(commitment), { ...matter, progress, met: complete ? step(candidate) : null });
  if (!complete) return [];
  const late =
    matter.due !== null && candidate.time >= matter.due
      ? [finding('step-late', say`The commitment was due before ${matter.due}.`)]
      : [];
  const commitments = { ...of.commitments, open: of.commitments.open - 1 };
  // The decision is carried out when nothing that was promised is left to do.
  const done = commitments.open === 0 && of.decided !== null;
  const carriedOut = of.carriedOut ?? (done ? step(candidate) : null);
  return [...late, ...putCase(draft, standing, { ...of, commitments, carriedOut }, candidate)];
};

export const judgeEvaluation: Judge<'evaluation'> = async (draft, candidate) => {
  const standing = await enterTaken(draft, candidate);
  if (isRefusal(standing)) return standing;
  const { of } = standing;
  if (of.decided === null) return finding('case-undecided', say`There is no outcome yet to look back on.`);
  // Citizens look back whenever they like; the clock waits for the authority.
  if (candidate.statement.by === undefined) return [];
  return putCase(draft, standing, { ...of, evaluated: of.evaluated ?? step(candidate) }, candidate);
};
