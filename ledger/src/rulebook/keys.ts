/** Keys: how one gets its part in a ledger, hands it on, and loses it. SPEC 8.5, M24, M45, M46. */
import { FormatError } from '../error.ts';
import { parseVerifierKey } from '../note.ts';
import type { Finding } from '../rules.ts';
import type { Draft, StateShapes } from '../state.ts';
import { finding, isRefusal, type Judge } from './admission.ts';
import { checkKeyid, ed25519Keyid, keyMaterial } from '../keyid.ts';
import { byRegistrars, checkRegistrars, countPeople, readLedger } from './signers.ts';
import { say, type Sentence } from '../say.ts';
import type { PublicKeyVerdict } from '../ed25519.ts';

type Use = Pick<StateShapes['key'], 'role' | 'person'>;

/** Gives a key its one role. A person may use one key in several mandates; nothing else is shared, under no other scheme either. */
export async function enrol(draft: Draft, keyid: string, use: Use): Promise<Finding | undefined> {
  const weak = checkStrength(keyid);
  if (weak !== undefined) return weak;
  const material = keyMaterial(keyid);
  const spelled = (await draft.get('material', material))?.key;
  const taken = await draft.get('key', keyid);
  if (taken === undefined) {
    // A key by which somebody speaks on has no part: whoever named it keeps it from nobody. SPEC M61.
    const isEnrolled = spelled !== undefined && (await draft.get('key', spelled)) !== undefined;
    if (isEnrolled) return finding('key-taken', say`The key ${keyid} is on the ledger already, as ${spelled}.`);
    draft.put('material', material, { key: keyid });
    draft.put('key', keyid, { ...use, revoked: null, replacedBy: null });
    return undefined;
  }
  if (taken.revoked !== null || taken.replacedBy !== null)
    return finding('key-revoked', say`The key ${keyid} was taken out of use.`);
  if (taken.role !== use.role || taken.person !== use.person || use.person === null) {
    return finding('key-taken', ownerWords[taken.role](keyid));
  }
  return undefined;
}

/** A key that is a point of its curve, and not one for which anybody can sign. */
export function checkStrength(keyid: string): Finding | undefined {
  const strength = checkKeyid(keyid);
  return strength === 'ok' ? undefined : finding('key-weak', strengthWords[strength](keyid));
}

type KeyWords = (keyid: string) => Sentence;

const strengthWords: { readonly [V in Exclude<PublicKeyVerdict, 'ok'>]: KeyWords } = {
  malformed: (keyid) => say`The key ${keyid} is malformed.`,
  'not-canonical': (keyid) => say`The key ${keyid} is not canonical.`,
  'low-order': (keyid) => say`The key ${keyid} is of low order.`,
  'mixed-order': (keyid) => say`The key ${keyid} is of mixed order.`,
};

const ownerWords: { readonly [R in StateShapes['key']['role']]: KeyWords } = {
  registrar: (keyid) => say`The key ${keyid} already belongs to a registrar.`,
  official: (keyid) => say`The key ${keyid} already belongs to an official.`,
  intake: (keyid) => say`The key ${keyid} already belongs to the intake.`,
  log: (keyid) => say`The key ${keyid} already belongs to the log.`,
};

export async function enrolAll(
  draft: Draft,
  registrars: StateShapes['ledger']['registrars'],
): Promise<Finding | undefined> {
  for (const { person, key } of registrars) {
    const refused = await enrol(draft, key, { role: 'registrar', person });
    if (isRefusal(refused)) return refused;
  }
  return undefined;
}

/** The keyid of a log key that carries the name of the ledger. */
export function logKeyid(logKey: string, origin: string): string | Finding {
  try {
    const key = parseVerifierKey(logKey);
    if (key.name !== origin)
      return finding('log-key-foreign', say`The log key is named "${key.name}", the ledger "${origin}".`);
    return ed25519Keyid(key.publicKey);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return finding('key-weak', say`The log key is not a C2SP verifier key.`);
  }
}

