/** The paths of the public layout and no others: what a ledger says can never lead out of the folder. SPEC 10. */
import { CHECKPOINT_PATH, LEDGER_INFO_PATH } from '@counterfoil/ledger/audit/source';
import { parseTilePath } from '@counterfoil/ledger/tile';

const REDACTIONS_PATH = /^redactions\/(?:0|[1-9]\d{0,11})$/;
const CONTENT_PATH = /^(?:content|file)\/[0-9a-f]{64}$/;

export function isPublicPath(path: string): boolean {
  return (
    path === LEDGER_INFO_PATH ||
    path === CHECKPOINT_PATH ||
    CONTENT_PATH.test(path) ||
    REDACTIONS_PATH.test(path) ||
    parseTilePath(path) !== undefined
  );
}
