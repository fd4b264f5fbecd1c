/** How long what may be kept by whoever stands between the record and its readers. SPEC 10, M87. */
import { CHECKPOINT_PATH } from '@counterfoil/ledger/audit/source';
import { parseTilePath } from '@counterfoil/ledger/tile';
import type { ObjectOptions } from '../objects/store.ts';

/** Tiles and bundles, partial ones as well: their width is in their name. */
const IMMUTABLE = 'public, max-age=31536000, immutable';
/** Asked for anew each time; the answer may be that nothing has changed. */
const REVALIDATED = 'no-cache';
/** Texts can be taken down: nobody keeps them for long unasked. */
const BRIEF = 'public, max-age=60';
/** Of a file that is not there: it may be a moment later. */
export const NOT_KEPT = 'no-store';

/** @param path of the public layout. */
export function publicHeaders(path: string): ObjectOptions {
  if (parseTilePath(path) !== undefined) return { contentType: 'application/octet-stream', cacheControl: IMMUTABLE };
  if (path === CHECKPOINT_PATH || path.startsWith('redactions/'))
    return { contentType: 'text/plain; charset=utf-8', cacheControl: REVALIDATED };
  if (path.startsWith('file/')) return { contentType: 'application/octet-stream', cacheControl: BRIEF };
  return { contentType: 'application/json', cacheControl: path.startsWith('content/') ? BRIEF : REVALIDATED };
}