export const judgeKeyRotated: Judge<'key-rotated'> = async (draft, candidate) => {
  const { from, to } = candidate.statement;
  const old = await draft.get('key', from);
  if (old === undefined || old.role === 'log') return finding('key-unknown', say`There is no key ${from} to replace.`);
  if (old.revoked !== null || old.replacedBy !== null)
    return finding('key-revoked', say`The key ${from} was taken out of use.`);
  if ((await draft.get('key', to)) !== undefined) return finding('key-taken', say`The key ${to} has its part already.`);
  const refused = (await replace(draft, from, old, to)) ?? (await checkRotation(draft, candidate, from, to));
  if (refused !== undefined) return refused;
  const ledger = await readLedger(draft);
  if (isRefusal(ledger)) return ledger;
  const { person } = old;
  draft.put('ledger', 'opened', {
    ...ledger,
    intakeKey: ledger.intakeKey === from ? to : ledger.intakeKey,
    registrars: ledger.registrars.map((one) => (one.key === from && person !== null ? { person, key: to } : one)),
  });
  return [];
};

export const judgeLogKeyRotated: Judge<'log-key-rotated'> = async (draft, candidate) => {
  const ledger = await readLedger(draft);
  if (isRefusal(ledger)) return ledger;
  const [from, to] = [logKeyid(ledger.logKey, ledger.origin), logKeyid(candidate.statement.logKey, ledger.origin)];
  if (typeof to !== 'string') return to;
  if (typeof from !== 'string') return from;
  const old = await draft.get('key', from);
  if (old === undefined) return finding('key-unknown', say`There is no key ${from} to replace.`);
  if ((await draft.get('key', to)) !== undefined) return finding('key-taken', say`The key ${to} has its part already.`);
  const refused = (await replace(draft, from, old, to)) ?? (await checkRotation(draft, candidate, from, to));
  if (refused !== undefined) return refused;
  draft.put('ledger', 'opened', { ...ledger, logKey: candidate.statement.logKey });
  return [];
};

export const judgeKeyRevoked: Judge<'key-revoked'> = async (draft, candidate) => {
  const { key } = candidate.statement;
  const known = await draft.get('key', key);
  if (known === undefined || known.role === 'log' || known.role === 'intake')
    return finding('key-unknown', say`The key ${key} is none of a registrar or an official.`);
  if (known.revoked !== null || known.replacedBy !== null)
    return finding('key-revoked', say`The key ${key} was taken out of use before.`);
  const ledger = await readLedger(draft);
  if (isRefusal(ledger)) return ledger;
  const refused = await byRegistrars(draft, candidate);
  if (refused !== undefined) return refused;
  const registrars = ledger.registrars.filter((one) => one.key !== key);
  if (known.role === 'registrar' && countPeople(registrars) < ledger.threshold) {
    const left = say`${countPeople(registrars)} would be left, and ${ledger.threshold} must sign together. Change the registrars first.`;
    return finding('revocation-impossible', left);
  }
  draft.put('key', key, { ...known, revoked: candidate.index });
  draft.put('ledger', 'opened', { ...ledger, registrars });
  return [];
};

async function replace(draft: Draft, from: string, old: StateShapes['key'], to: string): Promise<Finding | undefined> {
  const refused = await enrol(draft, to, { role: old.role, person: old.person });
  if (refused !== undefined) return refused;
  draft.put('key', from, { ...old, replacedBy: to });
  return undefined;
}

/**
 * Enough registrars, and the two keys themselves: who holds the new one shows it, who held the old one agrees. The intake
 * key is nobody's own: it can be replaced when it is lost.
 */
async function checkRotation(
  draft: Draft,
  candidate: Parameters<typeof checkRegistrars>[0],
  from: string,
  to: string,
): Promise<Finding | undefined> {
  const asked = (await draft.get('key', from))?.role === 'intake' ? [to] : [from, to];
  const missing = asked.find((key) => !candidate.signers.includes(key));
  if (missing !== undefined) return finding('rotation-unsigned', say`The key ${missing} did not sign.`);
  const ledger = await readLedger(draft);
  if (isRefusal(ledger)) return ledger;
  return checkRegistrars(candidate, ledger, draft, [from, to]);
}
