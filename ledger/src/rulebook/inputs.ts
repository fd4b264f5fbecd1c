/** Inputs and the chain, within each case, of those that nobody has accounted for. SPEC 8.6, M26, M53. */
import type { Finding } from '../rules.ts';
import type { CaseState, Draft, Step } from '../state.ts';
import type { StatementOf } from '../statement.ts';
import { finding, isRefusal, type Judge } from './admission.ts';
import {
  caseNow,
  checkIntake,
  checkSpeaker,
  checkSpoken,
  checkStage,
  checkUndecided,
  enterTaken,
  findCase,
  putCase,
  readRules,
  sinceOf,
  start,
  startAnswer,
  step,
  type Standing,
} from './cases.ts';
import { checkAct, checkMandates } from './signers.ts';
import { say } from '../say.ts';

export const judgeInputReceived: Judge<'input-received'> = async (draft, candidate) => {
  const { statement, index } = candidate;
  const standing = await caseFor(draft, candidate);
  if (isRefusal(standing)) return standing;
  const { rules } = standing;
  if (!rules.authors.includes(statement.author))
    return finding('author-not-admitted', say`"${rules.title}" takes no input from "${statement.author}".`);
  const { area } = statement;
  // SPEC M101.
  if (area !== undefined && rules.areas?.some(({ code }) => code === area) !== true)
    return finding('area-unknown', say`"${rules.title}" has no area "${area}".`);
  const closed = checkStage(standing, 'input-received');
  if (closed !== undefined) return closed;

  if (statement.by === undefined) {
    const { speaker } = statement;
    const refused =
      speaker === undefined
        ? await checkIntake(draft, candidate)
        : await checkSpeaker(draft, candidate, speaker, standing.id);
    if (refused !== undefined) return refused;
  } else {
    const mandates = await checkMandates(draft, candidate, statement.by);
    if (isRefusal(mandates)) return mandates;
    const refused = await checkAct(draft, 'input-received', mandates, rules);
    if (refused !== undefined) return refused;
  }

  if (statement.source !== undefined) {
    const id = `${statement.source.name}/${statement.source.id}`;
    const known = await draft.get('source', id);
    if (known !== undefined) return finding('source-repeated', say`It is entry ${known.entry}.`);
    draft.put('source', id, { entry: index });
  }
  const of = await owe(draft, standing, statement.author, sinceOf(candidate));
  return putCase(draft, standing, await append(draft, { ...standing, of }, step(candidate)), candidate);
};

export const judgeSupportAdded: Judge<'support-added'> = async (draft, candidate) => {
  const { count, by, author, at } = candidate.statement;
  const standing = await enterTaken(draft, candidate);
  if (isRefusal(standing)) return standing;
  const { rules } = standing;
  if (rules.support === undefined)
    return finding('support-not-taken', say`"${rules.title}" has no threshold to reach.`);
  if (count > 1 && by === undefined) return finding('support-counted', say`It counts ${count} and names no official.`);
  if (!rules.authors.includes(author))
    return finding('author-not-admitted', say`"${rules.title}" takes no support from "${author}".`);
  const refused = checkUndecided(standing) ?? checkStage(standing, 'support-added');
  if (refused !== undefined) return refused;
  const of = await owe(draft, standing, author, at);
  const supporters = of.supporters + count;
  const reached = of.supporters < rules.support.threshold && supporters >= rules.support.threshold;
  const after = reached ? await startAnswer(draft, of, rules, at) : of;
  return putCase(draft, standing, { ...after, supporters }, candidate);
};

/** What became of an input whose author took it back. No process can give this code another meaning. */
export const WITHDRAWN = 'withdrawn';

/** Its author takes an entry back: nothing is owed for it any more, and it stays on record. SPEC M63. */
export const judgeWithdrawal: Judge<'withdrawal'> = async (draft, candidate) => {
  const { speaker } = candidate.statement;
  const standing = await checkSpoken(draft, candidate);
  if (isRefusal(standing)) return standing;
  const said = await draft.get('speaker', String(speaker));
  if (said === undefined) return finding('speaker-unknown', say`Entry ${speaker} names no key.`);
  if (said.withdrawn !== null) return finding('speaker-withdrawn', say`Entry ${said.withdrawn} took it back.`);
  draft.put('speaker', String(speaker), { ...said, withdrawn: candidate.index });
  const input = await draft.get('input', String(speaker));
  if (input !== undefined) {
    const refused = checkUndecided(standing);
    if (refused !== undefined) return refused;
    if ((await caseNow(draft, input.case, new Map())) !== standing.id)
      return finding('input-unknown', say`Entry ${speaker} is no input of case ${standing.id} any more.`);
    if (input.disposition !== null) return [];
    const disposition = { code: WITHDRAWN, entry: candidate.index };
    const of = await account(draft, standing, speaker, disposition, new Map());
    return isRefusal(of) ? of : putCase(draft, standing, of, candidate);
  }
  const matter = await draft.get('matter', String(speaker));
  if (matter?.met === null) draft.put('matter', String(speaker), { ...matter, met: step(candidate) });
  return [];
};

