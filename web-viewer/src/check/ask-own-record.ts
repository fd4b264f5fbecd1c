/** What the record of this page says to a kept file: whether it still holds what a receipt proves, and whether a promise was kept. */
import { NoRecord, openRecordNow } from '@counterfoil/ledger/audit/record-now';
import { SourceError } from '@counterfoil/ledger/audit/source';
import { checkComplaint, complaintStanding, formatComplaint } from '@counterfoil/ledger/complaint';
import { sayComplaint } from '@counterfoil/ledger/complaint-report';
import { FormatError } from '@counterfoil/ledger/error';
import type { OpenedPromise, PromiseFile } from '@counterfoil/ledger/promise';
import { formatPromiseComplaint, makePromiseComplaint } from '@counterfoil/ledger/promise-complaint';
import { reportKept, type PromiseKept } from '@counterfoil/ledger/promise-report';
import { searchPromise } from '@counterfoil/ledger/promise-search';
import { formatReceipt, receiptFileName, type Receipt } from '@counterfoil/ledger/receipt';
import { renewReceipt } from '@counterfoil/ledger/renew-receipt';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { language } from '../desk/language.ts';
import type { Judged } from './judge-file.ts';
import { pagesPrefix } from '../script-phrases.ts';
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
        const file = {
          name: receiptFileName(entry),
          bytes: formatReceipt(renewal.receipt),
          label: language.phrase('check-renewed'),
        };
        return {
          tone: isOtherKey ? 'open' : 'holds',
          told: [
            language.phrase(isOtherKey ? 'check-still-held-other-key' : 'check-still-held', {
              entry,
              size: renewal.size,
            }),
          ],
          facts: [],
          ...(isOtherKey ? {} : { file }),
        };
      }
      case 'behind':
        return { tone: 'open', told: [language.phrase('check-behind', { entry })], facts: [] };
      case 'foreign':
        return { tone: 'open', told: [language.phrase('check-foreign', { origin })], facts: [] };
      case 'damaged':
        return { tone: 'wrong', told: [language.phrase('check-damaged')], facts: [] };
      case 'broken': {
        const { complaint } = renewal;
        const code = await checkComplaint(complaint, verifier);
        const isProved = complaintStanding(code) === 'proved' && complaint.logKey === receipt.logKey;
        return {
          tone: 'broken',
          told: isProved
            ? language.parts('check-not-kept', { why: { found: [sayComplaint(complaint, code)] } }, {})
            : [language.phrase('check-not-shown', { entry })],
          facts: [],
          file: { name: COMPLAINT_NAME, bytes: formatComplaint(complaint), label: language.phrase('check-complaint') },
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
    const { code, said } = reportKept(pledge, found, location.host, new Date().toISOString());
    const told = { tone: tones[code], told: [{ found: said }], facts: [] };
    if (found.outcome === 'kept')
      return {
        ...told,
        link: {
          href: `${pagesPrefix(document)}/receipts/${found.entry.index}`,
          label: language.phrase('check-to-receipt'),
        },
      };
    if (code !== 'missing' || found.outcome !== 'absent') return told;
    const { checkpoint, logKey } = record;
    const { newest, keys } = found;
    const complaint = makePromiseComplaint({ promise: file, checkpoint, logKey, newest, keys });
    return {
      ...told,
      file: {
        name: COMPLAINT_NAME,
        bytes: formatPromiseComplaint(complaint),
        label: language.phrase('check-complaint'),
      },
    };
  });
}

async function orUnseen(ask: () => Promise<Judged>): Promise<Judged> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof SourceError || error instanceof NoRecord || error instanceof FormatError)) throw error;
    return { tone: 'open', told: language.parts('check-unasked', { why: { found: [error.reason] } }, {}), facts: [] };
  }
}
