/**
 * What an audit keeps for the next visit to the same ledger: the tree, the state the entries lead to, whatever is not settled yet. A
 * later visit costs what is new. What it has seen it does not read again: a file that was changed since is found by a session of its own.
 */
import type { Platform, SignatureVerifier } from '../signature.ts';
import { MemoryState, type Store } from '../state.ts';
import { GrownTree, type KeptTree } from './grown-tree.ts';
import type { OpenEnds } from './open-ends.ts';
import { Replay, type KeptReplay, type Visit } from './replay.ts';
import { SignatureChecks } from './signatures.ts';
import type { Source } from './source.ts';

/** Plain values, for JSON: a session but for its state, which whoever brings the store keeps. */
export interface KeptSession {
  readonly tree: KeptTree;
  readonly replay: KeptReplay;
}

/** A state that lies elsewhere than in memory. */
export interface OwnStore {
  /** @param rootAt as `State.rootAt`: roots are those of the tree. */
  readonly open: (rootAt: Store['rootAt']) => Store;
  /** What was kept when the store was as it is now; without it the store is empty. */
  readonly kept?: KeptSession | undefined;
}

export class AuditSession {
  readonly tree: GrownTree;
  /** Whether it goes on from what was kept, and has not been visited since. */
  isRestored: boolean;
  readonly #kept: KeptReplay | undefined;
  readonly #store: Store;
  readonly #memory: MemoryState | undefined = undefined;
  readonly #signatures: SignatureChecks;
  #replay: Replay | undefined;

  /**
   * @param source of every visit: it may read from another place each time, and nothing is believed because of it.
   * @param own without it the state is in memory; with it nobody is told of what is admitted (`onAdmitted`).
   */
  constructor(source: Source, platform: Platform, verifier: SignatureVerifier, own?: OwnStore) {
    const { sha256 } = platform;
    const kept = own?.kept?.tree;
    this.tree = kept === undefined ? new GrownTree(source, sha256) : GrownTree.restored(kept, source, sha256);
    this.isRestored = kept !== undefined;
    this.#kept = own?.kept?.replay;
    const rootAt: Store['rootAt'] = (size) => this.tree.rootAt(size);
    if (own === undefined) this.#store = this.#memory = new MemoryState(rootAt);
    else this.#store = own.open(rootAt);
    this.#signatures = new SignatureChecks(verifier);
  }

  /** Undefined before the first visit got as far as the entries, and where it is not in memory. */
  get state(): MemoryState | undefined {
    return this.#replay === undefined ? undefined : this.#memory;
  }

  get openEnds(): OpenEnds | undefined {
    return this.#replay?.openEnds;
  }

  /** For the audit: the replay, to go on under another checkpoint. */
  visit(visit: Visit): Replay {
    if (this.#replay === undefined) {
      const ground = { tree: this.tree, state: this.#store, memory: this.#memory, signatures: this.#signatures };
      this.#replay = new Replay(visit, ground, this.#kept);
    } else this.#replay.goOn(visit);
    this.isRestored = false;
    return this.#replay;
  }

  /** After a visit that was verified and `goesOn`; undefined before any. */
  keep(): KeptSession | undefined {
    return this.#replay && { tree: this.tree.keep(), replay: this.#replay.keep() };
  }
}
