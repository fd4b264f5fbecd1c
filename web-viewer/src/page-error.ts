/** A page that cannot be shown, for a reason the reader is told: each code has its phrases `error-<code>-…`, and stays as it is, since others may rely on it. */

/** The HTTP status of each. */
export const errorStatuses = {
  'page-unknown': 404,
  'case-unknown': 404,
  'entry-unknown': 404,
  'receipt-unknown': 404,
  'promise-unknown': 404,
  'process-unknown': 404,
  'case-closed': 409,
  'case-merged': 409,
  'stage-closed': 409,
  'authors-not-admitted': 409,
  'query-malformed': 400,
  'form-malformed': 400,
  'form-type': 415,
  'form-too-large': 413,
  'ledger-not-opened': 404,
  'record-damaged': 500,
  'downloads-busy': 503,
  'figures-counting': 503,
  'figures-too-large': 404,
  'record-away': 503,
  'copy-elsewhere': 404,
  'copy-takes-nothing': 405,
  'internal-error': 500,
} as const;
export type PageErrorCode = keyof typeof errorStatuses;

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
