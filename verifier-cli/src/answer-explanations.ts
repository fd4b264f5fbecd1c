/**
 * What the codes mean by which commands answer about a file or about two sources; those of findings stand in `explanations.ts`. No such
 * command can answer with a code that is not here: its type is made of these.
 */
export interface AnswerExplanation {
  /** What it is about. */
  readonly about: string;
  readonly says: string;
  readonly advice: string;
}

const A_RECEIPT = 'a receipt or a promise, from the file alone';
const A_RECORD = 'a receipt, promise or complaint, held against a record';
const A_FILE = 'a file that was sent along with an input';
const A_COMPLAINT = 'a complaint over a record';
const TWO_SOURCES = 'two sources that were compared';
const EVIDENCE = 'evidence that a log has signed two histories';
const CHECKPOINT = 'a signed checkpoint';
const ANY_FILE = 'any kept file';

const NOTHING_TO_DO = 'Nothing has to be done. Keep the file.';
const OTHER_COPY =
  'Look for another copy: such a file changes with every letter that an editor, a mail program or somebody else changes in it.';
const COMPLAIN =
  'Run the command again with --complaint <file>. It writes down what shows it, for others to check: the authority, a witness, a newspaper.';
const TRY_AGAIN = 'Try again later, or with a copy of the record. Until then the file proves what it proves by itself.';
const FIND_KEY =
  'Find out by another way which keys are those of the log (on paper, from a newspaper), and give them with --key.';
const PROVES_NOTHING = 'Do not pass it on. Whoever made it may have meant something else: ask them for what they have.';
const PASS_ON = 'Pass it on: others can check it without trusting you, or the authority.';

const explain = (about: string, says: string, advice: string): AnswerExplanation => ({ about, says, advice });

