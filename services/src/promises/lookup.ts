/** What became of a promise, by the commitment of its words. */
import { promisedKinds } from '@counterfoil/ledger/promise';
import { contentRefs } from '@counterfoil/ledger/statement';
import { openEntry } from '@counterfoil/web-viewer/opened-entry';
import type { PromiseState, PublicRecord } from '@counterfoil/web-viewer/record';
import type { Promises } from './promises.ts';

export type PromiseLookup = (digest: string) => Promise<PromiseState | undefined>;

export function createLookup(
  record: Pick<PublicRecord, 'state' | 'entry'>,
  promises: Pick<Promises, 'waiting' | 'isAway'>,
): PromiseLookup {
  return async (digest) => {
    const waiting = promises.waiting(digest);
    if (waiting !== undefined) return { state: 'waiting', ...waiting };
    if (promises.isAway) return { state: 'away' };
    const content = await record.state('content', digest);
    const bytes = content === undefined ? undefined : await record.entry(content.entry);
    if (content === undefined || bytes === undefined) return undefined;
    const { index, statement, entry, caseId } = openEntry(content.entry, bytes);
    const isPromised =
      promisedKinds.some((kind) => kind === statement.kind) &&
      contentRefs(statement).some((ref) => ref.digest === digest);
    return isPromised ? { state: 'recorded', entry: index, case: caseId ?? null, time: entry.time } : undefined;
  };
}
