/** What the record of this page says to a kept file: whether it still holds what a receipt proves, and whether a promise was kept. */
import { NoRecord, openRecordNow } from '@counterfoil/ledger/audit/record-now';
import { SourceError } from '@counterfoil/ledger/audit/source';
import { checkComplaint, complaintStanding, formatComplaint } from '@counterfoil/ledger/complaint';
import { sentenceOf } from '@counterfoil/ledger/complaint-report';
import { FormatError } from '@counterfoil/ledger/error';
import type { OpenedPromise, PromiseFile } from '@counterfoil/ledger/promise';
import { formatPromiseComplaint, makePromiseComplaint } from '@counterfoil/ledger/promise-complaint';
import { reportKept, type PromiseKept } from '@counterfoil/ledger/promise-report';
import { searchPromise } from '@counterfoil/ledger/promise-search';
import { formatReceipt, receiptFileName, type Receipt } from '@counterfoil/ledger/receipt';
import { renewReceipt } from '@counterfoil/ledger/renew-receipt';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { receiptCheckWords as words } from '../words/receipt-check.ts';
import type { Judged } from './judge-file.ts';
import { ownRecord } from './own-record.ts';

const COMPLAINT_NAME = 'complaint.json';

/** Compares, and makes the receipt anew under the newest checkpoint where it is kept. */
export function askAboutReceipt(receipt: Receipt, verifier: SignatureVerifier): Promise<Judged> {
  return orUnseen(async () => {
    const now = await openRecordNow(ownRecord, [receipt.logKey], verifier);
    const renewal = await renewReceipt(receipt, now, verifier);
    const { entry, origin } = receipt.reference;
    switch (renewal.outcome) {
      case 'renewed': {
        const isOtherKey = renewal.receipt.logKey !== receipt.logKey;
        const file = { name: receiptFileName(entry), bytes: formatReceipt(renewal.receipt), label: words.renewed };
        return {
          tone: isOtherKey ? 'open' : 'holds',
          sentence: isOtherKey ? words.stillHeldOtherKey(entry, renewal.size) : words.stillHeld(entry, renewal.size),
          facts: [],
          ...(isOtherKey ? {} : { file }),
        };
      }
      case 'behind':
        return { tone: 'open', sentence: words.behind(entry), facts: [] };
      case 'foreign':
        return { tone: 'open', sentence: words.foreign(origin), facts: [] };
      case 'damaged':
        return { tone: 'wrong', sentence: words.damaged, facts: [] };
      case 'broken': {
        const { complaint } = renewal;
        const code = await checkComplaint(complaint, verifier);
        const isProved = complaintStanding(code) === 'proved' && complaint.logKey === receipt.logKey;
        return {
          tone: 'broken',
          sentence: isProved ? `${words.notKept} ${sentenceOf(complaint, code)}` : words.notShown(entry),
          facts: [],
          file: { name: COMPLAINT_NAME, bytes: formatComplaint(complaint), label: words.complaint },
        };
      }
    }
  });
}

const tones: { readonly [C in PromiseKept]: Judged['tone'] } = {
  kept: 'kept',
  waiting: 'open',
  'kept-late': 'broken',
  missing: 'broken',
  'missing-by-clock': 'broken',
  'key-foreign': 'wrong',
  'record-foreign': 'open',
  'entries-withheld': 'wrong',
};

export function askAboutPromise(
  file: PromiseFile,
  { pledge }: OpenedPromise,
  verifier: SignatureVerifier,
  onProgress: (entries: number, size: number) => void,
): Promise<Judged> {
  return orUnseen(async () => {
    const record = await openRecordNow(ownRecord, [file.logKey], verifier);
    const found = await searchPromise(file, record, { verifier, onProgress });
    const { code, sentence } = reportKept(pledge, found, location.host, new Date().toISOString());
    const told = { tone: tones[code], sentence, facts: [] };
    if (found.outcome === 'kept')
      return { ...told, link: { href: `/receipts/${found.entry.index}`, label: words.toReceipt } };
    if (code !== 'missing' || found.outcome !== 'absent') return told;
    const { checkpoint, logKey } = record;
    const { newest, keys } = found;
    const complaint = makePromiseComplaint({ promise: file, checkpoint, logKey, newest, keys });
    return {
      ...told,
      file: { name: COMPLAINT_NAME, bytes: formatPromiseComplaint(complaint), label: words.complaint },
    };
  });
}

async function orUnseen(ask: () => Promise<Judged>): Promise<Judged> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof SourceError || error instanceof NoRecord || error instanceof FormatError)) throw error;
    return { tone: 'open', sentence: words.unasked(error.message), facts: [] };
  }
}
