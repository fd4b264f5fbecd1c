/** The tables as kysely sees them; made in `migrations`. */
import type { Generated } from 'kysely';

export interface Database {
  /** The record: append-only, by role and by trigger. */
  entries: { index: number; bytes: Uint8Array; leaf: Uint8Array; statement: Uint8Array; case_id: number | null };
  /** Texts in public view, as UTF-8; `since` is the entry that brought them there, null where that is not known. */
  contents: { digest: Uint8Array; salt: Uint8Array; bytes: Uint8Array; since: number | null };
  /** Texts that are not in public view: salt and words under a key of their own, and that key under the one of the data folder. */
  sealed_contents: { digest: Uint8Array; key: Uint8Array; sealed: Uint8Array };
  /** Files by a random name; made in 0013-files, which says when what is null. */
  files: {
    id: Uint8Array;
    digest: Uint8Array | null;
    bytes: number | null;
    media_type: string | null;
    token: Uint8Array | null;
    created: string;
    kept_until: string;
    entry: number | null;
    since: number | null;
  };
  /** Key and salt of each file, under the key of the data folder. */
  file_keys: { id: Uint8Array; key: Uint8Array };
  /** The file itself, under its own key. */
  file_chunks: { id: Uint8Array; number: number; sealed: Uint8Array };
  /** One row: how often something was taken away, and how many of these times the files have been cleared. */
  taken_away: { one: Generated<boolean>; times: number; cleared: number };
  /** Texts that were taken out of public view and may still lie where the record is published; `size` of a tree that says so. */
  withdrawals: { id: Generated<number>; digest: Uint8Array; size: number; queued: Generated<Date> };
  /** Addresses to which notices of one entry go; `token` is the SHA-256 of what the links in letters hold. */
  contacts: {
    id: Uint8Array;
    entry: number;
    case_id: number;
    token: Uint8Array;
    key: Uint8Array;
    sealed: Uint8Array;
    confirmed: Generated<boolean>;
    created: Date;
  };
  /** Letters to be sent: about that entry, or where it is null the first one, which asks for a confirmation. */
  outbox: { id: Generated<number>; contact: Uint8Array; entry: number | null; tries: Generated<number>; due: Date };
  /** One row: how many entries have been looked through for notices. */
  notices_read: { one: Generated<boolean>; size: number };
  /** Lines of the pages of redactions (SPEC 10.4); follows from the entries. */
  redactions: { position: number; entry: number; state: 'public' | 'withheld' | 'erased'; digest: Uint8Array };
  /** Words of texts in public view, by the digest of each, and of an input with its place; made in 0015-search and 0019-search-whole-inputs. */
  search_texts: {
    digest: Uint8Array;
    place: Uint8Array | null;
    entry: number;
    case_id: number | null;
    since: number;
    time: string;
    category: string | null;
    area: string | null;
    config: string;
    words: string;
  };
  /** When each case was opened, under which topic and in which area. */
  search_cases: { case_id: number; category: string | null; area: string | null; opened: string };
  /** One row: how many entries have been read for what is looked for. */
  search_read: { one: Generated<boolean>; size: number };
  /** Roots of complete subtrees, by tile level (1, 2, …): what hash tiles above level 0 hold. */
  nodes: { level: number; index: number; hash: Uint8Array };
  /** What the rulebook knows (SPEC 8.2); follows from the entries. */
  state: { kind: string; id: string; value: unknown };
  /** One row, locked by whoever appends: the only sequencer. `leaf` is the hash of the last entry,
   * `frontier` holds those of the tree's complete subtrees, largest first. */
  head: { one: Generated<boolean>; size: number; time: string; leaf: Uint8Array; frontier: Uint8Array };
  /** Reasons of dispositions by the digest of their text, with the hash of their words; follows from the record. */
  reasons: { digest: Uint8Array; hash: Uint8Array; inputs: number };
  /** One row: how many entries have been looked through for them. */
  reasons_read: { one: Generated<boolean>; size: number };
  /** Statements that wait for signatures, by the SHA-256 of their payload; no part of the record. */
  proposals: {
    id: string;
    kind: string;
    case_id: number | null;
    /** Those the statement names; null where registrars sign. */
    mandates: number[] | null;
    payload_type: string;
    /** Null, as the texts are, once it is closed. */
    payload: Uint8Array | null;
    /** Canonical JSON: a list of salts and texts. */
    contents: Uint8Array | null;
    signatures: { keyid: string; time: string; sig?: string }[];
    created: string;
    lapses: string;
    state: Generated<'waiting' | 'recorded' | 'lapsed'>;
    entry: number | null;
    closed: string | null;
  };
}
