/** Starts the checks of all signatures of a bundle, to be waited for when its entries are replayed. */
import { parseBase64 } from '../bytes.ts';
import { parseKeyid } from '../keyid.ts';
import { Memo } from '../memo.ts';
import { KEYS_REMEMBERED, type SignatureVerifier } from '../signature.ts';
import type { ReadEntry, Said } from './read-entry.ts';

/** By position in the bundle: the keyid whose signature is wrong, null where all are right, undefined where none was checked. */
export type SignaturesChecked = readonly (string | null | undefined)[];

export class SignatureChecks {
  readonly #verifier: SignatureVerifier;
  readonly #publicKeys = new Memo<Uint8Array>(KEYS_REMEMBERED);

  constructor(verifier: SignatureVerifier) {
    this.#verifier = verifier;
  }

  /** Every check is begun before this returns. @param wanted which entries to check; those without a statement never are. */
  async check(entries: readonly ReadEntry[], wanted: (said: Said) => boolean): Promise<SignaturesChecked> {
    const begun: (boolean | Promise<boolean>)[] = [];
    const chosen = entries.map(({ said }) => (said !== undefined && wanted(said) ? said.signed : undefined));
    for (const signed of chosen) {
      if (signed === undefined) continue;
      for (const { keyid, sig } of signed.signatures) {
        const publicKey = this.#publicKeys.get(keyid, () => parseKeyid(keyid));
        begun.push(this.#verifier.verify(publicKey, signed.message, parseBase64(sig)));
      }
    }
    const verdicts = await Promise.all(begun);
    let next = 0;
    return chosen.map((signed) => {
      if (signed === undefined) return undefined;
      let wrong: string | null = null;
      for (const { keyid } of signed.signatures) if (verdicts[next++] !== true) wrong ??= keyid;
      return wrong;
    });
  }
}
