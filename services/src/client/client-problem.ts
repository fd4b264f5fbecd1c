/** What goes wrong between a program and a ledger, in one shape. */

/** Codes of this side. What the ledger answers comes with its own codes, see `/openapi.json`. */
export type ClientCode =
  | 'unreachable'
  | 'answer-unreadable'
  | 'checkpoint-wrong'
  | 'two-histories'
  | 'history-shortened'
  | 'log-key-changed'
  | 'proof-wrong'
  | 'entry-foreign'
  | 'content-foreign'
  | 'proposal-foreign'
  | 'promised';

export class ClientProblem extends Error {
  override readonly name = 'ClientProblem';
  /** A `ClientCode`, or the code of the problem document that the ledger answered with. */
  readonly code: string;
  /** HTTP status; undefined where no answer came or the answer itself is what is wrong. */
  readonly status: number | undefined;
  /** A sentence for people. */
  readonly detail: string;

  constructor(code: string, status: number | undefined, detail: string, options?: ErrorOptions) {
    super(`${code}: ${detail}`, options);
    this.code = code;
    this.status = status;
    this.detail = detail;
  }
}

/** A problem found on this side. */
export function problem(code: ClientCode, detail: string, options?: ErrorOptions): ClientProblem {
  return new ClientProblem(code, undefined, detail, options);
}
