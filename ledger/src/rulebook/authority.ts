/** Judges what registrars say of the authority, its offices and who holds them. SPEC 8.5, M24, M25. */
import type { StateShapes } from '../state.ts';
import type { Body, OfficialKind } from '../statements/rights.ts';
import { finding, type Judge } from './admission.ts';
import { enrol, enrolAll, logKeyid } from './keys.ts';
import { byRegistrars, checkRegistrars, countPeople, readLedger } from './signers.ts';
import { isRefusal } from './admission.ts';
import type { Finding } from '../rules.ts';
import { say } from '../say.ts';

export const judgeLedgerOpened: Judge<'ledger-opened'> = async (draft, candidate) => {
  const { origin, registrars, threshold, logKey, intakeKey } = candidate.statement;
  const impossible = checkThreshold(registrars, threshold);
  if (impossible !== undefined) return impossible;
  const log = logKeyid(logKey, origin);
  if (typeof log !== 'string') return log;
  draft.put('ledger', 'opened', { origin, registrars, threshold, logKey, intakeKey, calendar: null });
  return (
    (await enrol(draft, log, { role: 'log', person: null })) ??
    (await enrol(draft, intakeKey, { role: 'intake', person: null })) ??
    (await enrolAll(draft, registrars)) ??
    (await checkRegistrars(candidate, { registrars, threshold }, draft)) ??
    []
  );
};

export const judgeRegistrarsChanged: Judge<'registrars-changed'> = async (draft, candidate) => {
  const { registrars, threshold } = candidate.statement;
  const ledger = await readLedger(draft);
  if (isRefusal(ledger)) return ledger;
  const refused = checkThreshold(registrars, threshold) ?? (await byRegistrars(draft, candidate));
  if (refused !== undefined) return refused;
  draft.put('ledger', 'opened', { ...ledger, registrars, threshold });
  return (await enrolAll(draft, registrars)) ?? [];
};

function checkThreshold(registrars: StateShapes['ledger']['registrars'], threshold: number): Finding | undefined {
  const people = countPeople(registrars);
  if (threshold <= people) return undefined;
  return finding('threshold-impossible', say`${threshold} signatures are asked of ${people} different people.`);
}

/** What offices that are not the authority's own may do; the authority's own may do all but this. */
const foreignRights: { readonly [B in Exclude<Body, 'authority' | 'citizens'>]: readonly OfficialKind[] } = {
  supplier: ['supplier-statement'],
  device: ['device-observation'],
};

const othersRights = new Set(Object.values(foreignRights).flat());

export const judgeOfficeDefined: Judge<'office-defined'> = async (draft, candidate) => {
  const { office, title, body = 'authority', may } = candidate.statement;
  const foreign = body === 'supplier' || body === 'device' ? foreignRights[body] : undefined;
  const wrong = may.find((kind) => (foreign === undefined ? othersRights.has(kind) : !foreign.includes(kind)));
  if (wrong !== undefined)
    return finding('office-rights', say`"${office}" is an office of the kind "${body}", which cannot sign "${wrong}".`);
  draft.put('office', office, { title, body, may });
  return (await byRegistrars(draft, candidate)) ?? [];
};

export const judgeMandateGranted: Judge<'mandate-granted'> = async (draft, candidate) => {
  const { office, person, key, from, until } = candidate.statement;
  if ((await draft.get('office', office)) === undefined)
    return finding('office-unknown', say`There is no office "${office}".`);
  if (until !== undefined && until <= from)
    return finding('mandate-dates', say`It would begin at ${from} and end at ${until}.`);
  draft.put('mandate', String(candidate.index), { office, person, key, from, until: until ?? null, ended: null });
  return (await enrol(draft, key, { role: 'official', person })) ?? (await byRegistrars(draft, candidate)) ?? [];
};

export const judgeMandateEnded: Judge<'mandate-ended'> = async (draft, candidate) => {
  const id = candidate.statement.mandate;
  const mandate = await draft.get('mandate', String(id));
  if (mandate === undefined) return finding('mandate-unknown', say`Entry ${id} grants no mandate.`);
  if (mandate.ended !== null) return finding('mandate-ended', say`It was ended by entry ${mandate.ended}.`);
  draft.put('mandate', String(id), { ...mandate, ended: candidate.index });
  return (await byRegistrars(draft, candidate)) ?? [];
};
