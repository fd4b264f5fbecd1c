/** The receipt for what somebody said: their half, as a page that prints on one sheet and as a file. */
import { caseHref, entryHref } from '../addresses.ts';
import { readAttached, type Attached } from '../attached.ts';
import { base64, hex } from '@counterfoil/ledger/bytes';
import type { Content } from '@counterfoil/ledger/content';
import type { FollowCode } from '@counterfoil/ledger/follow-code';
import { fact, type Fact, type FactLine } from '../facts/fact.ts';
import { readWhereFacts } from '../facts/where-facts.ts';
import type { Language } from '../language.ts';
import type { OpenedEntry } from '../opened-entry.ts';
import { makeSlip, type Slip } from '../follow/slip.ts';
import { PageError } from '../page-error.ts';
import { parseQuery } from '../parameters.ts';
import { proofFile, proveEntry, type Proved } from '../prove.ts';
import { drawQr, type QrCode } from '../qr.ts';
import type { Reading, Time } from '../reading.ts';
import {
  formatReceipt,
  hasReceipt,
  makeReceipt,
  receiptFileName,
  receiptPlace,
  receiptText,
  type ReceiptKind,
} from '@counterfoil/ledger/receipt';
import { fileRefs, type StatementOf } from '@counterfoil/ledger/statement';
import { cutTextToLines, isHidden, type Text } from '../text.ts';
import type { OwnFile } from '../uploads.ts';
import * as z from 'zod/mini';

/** As much as leaves the receipt on one sheet of A4, printed as `styles/_print.scss` says. */
export const SHEET_LINES = 8;
export const SHEET_LINE_WIDTH = 80;
/** Of a place, that stands beside the words. */
const FACT_LINES = 4;
/** Digits of the leaf hash in the code on paper: too many for anybody to make another entry that begins alike. */
const LEAF_DIGITS = 16;

export interface ReceiptPage {
  readonly index: number;
  readonly caseId: number;
  readonly origin: string;
  readonly title: string;
  readonly recorded: Time;
  readonly happened: Time | undefined;
  /** Undefined where there are no words. */
  readonly text: Text | undefined;
  /** With a token where the file is its sender's alone to have. */
  readonly files: readonly (Attached & { readonly token: string | undefined })[];
  /** What was said besides words, or instead of them. */
  readonly facts: readonly Fact[];
  readonly isProved: boolean;
  readonly proof: string;
  readonly leafHash: string;
  readonly root: string;
  readonly logKey: string;
  /** Where the file is; the file itself where the words in it are the sender's alone to have. */
  readonly file: string;
  /** Set where the words are not public: this page is not to be had a second time. */
  readonly onlyNow: boolean;
  readonly fileName: string;
  readonly entry: string;
  readonly case: string;
  /** Address of this page with the beginning of the fingerprint, as the code on paper holds it. */
  readonly address: string;
  readonly qr: QrCode;
  /** The new code, where this page was made for whoever gets it. */
  readonly slip: Slip | undefined;
  /** The key that a code in this browser may belong to. */
  readonly followKey: string | undefined;
  /** Whether the fingerprint in the address is that of the entry; undefined where there is none. */
  readonly fitsPaper: boolean | undefined;
}

/** What somebody has just sent, which the record may not show (yet). */
export interface OwnWords extends Content {
  /** Where it is, as they wrote it. */
  readonly place?: Content | undefined;
  readonly files?: readonly OwnFile[] | undefined;
}

const querySchema = z.object({
  leaf: z.optional(z.string().check(z.regex(/^[0-9a-f]{16}$/))),
});
export type ReceiptQuery = z.infer<typeof querySchema>;

/** @throws PageError `query-malformed`. */
export function parseReceiptQuery(query: URLSearchParams): ReceiptQuery {
  return parseQuery(querySchema, query);
}

/**
 * @param site address by which the reader came here, with a slash at its end.
 * @param own the words of whoever has just sent them, for words that the record does not show
 * @throws PageError `receipt-unknown`.
 */
