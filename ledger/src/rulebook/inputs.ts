/** Inputs and the chain, within each case, of those that nobody has accounted for. SPEC 8.6, M26. */
import type { Finding } from '../rules.ts';
import type { CaseState, Draft } from '../state.ts';
import { finding, isRefusal, type Judge } from './admission.ts';
import { checkAct, checkMandates } from './signers.ts';

export const judgeInputReceived: Judge<'input-received'> = async (draft, candidate) => {
  const { statement, index } = candidate;
  const opened = await caseFor(draft, candidate);
  if (isRefusal(opened)) return opened;
  const rules = await draft.get('rules', `${opened.process}/${opened.version}`);
  if (rules === undefined)
    return finding('process-unknown', `There is no process "${opened.process}", version ${opened.version}.`);
  if (!rules.authors.includes(statement.author))
    return finding('author-not-admitted', `"${rules.title}" takes no input from "${statement.author}".`);

  if (statement.by === undefined) {
    const ledger = await draft.get('ledger', 'opened');
    const [signer] = candidate.signers;
    if (candidate.signers.length !== 1 || signer !== ledger?.intakeKey)
      return finding('key-unknown', 'It names no mandate and is not signed by the intake key alone.');
  } else {
    const mandates = await checkMandates(draft, candidate, statement.by);
    if (isRefusal(mandates)) return mandates;
    const refused = await checkAct(draft, 'input-received', mandates, rules);
    if (refused !== undefined) return refused;
  }

  if (statement.source !== undefined) {
    const id = `${statement.source.name}/${statement.source.id}`;
    const known = await draft.get('source', id);
    if (known !== undefined) return finding('source-repeated', `It is entry ${known.entry}.`);
    draft.put('source', id, { entry: index });
  }
  await append(draft, opened, statement.case ?? index, index);
  return [];
};

/** The case an input joins, or the new one it opens. */
async function caseFor(
  draft: Draft,
  { statement }: Parameters<typeof judgeInputReceived>[1],
): Promise<CaseState | Finding> {
  if (statement.case !== undefined) {
    const joined = await draft.get('case', String(statement.case));
    if (joined === undefined) return finding('case-unknown', `Entry ${statement.case} opened no case.`);
    if (joined.decided !== null)
      return finding(
        'case-decided',
        `It was decided by entry ${joined.decided.entry}; what is new opens a case of its own.`,
      );
    return joined;
  }
  const { id, version } = statement.process ?? { id: '', version: 0 };
  const inForce = await draft.get('process', id);
  if (inForce === undefined) return finding('process-unknown', `There is no process "${id}".`);
  if (version > inForce.version)
    return finding('process-unknown', `Version ${inForce.version} of "${id}" is the newest; there is no ${version}.`);
  if (version < inForce.version)
    return finding('process-superseded', `Version ${inForce.version} of "${id}" is in force, not ${version}.`);
  return {
    process: id,
    version,
    since: statement.at,
    owed: statement.author !== 'data-set',
    inputs: 0,
    unaccounted: 0,
    oldest: null,
    newest: null,
    acknowledged: null,
    responded: null,
    decided: null,
  };
}

async function append(draft: Draft, into: CaseState, caseId: number, index: number): Promise<void> {
  if (into.newest !== null) {
    const before = await draft.get('input', String(into.newest));
    if (before !== undefined) draft.put('input', String(into.newest), { ...before, after: index });
  }
  draft.put('input', String(index), { case: caseId, before: into.newest, after: null, disposition: null });
  draft.put('case', String(caseId), {
    ...into,
    inputs: into.inputs + 1,
    unaccounted: into.unaccounted + 1,
    oldest: into.oldest ?? index,
    newest: index,
  });
}

/** Takes an input out of the chain and says what became of it. */
export async function account(
  draft: Draft,
  caseId: number,
  input: number,
  disposition: { code: string; entry: number },
): Promise<Finding | undefined> {
  const known = await draft.get('input', String(input));
  if (known?.case !== caseId) return finding('input-unknown', `Entry ${input} is no input of case ${caseId}.`);
  if (known.disposition !== null)
    return finding('input-accounted', `Entry ${known.disposition.entry} says what became of input ${input}.`);
  const of = await draft.get('case', String(caseId));
  if (of === undefined) return finding('case-unknown', `Entry ${caseId} opened no case.`);
  const { before, after } = known;
  if (before !== null) await relink(draft, before, { after });
  if (after !== null) await relink(draft, after, { before });
  draft.put('input', String(input), { case: caseId, before: null, after: null, disposition });
  draft.put('case', String(caseId), {
    ...of,
    unaccounted: of.unaccounted - 1,
    oldest: of.oldest === input ? after : of.oldest,
    newest: of.newest === input ? before : of.newest,
  });
  return undefined;
}

async function relink(
  draft: Draft,
  input: number,
  link: { before: number | null } | { after: number | null },
): Promise<void> {
  const known = await draft.get('input', String(input));
  if (known !== undefined) draft.put('input', String(input), { ...known, ...link });
}
