/** What stands in a page as it is, beside words that are escaped. */
import { escapeMarkup } from './escape.ts';

export interface Markup {
  readonly html: string;
}

export function joinMarkup(parts: readonly (string | Markup)[]): string {
  return parts.map((part) => (typeof part === 'string' ? escapeMarkup(part) : part.html)).join('');
}
