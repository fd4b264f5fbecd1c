/** Everything about a bundle that can be found out without knowing the entries before it: the larger part of an audit. */
import type { Platform, SignatureVerifier } from '../signature.ts';
import { readBundle, type Bundle } from './bundle.ts';
import type { Said } from './read-entry.ts';
import { SignatureChecks, type SignaturesChecked } from './signatures.ts';
import type { Source } from './source.ts';
import { checkTexts, type TextsChecked } from './texts.ts';

export interface PrepareRequest {
  /** Of the bundle. */
  readonly index: number;
  readonly width: number;
  /**
   * Keyids with a part in the ledger, as far as it has been replayed; undefined to take any. Signatures of others are left
   * for later: the first check of a key costs a hundred times more than those after it, and who knows how many there are.
   */
  readonly keys: ReadonlySet<string> | undefined;
}

export interface Prepared {
  readonly bundle: Bundle;
  /** Still under way, as are the texts; they may reject when nobody has asked for them yet. */
  readonly signatures: Promise<SignaturesChecked>;
  readonly texts: Promise<TextsChecked>;
}

export interface Preparer {
  /** How many bundles to ask for before the first of them is needed. */
  readonly ahead: number;
  /** Rejects only when the platform is broken or the program faulty: what the source does is in the findings. */
  prepare(request: PrepareRequest): Promise<Prepared>;
}

/** Prepares on this thread, with whatever the platform does on others. */
export function createPreparer(
  source: Source,
  platform: Platform,
  verifier: SignatureVerifier,
  texts: 'look-at' | 'pass-over' = 'look-at',
): Preparer {
  const signatures = new SignatureChecks(verifier);
  return {
    ahead: 2,
    async prepare({ index, width, keys }) {
      const bundle = await readBundle(source, index, width, platform.sha256);
      const isKnown = ({ signers }: Said): boolean => keys === undefined || signers.every((keyid) => keys.has(keyid));
      return {
        bundle,
        signatures: watched(signatures.check(bundle.entries, isKnown)),
        texts: watched(checkTexts(source, texts === 'look-at' ? bundle.entries : [], platform.sha256)),
      };
    },
  };
}

/** A promise whose rejection may wait until somebody asks for its result. */
export function watched<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}
