/**
 * Every rule an entry is held to: its code, what breaking it means, and the sentence for people. SPEC 8.
 *
 * An `inadmissible` entry is refused by the recorder and a failure to the verifier; a `fact` is recorded and shown.
 */
const inadmissible = (sentence: string) => ({ severity: 'inadmissible', sentence }) as const;
const fact = (sentence: string) => ({ severity: 'fact', sentence }) as const;

export const rules = {
  'index-wrong': inadmissible('The entry does not carry the index of its place.'),
  'chain-broken': inadmissible('The entry does not name the hash of the entry before it.'),
  'time-backwards': inadmissible('The entry was recorded earlier than the entry before it.'),
  'signature-wrong': inadmissible('A signature does not fit the statement and the key it names.'),
  'signature-repeated': inadmissible('The same key signed twice.'),
  'ledger-not-opened': inadmissible('The ledger has not been opened: its first entry must open it.'),
  'ledger-already-opened': inadmissible('The ledger is open already; it cannot be opened twice.'),
  'origin-foreign': inadmissible('The statement was made for another ledger.'),
  'log-key-foreign': inadmissible('The log key that the opening names does not carry the name of this ledger.'),
  'seen-ahead': inadmissible('The statement claims to have seen entries that did not exist yet.'),
  'seen-unknown': inadmissible('The statement was made in sight of another history than this one.'),
  'seen-short': inadmissible('The statement names an entry that its author had not seen.'),
  'at-future': inadmissible('The statement says it happened later than it was recorded.'),
  'statement-repeated': inadmissible('This very statement is on record already.'),
  'key-unknown': inadmissible('A signature was made with a key that has no part in this ledger.'),
  'key-weak': inadmissible('The key is not a sound Ed25519 key.'),
  'key-taken': inadmissible('The key already serves another person or another role.'),
  'threshold-unmet': inadmissible('Too few different registrars signed.'),
  'threshold-impossible': inadmissible('The threshold is higher than the number of different registrars.'),
  'office-unknown': inadmissible('There is no such office.'),
  'mandate-unknown': inadmissible('There is no such mandate.'),
  'mandate-dates': inadmissible('The mandate would end before it begins.'),
  'mandate-not-begun': inadmissible('The mandate had not begun when the statement was recorded.'),
  'mandate-expired': inadmissible('The mandate had run out when the statement was recorded.'),
  'mandate-ended': inadmissible('The mandate had been ended.'),
  'mandate-key': inadmissible('The signatures and the mandates named do not belong together.'),
  'act-not-allowed': inadmissible('The office may not do this, by its own definition or by the rules of the process.'),
  'signatures-too-few': inadmissible('Too few different people signed.'),
  'process-unknown': inadmissible('There is no such process.'),
  'process-version': inadmissible('Versions of a process follow each other one by one.'),
  'process-superseded': inadmissible('A newer version of the process is in force.'),
  'author-not-admitted': inadmissible('The process does not take input from this kind of author.'),
  'source-repeated': inadmissible('This record of this source is in the ledger already.'),
  'case-unknown': inadmissible('There is no such case.'),
  'case-decided': inadmissible('The case has been decided.'),
  'outcome-unknown': inadmissible('The process does not know this outcome.'),
  'disposition-unknown': inadmissible('The process does not know this disposition.'),
  'input-unknown': inadmissible('There is no such input in this case.'),
  'input-accounted': inadmissible('What became of this input is on record already.'),
  'inputs-unaccounted': inadmissible(
    'The process asks a decision to account for every input, and some have no disposition.',
  ),
  'correction-target': inadmissible(
    'Only an official act of the same case, by the same office, not yet corrected, can be corrected.',
  ),
  'decided-unaccounted': fact('The case was decided while inputs had no disposition.'),
} as const;

export type RuleCode = keyof typeof rules;

/** One rule applied to one entry; `detail` says what was found there, in a sentence. */
export interface Finding {
  readonly code: RuleCode;
  readonly detail: string;
}
