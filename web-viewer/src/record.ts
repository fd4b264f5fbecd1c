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
import type { Sentence } from '@counterfoil/ledger/say';
import type { SelfCheckInfo } from '@counterfoil/ledger/self-check';
import type { Register, StateKind, StateShapes } from '@counterfoil/ledger/state';
import type { ReadHashes } from '@counterfoil/ledger/tree';
import type { AskedFigures, ToldFigures, Untold } from './accountability/told.ts';
import type { OwedQuery, OwedStep } from './owed-steps.ts';
import type { SearchAnswer, SearchQuery } from './search.ts';
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
  /** What a page of a case begins with, at once: `caseSteps` after that entry, with those entries and what is known of them. */
  caseAhead(caseId: number, after: number): Promise<CaseAhead>;
  /** Indexes of what officials signed in one case (its inputs left out), oldest first. */
  caseActs(caseId: number, limit: number): Promise<readonly number[]>;
  /**
   * Indexes of the entries about one thing, newest first, below `before` where given. So many entries are looked through
   * at most, and there may be fewer than the limit, or none: it goes on below `next`; undefined at the beginning of the record.
   */
  newestAbout(
    about: About,
    limit: number,
    before?: number,
  ): Promise<{ readonly indexes: readonly number[]; readonly next: number | undefined }>;
  /** Cases, newest first, below `before` where given; `open`: neither decided nor part of another, false: decided. */
  cases(query: {
    readonly open?: boolean;
    readonly process?: string;
    /** In which the case was opened. */
    readonly area?: string;
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
  /** What is found; not to be asked of a snapshot. */
  search(query: SearchQuery): Promise<SearchAnswer>;
  /** Figures of accountability. Not to be asked of a snapshot. */
  accountability(asked: AskedFigures): Promise<ToldFigures | Untold>;
  /** Topics under which cases were opened, by code: the first so many. */
  categories(limit: number): Promise<readonly string[]>;
  /** Texts with their salts, in the order asked for; undefined where one is not there or not in public view (SPEC M58). */
  contents(digests: readonly string[]): Promise<readonly (Content | undefined)[]>;
  /** A file, or undefined where it is not there or not in public view (SPEC M58). */
  file(digest: string): Promise<StoredFile | undefined>;
  /** Hashes of the tree, for proofs. */
  hashes: ReadHashes;
  /** The record as it is now, standing still until it is disposed of: for what takes long to read. */
  snapshot(): Promise<Snapshot>;
}

/** What one question answers of a case. */
export interface CaseAhead {
  /** As `caseSteps`: the first `STEPS_AHEAD` after that entry. */
  readonly steps: readonly number[];
  /** As `caseActs`: the first `ACTS_AHEAD`. */
  readonly acts: readonly number[];
  /** As `matters`: the first `MATTERS_AHEAD`. */
  readonly matters: readonly number[];
  /** Of the steps, and the one that opened the case. */
  readonly entries: readonly { readonly index: number; readonly bytes: Uint8Array }[];
  /** Of the case (`case`), and of each step (`act`, `input`, `matter`): those there are, by kind and id with a space between. */
  readonly states: ReadonlyMap<string, unknown>;
}
/** A page of a case, and one step more; what officials did and what was asked in it, as far as its page tells of them. */
export const [STEPS_AHEAD, ACTS_AHEAD, MATTERS_AHEAD] = [26, 301, 40];

/** A case; cases under a process; cases opened in an area; what an office signed, was asked, or was handed. */
export type About =
  { readonly case: number } | { readonly process: string } | { readonly area: string } | { readonly office: string };

export interface Snapshot extends AsyncDisposable {
  /** Says how many entries there are, and nothing of later ones; but texts, and whether they are in public view, it says as they are at that moment. */
  readonly record: PublicRecord;
  /** How many entries. */
  readonly size: number;
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
  readonly area?: string;
  readonly place?: string;
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

export interface Refused {
  readonly refused: { readonly code: string; readonly said: readonly Sentence[] };
}

/** Records an input; gives back the words with their salt, for their author alone. A refusal has a stable code, and says why. */
export type SubmitInput = (input: NewInput) => Promise<
  | {
      readonly index: number;
      readonly content?: Content | undefined;
      /** Where it is, if that was said. */
      readonly place?: Content | undefined;
      readonly files?: readonly OwnFile[] | undefined;
    }
  | Refused
  /** It could not be recorded just now: it is kept, and this says until when it will be on record. */
  | { readonly promised: PromiseFile }
>;
