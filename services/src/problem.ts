/** The one place where codes become HTTP statuses and sentences (RFC 9457). */
import { FormatError, type FormatCode } from '@counterfoil/ledger/error';
import { rules, type Finding, type RuleCode } from '@counterfoil/ledger/rules';
import { inEnglish, say, told, type Sentence } from '@counterfoil/ledger/say';

const own = {
  'not-found': [404, say`There is nothing at this address.`],
  'method-not-allowed': [405, say`This address does not take that method.`],
  'body-too-large': [413, say`What was sent is larger than this address takes.`],
  'media-type': [415, say`This address takes JSON: send it with "Content-Type: application/json".`],
  'request-malformed': [400, say`The request does not have the fields it must have.`],
  'content-missing': [422, say`A text that the statement refers to was not sent along.`],
  'content-mismatch': [422, say`A text that was sent along is not what the statement refers to.`],
  'file-type': [415, say`This is none of the files that are taken: JPEG, PNG and WebP pictures, and PDF.`],
  'file-malformed': [422, say`The file is not what its first bytes say that it is.`],
  'file-too-large': [413, say`The file is larger than 10,000,000 bytes.`],
  'file-unknown': [
    422,
    say`A file that is referred to is not here: it was never sent, or by somebody else, or so long ago that it was not kept. Send it again.`,
  ],
  'uploads-full': [
    503,
    say`Many files are coming in just now. Nothing of this one was kept: send it again in a minute.`,
  ],
  'opening-token': [403, say`Only the operator can open this ledger.`],
  'content-unknown': [404, say`No text with this digest is part of the record.`],
  'content-lost': [
    500,
    say`The text cannot be read here any more, so it cannot be published. The operator has to look for the key of the sealed texts.`,
  ],
  'promise-unknown': [
    404,
    say`Nothing is known here of such a promise. Look whether the digest is the one in the file.`,
  ],
  'record-away': [503, say`The record cannot be read just now. Ask again in a minute.`],
  'entry-unknown': [404, say`The ledger has no entry with this index yet.`],
  'ledger-empty': [409, say`This ledger has not been opened yet.`],
  'pass-missing': [401, say`What waits for signatures is shown to those who sign: send a desk pass.`],
  'pass-refused': [403, say`The desk pass cannot be accepted.`],
  'follow-unknown': [404, say`No entry of this record names this key (yet).`],
  'follow-elsewhere': [
    422,
    say`What somebody says on by a key of their own goes to /api/v1/follow, through the door for what people say.`,
  ],
  'no-letters': [404, say`This service sends no letters, so it keeps no addresses.`],
  'proposal-unknown': [404, say`Nothing by this name waits for you, or it was closed long ago.`],
  'proposal-closed': [409, say`It waits no more: it has been recorded, or it lapsed.`],
  'signature-not-wanted': [403, say`A signature by this key is not wanted there.`],
  'tray-full': [503, say`Too many statements wait for signatures already. Some have to be signed or to lapse first.`],
  'too-many': [429, say`More was sent than this address takes in so short a time. Nothing of it was kept.`],
  'work-needed': [
    429,
    say`Very much is being sent just now, so each sender shows that their machine worked for it. Solve the challenge and send it again with the solution in the header "Counterfoil-Work".`,
  ],
  'work-wrong': [
    400,
    say`The proof of work is wrong, for another address, expired or used already. Here is a new challenge.`,
  ],
  'not-recorded': [503, say`It could not be recorded just now. Nothing of it was kept: please send it again.`],
  'maybe-recorded': [
    503,
    say`It may or may not have been recorded. Send the very same statement again: it will not be recorded twice.`,
  ],
  'service-stopped': [503, say`The service has stopped writing to protect the record. The operator has to look at it.`],
  'not-signed': [
    503,
    say`What is recorded cannot be signed for just now. Words that people send are promised; anything else can be sent again later. The reason stands in the log of the service, for its operator.`,
  ],
  stopping: [503, say`This process is about to stop. Another one answers, or this one in a moment.`],
  'clock-behind': [
    503,
    say`The clock of this service is far behind the newest entry, so nothing is recorded. The operator has to set it right.`,
  ],
  internal: [500, say`Something went wrong here. It is not your doing.`],
} as const satisfies Record<string, readonly [number, Sentence]>;
type OwnCode = keyof typeof own;

export type ProblemCode = OwnCode | RuleCode | FormatCode;

export interface ProblemOptions extends ErrorOptions {
  /** Seconds after which it may be sent again. */
  readonly retryAfterS?: number | undefined;
  /** What to solve before it is sent again: web-viewer/src/work.ts says how. */
  readonly challenge?: string | undefined;
}

/** Thrown to the client as a problem document. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  /** What is told: in English, and as the pages can say it in other languages (web-viewer/src/languages/refusals). */
  readonly detail: string;
  readonly said: readonly Sentence[];
  readonly retryAfterS: number | undefined;
  readonly challenge: string | undefined;
  /** @param reason what is told in place of the title. */
  constructor(code: ProblemCode, reason?: Sentence | readonly Sentence[], options?: ProblemOptions) {
    const [status, title] = explain(code);
    const { sentence, said } = told(...[reason ?? title].flat());
    super(`${code}: ${sentence}`, options);
    this.code = code;
    this.status = status;
    this.title = inEnglish(title);
    this.detail = sentence;
    this.said = said;
    this.retryAfterS = options?.retryAfterS;
    this.challenge = options?.challenge;
  }

  toJSON(): {
    readonly type: string;
    readonly title: string;
    readonly status: number;
    readonly code: string;
    readonly detail: string;
    readonly said: readonly Sentence[];
    readonly challenge?: string;
  } {
    const { title, status, code, detail, said, challenge } = this;
    const solve = challenge === undefined ? {} : { challenge };
    return { type: 'about:blank', title, status, code, detail, said, ...solve };
  }
}

function isOwnCode(code: string): code is OwnCode {
  return code in own;
}

function explain(code: ProblemCode): readonly [number, Sentence] {
  if (isOwnCode(code)) return own[code];
  if (code in rules) return [statusOfRule(code as RuleCode), ruleSentence(code as RuleCode)];
  if (code === 'entry-too-large') return [413, say`The statement is too large for one entry.`];
  return [400, say`What was sent is not in the form it must have.`];
}

const IN_THE_WAY =
  /^(statement-repeated|source-repeated|case-(decided|undecided|merged)|input-accounted|ledger-|(process|calendar|register)-version|process-superseded|seen-|stage-|commitment-complete|revocation-impossible|speaker-withdrawn|erasure-asked)/;

/** 409 where the record is in the way, 403 where the signer is, 422 for the rest. */
function statusOfRule(code: RuleCode): number {
  if (IN_THE_WAY.test(code)) return 409;
  if (
    /^(key-|speaker-key|mandate-|signature|threshold-unmet|rotation-unsigned|act-not-allowed|register-office)/.test(
      code,
    )
  )
    return 403;
  return 422;
}

function ruleSentence(code: RuleCode): Sentence {
  return { text: rules[code].sentence, values: [] };
}

export function problemOf({ code, detail }: Finding): Problem {
  return new Problem(code, [ruleSentence(code), detail]);
}

/** Turns what strict parsers throw into a problem; anything else is passed on. */
export function asProblem(error: unknown): unknown {
  return error instanceof FormatError ? new Problem(error.code, error.reason, { cause: error }) : error;
}
