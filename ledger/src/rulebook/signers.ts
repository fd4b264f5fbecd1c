/** Who may sign what: registrars by threshold, officials by mandate, the intake by its one key. SPEC 8.4, M21, M22, M23. */
import type { Finding } from '../rules.ts';
import type { Draft, State, StateShapes } from '../state.ts';
import type { CaseKind, RegisterKind } from '../statements/rights.ts';
import { finding, isRefusal, type Candidate } from './admission.ts';
import { say } from '../say.ts';

type Ledger = StateShapes['ledger'];
type Mandate = StateShapes['mandate'];

export async function readLedger(state: State): Promise<Ledger | Finding> {
  return (
    (await state.get('ledger', 'opened')) ?? finding('ledger-not-opened', say`The first entry must open the ledger.`)
  );
}

/** By threshold, as the ledger stands before the entry. */
export async function byRegistrars(draft: Draft, candidate: Candidate): Promise<Finding | undefined> {
  const ledger = await readLedger(draft);
  return isRefusal(ledger) ? ledger : checkRegistrars(candidate, ledger, draft);
}

export function countPeople(people: readonly { readonly person: string }[]): number {
  return new Set(people.map(({ person }) => person)).size;
}

/** Enough different registrars, and nobody else but the keys that sign for themselves. */
export async function checkRegistrars(
  candidate: Candidate,
  { registrars, threshold }: Pick<Ledger, 'registrars' | 'threshold'>,
  state: State,
  themselves: readonly string[] = [],
): Promise<Finding | undefined> {
  const people = new Set<string>();
  for (const keyid of candidate.signers) {
    const registrar = registrars.find(({ key }) => key === keyid);
    if (registrar !== undefined) {
      people.add(registrar.person);
    } else if (!themselves.includes(keyid)) {
      const key = await state.get('key', keyid);
      const gone = key !== undefined && key.role === 'registrar';
      return finding(
        gone ? 'key-revoked' : 'key-unknown',
        gone ? say`The key ${keyid} is no registrar’s any more.` : say`The key ${keyid} is not a registrar’s.`,
      );
    }
  }
  if (people.size >= threshold) return undefined;
  return finding('threshold-unmet', say`${people.size} of ${threshold} registrars signed.`);
}

/** The key that signs today for what was enrolled with this one. */
export async function currentKey(state: Pick<State, 'get'>, enrolled: string): Promise<string> {
  let keyid = enrolled;
  for (;;) {
    const next = (await state.get('key', keyid))?.replacedBy ?? null;
    if (next === null) return keyid;
    keyid = next;
  }
}

/**
 * Every mandate named is in force at this entry, each signature is one of theirs and each of theirs is there.
 * The entry's own time decides: the position in the log, not anybody's clock.
 */
export async function checkMandates(
  state: State,
  candidate: Candidate,
  by: readonly number[],
): Promise<Finding | Mandate[]> {
  const mandates = [];
  const needed = new Set<string>();
  for (const id of new Set(by)) {
    const mandate = await state.get('mandate', String(id));
    if (mandate === undefined) return finding('mandate-unknown', say`Entry ${id} grants no mandate.`);
    const unfit = checkTerm(mandate, id, candidate.time);
    if (unfit !== undefined) return unfit;
    const key = await currentKey(state, mandate.key);
    const revoked = (await state.get('key', key))?.revoked ?? null;
    if (revoked !== null)
      return finding('key-revoked', say`Entry ${revoked} revoked the key of the mandate of entry ${id}.`);
    needed.add(key);
    mandates.push(mandate);
  }
  for (const keyid of candidate.signers) {
    if (needed.has(keyid)) continue;
    const known = await state.get('key', keyid);
    if (known !== undefined && (known.replacedBy !== null || known.revoked !== null))
      return finding('key-revoked', say`The key ${keyid} was taken out of use.`);
    return finding('mandate-key', say`The key ${keyid} belongs to none of the mandates named.`);
  }
  if (needed.size > candidate.signers.length)
    return finding('mandate-key', say`A mandate is named whose key did not sign.`);
  return mandates;
}

/** Whether the mandate of that entry is in force at the time. */
export function checkTerm(mandate: Mandate, id: number, time: string): Finding | undefined {
  if (mandate.ended !== null)
    return finding('mandate-ended', say`The mandate of entry ${id} was ended by entry ${mandate.ended}.`);
  if (time < mandate.from)
    return finding('mandate-not-begun', say`The mandate of entry ${id} begins at ${mandate.from}.`);
  if (mandate.until !== null && time >= mandate.until)
    return finding('mandate-expired', say`The mandate of entry ${id} ran out at ${mandate.until}.`);
  return undefined;
}

/** Every office may do this by its own definition. */
export async function checkRight(
  state: State,
  kind: CaseKind | RegisterKind,
  mandates: readonly Mandate[],
): Promise<Finding | undefined> {
  for (const { office } of mandates) {
    const definition = await state.get('office', office);
    if (definition?.may.includes(kind) !== true)
      return finding('act-not-allowed', say`The office "${office}" may not sign "${kind}".`);
  }
  return undefined;
}

/** The offices may do this, by their definitions and by the rules of the case, and enough different people signed. */
export async function checkAct(
  state: State,
  kind: CaseKind,
  mandates: readonly Mandate[],
  rules: StateShapes['rules'],
): Promise<Finding | undefined> {
  const act = rules.acts[kind];
  if (act === undefined) return finding('act-not-allowed', say`The process gives nobody the right to sign "${kind}".`);
  const refused = await checkRight(state, kind, mandates);
  if (refused !== undefined) return refused;
  const others = act.countersigned?.offices ?? [];
  for (const { office } of mandates) {
    if (!act.offices.includes(office) && !others.includes(office))
      return finding('act-not-allowed', say`The process does not let the office "${office}" sign "${kind}".`);
  }
  const signed = countPeople(mandates.filter(({ office }) => act.offices.includes(office)));
  if (signed < act.signatures) return finding('signatures-too-few', say`${signed} of ${act.signatures} people signed.`);
  if (act.countersigned === undefined) return undefined;
  const { offices, signatures } = act.countersigned;
  const counter = countPeople(mandates.filter(({ office }) => offices.includes(office)));
  if (counter < signatures)
    return finding('signatures-too-few', say`${counter} of ${signatures} people countersigned.`);
  // Who belongs to both kinds of office counts once.
  if (countPeople(mandates) >= act.signatures + signatures) return undefined;
  return finding('signatures-too-few', say`The same people cannot sign and countersign.`);
}
