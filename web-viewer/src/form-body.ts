/** The body of a form as browsers send it (URL Standard, application/x-www-form-urlencoded), parsed strictly. */
import { parseUtf8 } from '@counterfoil/ledger/bytes';

/** More fields than any form here has. */
const MAX_FIELDS = 20;

/** Undefined for what no browser would send: bytes that are not UTF-8, a field that stands twice, too many fields. */
export function parseFormBody(body: Uint8Array): ReadonlyMap<string, string> | undefined {
  const fields = new Map<string, string>();
  try {
    const pairs = parseUtf8(body).split('&');
    if (pairs.length > MAX_FIELDS) return undefined;
    for (const pair of pairs) {
      const split = pair.indexOf('=');
      if (split < 0) return undefined;
      const name = decode(pair.slice(0, split));
      if (fields.has(name)) return undefined;
      fields.set(name, decode(pair.slice(split + 1)));
    }
  } catch {
    return undefined;
  }
  return fields;
}

/** @throws URIError where the escapes do not make UTF-8. */
function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