/** The case an input joins, or the new one it opens. */
async function caseFor(
  draft: Draft,
  { statement, index }: Parameters<typeof judgeInputReceived>[1],
): Promise<Standing | Finding> {
  if (statement.case !== undefined) {
    const joined = await findCase(draft, statement.case);
    if (isRefusal(joined)) return joined;
    return checkUndecided(joined) ?? joined;
  }
  const { id, version } = statement.process ?? { id: '', version: 0 };
  const inForce = await draft.get('process', id);
  if (inForce === undefined) return finding('process-unknown', say`There is no process "${id}".`);
  if (version > inForce.version)
    return finding(
      'process-unknown',
      say`Version ${inForce.version} of "${id}" is the newest; there is no ${version}.`,
    );
  if (version < inForce.version)
    return finding('process-superseded', say`Version ${inForce.version} of "${id}" is in force, not ${version}.`);
  const rules = await readRules(draft, { process: id, version });
  if (isRefusal(rules)) return rules;
  const calendar = (await draft.get('ledger', 'opened'))?.calendar ?? null;
  const opened: CaseState = {
    ...{ process: id, version, since: statement.at, calendar },
    owed: false,
    stage: rules.stages?.[0]?.code ?? null,
    office: null,
    ...EMPTY,
  };
  return { id: index, of: opened, rules };
}

/**
 * The case as it is owed its steps from the first on who is not a data set, and by whom it need not have been opened. What had
 * been said to a data set before is no answer to them. SPEC M30.
 */
async function owe(
  draft: Draft,
  { of, rules }: Pick<Standing, 'of' | 'rules'>,
  author: StatementOf<'input-received'>['author'],
  since: string,
): Promise<CaseState> {
  if (of.owed || author === 'data-set') return of;
  const calendar = (await draft.get('ledger', 'opened'))?.calendar ?? null;
  const owed = { ...of, owed: true, calendar, acknowledged: null, responded: null };
  // Where supporters are counted, an answer is owed once there are enough.
  const isAsked = of.supporters >= (rules.support?.threshold ?? 0);
  const kinds = isAsked ? (['acknowledge', 'respond', 'decide'] as const) : (['acknowledge'] as const);
  return { ...owed, clocks: await start(draft, owed, rules, kinds, since) };
}

/** A case to which nothing has happened. */
const EMPTY = {
  inputs: 0,
  supporters: 0,
  unaccounted: 0,
  waiting: 0,
  oldest: null,
  newest: null,
  acknowledged: null,
  responded: null,
  decided: null,
  reopened: null,
  carriedOut: null,
  evaluated: null,
  merged: null,
  commitments: { made: 0, open: 0 },
  links: 0,
  clocks: {},
  nextDue: null,
} satisfies Partial<CaseState>;

/** The case with one input more, at the end of the chain. @param waiting how many of its texts and files wait to be looked at */
export async function append(
  draft: Draft,
  { id, of }: Pick<Standing, 'id' | 'of'>,
  { entry: index, time }: Step,
  waiting = 0,
): Promise<CaseState> {
  if (of.newest !== null) await relink(draft, of.newest, { after: index });
  draft.put('input', String(index), { case: id, time, before: of.newest, after: null, disposition: null, waiting });
  return {
    ...of,
    inputs: of.inputs + 1,
    unaccounted: of.unaccounted + 1,
    waiting: of.waiting + waiting,
    oldest: of.oldest ?? index,
    newest: index,
  };
}

/** Takes an input out of the chain and says what became of it. Gives the case without it. @param cases as `caseNow` */
export async function account(
  draft: Draft,
  { id, of }: Pick<Standing, 'id' | 'of'>,
  input: number,
  disposition: { code: string; entry: number },
  cases: Map<number, number>,
): Promise<CaseState | Finding> {
  const known = await draft.get('input', String(input));
  if (known === undefined || (await caseNow(draft, known.case, cases)) !== id)
    return finding('input-unknown', say`Entry ${input} is no input of case ${id}.`);
  const before = known.disposition;
  if (before !== null && (of.reopened === null || before.entry > of.reopened))
    return finding('input-accounted', say`Entry ${before.entry} says what became of input ${input}.`);
  const without = before === null ? await unchain(draft, of, input) : of;
  draft.put('input', String(input), { ...known, before: null, after: null, disposition });
  return without;
}

/** The case without an input that has no disposition, whose neighbours are joined. */
export async function unchain(draft: Draft, of: CaseState, input: number): Promise<CaseState> {
  const { before, after } = (await draft.get('input', String(input))) ?? { before: null, after: null };
  if (before !== null) await relink(draft, before, { after });
  if (after !== null) await relink(draft, after, { before });
  return {
    ...of,
    unaccounted: of.unaccounted - 1,
    oldest: of.oldest === input ? after : of.oldest,
    newest: of.newest === input ? before : of.newest,
  };
}

export async function relink(
  draft: Draft,
  input: number,
  link: { before: number | null } | { after: number | null },
): Promise<void> {
  const known = await draft.get('input', String(input));
  if (known !== undefined) draft.put('input', String(input), { ...known, ...link });
}

/**
 * Since which entry, and when that was recorded, the case has had this input without a disposition: since it was said, or since the split or the
 * merger that brought it. The chain is in this order.
 */
export async function ownedSince(draft: Draft, id: number, input: number): Promise<Step> {
  const known = await draft.get('input', String(input));
  let now = known?.case ?? id;
  // A case is not older than the entry that began it, as a split does.
  let since: Step = { entry: Math.max(input, now), time: known?.time ?? '' };
  while (now !== id) {
    const merged = (await draft.get('case', String(now)))?.merged ?? null;
    if (merged === null) break;
    now = merged.into;
    since = merged;
  }
  return since;
}
