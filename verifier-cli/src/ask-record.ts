/** Asks a record whether it still holds what a receipt proves. */
import { NoRecord, openRecordNow } from '@counterfoil/ledger/audit/record-now';
import { SourceError } from '@counterfoil/ledger/audit/source';
import type { Checkpoint } from '@counterfoil/ledger/checkpoint';
import { checkComplaint, compareReceipt, type Complaint, type ComplaintVerdict } from '@counterfoil/ledger/complaint';
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