export const answerExplanations = {
  holds: explain(A_RECEIPT, 'Everything in it fits together, and the key that it names has signed it.', NOTHING_TO_DO),
  unreadable: explain(ANY_FILE, 'It is not a file of the kind that it should be, or it is damaged.', OTHER_COPY),
  'entry-foreign': explain(
    A_RECEIPT,
    'It speaks of another case, entry or ledger than the entry that is in it.',
    OTHER_COPY,
  ),
  'text-foreign': explain(A_RECEIPT, 'Its words are not those to which the signed part commits.', OTHER_COPY),
  'not-included': explain(
    A_RECEIPT,
    'Its proof does not show that the entry stands under the signed checkpoint.',
    OTHER_COPY,
  ),
  'not-signed': explain(A_RECEIPT, 'The key that it names has not signed it.', OTHER_COPY),
  'key-foreign': explain(
    ANY_FILE,
    'It is signed with another key than those that you gave, or that the record knows.',
    FIND_KEY,
  ),
  'key-needed': explain(CHECKPOINT, 'Without a key nobody can say who signed it.', FIND_KEY),
  'keys-differ': explain(
    ANY_FILE,
    'It holds the signatures of two keys, and nobody has said whether both are those of the log.',
    FIND_KEY,
  ),
  kept: explain(
    A_RECORD,
    'The record holds what the file proves or promises, unchanged and in its place.',
    NOTHING_TO_DO,
  ),
  'kept-behind': explain(
    A_RECORD,
    'The record holds the entry; it ends before the checkpoint of the receipt, as an older copy does.',
    'Ask the record itself, or a newer copy.',
  ),
  'record-foreign': explain(
    A_RECORD,
    'What stands at that address is not the record of this file: it shows no checkpoint that its log has signed.',
    'Look for the right address, and for the key of the log.',
  ),
  'record-unseen': explain(A_RECORD, 'The record could not be read.', TRY_AGAIN),
  'record-behind': explain(
    A_RECORD,
    'The record ends too early to tell.',
    'Use one that reaches as far: the record itself, or a newer copy.',
  ),
  'entry-replaced': explain(A_RECORD, 'Where the entry stood, the log now signs for another one.', COMPLAIN),
  'history-rewritten': explain(
    A_RECORD,
    'The log now signs for another history than the one it signed before.',
    COMPLAIN,
  ),
  'record-cut': explain(
    A_RECORD,
    'The log now signs for fewer entries at the same place in time than it signed before.',
    COMPLAIN,
  ),
  'entry-beyond': explain(
    A_RECORD,
    'The record ends before an entry that its log has signed for.',
    'A copy that was made before may end there; the record itself may not. Ask that one.',
  ),
  'entry-withheld': explain(
    A_RECORD,
    'The files in which the entry stands are missing, or are not those that the log has signed.',
    COMPLAIN,
  ),
  renewed: explain(
    A_RECORD,
    'The receipt was made anew, under the newest checkpoint of the record.',
    'Keep both: the old one proves the earlier date.',
  ),
  'not-renewed': explain(A_RECORD, 'The receipt was not made anew; the old one is as good as it was.', TRY_AGAIN),
  waiting: explain(
    A_RECORD,
    'The time of the promise is not over, and it has not been kept yet.',
    'Keep the file, and ask again when the time is over.',
  ),
  'kept-late': explain(
    A_RECORD,
    'The promise was kept, after the time that it names.',
    'Keep both, the promise and the receipt of the entry.',
  ),
  missing: explain(
    A_RECORD,
    'The record goes on beyond the time of the promise, and what was promised is not in it.',
    COMPLAIN,
  ),
  'missing-by-clock': explain(
    A_RECORD,
    'By the clock of this computer the time of the promise is over; the record has not gone on since, so it cannot show it.',
    'Ask again when the record has gone on: then a complaint can be written.',
  ),
  'entries-withheld': explain(
    A_RECORD,
    'Entries among which the promise may have been kept are missing, or are not those that the log has signed.',
    'Check the record itself with "verify", and ask another copy.',
  ),
  'file-holds': explain(A_FILE, 'It is the file that was recorded, byte for byte.', NOTHING_TO_DO),
  'file-foreign': explain(
    A_FILE,
    'It is not a file that was recorded with this entry.',
    'What a picture tells of time and place is removed before it is recorded: use the file that the page of the receipt gives.',
  ),
  'file-unjudged': explain(
    A_FILE,
    'The receipt does not hold all that ties files to the entry.',
    'Get the receipt again from its page.',
  ),
  'receipt-wrong': explain(A_COMPLAINT, 'The receipt in it does not hold.', PROVES_NOTHING),
  'promise-wrong': explain(A_COMPLAINT, 'The promise in it does not hold.', PROVES_NOTHING),
  'promise-overdue': explain(
    A_COMPLAINT,
    'The promise was made and its time is over. Whether it was kept, the entries tell.',
    'Hold it against the record: --against <address>.',
  ),
  'checkpoint-unsigned': explain(
    A_COMPLAINT,
    'The checkpoint in it is not signed with the log key that it names.',
    PROVES_NOTHING,
  ),
  'evidence-wrong': explain(A_COMPLAINT, 'What it holds does not lead to the checkpoint in it.', PROVES_NOTHING),
  same: explain(
    TWO_SOURCES,
    'Both show the same entries, under one root.',
    'Nothing has to be done. "verify" looks at what the entries say.',
  ),
  ahead: explain(
    TWO_SOURCES,
    'One of them holds all that the other one shows, and more.',
    'Nothing has to be done: a copy is often a little behind.',
  ),
  'two-histories': explain(
    TWO_SOURCES,
    'They show different entries at the same place, and a log key has signed both.',
    'Write down the evidence with --evidence <file>, and pass it on. This must never happen.',
  ),
  'other-ledgers': explain(
    TWO_SOURCES,
    'They are two ledgers, of two names.',
    'Compare places that show the same one.',
  ),
  'hashes-broken': explain(
    TWO_SOURCES,
    'The files of hashes of one of them do not lead to its own checkpoint.',
    'Check that one with "verify".',
  ),
  'source-unseen': explain(
    TWO_SOURCES,
    'One of them could not be read, or shows no record.',
    'Try again later, or compare with another copy.',
  ),
  proved: explain(
    EVIDENCE,
    'It proves by itself that the log has signed two histories that cannot both be true.',
    PASS_ON,
  ),
  open: explain(
    EVIDENCE,
    'Both checkpoints are signed by the log, and the hashes that show whether they can both be true are missing.',
    'Add them from any place that shows one of the two histories: --complete <address> --evidence <file>.',
  ),
  'one-history': explain(
    EVIDENCE,
    'Its two checkpoints are of one history: the longer one goes on from the shorter one.',
    PROVES_NOTHING,
  ),
  unsigned: explain(EVIDENCE, 'One of its checkpoints is not one that its key signed for that log.', PROVES_NOTHING),
  'proof-wrong': explain(
    EVIDENCE,
    'The hashes in it do not lead to the checkpoint that they should lead to.',
    PROVES_NOTHING,
  ),
  signed: explain(
    CHECKPOINT,
    'Everybody whose key you gave, or whom your policy asks for, has signed it.',
    NOTHING_TO_DO,
  ),
} as const satisfies { readonly [code: string]: AnswerExplanation };

export type AnswerCode = keyof typeof answerExplanations;

export function isAnswerCode(text: string): text is AnswerCode {
  return Object.hasOwn(answerExplanations, text);
}
