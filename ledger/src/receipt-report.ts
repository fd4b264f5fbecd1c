/** What is said to people of a receipt file, whoever reads it for them: the verdict in a sentence, and what it is about. SPEC 11, M32. */
import { fileProblem } from './file-words.ts';
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
import { countEntries, say, told, type Sentence, type Told, type Value } from './say.ts';
import type { SignatureVerifier } from './signature.ts';

/** Besides the verdict on what the file holds: it cannot be read at all, or another key signed it than those that were given. */
export type ReceiptCode = ReceiptVerdict | 'unreadable' | 'key-foreign';

export type ReceiptReport =
  | (Told & {
      readonly code: 'holds';
      readonly receipt: Receipt;
      readonly opened: OpenedReceipt;
      /** Whether one of the given keys signed it; otherwise the receipt itself has to be believed about its key. */
      readonly isKeyGiven: boolean;
    })
  | (Told & { readonly code: Exclude<ReceiptCode, 'holds'> });

/** @param keys of the log as they are known from elsewhere: one of them must have signed. None: the receipt's own is taken. */
export async function reportReceipt(
  bytes: Uint8Array,
  keys: readonly VerifierKey[],
  verifier: SignatureVerifier,
): Promise<ReceiptReport> {
  try {
    const receipt = parseReceipt(bytes);
    const code = await checkReceipt(receipt, verifier);
    if (code !== 'holds') return { code, ...told(wrongSentences[code](receipt)) };
    const signer = await findSigner(receipt, keys, verifier);
    if (signer === undefined) return { code: 'key-foreign', ...told(FOREIGN) };
    const opened = openReceipt(signer);
    return { code, ...told(...holdsSentences(receipt, opened)), receipt: signer, opened, isKeyGiven: keys.length > 0 };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { code: 'unreadable', ...told(...fileProblem('receipt', bytes, error)) };
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

const FOREIGN = say`This is not a receipt of the log whose key you gave: another key has signed it. If the log key was replaced since, give the one of that time as well.`;

const wrongSentences: { readonly [V in Exclude<ReceiptVerdict, 'holds'>]: (receipt: Receipt) => Sentence } = {
  'entry-foreign': ({ reference: { entry, origin } }) =>
    say`This is not a receipt for what it names: the entry in it is not entry ${entry} of ${origin}, or records nothing that anybody said.`,
  'text-foreign': ({ reference: { entry } }) =>
    say`This is not a receipt for these words: they are not the ones that entry ${entry} has recorded.`,
  'not-included': ({ reference: { entry } }) =>
    say`This is not a receipt that proves anything: its proof does not lead from entry ${entry} to the checkpoint in it.`,
  'not-signed': ({ reference: { origin } }) =>
    say`This is not a receipt that ${origin} has signed: the checkpoint in it does not bear the signature of the log key that it names.`,
};

type Time = Extract<Value, { readonly second: string }>;
type Recorded = (time: Time, entry: number, origin: string, entries: Sentence) => Sentence;

const recordedWords: { readonly [K in ReceiptKind | 'unheld']: Recorded } = {
  'input-received': (time, entry, origin, entries) =>
    say`These words were recorded on ${time} as entry ${entry} of ${origin}, under a checkpoint of ${entries} signed by its log.`,
  'support-added': (time, entry, origin, entries) =>
    say`This support was recorded on ${time} as entry ${entry} of ${origin}, under a checkpoint of ${entries} signed by its log.`,
  appeal: (time, entry, origin, entries) =>
    say`This appeal was recorded on ${time} as entry ${entry} of ${origin}, under a checkpoint of ${entries} signed by its log.`,
  dispute: (time, entry, origin, entries) =>
    say`This dispute was recorded on ${time} as entry ${entry} of ${origin}, under a checkpoint of ${entries} signed by its log.`,
  answer: (time, entry, origin, entries) =>
    say`This answer was recorded on ${time} as entry ${entry} of ${origin}, under a checkpoint of ${entries} signed by its log.`,
  evaluation: (time, entry, origin, entries) =>
    say`This evaluation was recorded on ${time} as entry ${entry} of ${origin}, under a checkpoint of ${entries} signed by its log.`,
  withdrawal: (time, entry, origin, entries) =>
    say`This withdrawal was recorded on ${time} as entry ${entry} of ${origin}, under a checkpoint of ${entries} signed by its log.`,
  'erasure-request': (time, entry, origin, entries) =>
    say`This request for erasure was recorded on ${time} as entry ${entry} of ${origin}, under a checkpoint of ${entries} signed by its log.`,
  unheld: (time, entry, origin, entries) =>
    say`What was said was recorded on ${time} as entry ${entry} of ${origin}, under a checkpoint of ${entries} signed by its log.`,
};

function holdsSentences({ text }: Receipt, { entry, statement, checkpoint }: OpenedReceipt): readonly Sentence[] {
  const kind = hasReceipt(statement) ? statement.kind : 'input-received';
  const lacksWords = text === null && hasReceipt(statement) && receiptText(statement) !== undefined;
  const { index, time } = entry;
  const recorded = recordedWords[lacksWords && kind === 'input-received' ? 'unheld' : kind];
  const said = recorded({ second: time }, index, checkpoint.origin, countEntries(checkpoint.size));
  return lacksWords ? [said, say`The receipt does not hold the words; it proves the entry all the same.`] : [said];
}
