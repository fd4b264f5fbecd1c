/**
 * The one error this package throws for input that is not what the SPEC says it must be. Judgements about well-formed
 * input (a rule broken, a proof that does not hold) are values, never exceptions.
 */
import { asSentence, inEnglish, type Sentence } from './say.ts';

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
  | 'evidence-malformed'
  | 'redactions-malformed'
  | 'pass-malformed';

export class FormatError extends Error {
  override readonly name = 'FormatError';
  readonly code: FormatCode;
  /** The message, as other languages can say it. */
  readonly reason: Sentence;
  constructor(code: FormatCode, reason: Sentence | string, options?: ErrorOptions) {
    const sentence = asSentence(reason);
    super(inEnglish(sentence), options);
    this.code = code;
    this.reason = sentence;
  }
}
