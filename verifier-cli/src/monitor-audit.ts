/** The audit of a monitor: one session that goes on from round to round, and a new one now and then that reads everything again. */
import * as crypto from 'node:crypto';
import { availableParallelism } from 'node:os';
import { audit, type AuditFinding, type AuditResult, type Source } from '@counterfoil/ledger/audit';
import type { OpenEnds } from '@counterfoil/ledger/audit/open-ends';
import { AuditSession } from '@counterfoil/ledger/audit/session';
import type { VerifierKey } from '@counterfoil/ledger/note';
import { nodePlatformPooled } from '@counterfoil/ledger/platform-node';
import type { Policy } from '@counterfoil/ledger/policy';
import { createVerifier, type Platform, type SignatureVerifier } from '@counterfoil/ledger/signature';
import type { MemoryState } from '@counterfoil/ledger/state';
import type { Candidate } from '@counterfoil/ledger/rulebook';
import { mayStartThreads, startBundleWorkers, type BundleWorkers } from './bundle-workers.ts';
import type { SeenSource } from './monitor-sources.ts';
import { showProgress } from './progress.ts';

/** Entries; with fewer, starting threads takes longer than they save. */
const WORTH_THREADS = 20_000;

export interface AuditOrder {
  readonly pinnedKey: VerifierKey | undefined;
  readonly policy: Policy | undefined;
  readonly postQuantumKey: VerifierKey | undefined;
  /** Lower ones leave nothing to go on from. */
  readonly level: 'rules' | 'all';
  readonly timeoutMs: number;
}

/** For what is worth telling of entries while they go by. */
export interface Listener {
  readonly onAdmitted: (candidate: Candidate, state: MemoryState) => void;
  readonly onFinding: (found: AuditFinding) => void;
}

export class WatchAudit {
  readonly verifier: SignatureVerifier;
  readonly #platform: Platform = nodePlatformPooled(crypto);
  readonly #order: AuditOrder;
  #session: AuditSession | undefined;
  /** Where the session reads in this round. */
  #now: Source | undefined;

  constructor(order: AuditOrder) {
    this.#order = order;
    this.verifier = createVerifier(this.#platform);
  }

  /** The tree as far as it was verified; undefined before. */
  get tree(): AuditSession['tree'] | undefined {
    return this.#session?.tree;
  }

  get state(): MemoryState | undefined {
    return this.#session?.state;
  }

  get openEnds(): OpenEnds | undefined {
    return this.#session?.openEnds;
  }

  /**
   * Goes on where the last round ended, or begins at the first entry. One that began anew takes the place of the other only where it got to
   * the end; a session that does not go on is given up.
   * @param remembered signed notes that a record read anew has to contain.
   */
  async run(seen: SeenSource, anew: boolean, remembered: readonly string[], on: Listener): Promise<AuditResult> {
    const source: Source = { read: (path, maxBytes) => (this.#now ?? seen.source).read(path, maxBytes) };
    this.#now = seen.source;
    const session = (anew ? undefined : this.#session) ?? new AuditSession(source, this.#platform, this.verifier);
    const { address, limit } = seen;
    const { pinnedKey, policy, postQuantumKey, level, timeoutMs } = this.#order;
    const progress = showProgress(process.stderr);
    let workers: BundleWorkers | undefined;
    try {
      const result = await audit({
        ...{ source, session, platform: this.#platform, verifier: this.verifier },
        ...{ pinnedKey, policy, postQuantumKey, level, ...on },
        remembered: () => Promise.resolve(remembered),
        onProgress({ entries, size }) {
          limit.progress(entries);
          progress.show('Checking entries', entries, size);
        },
        preparer(size) {
          if (size - session.tree.size >= WORTH_THREADS && mayStartThreads())
            workers = startBundleWorkers({ address, timeoutMs, level }, availableParallelism(), limit);
          return workers;
        },
      });
      if (result.goesOn) this.#session = session;
      // What was not read is read next time; what does not lead to the checkpoint is of no use any more.
      else if (session === this.#session && result.verdict === 'wrong') this.#session = undefined;
      else if (session === this.#session && session.tree.size === result.held?.size) this.#session = undefined;
      return result;
    } finally {
      progress.clear();
      await workers?.close();
    }
  }
}
