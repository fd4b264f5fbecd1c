/** Starts the checks of all signatures of a bundle, to be waited for when its entries are replayed. */
import { parseBase64 } from '../bytes.ts';
import { firstWrong, type WrongSignature } from '../envelope.ts';
import type { SignatureVerdict, SignatureVerifier } from '../signature.ts';
import { PAYLOAD_TYPE } from '../statement.ts';
import type { ReadEntry, Said } from './read-entry.ts';

/** By position in the bundle: the first signature that is wrong, null where all are right, undefined where none was checked. */
export type SignaturesChecked = readonly (WrongSignature | null | undefined)[];

export class SignatureChecks {
  readonly #verifier: SignatureVerifier;

  constructor(verifier: SignatureVerifier) {
    this.#verifier = verifier;
  }

  /** Every check is begun before this returns. @param wanted which entries to check; those without a statement never are. */
  async check(entries: readonly ReadEntry[], wanted: (said: Said) => boolean): Promise<SignaturesChecked> {
    const begun: (SignatureVerdict | Promise<SignatureVerdict>)[] = [];
    const chosen = entries.map(({ said }) => (said !== undefined && wanted(said) ? said : undefined));
    for (const said of chosen) {
      if (said?.signed === undefined) continue;
      const { message, signatures } = said.signed;
      const signed = { payloadType: PAYLOAD_TYPE, origin: said.statement.origin, message };
      for (const { keyid, sig } of signatures) begun.push(this.#verifier.check(keyid, signed, parseBase64(sig)));
    }
    const verdicts = await Promise.all(begun);
    let next = 0;
    return chosen.map((said) => {
      if (said?.signed === undefined) return undefined;
      const { signatures } = said.signed;
      const own = verdicts.slice(next, (next += signatures.length));
      return firstWrong(signatures, own) ?? null;
    });
  }
}
