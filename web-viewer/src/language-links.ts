/** Addresses of pages in a language other than the site's own: the same behind a prefix, such as `/nl/cases/7`. */

/** What addresses of pages begin with; all others, such as `/content/…`, are the same in every language. */
const PAGES =
  'about|accountability|areas|cases|check|desk|downloads|entries|feed\\.atom|follow|inputs|letters|obligations|offices|processes|promises|receipt-check|receipts|record|reference|registers|search|takedowns';

const LINK = new RegExp(` (href|action)="(?=/(?:${PAGES})(?=[/?#"])|/[?#"])`, 'g');
const ADDRESS = new RegExp(`^/(?:(?:${PAGES})(?=[/?#]|$)|[?#]|$)`);

/** @param html a whole page: in words that people wrote there is no quotation mark that could look like one of an attribute. */
export function toLanguage(html: string, prefix: string): string {
  return prefix === '' ? html : html.replace(LINK, ` $1="${prefix}`);
}

export function addressIn(prefix: string, address: string): string {
  return ADDRESS.test(address) ? `${prefix}${address}` : address;
}
