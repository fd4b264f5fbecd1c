/**
 * Every rule an entry is held to: its code, what breaking it means, and the sentence for people. SPEC 8.
 *
 * An `inadmissible` entry is refused by the recorder and a failure to the verifier; a `fact` is recorded and shown.
 */
import type { Sentence } from './say.ts';

const inadmissible = (sentence: string) => ({ severity: 'inadmissible', sentence }) as const;
const fact = (sentence: string) => ({ severity: 'fact', sentence }) as const;

export const rules = {
  'index-wrong': inadmissible('The entry does not carry the index of its place.'),
  'chain-broken': inadmissible('The entry does not name the hash of the entry before it.'),
  'time-backwards': inadmissible('The entry was recorded earlier than the entry before it.'),
  'signature-wrong': inadmissible('A signature does not fit the statement and the key it names.'),
  'signature-malformed': inadmissible('A signature is not in the form of its scheme.'),
  'signature-key': inadmissible('A signature says that it was made with another key than the one it stands for.'),
  'signature-namespace': inadmissible('A signature was made for another purpose or for another ledger.'),
  'signature-challenge': inadmissible('A signature was made over something else than this statement.'),
  'signature-origin': inadmissible('A signature was made on another page than those its key is for.'),
  'signature-relying-party': inadmissible('The device signed for another site than the one its key is for.'),
  'signature-presence': inadmissible('The device that signed does not say that somebody was there.'),
  'signature-verification': inadmissible('The device that signed does not say that it knew who was there.'),
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
  'key-weak': inadmissible('The key is not a sound one.'),
  'key-taken': inadmissible('The key already serves another person or another role.'),
  'key-revoked': inadmissible('The key had been revoked or replaced.'),
  'rotation-unsigned': inadmissible('A key is replaced only where the old and the new key sign it as well.'),
  'revocation-impossible': inadmissible('Too few registrars would be left to sign together.'),
  'threshold-unmet': inadmissible('Too few different registrars signed.'),
  'threshold-impossible': inadmissible('The threshold is higher than the number of different registrars.'),
  'office-unknown': inadmissible('There is no such office.'),
  'office-rights': inadmissible('An office of this kind cannot have this right.'),
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
  'process-unservable': inadmissible('The process asks for a step that no office may take.'),
  'calendar-version': inadmissible('Versions of the calendar follow each other one by one.'),
  'calendar-unknown': inadmissible('The process has clocks, and the authority has not published its calendar.'),
  'author-not-admitted': inadmissible('The process does not take input from this kind of author.'),
  'area-unknown': inadmissible('The process knows no such area.'),
  'support-not-taken': inadmissible('The process counts no supporters.'),
  'support-counted': inadmissible('Only officials can record several supporters at once.'),
  'source-repeated': inadmissible('This record of this source is in the ledger already.'),
  'case-unknown': inadmissible('There is no such case.'),
  'case-decided': inadmissible('The case has been decided.'),
  'case-undecided': inadmissible('The case has not been decided.'),
  'case-merged': inadmissible('The case has been merged into another: what is new belongs there.'),
  'merge-impossible': inadmissible('These cases cannot become one.'),
  'split-impossible': inadmissible('These inputs cannot go on in a case of their own.'),
  'link-impossible': inadmissible('A case can be linked to another case, and to that one once.'),
  'stage-order': inadmissible('The stages of a case are opened one after the other.'),
  'stage-closed': inadmissible('The case is at a stage that does not take this.'),
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
  'decision-incomplete': inadmissible('The process asks decisions to state more than this one does.'),
  'dissent-target': inadmissible('Only a decision of the same case can be dissented from.'),
  'contest-target': inadmissible(
    'Only an official act of the same case can be disputed, and only a decision appealed.',
  ),
  'answer-target': inadmissible(
    'Only what was asked or contested in the same case, and has no answer yet, can be answered.',
  ),
  'answer-result': inadmissible('An answer to an appeal or a dispute says how it ends; no other answer does.'),
  'commitment-undecided': inadmissible(
    'A commitment rests on a decision of its case where it names one or hands work to citizens.',
  ),
  'commitment-term': inadmissible('The term of the commitment had passed before it was made.'),
  'commitment-unknown': inadmissible('There is no such commitment in this case.'),
  'commitment-complete': inadmissible('The commitment had been reported as complete.'),
  'content-unknown': inadmissible('There is no such text in this entry of the case.'),
  'content-state': inadmissible('The text is not in a state in which this can be done with it.'),
  'ground-unknown': inadmissible('The process knows no such ground for taking a text out of public view.'),
  'retention-early': inadmissible('The texts of this case are to be kept for longer.'),
  'archive-missing': inadmissible('The process asks for an export to an archive before its texts are erased.'),
  'erasure-asked': inadmissible('Somebody has asked for this text to be erased, and has no answer yet.'),
  'speaker-unknown': inadmissible('Whoever this speaks on for named no key to do so, or said it in another case.'),
  'speaker-key': inadmissible('It is not signed by the key that was named for what they say on, and by no other.'),
  'speaker-withdrawn': inadmissible('It was taken back by its own author.'),
  'register-version': inadmissible('Versions in a register follow each other one by one.'),
  'register-office': inadmissible('Another office keeps this part of the register.'),
  'register-unknown': inadmissible('The register has no such entry.'),
  'reply-office': inadmissible('Only the office whose figures they are can reply to them.'),
  'reply-days': inadmissible('The days that the reply is about end before they begin.'),
  'review-missing': inadmissible(
    'An algorithm of high impact may be cited only with a named human reviewer and a way to appeal.',
  ),
  'register-superseded': fact('The decision rests on a version that was no longer in force, or on something retired.'),
  'appeal-self-judged': fact('Those who made the decision judged the appeal against it, and nobody else.'),
  'step-late': fact('The step was made after it was due.'),
  'decided-unread': fact('The case was decided while something said in it waited to be looked at.'),
  'decided-unaccounted': fact('The case was decided while inputs had no disposition.'),
} as const;

export type RuleCode = keyof typeof rules;

/** One rule applied to one entry; `detail` says what was found there, in a sentence. */
export interface Finding {
  readonly code: RuleCode;
  readonly detail: Sentence;
}
