/** What a thread that prepares bundles does: it answers the main thread, one bundle for each request. */
import * as crypto from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { packPrepared } from '@counterfoil/ledger/audit/packed';
import { readPlain } from '@counterfoil/ledger/audit/plain';
import { createPreparer } from '@counterfoil/ledger/audit/prepare';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import { openAddress } from './address.ts';
import { TimeLimit } from './time-limit.ts';
import type { WorkerAnswer, WorkerRequest, WorkerTask } from './bundle-workers.ts';

export function servePreparing({ address, timeoutMs, level }: WorkerTask): void {
  // Signatures are checked on this very thread: that is what it is for, and it spares the way to the pool and back.
  const platform = nodePlatform(crypto);
  // As long as the main thread says, with each request.
  const limit = new TimeLimit(Infinity);
  const source = openAddress(address, { timeoutMs, limit });
  const preparer = createPreparer(source, platform, createVerifier(platform), level, readPlain);
  /** Those the ledger knows; undefined once any will do. */
  let keys: Set<string> | undefined = new Set();

  parentPort?.on('message', ({ id, index, width, whole, newKeys, allowance }: WorkerRequest) => {
    limit.allowance = allowance ?? limit.allowance;
    if (newKeys === undefined) keys = undefined;
    else for (const keyid of newKeys) keys?.add(keyid);
    preparer
      .prepare({ index, width, whole, keys })
      .then(packPrepared)
      .then(
        (packed) => parentPort?.postMessage({ id, packed } satisfies WorkerAnswer, []),
        // Rejects only for faults of machine or program: not of one bundle, but of the whole audit.
        (error: unknown) => parentPort?.postMessage({ id, error } satisfies WorkerAnswer, []),
      );
  });
}