export async function buildReceipt(
  reading: Reading,
  index: number,
  { leaf }: ReceiptQuery,
  site: string,
  own?: OwnWords,
  code?: FollowCode,
): Promise<ReceiptPage> {
  const { opened, proved, caseId } = await openReceipt(reading, index);
  const { statement, entry } = opened;
  const { language } = reading;
  const { origin, size, root } = proved.checkpoint;
  const isProved = proved.isIncluded && proved.isSigned;
  const leafHash = hex(proved.leafHash);
  const address = `${site}receipts/${index}?leaf=${leafHash.slice(0, LEAF_DIGITS)}`;
  const ref = receiptText(statement);
  const said = ref && (await reading.text(ref));
  const onlyNow = own !== undefined && ref !== undefined && said !== undefined && isHidden(said);
  const facts = await readFacts(reading, statement, onlyNow ? own.place?.text : undefined);
  const text: Text | undefined = onlyNow ? { status: 'there', text: own.text, lang: ref.lang, isCut: false } : said;
  return {
    index,
    caseId,
    origin,
    title: language.phrase(`receipt-title-${statement.kind}`),
    recorded: reading.time(entry.time),
    happened: statement.at.slice(0, 16) === entry.time.slice(0, 16) ? undefined : reading.time(statement.at),
    text: text && cutTextToLines(text, Math.max(1, SHEET_LINES - linesOf(facts)), SHEET_LINE_WIDTH),
    files: (await readAttached(reading, opened)).map((file) => ({
      ...file,
      token: file.hidden === undefined ? undefined : own?.files?.find(({ digest }) => digest === file.digest)?.token,
    })),
    facts,
    isProved,
    proof: isProved
      ? language.phrase('receipt-holds', { entry: index, size, steps: proved.proof.length, origin })
      : language.phrase('receipt-fails'),
    leafHash,
    root: hex(root),
    logKey: (await reading.record.info()).logKey,
    file: onlyNow
      ? `data:application/json;base64,${base64(await buildReceiptFile(reading, index, own))}`
      : `/receipts/${index}.json`,
    onlyNow,
    fileName: receiptFileName(index),
    entry: entryHref(index),
    case: caseHref(caseId),
    address,
    qr: drawQr(address),
    slip: code === undefined ? undefined : makeSlip(code, site),
    followKey: 'followKey' in statement ? statement.followKey : undefined,
    fitsPaper: leaf === undefined ? undefined : leafHash.startsWith(leaf),
  };
}

const QUESTIONS = ['heard', 'explained', 'achieved'] as const;

async function readFacts(
  reading: Reading,
  statement: StatementOf<ReceiptKind>,
  place: string | undefined,
): Promise<readonly Fact[]> {
  if (statement.kind === 'input-received') {
    const facts = await readWhereFacts(reading, statement, place);
    return facts.map(({ label, lines }) => ({ label, lines: lines.map(cutLine) }));
  }
  return statement.kind === 'evaluation' ? answersOf(statement, reading.language) : [];
}

function cutLine(line: FactLine): FactLine {
  return line.name === undefined ? line : { ...line, name: cutTextToLines(line.name, FACT_LINES, SHEET_LINE_WIDTH) };
}

/** Of the sheet, about as many as they take from the words. */
function linesOf(facts: readonly Fact[]): number {
  const lengths = facts
    .flatMap(({ lines }) => lines)
    .map(({ name }) => (name?.status === 'there' ? name.text.length : 0));
  return lengths.reduce((sum, length) => sum + 1 + Math.min(FACT_LINES, Math.ceil(length / (SHEET_LINE_WIDTH / 2))), 0);
}

function answersOf(statement: StatementOf<'evaluation'>, language: Language): readonly Fact[] {
  return QUESTIONS.map((question) => fact(`fact-${question}`, language.phrase(`judgement-${statement[question]}`)));
}

/** The bytes of the receipt file. @param own as for `buildReceipt` @throws PageError `receipt-unknown`. */
export async function buildReceiptFile(reading: Reading, index: number, own?: OwnWords): Promise<Uint8Array> {
  const { opened, proved } = await openReceipt(reading, index);
  const { statement, bytes } = opened;
  const [ref, where] = [receiptText(statement), receiptPlace(statement)];
  const [info, content, place] = await Promise.all([
    reading.record.info(),
    own ?? (ref && reading.content(ref.digest)),
    own?.place ?? (where && reading.content(where.digest)),
  ]);
  const salts = await Promise.all(
    fileRefs(statement).map(
      async ({ digest }) =>
        own?.files?.find((file) => file.digest === digest)?.salt ?? (await reading.record.file(digest))?.salt,
    ),
  );
  return formatReceipt(
    makeReceipt({
      ...{ bytes, statement, index, content, place, salts },
      proof: proofFile(index, proved),
      logKey: info.logKey,
    }),
  );
}

interface OpenedReceipt {
  readonly opened: OpenedEntry & { readonly statement: StatementOf<ReceiptKind> };
  readonly proved: Proved;
  readonly caseId: number;
}

async function openReceipt(reading: Reading, index: number): Promise<OpenedReceipt> {
  const opened = await reading.entry(index);
  if (opened?.caseId === undefined || !hasReceipt(opened.statement)) throw new PageError('receipt-unknown');
  const proved = await proveEntry(reading.record, index, opened.bytes);
  if (proved === undefined) throw new PageError('receipt-unknown');
  return { opened: { ...opened, statement: opened.statement }, proved, caseId: opened.caseId };
}
