/** Who may come to the tray: whoever shows a desk pass of a key that signs in this ledger. SPEC M44. */
import {
  checkDeskPass,
  isDeskPass,
  parseDeskPass,
  type DeskPassVerdict,
  type SignedDeskPass,
} from '@counterfoil/ledger/desk-pass';
import { FormatError } from '@counterfoil/ledger/error';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { say, type Sentence } from '@counterfoil/ledger/say';
import { Problem } from '../problem.ts';
import { holderOf, type Holder, type HolderLook } from './parties.ts';

export interface AccessOptions extends HolderLook {
  readonly origin: string;
  readonly verifier: SignatureVerifier;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const sentences: Record<Exclude<DeskPassVerdict, 'ok'>, Sentence> = {
  'pass-foreign': say`It was made for another ledger.`,
  'pass-hours': say`It is good for longer than twelve hours, or for no time at all. Make one for a working day.`,
  'pass-early': say`It is not good yet. Compare the clock of the computer that made it.`,
  'pass-over': say`It is good no more. Make a new one.`,
  'pass-signature': say`It is not signed by the key that it names.`,
};

/** @param authorization the header of the request. @throws Problem `pass-missing`, `pass-refused`. */
export async function admitHolder(authorization: string | undefined, options: AccessOptions): Promise<Holder> {
  if (!isDeskPass(authorization)) throw new Problem('pass-missing');
  const signed = parse(authorization);
  const now = new Date(options.now()).toISOString();
  // Asked first: judging the signature of an unknown key costs far more than refusing it.
  const holder = await holderOf(options, signed.keyid, now);
  if (holder === undefined)
    throw new Problem('pass-refused', say`Its key is none that signs in this ledger, or signs no more.`);
  const verdict = await checkDeskPass(signed, { origin: options.origin, now }, options.verifier);
  if (verdict !== 'ok') throw new Problem('pass-refused', sentences[verdict]);
  return holder;
}

function parse(authorization: string): SignedDeskPass {
  try {
    return parseDeskPass(authorization);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new Problem('pass-refused', say`It is not in the form of a desk pass.`, { cause: error });
  }
}
