/**
 * What each finding is about, what may have caused it, and what to do: for whoever reads a code and has never seen it before. The
 * sentence of the finding itself stands in the tables of the core.
 */
import { auditRules, type AuditCode } from '@counterfoil/ledger/audit/findings';
import { rules } from '@counterfoil/ledger/rules';

export interface Explanation {
  /** Why anybody looks for this. */
  readonly why: string;
  readonly causes: string;
  readonly advice: string;
}

export const severityWords = {
  failure: 'something is wrong',
  unseen: 'something could not be looked at',
  fact: 'worth knowing, and nothing wrong with the record',
} as const;

const PAST_RULES =
  'The software that records refuses such an entry. That it stands here means that other software wrote it, or somebody who holds the log key.';
const DAMAGE = 'A disk, a transfer or an editor damaged the file, or somebody changed it on purpose.';
const SWAP = 'Somebody changed what had been recorded and published, or the files of two copies were mixed.';

const ASK =
  'Make a copy with "mirror" before anything changes. Show the authority the entry that is named, and whoever runs a witness of this ledger.';
const SECOND_SOURCE =
  'Check another copy of the ledger, or the ledger itself by its address. If that one holds, this copy is damaged: make a new one in a new folder. If both fail, make a copy as evidence and show it to the authority and to others.';
const EVIDENCE =
  'Keep what this computer remembers and make a copy of what is there now: together they are evidence. "compare" puts two sources side by side and writes it down for others.';
const NO_NEED = 'Nothing has to be done about the record.';
const ASK_AUTHORITY =
  'Nothing has to be done about the record. If it matters to you, ask the authority, and name the entry.';
const TRY_AGAIN = 'Try again later, or take another source: until then nothing is known of what was not seen.';

/** A rule of the rulebook. */
const rule = (why: string): Explanation => ({ why, causes: PAST_RULES, advice: ASK });
const explain = (why: string, causes: string, advice: string): Explanation => ({ why, causes, advice });

const NAMES_KEYS = 'Which keys may sign is itself on record, so that nobody can speak in the name of another.';

