/**
 * What the pages read: nothing that a mirror could not have. Whoever mounts the viewer brings it.
 *
 * Everything here follows from the public files (entries, checkpoint, content); a reader over a database keeps it at hand,
 * a reader over a folder computes it by replaying the rulebook.
 */
import type { Content } from '@counterfoil/ledger/content';
import type { FileMediaType } from '@counterfoil/ledger/file-content';
import type { LedgerInfo } from '@counterfoil/ledger/ledger-info';
import type { PromiseFile } from '@counterfoil/ledger/promise';
import type { SelfCheckInfo } from '@counterfoil/ledger/self-check';
import type { Register, StateKind, StateShapes } from '@counterfoil/ledger/state';
import type { ReadHashes } from '@counterfoil/ledger/tree';
import type { OwedQuery, OwedStep } from './owed-steps.ts';
import type { OwnFile } from './uploads.ts';
import type { TakedownCount } from './takedown-counts.ts';

export interface PublicRecord {
  info(): Promise<LedgerInfo>;
  /** The newest published checkpoint: a signed note. Its size bounds everything below. */
  checkpoint(): Promise<string>;
  /** What the service says of its own last look through everything, where it looks. */
  selfCheck(): Promise<SelfCheckInfo | undefined>;
  /** The bytes of an entry, or undefined beyond the checkpoint. */
  entry(index: number): Promise<Uint8Array | undefined>;
  /** Several at once, in the order asked for; those beyond the checkpoint are left out. */
  entries(indexes: readonly number[]): Promise<readonly { readonly index: number; readonly bytes: Uint8Array }[]>;
  /** Indexes of the newest entries that belong to a case, newest first, below `before` where given. */
  newestSteps(limit: number, before?: number): Promise<readonly number[]>;
  /** Indexes of the entries of one case, oldest first, above `after` where given. */
  caseSteps(caseId: number, limit: number, after?: number): Promise<readonly number[]>;
  /** Indexes of what officials signed in one case (its inputs left out), oldest first. */
  caseActs(caseId: number, limit: number): Promise<readonly number[]>;
  /** Cases, newest first, below `before` where given; `open`: neither decided nor part of another, false: decided. */
  cases(query: {
    readonly open?: boolean;
    readonly process?: string;
    readonly before?: number;
    readonly limit: number;
  }): Promise<readonly number[]>;
  counts(): Promise<{
    readonly entries: number;
    readonly cases: number;
    readonly decided: number;
    readonly inputs: number;
  }>;
  /** What the rulebook knows (SPEC 8.2). */
  state<K extends StateKind>(kind: K, id: string): Promise<StateShapes[K] | undefined>;
  /** Several values of one kind, in the order asked for. */
  states<K extends StateKind>(
    kind: K,
    ids: readonly (string | number)[],
  ): Promise<readonly (StateShapes[K] | undefined)[]>;
  /** Steps that are owed or were, in the order of `compareOwed`. */
  obligations(query: OwedQuery): Promise<readonly OwedStep[]>;
  /** Entries of a case that ask for a step of their own (state `matter`), oldest first. */
  matters(caseId: number, limit: number): Promise<readonly number[]>;
  /** What stands in the registers, by register and code, in the version in force. */
  registers(): Promise<readonly RegisterEntry[]>;
  /** Entries that registered the versions of one thing, oldest first. */
  registerVersions(register: Register, code: string, limit: number): Promise<readonly number[]>;
  /** Offices, by code. */
  offices(): Promise<readonly { readonly office: string; readonly title: string }[]>;
  /** Processes that a new case can be opened under: id and version in force. */
  processes(): Promise<readonly { readonly id: string; readonly version: number }[]>;
  /** Entries that name this key as the one by which their author speaks on (SPEC M61), oldest first. */
  spokenBy(keyid: string, limit: number): Promise<readonly number[]>;
  /** Entries that took texts out of public view or put one back, newest first, below `before` where given. */
  takedowns(limit: number, before?: number): Promise<readonly number[]>;
  /** How many texts they were, newest month first. */
  takedownCounts(): Promise<readonly TakedownCount[]>;
  /** A text with its salt, or undefined where it is not there or not in public view (SPEC M58). */
  content(digest: string): Promise<Content | undefined>;
  /** A file, or undefined where it is not there or not in public view (SPEC M58). */
  file(digest: string): Promise<StoredFile | undefined>;
  /** Hashes of the tree, for proofs. */
  hashes: ReadHashes;
}

/** A file as a record gives it; whether it is the one of an entry is for the reader to check (SPEC M59). */
export interface StoredFile {
  readonly salt: Uint8Array;
  /** Without the salt. */
  readonly bytes: number;
  readonly mediaType: FileMediaType;
  /** From its beginning, part by part, as fast as they are taken; throws where it goes away meanwhile. */
  parts(): AsyncIterable<Uint8Array>;
}

export interface RegisterEntry {
  readonly register: Register;
  readonly code: string;
  readonly version: number;
  readonly office: string;
  /** The entry that registered the version in force. */
  readonly entry: number;
}

/** What the form hands over: words as typed. */
export interface NewInput {
  readonly text: string;
  readonly lang: string;
  readonly author: 'person' | 'organisation';
  readonly process?: string;
  readonly case?: number;
  /** The key by which its author comes back to it. */
  readonly followKey?: string;
  /** Tokens of files that were received before. */
  readonly files?: readonly string[];
}

/** What became of words for which a promise was given. */
export type PromiseState =
  | { readonly state: 'recorded'; readonly entry: number; readonly case: number | null; readonly time: string }
  | { readonly state: 'waiting'; readonly at: string; readonly deadline: string; readonly refused: string | null }
  /** The record cannot be read just now. */
  | { readonly state: 'away' };

/** Records an input; gives back the words with their salt, for their author alone. A refusal has a stable code and a sentence for people. */
export type SubmitInput = (input: NewInput) => Promise<
  | {
      readonly index: number;
      readonly content?: Content | undefined;
      readonly files?: readonly OwnFile[] | undefined;
    }
  | { readonly refused: { readonly code: string; readonly detail: string } }
  /** It could not be recorded just now: it is kept, and this says until when it will be on record. */
  | { readonly promised: PromiseFile }
>;
