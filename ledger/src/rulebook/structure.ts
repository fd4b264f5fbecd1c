/** Judges how cases are linked, merged and split. SPEC 8.8, M48. */
import type { CaseState, ClockKind, Draft, StateShapes } from '../state.ts';
import { clockKinds } from '../state.ts';
import { metBy } from '../obligations.ts';
import { finding, isRefusal, type Judge } from './admission.ts';
import { caseNow, checkUndecided, enter, findCase, putCase, startAnswer, step, type Standing } from './cases.ts';
import { append, relink, unchain } from './inputs.ts';
import { say } from '../say.ts';

/** Each new link is compared with those there are. */
const MAX_LINKS = 200;

export const judgeCaseLinked: Judge<'case-linked'> = async (draft, candidate) => {
  const { other: otherId, relation } = candidate.statement;
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const other = await findCase(draft, otherId);
  if (isRefusal(other)) return other;
  if (other.id === standing.id) return finding('link-impossible', say`It is the case itself.`);
  if (standing.of.links >= MAX_LINKS)
    return finding('link-impossible', say`Case ${standing.id} has ${MAX_LINKS} links.`);
  if (await areLinked(draft, standing, otherId))
    return finding('link-impossible', say`Case ${standing.id} and case ${otherId} are linked already.`);
  const [here, there] = link(draft, standing, other, relation, candidate.index);
  putCase(draft, other, there, candidate);
  return putCase(draft, standing, here, candidate);
};

export const judgeCasesMerged: Judge<'cases-merged'> = async (draft, candidate) => {
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const into = await findCase(draft, candidate.statement.into);
  if (isRefusal(into)) return into;
  const refused = checkUndecided(standing) ?? checkUndecided(into);
  if (refused !== undefined) return refused;
  const [from, to] = [standing.of, into.of];
  if (into.id === standing.id) return finding('merge-impossible', say`It is the case itself.`);
  if (from.process !== to.process || from.version !== to.version)
    return finding('merge-impossible', say`They run by different rules: link them instead.`);
  if (from.stage !== to.stage)
    return finding(
      'merge-impossible',
      say`They are at different stages, and what is said at one would skip the others.`,
    );
  if (from.reopened !== null || to.reopened !== null)
    return finding('merge-impossible', say`An appeal opened one of them anew: that one is to be decided by itself.`);
  if (from.owed && !to.owed)
    return finding('merge-impossible', say`Case ${into.id} was copied from a data set: nothing is owed there.`);
  const [left, joined] = link(draft, standing, into, 'merged', candidate.index);
  // One chain behind the other: what came with the merger counts as having come with it.
  if (from.oldest !== null && to.newest !== null) {
    await relink(draft, to.newest, { after: from.oldest });
    await relink(draft, from.oldest, { before: to.newest });
  }
  const merged = { into: into.id, ...step(candidate) };
  putCase(draft, standing, { ...left, ...CHAINLESS, waiting: 0, merged, clocks: {} }, candidate);
  return putCase(
    draft,
    into,
    {
      ...joined,
      inputs: to.inputs + from.inputs,
      supporters: to.supporters + from.supporters,
      unaccounted: to.unaccounted + from.unaccounted,
      waiting: to.waiting + from.waiting,
      oldest: to.oldest ?? from.oldest,
      newest: from.newest ?? to.newest,
      ...(await joinOwed(draft, into, from, candidate.statement.at)),
    },
    candidate,
  );
};

const CHAINLESS = { unaccounted: 0, oldest: null, newest: null } as const;

/**
 * What is owed after a merger. Who was not answered in the one is not answered by what had been said in the other before;
 * nothing is owed later than it was; and together there may be the supporters that this one did not have.
 */
