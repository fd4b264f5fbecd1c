/** Asks a record whether it still holds what a receipt proves. */
import { NoRecord, openRecordNow } from '@counterfoil/ledger/audit/record-now';
import { contentPath, MAX_FILE_BYTES, SourceError } from '@counterfoil/ledger/audit/source';
import type { Checkpoint } from '@counterfoil/ledger/checkpoint';
import { checkComplaint, compareReceipt, type Complaint, type ComplaintVerdict } from '@counterfoil/ledger/complaint';
import { checkContent, parseContent, type ContentRef } from '@counterfoil/ledger/content';
import { FormatError } from '@counterfoil/ledger/error';
import type { Receipt } from '@counterfoil/ledger/receipt';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { openAddress } from './address.ts';
import type { TimeLimit } from './time-limit.ts';

export interface RecordQuestion {
  /** Address, or folder of a copy. */
  readonly address: string;
  /** Keys of the log besides that of the receipt. */
  readonly vkeys: readonly string[];
  readonly timeoutMs: number;
  readonly limit: TimeLimit;
}

export type RecordAnswer =
  | { readonly outcome: 'kept' | 'kept-behind'; readonly checkpoint: Checkpoint; readonly logKey: string }
  | { readonly outcome: 'foreign' }
  | { readonly outcome: 'broken'; readonly complaint: Complaint; readonly code: ComplaintVerdict }
  | { readonly outcome: 'unseen'; readonly message: string };

/** The words to which an entry commits; undefined where the record does not show them. @throws UsageError for what is no address. */
export async function askWords(
  { address, timeoutMs, limit }: RecordQuestion,
  ref: ContentRef,
): Promise<string | undefined> {
  try {
    const bytes = await openAddress(address, { timeoutMs, limit }).read(
      contentPath(ref.digest),
      MAX_FILE_BYTES.content,
    );
    const content = bytes && parseContent(bytes);
    return content !== undefined && checkContent(ref, content) ? content.text : undefined;
  } catch (error) {
    if (!(error instanceof SourceError || error instanceof FormatError)) throw error;
    return undefined;
  }
}

/** @param receipt one that holds. @throws UsageError for what is no address. */
export async function askRecord(
  { address, vkeys, timeoutMs, limit }: RecordQuestion,
  receipt: Receipt,
  verifier: SignatureVerifier,
): Promise<RecordAnswer> {
  const source = openAddress(address, { timeoutMs, limit });
  try {
    const now = await openRecordNow(source, [receipt.logKey, ...vkeys], verifier);
    const compared = await compareReceipt(receipt, now, verifier);
    if (compared.outcome === 'foreign') return compared;
    if (compared.outcome !== 'broken') return { ...compared, logKey: now.logKey };
    return { ...compared, code: await checkComplaint(compared.complaint, verifier) };
  } catch (error) {
    if (!(error instanceof SourceError || error instanceof NoRecord || error instanceof FormatError)) throw error;
    return { outcome: 'unseen', message: error.message };
  }
}
