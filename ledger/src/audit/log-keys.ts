/**
 * Which log key is in force at which size, as the entries say, and what follows for the keys an audit began with: the one
 * that was given, the one that ledger.json names, the one that signs the checkpoint. SPEC 12, M35.
 *
 * A key that is replaced has signed for the one that takes its place, so whoever trusts the old one is led to the new one
 * by the record itself.
 */
import { parseVerifierKey, verifyNote, type Note, type VerifierKey } from '../note.ts';
import type { SignatureVerifier } from '../signature.ts';
import { auditFinding, type AuditFinding, type Findings, type Place } from './findings.ts';
import { differsFinding, formatKey, isSameKey, type Head, type KeyFrom } from './head.ts';
import { LEDGER_INFO_PATH } from './source.ts';
import { say, type Sentence } from '../say.ts';

export interface LogKey {
  readonly key: VerifierKey;
  /** The entry that put it in force: the opening, or a rotation. */
  readonly place: Place & { readonly entry: number };
}

/** As it is kept between visits: the key as a verifier key. */
export type KeptLogKey = readonly [vkey: string, place: LogKey['place']];

/** The keys of one log, each in the place of the one before it. */
export class LogKeys {
  readonly #keys: LogKey[] = [];

  constructor(kept: readonly KeptLogKey[] = []) {
    for (const [vkey, place] of kept) this.add(vkey, place);
  }

  keep(): readonly KeptLogKey[] {
    return this.#keys.map(({ key, place }) => [formatKey(key), place]);
  }

  /** To be told of what admitted entries leave in force; passes over what is known. */
  add(vkey: string, place: LogKey['place']): void {
    const newest = this.#keys.at(-1);
    if (newest === undefined || formatKey(newest.key) !== vkey) this.#keys.push({ key: parseVerifierKey(vkey), place });
  }

  get all(): readonly VerifierKey[] {
    return this.#keys.map(({ key }) => key);
  }

  /** The key that must sign a checkpoint of so many entries; undefined before the opening. */
  inForceAt(size: number): LogKey | undefined {
    return this.#keys.findLast(({ place }) => place.entry < size) ?? this.#keys[0];
  }

  /** What took the place of the key; undefined for the newest one, and for what never was a key of this log. */
  successor(key: VerifierKey): LogKey | undefined {
    const at = this.#keys.findIndex((known) => isSameKey(known.key, key));
    return at < 0 ? undefined : this.#keys[at + 1];
  }
}

export interface KeyQuestion {
  readonly head: Head;
  readonly keys: LogKeys;
  /** Whether every entry was there to be judged: what one that was not replaced, nobody knows. */
  readonly isComplete: boolean;
  readonly verifier: SignatureVerifier;
  readonly findings: Findings;
}

/** Reports what does not fit. Gives the key that the record is held to in the end. */
export async function judgeKeys(question: KeyQuestion): Promise<{ readonly key: VerifierKey; readonly from: KeyFrom }> {
  const { head, keys, verifier, findings } = question;
  const { given, listed } = head;
  const doubt = (found: AuditFinding): void =>
    findings.add(question.isComplete ? found : auditFinding('key-unjudged', [], {}));

  const inForce = keys.inForceAt(head.checkpoint.size);
  const signs = inForce !== undefined && (await isSigned(head.signed, inForce.key, verifier));
  if (inForce !== undefined && !signs) doubt(unsignedFinding(inForce, keys));
  const key = signs ? inForce.key : head.key;

  let from: KeyFrom = given === undefined ? 'ledger.json' : 'given';
  if (given !== undefined && !isSameKey(given, key)) {
    const next = keys.successor(given);
    if (next === undefined) {
      doubt(differsFinding());
      return { key, from };
    }
    from = 'followed';
    findings.add(followedFinding(next, say`You gave the old one.`));
  }
  if (listed === undefined || isSameKey(listed, key) || (inForce !== undefined && isSameKey(listed, inForce.key)))
    return { key, from };
  const next = keys.successor(listed);
  if (next !== undefined) findings.add(staleFinding(next));
  else if (given !== undefined) doubt(differsFinding());
  return { key, from };
}

export async function isSigned(note: Note, key: VerifierKey, verifier: SignatureVerifier): Promise<boolean> {
  return (await verifyNote(note, key, (...signature) => verifier.verify(...signature))) === 'verified';
}

/** That somebody who knew the old key was led to the new one. */
export function followedFinding({ place }: LogKey, how: Sentence): AuditFinding {
  return auditFinding('key-followed', [how], { ...place, field: 'logKey' });
}

function unsignedFinding({ place, key }: LogKey, keys: LogKeys): AuditFinding {
  const first = keys.inForceAt(0);
  const code = first !== undefined && isSameKey(first.key, key) ? 'opening-differs' : 'key-not-in-force';
  return auditFinding(code, [], { ...place, field: 'logKey' });
}

function staleFinding({ place }: LogKey): AuditFinding {
  const detail = say`Entry ${place.entry} put another key in the place of the log key it names.`;
  return auditFinding('ledger-info-differs', [detail], { file: LEDGER_INFO_PATH, field: 'logKey' });
}
