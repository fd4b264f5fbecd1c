/** Judges the registers of what decisions rest on, and what suppliers and devices say. SPEC 8.9, M51, M52. */
import type { Finding } from '../rules.ts';
import type { Draft, Register, StateShapes } from '../state.ts';
import type { StatementOf } from '../statement.ts';
import { finding, isRefusal, type Candidate, type Judge } from './admission.ts';
import { checkMandates, checkRight, checkTerm } from './signers.ts';
import { say } from '../say.ts';

type Registered = StatementOf<'algorithm-registered' | 'data-use-registered' | 'nudge-registered'>;
type Outside = Registered | StatementOf<'supplier-statement' | 'device-observation' | 'figure-reply'>;

export const judgeAlgorithmRegistered: Judge<'algorithm-registered'> = async (draft, candidate) => {
  const { supplier, impact } = candidate.statement;
  if (supplier !== undefined && (await draft.get('office', supplier))?.body !== 'supplier')
    return finding('office-unknown', say`There is no supplier "${supplier}".`);
  return register(draft, candidate, 'algorithm', impact);
};

export const judgeDataUseRegistered: Judge<'data-use-registered'> = (draft, candidate) =>
  register(draft, candidate, 'data-use', 'limited');

export const judgeNudgeRegistered: Judge<'nudge-registered'> = (draft, candidate) =>
  register(draft, candidate, 'nudge', 'limited');

export const judgeSupplierStatement: Judge<'supplier-statement'> = async (draft, candidate) => {
  const mandates = await enterOutside(draft, candidate);
  if (isRefusal(mandates)) return mandates;
  for (const entry of candidate.statement.concerns ?? []) {
    if ((await draft.get('registered', String(entry))) === undefined)
      return finding('register-unknown', say`Entry ${entry} registers nothing.`);
  }
  return [];
};

export const judgeDeviceObservation: Judge<'device-observation'> = async (draft, candidate) => {
  const mandates = await enterOutside(draft, candidate);
  if (isRefusal(mandates)) return mandates;
  const { case: id } = candidate.statement;
  if (id === undefined || (await draft.get('case', String(id))) !== undefined) return [];
  return finding('case-unknown', say`Entry ${id} opened no case.`);
};

/** A version follows the one before, from the office that keeps the thing. */
async function register(
  draft: Draft,
  candidate: Candidate<Registered>,
  name: Register,
  impact: StateShapes['registered']['impact'],
): Promise<Finding | readonly Finding[]> {
  const { id: code, version, status } = candidate.statement;
  const mandates = await enterOutside(draft, candidate);
  if (isRefusal(mandates)) return mandates;
  const id = `${name}/${code}`;
  const known = await draft.get('register', id);
  const expected = (known?.version ?? 0) + 1;
  if (version !== expected)
    return finding('register-version', say`The next version of "${code}" is ${expected}, not ${version}.`);
  const keeper = known?.office ?? mandates[0]?.office ?? '';
  if (!mandates.some(({ office }) => office === keeper))
    return finding('register-office', say`"${code}" is kept by the office "${keeper}".`);
  draft.put('register', id, { version, office: keeper, entry: candidate.index });
  draft.put('registered', String(candidate.index), { register: name, code, version, impact, status, cited: 0 });
  return [];
}

/** What is said outside the rules of a process: the mandates are in force, and their offices may say it. */
export async function enterOutside(
  draft: Draft,
  candidate: Candidate<Outside>,
): Promise<readonly StateShapes['mandate'][] | Finding> {
  const { kind, by } = candidate.statement;
  const mandates = await checkMandates(draft, candidate, by);
  if (isRefusal(mandates)) return mandates;
  return (await checkRight(draft, kind, mandates)) ?? mandates;
}

/** What a decision says it used is in the registers; what weighs heavily on people was reviewed by one. Gives the facts. */
export async function checkUsed(
  draft: Draft,
  { index, statement, time }: Candidate<StatementOf<'decision'>>,
): Promise<Finding | readonly Finding[]> {
  const { algorithms, data, review } = statement;
  const facts: Finding[] = [];
  let high: number | undefined;
  for (const [name, entries] of [
    ['algorithm', algorithms],
    ['data-use', data],
  ] as const) {
    for (const entry of entries === 'none' ? [] : new Set(entries)) {
      const registered = await draft.get('registered', String(entry));
      if (registered?.register !== name)
        return finding(
          'register-unknown',
          name === 'algorithm'
            ? say`Entry ${entry} registers no algorithm.`
            : say`Entry ${entry} registers no use of data.`,
        );
      const { code, status, impact, version, cited } = registered;
      draft.put('citation', `${entry}/${cited}`, { decision: index, case: statement.case });
      draft.put('registered', String(entry), { ...registered, cited: cited + 1 });
      const inForce = await draft.get('register', `${name}/${code}`);
      if (inForce?.entry !== entry || status === 'retired')
        facts.push(finding('register-superseded', say`Version ${version} of "${code}" (entry ${entry}).`));
      if (impact === 'high') high ??= entry;
    }
  }
  if (review === undefined)
    return high === undefined ? facts : finding('review-missing', say`Entry ${high} is an algorithm of high impact.`);
  const reviewer = await draft.get('mandate', String(review.reviewer));
  if (reviewer === undefined) return finding('mandate-unknown', say`Entry ${review.reviewer} grants no mandate.`);
  const body = (await draft.get('office', reviewer.office))?.body;
  if (body === 'device' || body === 'supplier')
    return finding(
      'review-missing',
      body === 'device'
        ? say`The mandate of entry ${review.reviewer} is that of a device.`
        : say`The mandate of entry ${review.reviewer} is that of a supplier.`,
    );
  return checkTerm(reviewer, review.reviewer, time) ?? facts;
}
