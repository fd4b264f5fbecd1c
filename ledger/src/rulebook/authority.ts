/** Judges what registrars say. SPEC 8.5, M24, M25. */
import { FormatError } from '../error.ts';
import { parseKeyid, formatKeyid } from '../keyid.ts';
import { parseVerifierKey } from '../note.ts';
import { checkPublicKey } from '../signature.ts';
import type { Finding } from '../rules.ts';
import type { Draft, StateShapes } from '../state.ts';
import { finding, isRefusal, type Judge } from './admission.ts';
import { checkRegistrars } from './signers.ts';

export const judgeLedgerOpened: Judge<'ledger-opened'> = async (draft, candidate) => {
  const { origin, registrars, threshold, logKey, intakeKey } = candidate.statement;
  const people = new Set(registrars.map((registrar) => registrar.person)).size;
  if (threshold > people)
    return finding('threshold-impossible', `${threshold} signatures are asked of ${people} different people.`);
  const log = logKeyid(logKey, origin);
  if (typeof log !== 'string') return log;
  draft.put('ledger', 'opened', { origin, threshold, logKey, intakeKey });
  return (
    (await enrol(draft, log, { role: 'log', person: null })) ??
    (await enrol(draft, intakeKey, { role: 'intake', person: null })) ??
    (await enrolAll(draft, registrars)) ??
    (await checkRegistrars(draft, candidate, threshold)) ??
    []
  );
};

export const judgeOfficeDefined: Judge<'office-defined'> = async (draft, candidate) => {
  const { office, title, may } = candidate.statement;
  draft.put('office', office, { title, may });
  return (await byRegistrars(draft, candidate)) ?? [];
};

export const judgeMandateGranted: Judge<'mandate-granted'> = async (draft, candidate) => {
  const { office, person, key, from, until } = candidate.statement;
  if ((await draft.get('office', office)) === undefined)
    return finding('office-unknown', `There is no office "${office}".`);
  if (until !== undefined && until <= from)
    return finding('mandate-dates', `It would begin at ${from} and end at ${until}.`);
  draft.put('mandate', String(candidate.index), { office, person, key, from, until: until ?? null, ended: null });
  return (await enrol(draft, key, { role: 'official', person })) ?? (await byRegistrars(draft, candidate)) ?? [];
};

export const judgeMandateEnded: Judge<'mandate-ended'> = async (draft, candidate) => {
  const id = candidate.statement.mandate;
  const mandate = await draft.get('mandate', String(id));
  if (mandate === undefined) return finding('mandate-unknown', `Entry ${id} grants no mandate.`);
  if (mandate.ended !== null) return finding('mandate-ended', `It was ended by entry ${mandate.ended}.`);
  draft.put('mandate', String(id), { ...mandate, ended: candidate.index });
  return (await byRegistrars(draft, candidate)) ?? [];
};

export const judgeProcessPublished: Judge<'process-published'> = async (draft, candidate) => {
  const { process, version, title, level, authors, acts, outcomes, dispositions, accounting, clocks } =
    candidate.statement;
  const expected = ((await draft.get('process', process))?.version ?? 0) + 1;
  if (version !== expected)
    return finding('process-version', `The next version of "${process}" is ${expected}, not ${version}.`);
  for (const office of new Set(Object.values(acts).flatMap((act) => act?.offices ?? []))) {
    if ((await draft.get('office', office)) === undefined)
      return finding('office-unknown', `There is no office "${office}".`);
  }
  draft.put('process', process, { version });
  draft.put('rules', `${process}/${version}`, {
    entry: candidate.index,
    title,
    level,
    authors,
    acts,
    outcomes,
    dispositions,
    accounting,
    clocks,
  });
  return (await byRegistrars(draft, candidate)) ?? [];
};

async function byRegistrars(
  draft: Draft,
  candidate: Parameters<typeof checkRegistrars>[1],
): Promise<Finding | undefined> {
  const ledger = await draft.get('ledger', 'opened');
  if (ledger === undefined) return finding('ledger-not-opened', 'The first entry must open the ledger.');
  return checkRegistrars(draft, candidate, ledger.threshold);
}

/** Gives a key its one role. A person may use one key in several mandates; nothing else is shared. */
async function enrol(draft: Draft, keyid: string, use: StateShapes['key']): Promise<Finding | undefined> {
  const strength = checkPublicKey(parseKeyid(keyid));
  if (strength !== 'ok') return finding('key-weak', `The key ${keyid} is ${strength}.`);
  const taken = await draft.get('key', keyid);
  if (taken !== undefined && (taken.role !== use.role || taken.person !== use.person || use.person === null)) {
    return finding(
      'key-taken',
      `The key ${keyid} already belongs to ${taken.role === 'official' ? 'an official' : `the ${taken.role}`}.`,
    );
  }
  draft.put('key', keyid, use);
  return undefined;
}

async function enrolAll(
  draft: Draft,
  registrars: readonly { person: string; key: string }[],
): Promise<Finding | undefined> {
  for (const { person, key } of registrars) {
    const refused = await enrol(draft, key, { role: 'registrar', person });
    if (isRefusal(refused)) return refused;
  }
  return undefined;
}

function logKeyid(logKey: string, origin: string): string | Finding {
  try {
    const key = parseVerifierKey(logKey);
    if (key.name !== origin)
      return finding('log-key-foreign', `The log key is named "${key.name}", the ledger "${origin}".`);
    return formatKeyid(key.publicKey);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return finding('key-weak', 'The log key is not a C2SP verifier key.');
  }
}
