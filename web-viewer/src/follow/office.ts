/** What whoever comes back by a code needs of the service that mounts the pages: none of it is in public view. */
import type { Content } from '@counterfoil/ledger/content';
import type { Envelope } from '@counterfoil/ledger/envelope';
import type { Refused } from '../record.ts';

export interface FollowOffice {
  /** Texts of these entries that are not in public view, by digest. Whoever asks has shown that the key of the entries is theirs. */
  hiddenTexts(entries: readonly number[]): Promise<ReadonlyMap<string, Content>>;
  /** Records what was signed. A refusal has a stable code, and says why. */
  record(envelope: Envelope, contents: readonly Content[]): Promise<{ readonly index: number } | Refused>;
  /** Undefined where no notices are sent. */
  readonly contacts: ContactOffice | undefined;
}

/** Addresses to which notices go. None of them ever comes back out. */
export interface ContactOffice {
  /**
   * Keeps it for an entry in place of the one before, and sends a letter that asks whether it is right.
   * @param language of the letters (BCP 47); without it they are in the authority’s own
   */
  add(entry: number, address: string, language?: string): Promise<void>;
  /** Erases those of these entries. */
  stop(entries: readonly number[]): Promise<void>;
  /** Of which of these entries there is one. */
  known(entries: readonly number[]): Promise<ReadonlySet<number>>;
  /** What the link of a letter leads to; undefined where it leads to nothing (any more). */
  byToken(token: string): Promise<{ readonly case: number; readonly confirmed: boolean } | undefined>;
  confirm(token: string): Promise<boolean>;
  erase(token: string): Promise<boolean>;
}
