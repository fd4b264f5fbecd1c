/** Who may sign what: registrars by threshold, officials by mandate, the intake by its one key. SPEC 8.4, M21, M22, M23. */
import type { Finding } from '../rules.ts';
import type { State, StateShapes } from '../state.ts';
import type { OfficialKind } from '../statements/authority.ts';
import { finding, type Candidate } from './admission.ts';

/** Enough different registrars, and nobody else. */
export async function checkRegistrars(
  state: State,
  candidate: Candidate,
  threshold: number,
): Promise<Finding | undefined> {
  const people = new Set<string>();
  for (const keyid of candidate.signers) {
    const key = await state.get('key', keyid);
    if (key?.role !== 'registrar' || key.person === null)
      return finding('key-unknown', `The key ${keyid} is not a registrar's.`);
    people.add(key.person);
  }
  if (people.size >= threshold) return undefined;
  return finding('threshold-unmet', `${people.size} of ${threshold} registrars signed.`);
}

/**
 * Every mandate named is in force at this entry, each signature is one of theirs and each of theirs is there.
 * The entry's own time decides: the position in the log, not anybody's clock.
 */
export async function checkMandates(
  state: State,
  candidate: Candidate,
  by: readonly number[],
): Promise<Finding | StateShapes['mandate'][]> {
  const mandates = [];
  for (const id of new Set(by)) {
    const mandate = await state.get('mandate', String(id));
    if (mandate === undefined) return finding('mandate-unknown', `Entry ${id} grants no mandate.`);
    if (mandate.ended !== null)
      return finding('mandate-ended', `The mandate of entry ${id} was ended by entry ${mandate.ended}.`);
    if (candidate.time < mandate.from)
      return finding('mandate-not-begun', `The mandate of entry ${id} begins at ${mandate.from}.`);
    if (mandate.until !== null && candidate.time >= mandate.until)
      return finding('mandate-expired', `The mandate of entry ${id} ran out at ${mandate.until}.`);
    mandates.push(mandate);
  }
  const needed = new Set(mandates.map((mandate) => mandate.key));
  for (const keyid of candidate.signers) {
    if (!needed.has(keyid)) return finding('mandate-key', `The key ${keyid} is none of the mandates' named.`);
  }
  if (needed.size > candidate.signers.length)
    return finding('mandate-key', 'A mandate is named whose key did not sign.');
  return mandates;
}

/** The offices may do this, by their definitions and by the rules of the case, and enough different people signed. */
export async function checkAct(
  state: State,
  kind: OfficialKind,
  mandates: readonly StateShapes['mandate'][],
  rules: StateShapes['rules'],
): Promise<Finding | undefined> {
  const act = rules.acts[kind];
  if (act === undefined) return finding('act-not-allowed', `The process gives nobody the right to sign "${kind}".`);
  for (const { office } of mandates) {
    const definition = await state.get('office', office);
    if (definition?.may.includes(kind) !== true)
      return finding('act-not-allowed', `The office "${office}" may not sign "${kind}".`);
    if (!act.offices.includes(office))
      return finding('act-not-allowed', `The process does not let the office "${office}" sign "${kind}".`);
  }
  const people = new Set(mandates.map((mandate) => mandate.person));
  if (people.size >= act.signatures) return undefined;
  return finding('signatures-too-few', `${people.size} of ${act.signatures} people signed.`);
}
