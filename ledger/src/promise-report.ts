/** What is said to people of a promise file, whoever reads it for them. SPEC 11.2, M66, M67. */
import { FormatError } from './error.ts';
import { fileProblem } from './file-words.ts';
import {
  checkPromise,
  openPromise,
  parsePromise,
  type OpenedPromise,
  type Pledge,
  type PromiseFile,
  type PromiseVerdict,
} from './promise.ts';
import type { PromiseSearch } from './promise-search.ts';
import { countEntries, say, told, type Sentence, type Told } from './say.ts';
import type { SignatureVerifier } from './signature.ts';

export type PromiseReport =
  | (Told & { readonly code: 'holds'; readonly file: PromiseFile; readonly opened: OpenedPromise })
  | (Told & { readonly code: Exclude<PromiseVerdict, 'holds'> | 'unreadable' });

export async function reportPromise(bytes: Uint8Array, verifier: SignatureVerifier): Promise<PromiseReport> {
  try {
    const file = parsePromise(bytes);
    const code = await checkPromise(file, verifier);
    const opened = openPromise(file);
    return code === 'holds'
      ? { code, ...told(promised(opened.pledge)), file, opened }
      : { code, ...told(wrongSentences[code]) };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { code: 'unreadable', ...told(...fileProblem('promise', bytes, error)) };
  }
}

const wrongSentences = {
  'text-foreign': say`This is not a promise for these words: another text was promised to be recorded.`,
  'not-signed': say`This is not a promise that anybody signed: the signature in it is not that of the key it names.`,
} as const;

export function promised({ origin, kind, at, deadline }: Pledge): Sentence {
  const [from, until] = [{ second: at }, { second: deadline }];
  switch (kind) {
    case 'input-received':
      return say`The service of ${origin} promised on ${from} to record these words by ${until}.`;
    case 'appeal':
      return say`The service of ${origin} promised on ${from} to record this appeal by ${until}.`;
    case 'dispute':
      return say`The service of ${origin} promised on ${from} to record this dispute by ${until}.`;
    case 'answer':
      return say`The service of ${origin} promised on ${from} to record this answer by ${until}.`;
  }
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

export interface KeptReport extends Told {
  readonly code: PromiseKept;
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
        ...told(
          say`This is not a promise of the record at ${address}: the key that signed it was not its intake key then. The words are not there either.`,
        ),
      };
    case 'unseen':
      return {
        code: 'entries-withheld',
        ...told(
          say`Whether the promise was kept cannot be found out: the record at ${address} does not show all of its ${countEntries(found.size)} as its log has signed for them.`,
          ...(found.from === 0 ? [] : [say`Entry ${found.from} is the first that is missing.`]),
        ),
      };
    case 'foreign':
      return {
        code: 'record-foreign',
        ...told(
          say`The record at ${address} is not the one of this promise: it shows no checkpoint that a log of ${pledge.origin} has signed.`,
        ),
      };
  }
}

function sayFound(
  { case: meant, deadline, origin }: Pledge,
  { entry, caseId, isLate }: Extract<PromiseSearch, { outcome: 'kept' }>,
): KeptReport {
  const elsewhere =
    meant === undefined || caseId === undefined || caseId === meant
      ? []
      : [say`It stands in case ${caseId}: it was meant for case ${meant}, which could not take it any more.`];
  const time = { second: entry.time };
  if (!isLate)
    return {
      code: 'kept',
      ...told(
        say`The promise was kept: the words were recorded on ${time} as entry ${entry.index} of ${origin}.`,
        ...elsewhere,
      ),
    };
  return {
    code: 'kept-late',
    ...told(
      say`The promise was kept too late: the words were recorded on ${time} as entry ${entry.index} of ${origin}. The deadline was ${{ second: deadline }}.`,
      ...elsewhere,
    ),
  };
}

function sayAbsent(
  pledge: Pledge,
  { checkpoint, newestTime }: Extract<PromiseSearch, { outcome: 'absent' }>,
  address: string,
  now: string,
): KeptReport {
  const entries = countEntries(checkpoint.size);
  const [deadline, newest] = [{ second: pledge.deadline }, { second: newestTime }];
  if (newestTime > pledge.deadline)
    return {
      code: 'missing',
      ...told(
        say`The promise was not kept: none of the ${entries} of the record at ${address} holds the words, and the newest was recorded on ${newest}, after the deadline of ${deadline}.`,
      ),
    };
  if (now > pledge.deadline)
    return {
      code: 'missing-by-clock',
      ...told(
        say`The promise was not kept, as far as the clock of this device is right: the deadline was ${deadline}, and none of the ${entries} of the record at ${address} holds the words. The newest was recorded before that, so the record itself does not show that the time is over.`,
      ),
    };
  return {
    code: 'waiting',
    ...told(
      say`There is still time: none of the ${entries} of the record at ${address} holds the words yet, and the promise runs until ${deadline}.`,
    ),
  };
}
