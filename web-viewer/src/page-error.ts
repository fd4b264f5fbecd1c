/** A page that cannot be shown, for a reason the reader is told: each code has its sentence in `words/errors.ts`. */
import type { PageErrorCode } from './words/errors.ts';

export class PageError extends Error {
  override readonly name = 'PageError';
  readonly code: PageErrorCode;
  /** Where the reader may have wanted to go. */
  readonly instead: { readonly href: string; readonly text: string } | undefined;
  constructor(code: PageErrorCode, options?: ErrorOptions & { instead?: { href: string; text: string } }) {
    super(code, options);
    this.code = code;
    this.instead = options?.instead;
  }
}
