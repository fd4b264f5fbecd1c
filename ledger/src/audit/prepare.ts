/** Everything about a bundle that can be found out without knowing the entries before it: the larger part of an audit. */
import type { Platform, SignatureVerifier } from '../signature.ts';
import { readBundle, type Bundle } from './bundle.ts';
import { looksAt, type Level } from './level.ts';
import type { PlainBundle, readPlain } from './plain.ts';
import type { Said } from './read-entry.ts';
import { SignatureChecks, type SignaturesChecked } from './signatures.ts';
import type { Source } from './source.ts';
import { checkTexts, type TextsChecked } from './texts.ts';

export interface PrepareRequest {
  /** Of the bundle. */
  readonly index: number;
  readonly width: number;
  /** Position in the bundle before which everything has been checked on an earlier visit; it may be checked again. */
  readonly from?: number;
  /**
   * Keyids with a part in the ledger, as far as it has been replayed; undefined to take any. Signatures of others are left
   * for later: the first check of a key costs a hundred times more than those after it, and who knows how many there are.
   */
  readonly keys: ReadonlySet<string> | undefined;
  /** Whether everything is wanted of a bundle of which there is nothing to say. */
  readonly whole?: boolean;
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
  /**
   * Gives a plain bundle only where nothing but the structure is looked at, and not where the whole is asked for. Rejects only when the
   * platform is broken or the program faulty: what the source does is in the findings.
   */
  prepare(request: PrepareRequest): Promise<Prepared | PlainBundle>;
}

/**
 * Prepares on this thread, with whatever the platform does on others.
 * @param plain where the structure may be all that is looked at; without it every bundle is read as a whole. Apart, for programs that never do.
 */
export function createPreparer(
  source: Source,
  platform: Platform,
  verifier: SignatureVerifier,
  level: Level = 'all',
  plain?: typeof readPlain,
): Preparer {
  const signatures = new SignatureChecks(verifier);
  return {
    ahead: 2,
    async prepare({ index, width, from = 0, keys, whole = false }) {
      const isPlain = !whole && !looksAt(level, 'signatures');
      const read = isPlain ? await plain?.(source, index, width, platform.sha256) : undefined;
      if (read !== undefined) return read;
      const bundle = await readBundle(source, index, width, { sha256: platform.sha256, level });
      const fresh = bundle.entries.map((entry, i) => (i < from ? { ...entry, said: undefined } : entry));
      const isKnown = ({ signers }: Said): boolean => keys === undefined || signers.every((keyid) => keys.has(keyid));
      return {
        bundle,
        signatures: watched(signatures.check(fresh, isKnown)),
        texts: watched(checkTexts(source, looksAt(level, 'all') ? fresh : [], platform.sha256)),
      };
    },
  };
}

/** A promise whose rejection may wait until somebody asks for its result. */
export function watched<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}
