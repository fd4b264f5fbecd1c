/** The promise for words that could not be recorded just now, as a page that prints on one sheet and as a file; and what became of one. */
import { base64 } from '@counterfoil/ledger/bytes';
import { digestField } from '@counterfoil/ledger/statements/fields';
import { formatPromise, openPromise, promiseFileName, type PromiseFile } from '@counterfoil/ledger/promise';
import { PageError } from '../page-error.ts';
import { drawQr, type QrCode } from '../qr.ts';
import type { Reading, Time } from '../reading.ts';
import type { PromiseState } from '../record.ts';
import { cutTextToLines, type Text } from '../text.ts';
import { SHEET_LINE_WIDTH, SHEET_LINES } from './receipt.ts';

export interface PromisePage {
  readonly origin: string;
  readonly at: Time;
  readonly deadline: Time;
  readonly text: Text;
  readonly commitment: string;
  readonly key: string;
  /** The file itself: its words are the sender's alone to have. */
  readonly file: string;
  readonly fileName: string;
  /** Of the page that tells what became of it. */
  readonly state: string;
  readonly address: string;
  readonly qr: QrCode;
}

/**
 * Needs nothing of the record, which cannot be read at such a time.
 * @param site address by which the reader came here, with a slash at its end.
 */
export function buildPromise(reading: Reading, file: PromiseFile, site: string, lang: string): PromisePage {
  const { pledge, intakeKey } = openPromise(file);
  const { origin, at, deadline, digest } = pledge;
  const address = `${site}promises/${digest}`;
  return {
    origin,
    at: reading.time(at),
    deadline: reading.time(deadline),
    text: cutTextToLines({ status: 'there', text: file.text, lang, isCut: false }, SHEET_LINES, SHEET_LINE_WIDTH),
    commitment: digest,
    key: intakeKey,
    file: `data:application/json;base64,${base64(formatPromise(file))}`,
    fileName: promiseFileName(pledge),
    state: `/promises/${digest}`,
    address,
    qr: drawQr(address),
  };
}

export interface PromiseStatePage {
  readonly title: string;
  readonly lead: string;
  readonly refused: string | undefined;
  readonly receipt: string | undefined;
  readonly deadline: Time | undefined;
  readonly fileName: string;
  /** Whether the command that complains is of use. */
  readonly isOverdue: boolean;
}

/** Undefined for what is no digest, or unknown here. */
export type PromiseLookup = (digest: string) => Promise<PromiseState | undefined>;

/** @throws PageError `promise-unknown`. */
export async function buildPromiseState(
  reading: Reading,
  lookup: PromiseLookup,
  digest: string,
): Promise<PromiseStatePage> {
  const found = digestField.safeParse(digest).success ? await lookup(digest) : undefined;
  if (found === undefined) throw new PageError('promise-unknown');
  const { language } = reading;
  const none = { refused: undefined, receipt: undefined, deadline: undefined, isOverdue: false };
  const common = { ...none, fileName: promiseFileName({ digest }) };
  switch (found.state) {
    case 'recorded':
      return {
        ...common,
        title: language.phrase('promise-recorded'),
        lead: language.phrase('promise-recorded-lead', { entry: found.entry }),
        receipt: `/receipts/${found.entry}`,
      };
    case 'waiting': {
      const isOverdue = found.deadline < reading.now;
      return {
        ...common,
        title: language.phrase(isOverdue ? 'promise-overdue' : 'promise-waiting'),
        lead: language.phrase(isOverdue ? 'promise-overdue-lead' : 'promise-waiting-lead'),
        refused: found.refused === null ? undefined : language.phrase('promise-refused'),
        deadline: reading.time(found.deadline),
        isOverdue,
      };
    }
    case 'away':
      return { ...common, title: language.phrase('promise-away'), lead: language.phrase('promise-away-lead') };
  }
}
