/** A code that this browser has made, kept in this tab until it is shown on the receipt, and for as long as the tab is open. */
import {
  FOLLOW_CODE_CHARACTERS,
  followSigner,
  makeFollowCode,
  parseFollowCode,
  type FollowCode,
} from '@counterfoil/ledger/follow-code';

const SHELF = 'counterfoil-code:';

/** @returns the keyid to send along; undefined where the browser keeps nothing, and somebody else has to make the code. */
export function keepNewCode(): string | undefined {
  const code = makeFollowCode(crypto.getRandomValues(new Uint8Array(FOLLOW_CODE_CHARACTERS - 1)));
  const { keyid } = followSigner(code);
  try {
    sessionStorage.setItem(SHELF + keyid, code);
    return keyid;
  } catch {
    // Private modes of some browsers refuse.
    return undefined;
  }
}

export function keptCode(keyid: string): FollowCode | undefined {
  try {
    const parsed = parseFollowCode(sessionStorage.getItem(SHELF + keyid) ?? '');
    return 'code' in parsed && followSigner(parsed.code).keyid === keyid ? parsed.code : undefined;
  } catch {
    return undefined;
  }
}
