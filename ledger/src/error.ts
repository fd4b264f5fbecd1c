/**
 * The one error this package throws for input that is not what the SPEC says it must be. Judgements about well-formed
 * input (a rule broken, a proof that does not hold) are values, never exceptions.
 */
export type FormatCode =
  | 'utf8-invalid'
  | 'base64-invalid'
  | 'hex-invalid'
  | 'json-invalid'
  | 'json-duplicate-key'
  | 'json-not-canonical'
  | 'key-malformed'
  | 'key-weak'
  | 'signature-malformed'
  | 'note-malformed'
  | 'note-unsigned'
  | 'note-signature-wrong'
  | 'checkpoint-malformed'
  | 'policy-malformed'
  | 'tile-malformed'
  | 'bundle-malformed'
  | 'proof-malformed'
  | 'envelope-malformed'
  | 'statement-malformed'
  | 'entry-malformed'
  | 'entry-too-large'
  | 'content-malformed'
  | 'receipt-malformed'
  | 'complaint-malformed'
  | 'promise-malformed'
  | 'redactions-malformed'
  | 'pass-malformed';

export class FormatError extends Error {
  override readonly name = 'FormatError';
  readonly code: FormatCode;
  constructor(code: FormatCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
