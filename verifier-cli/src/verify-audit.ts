/** Runs an audit for a command that shows how far it is. */
import * as crypto from 'node:crypto';
import { availableParallelism } from 'node:os';
import { audit, type AuditOptions, type AuditResult, type Level, type Source } from '@counterfoil/ledger/audit';
import { readPlain } from '@counterfoil/ledger/audit/plain';
import { createPreparer } from '@counterfoil/ledger/audit/prepare';
import type { AuditSession } from '@counterfoil/ledger/audit/session';
import type { VerifierKey } from '@counterfoil/ledger/note';
import { nodePlatformPooled } from '@counterfoil/ledger/platform-node';
import type { Policy } from '@counterfoil/ledger/policy';
import { createVerifier } from '@counterfoil/ledger/signature';
import { mayStartThreads, startBundleWorkers, type BundleWorkers } from './bundle-workers.ts';
import type { Memory } from './memory.ts';
import { showProgress } from './progress.ts';
import type { TimeLimit } from './time-limit.ts';

/** Entries; with fewer, starting threads takes longer than they save. */
const WORTH_THREADS = 20_000;

export interface Order {
  readonly address: string;
  readonly timeoutMs: number;
  /** The one that the source was opened with. */
  readonly limit?: TimeLimit;
  readonly level: Level;
  readonly source: Source;
  readonly pinnedKey: VerifierKey | undefined;
  readonly policy: Policy | undefined;
  readonly postQuantumKey: VerifierKey | undefined;
  readonly memory: Memory | undefined;
  readonly onAdmitted?: AuditOptions['onAdmitted'];
  readonly onFinding?: AuditOptions['onFinding'];
  /** Otherwise in memory, from the first entry. */
  readonly session?: AuditSession;
}

/** Audits, with a line that shows how far it is, on as many threads as are worth it. */
export async function auditShowing(order: Order): Promise<AuditResult> {
  const { address, timeoutMs, limit, level, source, pinnedKey, policy, postQuantumKey, memory, session } = order;
  const progress = showProgress(process.stderr);
  const platform = nodePlatformPooled(crypto);
  const verifier = createVerifier(platform);
  let workers: BundleWorkers | undefined;
  try {
    return await audit({
      source,
      platform,
      verifier,
      pinnedKey,
      policy,
      postQuantumKey,
      level,
      onAdmitted: order.onAdmitted,
      onFinding: order.onFinding,
      session,
      remembered: async (origin) => (await memory?.recall(origin)) ?? [],
      onProgress({ entries, size }) {
        limit?.progress(entries);
        progress.show('Checking entries', entries, size);
      },
      preparer(size) {
        if (size - (session?.tree.size ?? 0) >= WORTH_THREADS && mayStartThreads())
          workers = startBundleWorkers({ address, timeoutMs, level }, availableParallelism(), limit);
        return workers ?? createPreparer(source, platform, verifier, level, readPlain);
      },
    });
  } finally {
    progress.clear();
    await workers?.close();
  }
}
