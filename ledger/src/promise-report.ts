/** What is said to people of a promise file, whoever reads it for them. SPEC 11.2, M66, M67. */
import { FormatError } from './error.ts';
import { fileProblem, fileTime } from './file-words.ts';
import {
  checkPromise,
  openPromise,
  parsePromise,
  type OpenedPromise,
  type Pledge,
  type PromiseFile,
  type PromisedKind,
  type PromiseVerdict,
} from './promise.ts';
import type { PromiseSearch } from './promise-search.ts';
import type { SignatureVerifier } from './signature.ts';

export type PromiseReport =
  | { readonly code: 'holds'; readonly sentence: string; readonly file: PromiseFile; readonly opened: OpenedPromise }
  | { readonly code: Exclude<PromiseVerdict, 'holds'> | 'unreadable'; readonly sentence: string };

export async function reportPromise(bytes: Uint8Array, verifier: SignatureVerifier): Promise<PromiseReport> {
  try {
    const file = parsePromise(bytes);
    const code = await checkPromise(file, verifier);
    const opened = openPromise(file);
    return code === 'holds'
      ? { code, sentence: `${promised(opened.pledge)}.`, file, opened }
      : { code, sentence: wrongSentences[code] };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { code: 'unreadable', sentence: fileProblem('promise', bytes, error) };
  }
}

const wrongSentences = {
  'text-foreign': 'This is not a promise for these words: another text was promised to be recorded.',
  'not-signed': 'This is not a promise that anybody signed: the signature in it is not that of the key it names.',
} as const;

const subjects: { readonly [K in PromisedKind]: string } = {
  'input-received': 'these words',
  appeal: 'this appeal',
  dispute: 'this dispute',
  answer: 'this answer',
};

/** Without its full stop. */
export function promised({ origin, kind, at, deadline }: Pledge): string {
  return `The service of ${origin} promised on ${fileTime(at)} to record ${subjects[kind]} by ${fileTime(deadline)}`;
}

/**
 * - `kept`; `kept-late`: after the deadline; `waiting`: there is still time;
 * - `missing`: the record has gone on after the deadline without it; `missing-by-clock`: the deadline has passed by the reader's clock alone;
 * - `key-foreign`: another key than the record's promised it; `record-foreign`, `entries-withheld`: the record cannot tell.
 */
export type PromiseKept =
  | 'kept'
  | 'kept-late'
  | 'waiting'
  | 'missing'
  | 'missing-by-clock'
  | 'key-foreign'
  | 'record-foreign'
  | 'entries-withheld';

export interface KeptReport {
  readonly code: PromiseKept;
  readonly sentence: string;
}

/** @param now by the reader's clock, UTC with milliseconds. */
export function reportKept(pledge: Pledge, found: PromiseSearch, address: string, now: string): KeptReport {
  switch (found.outcome) {
    case 'kept':
      return sayFound(pledge, found);
    case 'absent':
      return sayAbsent(pledge, found, address, now);
    case 'key-foreign':
      return {
        code: 'key-foreign',
        sentence: `This is not a promise of the record at ${address}: the key that signed it was not its intake key then. The words are not there either.`,
      };
    case 'unseen':
      return {
        code: 'entries-withheld',
        sentence: `Whether the promise was kept cannot be found out: the record at ${address} does not show all of its ${count(found.size)} as its log has signed for them${found.from === 0 ? '' : `; entry ${found.from} is the first that is missing`}.`,
      };
    case 'foreign':
      return {
        code: 'record-foreign',
        sentence: `The record at ${address} is not the one of this promise: it shows no checkpoint that a log of ${pledge.origin} has signed.`,
      };
  }
}

function sayFound(
  { case: meant, deadline, origin }: Pledge,
  { entry, caseId, isLate }: Extract<PromiseSearch, { outcome: 'kept' }>,
): KeptReport {
  const elsewhere =
    meant === undefined || caseId === undefined || caseId === meant
      ? ''
      : ` It stands in case ${caseId}: it was meant for case ${meant}, which could not take it any more.`;
  const recorded = `recorded on ${fileTime(entry.time)} as entry ${entry.index} of ${origin}`;
  return isLate
    ? {
        code: 'kept-late',
        sentence: `The promise was kept too late: the words were ${recorded}. The deadline was ${fileTime(deadline)}.${elsewhere}`,
      }
    : { code: 'kept', sentence: `The promise was kept: the words were ${recorded}.${elsewhere}` };
}

function sayAbsent(
  pledge: Pledge,
  { checkpoint, newestTime }: Extract<PromiseSearch, { outcome: 'absent' }>,
  address: string,
  now: string,
): KeptReport {
  const searched = `none of the ${count(checkpoint.size)} of the record at ${address}`;
  const { deadline } = pledge;
  if (newestTime > deadline)
    return {
      code: 'missing',
      sentence: `The promise was not kept: ${searched} holds the words, and the newest was recorded on ${fileTime(newestTime)}, after the deadline of ${fileTime(deadline)}.`,
    };
  if (now > deadline)
    return {
      code: 'missing-by-clock',
      sentence: `The promise was not kept, as far as the clock of this device is right: the deadline was ${fileTime(deadline)}, and ${searched} holds the words. The newest was recorded before that, so the record itself does not show that the time is over.`,
    };
  return {
    code: 'waiting',
    sentence: `There is still time: ${searched} holds the words yet, and the promise runs until ${fileTime(deadline)}.`,
  };
}

function count(entries: number): string {
  return `${entries.toLocaleString('en')} ${entries === 1 ? 'entry' : 'entries'}`;
}
