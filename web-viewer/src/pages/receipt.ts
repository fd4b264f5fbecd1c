/** The receipt for one input: the citizen's half, as a page that prints on one sheet and as a file. */
import { caseHref, entryHref } from '../addresses.ts';
import { base64, hex } from '@counterfoil/ledger/bytes';
import { isKind, type OpenedEntry } from '../opened-entry.ts';
import { PageError } from '../page-error.ts';
import { proofFile, proveEntry, type Proved } from '../prove.ts';
import type { Reading, Time } from '../reading.ts';
import { formatReceipt, RECEIPT_TYPE, RECEIPT_VERSION } from '@counterfoil/ledger/receipt';
import { cutTextToLines, type Text } from '../text.ts';
import { receiptWords } from '../words/receipt.ts';

/** As much as leaves the receipt on one sheet of A4, printed as `styles/_print.scss` says. */
const SHEET_LINES = 15;
const SHEET_LINE_WIDTH = 80;

export interface ReceiptPage {
  readonly index: number;
  readonly caseId: number;
  readonly origin: string;
  readonly recorded: Time;
  readonly happened: Time | undefined;
  readonly text: Text;
  readonly isProved: boolean;
  readonly proof: string;
  readonly leafHash: string;
  readonly root: string;
  readonly file: string;
  readonly entry: string;
  readonly case: string;
}

/** @throws PageError `receipt-unknown`. */
export async function buildReceipt(reading: Reading, index: number): Promise<ReceiptPage> {
  const { opened, proved, caseId } = await openReceipt(reading, index);
  const { statement, entry } = opened;
  const { origin, size, root } = proved.checkpoint;
  const isProved = proved.isIncluded && proved.isSigned;
  return {
    index,
    caseId,
    origin,
    recorded: reading.time(entry.time),
    happened: statement.at.slice(0, 16) === entry.time.slice(0, 16) ? undefined : reading.time(statement.at),
    text: cutTextToLines(await reading.text(statement.text), SHEET_LINES, SHEET_LINE_WIDTH),
    isProved,
    proof: isProved ? receiptWords.holds(index, size, proved.proof.length, origin) : receiptWords.fails,
    leafHash: hex(proved.leafHash),
    root: hex(root),
    file: `/receipts/${index}.json`,
    entry: entryHref(index),
    case: caseHref(caseId),
  };
}

/** The bytes of the receipt file. @throws PageError `receipt-unknown`. */
export async function buildReceiptFile(reading: Reading, index: number): Promise<Uint8Array> {
  const { opened, proved, caseId } = await openReceipt(reading, index);
  const [info, content] = await Promise.all([
    reading.record.info(),
    reading.record.content(opened.statement.text.digest),
  ]);
  return formatReceipt({
    type: RECEIPT_TYPE,
    v: RECEIPT_VERSION,
    reference: { origin: opened.statement.origin, case: caseId, entry: index },
    text: content?.text ?? null,
    salt: content === undefined ? null : base64(content.salt),
    entry: base64(opened.bytes),
    proof: proofFile(index, proved),
    logKey: info.logKey,
  });
}

interface OpenedReceipt {
  readonly opened: OpenedEntry<'input-received'>;
  readonly proved: Proved;
  readonly caseId: number;
}

async function openReceipt(reading: Reading, index: number): Promise<OpenedReceipt> {
  const opened = await reading.entry(index);
  if (opened === undefined || !isKind(opened, 'input-received') || opened.caseId === undefined)
    throw new PageError('receipt-unknown');
  const proved = await proveEntry(reading.record, index, opened.bytes);
  if (proved === undefined) throw new PageError('receipt-unknown');
  return { opened, proved, caseId: opened.caseId };
}