export const explanations: { readonly [C in AuditCode]: Explanation } = {
  'index-wrong': rule(
    'Entries are numbered without a gap: a number that does not fit shows that one was put in or taken out.',
  ),
  'chain-broken': rule('Each entry names the hash of the one before, so that no past entry can be changed alone.'),
  'time-backwards': rule('Recording times only go forward; otherwise an entry could be dated back.'),
  'signature-wrong': explain(
    'Every statement is signed by whoever makes it: without a right signature nobody has said it.',
    'The statement was changed after it was signed, or somebody wrote it who does not hold the key.',
    ASK,
  ),
  'signature-malformed': rule(
    'What is not in the form of its scheme cannot be checked by anybody, and so proves nothing.',
  ),
  'signature-key': rule(NAMES_KEYS),
  'signature-namespace': rule('A signature given for one purpose must not be used for another.'),
  'signature-challenge': rule('A passkey signs what it is shown: it has to be this very statement.'),
  'signature-origin': rule('A passkey is bound to its page, so that a page that only looks like it gets no signature.'),
  'signature-relying-party': rule('A passkey belongs to one site: what it signs elsewhere does not count here.'),
  'signature-presence': rule('A device must not sign by itself: somebody has to have touched it.'),
  'signature-verification': rule(
    'A device must know who holds it, by a code or a finger, before it signs in their name.',
  ),
  'signature-repeated': rule('Several signatures mean several people: one key does not count twice.'),
  'ledger-not-opened': rule(
    'The first entry says who the authority is and whose signatures count; without it nothing can be judged.',
  ),
  'ledger-already-opened': rule('A second opening would put other people in charge without the consent of the first.'),
  'origin-foreign': rule('A statement names the ledger it was made for, so that it cannot be carried over to another.'),
  'log-key-foreign': rule(
    'The log key carries the name of its ledger, so that checkpoints of two ledgers cannot be exchanged.',
  ),
  'seen-ahead': rule('Everybody signs what they had seen of the record. Nobody can have seen what was not there yet.'),
  'seen-unknown': explain(
    'Everybody signs the history they had before their eyes. Here that was another one than this record shows.',
    'Somebody was shown a different record, or entries before this one were exchanged afterwards.',
    `${ASK} Ask whoever signed this entry what they saw.`,
  ),
  'seen-short': rule('Who refers to an entry must have seen it: otherwise what it says could be chosen afterwards.'),
  'at-future': rule('What is recorded has happened: a later time would leave room to act in advance.'),
  'statement-repeated': rule(
    'The same statement recorded twice would count twice, without anybody having said it again.',
  ),
  'key-unknown': rule(NAMES_KEYS),
  'key-weak': rule('With some keys one signature fits every text. Such keys prove nothing.'),
  'key-taken': rule('One key stands for one person in one role, so that it is clear who speaks.'),
  'key-revoked': rule('A key that was lost or replaced signs nothing from then on, whoever has found it.'),
  'rotation-unsigned': rule(
    'The old key hands over to the new one: without both, anybody could take the place of somebody else.',
  ),
  'revocation-impossible': rule('The registrars have to remain able to act together.'),
  'threshold-unmet': rule('No registrar changes offices, mandates or rules alone.'),
  'threshold-impossible': rule(
    'With more signatures asked for than there are registrars, nobody could ever change anything again.',
  ),
  'office-unknown': rule('Only offices that are on record can act, so that everybody can see who answers for what.'),
  'office-rights': rule('Suppliers, devices and citizens have rights of their own, and not those of an authority.'),
  'mandate-unknown': rule('Whoever acts does so under a mandate that is on record.'),
  'mandate-dates': rule('A mandate that ends before it begins allows nothing, and would only confuse.'),
  'mandate-not-begun': rule('Nobody acts for an office before they hold it.'),
  'mandate-expired': rule('Nobody acts for an office after their time in it.'),
  'mandate-ended': rule('Nobody acts for an office that they have left or lost.'),
  'mandate-key': rule('Each signature stands for one mandate: it has to be clear in which office somebody signs.'),
  'act-not-allowed': rule('Who may do what was published beforehand, and holds for everybody.'),
  'signatures-too-few': rule('The rules ask for several people on some acts, so that nobody decides them alone.'),
  'process-unknown': rule('Cases run by published rules: there have to be some.'),
  'process-version': rule('Rules are replaced one after the other, so that at each moment one version is in force.'),
  'process-superseded': rule(
    'A new case begins under the rules in force, and not under older ones that may suit better.',
  ),
  'process-unservable': rule('Rules that ask for a step nobody may take would leave every case open for ever.'),
  'calendar-version': rule('Calendars are replaced one after the other, so that dates can be computed by anybody.'),
  'calendar-unknown': rule('Without a published calendar nobody can compute when a step is due.'),
  'author-not-admitted': rule('Kinds of author are kept apart: what a data set holds is not somebody who spoke.'),
  'area-unknown': rule(
    'Which areas there are was published beforehand, so that figures by area count the same everywhere.',
  ),
  'support-not-taken': rule('Supporters count only where the rules say what their number means.'),
  'support-counted': rule('A number of supporters needs an official who answers for it.'),
  'source-repeated': rule(
    'What is brought over from another system is brought over once, so that nothing is counted twice.',
  ),
  'case-unknown': rule('A step belongs to a case that exists.'),
  'case-decided': rule('What is decided is not decided again, and goes on only by correction or appeal.'),
  'case-undecided': rule('This step follows a decision; there is none.'),
  'case-merged': rule('After a merger one case holds everything, so that nothing is said where nobody looks.'),
  'merge-impossible': rule(
    'Only open cases under the same rules can become one, or what is owed to people would change.',
  ),
  'split-impossible': rule('Inputs that go on in another case must be of this one and still without an answer.'),
  'link-impossible': rule('A link leads from one case to another, once.'),
  'stage-order': rule('Stages follow each other as published: none is left out or gone back to.'),
  'stage-closed': rule('What may be said at which stage was published beforehand.'),
  'outcome-unknown': rule('How a case can end was published beforehand.'),
  'disposition-unknown': rule('What can become of an input was published beforehand.'),
  'input-unknown': rule('What became of an input is said about one that is there.'),
  'input-accounted': rule(
    'What was said to have become of an input is not exchanged silently; that takes a correction.',
  ),
  'inputs-unaccounted': rule(
    'The rules promise an answer to everybody who was heard: a decision that passes over some is none.',
  ),
  'correction-target': rule(
    'A correction belongs to one official act, by the office that made it, and leaves it in place to be read.',
  ),
  'decision-incomplete': rule(
    'The rules say what a decision has to state, so that it can be understood and contested.',
  ),
  'dissent-target': rule('Dissent is about a decision of the same case.'),
  'contest-target': rule('A dispute or an appeal is against an act of the same case.'),
  'answer-target': rule('An answer belongs to something that was asked and is still open.'),
  'answer-result': rule('Whoever appeals is owed a plain result: upheld, in part, or rejected.'),
  'commitment-undecided': rule('A commitment that rests on a decision needs that decision.'),
  'commitment-term': rule('A promise whose time has passed already promises nothing.'),
  'commitment-unknown': rule('A report is about a commitment that was made.'),
  'commitment-complete': rule('What was reported as complete is not reported on again.'),
  'content-unknown': rule('What is done with a text is done with one that is there.'),
  'content-state': rule('A text is made public, taken out or erased in an order that everybody can follow.'),
  'ground-unknown': rule('On which grounds a text may be taken out of view was published beforehand.'),
  'retention-early': rule('How long texts are kept was promised: they are not erased before.'),
  'archive-missing': rule('The rules promise that an archive gets the texts before they are erased.'),
  'erasure-asked': rule('Who asks for an erasure is owed one answer; the same wish is not opened twice.'),
  'speaker-unknown': rule('Only who left a key can come back with it and speak on.'),
  'speaker-key': rule('Who speaks on shows by their key that they are the one who spoke before.'),
  'speaker-withdrawn': rule('Who took back what they said has nothing there to speak on.'),
  'register-version': rule('Versions in a register follow each other, so that it is clear which one was used.'),
  'register-office': rule('One office answers for each entry of a register.'),
  'reply-office': rule('Beside a figure about an office its own words stand, and nobody else’s.'),
  'reply-days': rule('It has to be clear to which figure it is a reply, so that anybody can count it again.'),
  'register-unknown': rule('What a decision rests on has to be in the register, so that people can look it up.'),
  'review-missing': rule(
    'Where software weighs heavily on people, a person has to have looked, and there has to be a way to appeal.',
  ),
  'register-superseded': explain(
    'Decisions should rest on what was in force.',
    'The office used an older version, or the register had not been brought up to date.',
    ASK_AUTHORITY,
  ),
  'appeal-self-judged': explain(
    'An appeal should be judged by others than those whose decision it is against.',
    'No other office may judge it by the rules, or none was asked.',
    ASK_AUTHORITY,
  ),
  'step-late': explain('By when each step is due was published.', 'The step was made after that.', ASK_AUTHORITY),
  'decided-unread': explain(
    'What people say should be read before their case is decided.',
    'The decision came before anybody had looked at what waited.',
    ASK_AUTHORITY,
  ),
  'decided-unaccounted': explain(
    'Everybody who was heard should learn what became of it.',
    'The rules of this process allow a decision before that, and it was used.',
    ASK_AUTHORITY,
  ),

  'not-a-ledger': explain(
    'There has to be a ledger before one can be checked.',
    'The address or folder is another one, or nothing has been published there yet.',
    'Look at the address again: it is the one under which checkpoint and ledger.json lie.',
  ),
  'file-missing': explain(
    'Every file of a record can be computed from its size, so a missing one is noticed.',
    'A copy was not finished, or a file was taken away.',
    SECOND_SOURCE,
  ),
  'file-too-large': explain('No file of a record grows beyond a known size.', DAMAGE, SECOND_SOURCE),
  'file-unreadable': explain(
    'What could not be read was not checked.',
    'The server or the disk failed, or took too long.',
    `${TRY_AGAIN} Where it only takes long, allow more with --timeout and --give-up-after.`,
  ),
  'ledger-info-wrong': explain('The file ledger.json introduces the ledger and its key.', DAMAGE, SECOND_SOURCE),
  'ledger-info-differs': explain(
    'The file ledger.json only repeats what registrars have signed.',
    'It was changed, or belongs to another ledger.',
    SECOND_SOURCE,
  ),
  'key-differs': explain(
    'The log key says whose record this is.',
    'This is another ledger than the one the key is of, the key was mistyped, or somebody shows a record of their own making.',
    'Compare the key with the authority by another way than this address.',
  ),
  'key-changed': explain(
    'A ledger keeps its key unless it is replaced by an entry that the old key has signed for.',
    'The ledger was begun anew under the same name, or somebody shows another one.',
    EVIDENCE,
  ),
  'key-not-in-force': explain(
    'After a key was replaced, checkpoints are signed with the new one.',
    'An old key is still in use, perhaps by somebody who should not have it.',
    ASK,
  ),
  'key-followed': explain(
    'The old key vouches for the new one, so the trust you put in it carries over.',
    'The authority replaced its log key.',
    'Give the new key from now on.',
  ),
  'key-unjudged': explain(
    'Whether the key is the right one depends on entries that could not be read.',
    'Entries are missing or damaged.',
    SECOND_SOURCE,
  ),
  'checkpoint-malformed': explain('The checkpoint says how long the record is, and its root.', DAMAGE, SECOND_SOURCE),
  'checkpoint-unsigned': explain(
    'Only the signature of the log makes a checkpoint binding.',
    'It was made by somebody else, or the key is another one.',
    SECOND_SOURCE,
  ),
  'checkpoint-signature': explain(
    'Only the signature of the log makes a checkpoint binding.',
    'The checkpoint was changed after it was signed, or forged.',
    SECOND_SOURCE,
  ),
  'checkpoint-origin': explain(
    'A checkpoint names its ledger.',
    'Files of two ledgers were mixed, or one is shown for the other.',
    SECOND_SOURCE,
  ),
  'policy-foreign': explain(
    'A policy names the logs it is about.',
    'It was written for other ledgers, or the address is another one.',
    'Give the policy of this ledger.',
  ),
  'cosignature-wrong': explain(
    'A witness vouches that it was shown the same record.',
    'Somebody wrote a line in its name, or the checkpoint was changed.',
    'Ask the witness what it has cosigned.',
  ),
  'quorum-missing': explain(
    'Without witnesses a log could show different records to different people.',
    'The witnesses have not seen this checkpoint yet, cannot be reached, or refused it.',
    'Try again in a few minutes; then ask the witnesses you named.',
  ),
  'post-quantum-wrong': explain(
    'You asked for a second signature that computers to come will not forge.',
    'The checkpoint was changed, or the key is another one.',
    SECOND_SOURCE,
  ),
  'post-quantum-missing': explain(
    'You asked for a second signature that computers to come will not forge.',
    'The ledger does not make one, or it was taken away.',
    'Ask the authority whether its log has such a key.',
  ),
  'root-differs': explain('The root in the checkpoint stands for all entries at once.', SWAP, SECOND_SOURCE),
  'history-shortened': explain(
    'A record only grows. What you saw once must stay.',
    'A copy in a folder was made before that visit. At an address, an older backup was put back, the server shows an old copy, or entries were taken away.',
    EVIDENCE,
  ),
  'history-rewritten': explain(
    'A record only grows. What you saw once must stay as it was.',
    'Past entries were exchanged, or the ledger was begun anew under the same name.',
    EVIDENCE,
  ),
  'bundle-malformed': explain('Entries lie in files of 256.', DAMAGE, SECOND_SOURCE),
  'entry-changed': explain('The signed root still stands for the entry that was here.', SWAP, SECOND_SOURCE),
  'entry-malformed': rule('An entry has one form, so that everybody reads the same in it.'),
  'statement-malformed': rule(
    'A statement has the fields of its kind and no others, so that everybody reads the same in it.',
  ),
  'tile-malformed': explain('Files of hashes let people check one entry without reading all.', DAMAGE, SECOND_SOURCE),
  'tile-differs': explain(
    'Files of hashes let people check one entry without reading all, so they have to fit the entries.',
    'They were damaged, or changed; the entries themselves are judged apart.',
    SECOND_SOURCE,
  ),
  'opening-differs': rule('The first entry says with which key the record is signed.'),
  'content-missing': explain(
    'A text may be taken out of view only by a signed entry that says why.',
    'The file was lost, or somebody took it away in silence.',
    SECOND_SOURCE,
  ),
  'content-malformed': explain('A text lies in a file beside the record.', DAMAGE, SECOND_SOURCE),
  'content-differs': explain(
    'The entry holds a commitment to the text: any other text is noticed.',
    'Somebody changed the words, or the file is damaged.',
    SECOND_SOURCE,
  ),
  'content-pending': explain(
    'In some processes somebody looks at a text before it is public.',
    'Nobody has done so yet.',
    'If it waits for too long, ask the office that owes the look.',
  ),
  'content-withheld': explain(
    'That something was said stays on record; its words can be taken out of view for a published reason.',
    'An office found that one of the grounds applies.',
    `${NO_NEED} The entry that took it out says who did so, and on which ground.`,
  ),
  'content-erased': explain(
    'People can be forgotten: words can be erased while the fact that they were said stays.',
    'Its author asked for it, its time was over, or a ground applied.',
    `${NO_NEED} The entry that says so names the reason.`,
  ),
  'content-kept': explain(
    'What was taken out of view should be in no copy any more.',
    'The copy was made before, and has not been brought up to date.',
    'Run "mirror" again into the same folder: it takes away what has to go.',
  ),
  'content-unjudged': explain(
    'An entry that could not be read may say why the text is gone.',
    'Entries are missing or damaged.',
    SECOND_SOURCE,
  ),
  'redactions-malformed': explain('Signed pages list what was taken out of view.', DAMAGE, SECOND_SOURCE),
  'redactions-unsigned': explain(
    'Signed pages list what was taken out of view, so that copies can follow.',
    'Somebody else made the page.',
    SECOND_SOURCE,
  ),
  'redactions-differ': explain(
    'Signed pages list what was taken out of view, so that copies can follow.',
    'The page is not up to date, or was changed to hide or to fake a removal.',
    ASK,
  ),
  'signatures-passed-over': explain(
    'The structure alone shows that nothing was exchanged under what the log has signed; who said any of it is told by the signatures.',
    'You asked for --level structure.',
    'Check again without --level before you rely on what somebody is said to have said.',
  ),
  'rules-passed-over': explain(
    'A record can be whole and signed, and still hold what nobody was allowed to do. Only who replays the rules knows which keys and which log key were in force, and what the authority owes.',
    'You asked for --level structure or --level signatures.',
    'Check again without --level before you rely on it.',
  ),
  'texts-passed-over': explain(
    'Without texts the record itself can be checked, and nothing is known of the words.',
    'You said --no-texts, or asked for a --level that looks at none.',
    'Check again without them where the texts are at hand.',
  ),
  'memory-unreadable': explain(
    'What was seen before shows whether the record has changed since.',
    'The file is damaged or may not be read.',
    'Look at the file that is named. To go on without it, use --no-memory; keep the file.',
  ),
  'entries-unseen': explain(
    'What was not looked at is not reported as right.',
    'Entries and their hashes are both missing, or they could not be read in the time that was given.',
    SECOND_SOURCE,
  ),
  'rules-unjudged': explain(
    'Whether a rule was kept depends on the entries before.',
    'One of them is lost or damaged; what it changed is not known.',
    SECOND_SOURCE,
  ),
};

/** The severity as an audit reports it: what a recorder would have refused is a failure once it is on record. */
export function severityOf(code: AuditCode): keyof typeof severityWords {
  const { severity } = { ...rules, ...auditRules }[code];
  return severity === 'inadmissible' ? 'failure' : severity;
}

export function sentenceOf(code: AuditCode): string {
  return { ...rules, ...auditRules }[code].sentence;
}

export function isAuditCode(text: string): text is AuditCode {
  return Object.hasOwn(explanations, text);
}
