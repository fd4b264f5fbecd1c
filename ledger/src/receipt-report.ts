/** What is said to people of a receipt file, whoever reads it for them: the verdict in a sentence, and what it is about. SPEC 11, M32. */
import { entryTime, fileProblem } from './file-words.ts';
import { formatVerifierKey, type VerifierKey } from './note.ts';
import {
  checkReceipt,
  hasReceipt,
  openReceipt,
  parseReceipt,
  receiptText,
  type OpenedReceipt,
  type Receipt,
  type ReceiptKind,
  type ReceiptVerdict,
} from './receipt.ts';
import { FormatError } from './error.ts';
import type { SignatureVerifier } from './signature.ts';

/** Besides the verdict on what the file holds: it cannot be read at all, or another key signed it than those that were given. */
export type ReceiptCode = ReceiptVerdict | 'unreadable' | 'key-foreign';

export type ReceiptReport =
  | {
      readonly code: 'holds';
      readonly sentence: string;
      readonly receipt: Receipt;
      readonly opened: OpenedReceipt;
      /** Whether one of the given keys signed it; otherwise the receipt itself has to be believed about its key. */
      readonly isKeyGiven: boolean;
    }
  | { readonly code: Exclude<ReceiptCode, 'holds'>; readonly sentence: string };

/** @param keys of the log as they are known from elsewhere: one of them must have signed. None: the receipt's own is taken. */
export async function reportReceipt(
  bytes: Uint8Array,
  keys: readonly VerifierKey[],
  verifier: SignatureVerifier,
): Promise<ReceiptReport> {
  try {
    const receipt = parseReceipt(bytes);
    const code = await checkReceipt(receipt, verifier);
    if (code !== 'holds') return { code, sentence: wrongSentences[code](receipt) };
    const signer = await findSigner(receipt, keys, verifier);
    if (signer === undefined) return { code: 'key-foreign', sentence: FOREIGN };
    const opened = openReceipt(signer);
    return { code, sentence: holdsSentence(receipt, opened), receipt: signer, opened, isKeyGiven: keys.length > 0 };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { code: 'unreadable', sentence: fileProblem('receipt', bytes, error) };
  }
}

/** The receipt under the given key that signed it: a checkpoint can bear the signatures of two log keys, one after the other in force. */
async function findSigner(
  receipt: Receipt,
  keys: readonly VerifierKey[],
  verifier: SignatureVerifier,
): Promise<Receipt | undefined> {
  if (keys.length === 0) return receipt;
  for (const key of keys) {
    const under = { ...receipt, logKey: formatVerifierKey(key.name, key.publicKey) };
    if ((await checkReceipt(under, verifier)) === 'holds') return under;
  }
  return undefined;
}

const FOREIGN =
  'This is not a receipt of the log whose key you gave: another key has signed it. If the log key was replaced since, give the one of that time as well.';

const wrongSentences: { readonly [V in Exclude<ReceiptVerdict, 'holds'>]: (receipt: Receipt) => string } = {
  'entry-foreign': ({ reference: { entry, origin } }) =>
    `This is not a receipt for what it names: the entry in it is not entry ${entry} of ${origin}, or records nothing that anybody said.`,
  'text-foreign': ({ reference: { entry } }) =>
    `This is not a receipt for these words: they are not the ones that entry ${entry} has recorded.`,
  'not-included': ({ reference: { entry } }) =>
    `This is not a receipt that proves anything: its proof does not lead from entry ${entry} to the checkpoint in it.`,
  'not-signed': ({ reference: { origin } }) =>
    `This is not a receipt that ${origin} has signed: the checkpoint in it does not bear the signature of the log key that it names.`,
};

const subjects: { readonly [K in ReceiptKind]: string } = {
  'input-received': 'These words were',
  'support-added': 'This support was',
  appeal: 'This appeal was',
  dispute: 'This dispute was',
  answer: 'This answer was',
  evaluation: 'This evaluation was',
  withdrawal: 'This withdrawal was',
  'erasure-request': 'This request for erasure was',
};

function holdsSentence({ text }: Receipt, { entry, statement, checkpoint }: OpenedReceipt): string {
  const kind = hasReceipt(statement) ? statement.kind : 'input-received';
  const lacksWords = text === null && hasReceipt(statement) && receiptText(statement) !== undefined;
  const subject = lacksWords && kind === 'input-received' ? 'What was said was' : subjects[kind];
  const size = checkpoint.size.toLocaleString('en');
  const said = `${subject} recorded on ${entryTime(entry)} as entry ${entry.index} of ${checkpoint.origin}, under a checkpoint of ${size} ${checkpoint.size === 1 ? 'entry' : 'entries'} signed by its log.`;
  return lacksWords ? `${said} The receipt does not hold the words; it proves the entry all the same.` : said;
}
