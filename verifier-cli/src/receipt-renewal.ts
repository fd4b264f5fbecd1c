/** `verify receipt <file> --against <address> --renew <file>`: the same receipt under the newest checkpoint. SPEC 11. */
import { NoRecord, openRecordNow } from '@counterfoil/ledger/audit/record-now';
import { SourceError } from '@counterfoil/ledger/audit/source';
import { sayCount } from '@counterfoil/ledger/audit/words';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote } from '@counterfoil/ledger/note';
import { parseTlogProof } from '@counterfoil/ledger/tlog-proof';
import { formatReceipt, type Receipt } from '@counterfoil/ledger/receipt';
import { renewReceipt, type Renewal } from '@counterfoil/ledger/renew-receipt';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { openAddress } from './address.ts';
import type { AnswerCode } from './answer-explanations.ts';
import type { RecordQuestion } from './ask-record.ts';
import { writeNewFile } from './kept-file.ts';

export interface RenewedFile {
  readonly exitCode: 0 | 1 | 2;
  readonly code: AnswerCode;
  readonly sentence: string;
  /** Where it lies, when it was written. */
  readonly file: string | null;
}

/** @param receipt one that the record was just found to keep. */
export async function renewInto(
  file: string,
  { address, vkeys, timeoutMs, limit }: RecordQuestion,
  receipt: Receipt,
  verifier: SignatureVerifier,
): Promise<RenewedFile> {
  const not = (sentence: string): RenewedFile => ({ exitCode: 2, code: 'not-renewed', sentence, file: null });
  let renewal: Renewal;
  let logKey: string;
  try {
    const now = await openRecordNow(openAddress(address, { timeoutMs, limit }), [receipt.logKey, ...vkeys], verifier);
    logKey = now.logKey;
    // Under a key that nobody has vouched for the new receipt would prove less than the old one.
    if (logKey !== receipt.logKey && !vkeys.includes(logKey))
      return not(
        `It was not renewed: the record is signed with another log key now. When you know that key to be the log's, give it with --key '${logKey}'.`,
      );
    renewal = await renewReceipt(receipt, now, verifier);
  } catch (error) {
    if (!(error instanceof SourceError || error instanceof NoRecord || error instanceof FormatError)) throw error;
    return not(`It was not renewed: ${error.message}`);
  }
  if (renewal.outcome !== 'renewed') return not('It was not renewed: the record changed meanwhile. Run this again.');
  const fault = await writeNewFile(file, formatReceipt(renewal.receipt));
  if (fault !== undefined) return not(`It was not renewed: ${file} could not be written (${fault}).`);
  const size = sayCount(renewal.size);
  const signatures = parseNote(parseTlogProof(renewal.receipt.proof).checkpoint).signatures.length;
  const lines = signatures === 1 ? 'one signature' : `${signatures} signatures`;
  return {
    exitCode: 0,
    code: 'renewed',
    sentence: `The receipt made anew is in ${file}: under the checkpoint of ${size} entries, with ${lines}.`,
    file,
  };
}
