/** Why the desk does not go on. `message` is for people: what happened, what it means, what to do. */
export type DeskCode =
  | 'unreachable'
  | 'answer-unreadable'
  | 'refused'
  | 'checkpoint-wrong'
  | 'ledger-shrunk'
  | 'ledger-forked'
  | 'log-key-changed'
  | 'entry-foreign'
  | 'text-changed'
  | 'key-unusable'
  | 'signature-unmade'
  | 'proposal-foreign'
  | 'too-large';

export class DeskProblem extends Error {
  override readonly name = 'DeskProblem';
  readonly code: DeskCode;
  /** The code the service refused with. */
  readonly refusal: string | undefined;
  constructor(code: DeskCode, message: string, options?: ErrorOptions & { readonly refusal?: string }) {
    super(message, options);
    this.code = code;
    this.refusal = options?.refusal;
  }
}