async function joinOwed(
  draft: Draft,
  { of: to, rules }: Standing,
  from: CaseState,
  at: string,
): Promise<Pick<CaseState, 'clocks' | 'acknowledged' | 'responded'>> {
  const clocks: { [K in ClockKind]?: NonNullable<CaseState['clocks'][K]> } = { ...to.clocks };
  const unmet = clockKinds.filter((kind) => isUnmet(from, kind));
  for (const kind of unmet) {
    const [own, brought] = [clocks[kind], from.clocks[kind]];
    if (brought === undefined) continue;
    if (own === undefined || metBy(to, kind) !== null || brought.due < own.due) clocks[kind] = brought;
  }
  // A response acknowledges as well: where it does not count for the one it cannot stay for the other.
  const anew = unmet.includes('acknowledge') || unmet.includes('respond');
  if (anew && to.responded !== null && !unmet.includes('respond')) delete clocks.respond;
  const joined = {
    ...to,
    clocks,
    acknowledged: unmet.includes('acknowledge') ? null : (to.acknowledged ?? (anew ? to.responded : null)),
    responded: anew ? null : to.responded,
  };
  const threshold = rules.support?.threshold ?? Infinity;
  const reached = to.supporters < threshold && to.supporters + from.supporters >= threshold;
  const { clocks: running, acknowledged, responded } = reached ? await startAnswer(draft, joined, rules, at) : joined;
  return { clocks: running, acknowledged, responded };
}

function isUnmet(of: CaseState, kind: ClockKind): boolean {
  return of.clocks[kind] !== undefined && metBy(of, kind) === null;
}

export const judgeCaseSplit: Judge<'case-split'> = async (draft, candidate) => {
  const { inputs } = candidate.statement;
  const standing = await enter(draft, candidate);
  if (isRefusal(standing)) return standing;
  const refused = checkUndecided(standing);
  if (refused !== undefined) return refused;
  const { id, of } = standing;
  let rest = of;
  const cases = new Map<number, number>();
  let ofApart: CaseState = {
    ...{ ...of, ...CHAINLESS, reopened: null },
    // What was answered before was not an answer to this alone; received it was.
    acknowledged: of.acknowledged ?? of.responded,
    responded: null,
    ...{ inputs: 0, waiting: 0, supporters: 0, links: 0, commitments: { made: 0, open: 0 } },
  };
  for (const input of inputs) {
    const known = await draft.get('input', String(input));
    if (known === undefined || (await caseNow(draft, known.case, cases)) !== id)
      return finding('input-unknown', say`Entry ${input} is no input of case ${id}.`);
    if (known.disposition !== null)
      return finding('input-accounted', say`Entry ${known.disposition.entry} says what became of input ${input}.`);
    if (input === id) return finding('split-impossible', say`The input that opened a case stays in it.`);
    const { time, waiting } = known;
    rest = { ...(await unchain(draft, rest, input)), inputs: rest.inputs - 1, waiting: rest.waiting - waiting };
    ofApart = await append(draft, { id: candidate.index, of: ofApart }, { entry: input, time }, waiting);
  }
  if (rest.inputs === 0) return finding('split-impossible', say`Nothing would be left in the case.`);
  const apart = { id: candidate.index, of: ofApart };
  const [here, there] = link(draft, { ...standing, of: rest }, apart, 'split', candidate.index);
  putCase(draft, apart, there, candidate);
  return putCase(draft, standing, here, candidate);
};

/** Both cases, each with the other in its list. */
function link(
  draft: Draft,
  one: Pick<Standing, 'id' | 'of'>,
  two: Pick<Standing, 'id' | 'of'>,
  relation: StateShapes['link']['relation'],
  entry: number,
): [CaseState, CaseState] {
  draft.put('link', `${one.id}/${one.of.links}`, { other: two.id, relation, entry });
  draft.put('link', `${two.id}/${two.of.links}`, { other: one.id, relation, entry });
  return [
    { ...one.of, links: one.of.links + 1 },
    { ...two.of, links: two.of.links + 1 },
  ];
}

async function areLinked(draft: Draft, { id, of }: Standing, other: number): Promise<boolean> {
  for (let number = 0; number < of.links; number++)
    if ((await draft.get('link', `${id}/${number}`))?.other === other) return true;
  return false;
}
