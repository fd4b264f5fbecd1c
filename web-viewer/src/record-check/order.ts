/** What the page and its worker say to each other. The page fetches, the worker judges: it never asks anybody anything itself. */
import type { AuditFinding } from '@counterfoil/ledger/audit';
import type { SourceCode } from '@counterfoil/ledger/audit/source';
import type { Sentence } from '@counterfoil/ledger/say';
import type { CheckId } from './check-of.ts';

export interface Order {
  /** The case to look at, and for whose texts to look. */
  readonly case: number | undefined;
  /** What the server of the page says belongs to it, or the one entry to look at; none for the whole record. */
  readonly entries: readonly number[];
  /** A log key or a policy that the reader has from elsewhere; empty where they have none. */
  readonly trusted: string;
}

/** The bytes of a file, undefined where there is none, or why that is not known. */
export interface FileRead {
  readonly id: number;
  readonly bytes?: Uint8Array | undefined;
  readonly fault?: { readonly code: SourceCode; readonly reason: Sentence };
}

export type ToWorker = { readonly order: Order } | { readonly file: FileRead };

export type ToPage =
  | { readonly read: { readonly id: number; readonly path: string; readonly maxBytes: number } }
  | { readonly progress: { readonly entries: number; readonly size: number } }
  | { readonly found: { readonly check: CheckId; readonly finding: AuditFinding } }
  | { readonly answer: Answer }
  /** What the reader gave is neither a key nor a policy. */
  | { readonly notTrusted: true }
  /** A fault of ours. */
  | { readonly failed: true };

/**
 * - `unseen`: could not be looked at to the end;
 * - `unasked`: nobody named a witness;
 * - `needs-all`: follows from every entry before, and these were not all read.
 */
export type CheckState = 'waiting' | 'holds' | 'wrong' | 'unseen' | 'unasked' | 'needs-all';

/** `part`: what was looked at holds, and that was not everything. */
export type Verdict = 'holds' | 'part' | 'wrong' | 'unseen';

export interface Answer {
  readonly verdict: Verdict;
  readonly states: { readonly [C in CheckId]: CheckState };
  readonly facts: Facts;
}

export interface Facts {
  /** Entries under the checkpoint. */
  readonly size: number;
  /** Entries that were read and found in order. */
  readonly entries: number;
  /** Those of them that belong to the case, or the one that was asked for; undefined where the whole record was. */
  readonly own: number | undefined;
  readonly signatures: number;
  readonly texts: number;
  readonly origin: string;
  readonly key: string;
  /** Whether the reader brought the key, or the record leads from theirs to it. */
  readonly isOwnKey: boolean;
}
