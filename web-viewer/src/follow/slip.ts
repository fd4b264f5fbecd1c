/** A new code as it is shown, printed and scanned. The square holds the code behind `#`, which no browser sends to a server (RFC 9110 section 7.1). */
import { formatFollowCode, type FollowCode } from '@counterfoil/ledger/follow-code';
import { drawQr, type QrCode } from '../qr.ts';

export interface Slip {
  readonly groups: readonly string[];
  /** Where the code is typed in. */
  readonly page: string;
  /** The page with the code. */
  readonly link: string;
  readonly qr: QrCode;
}

/** @param site with a slash at its end */
export function makeSlip(code: FollowCode, site: string): Slip {
  const shown = formatFollowCode(code);
  const page = `${site}follow`;
  const link = `${page}#${shown}`;
  return { groups: shown.split('-'), page, link, qr: drawQr(link) };
}
