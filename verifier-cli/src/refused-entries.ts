/** Which entries of a record the rules refuse: nothing that they say holds. */
import type { Source } from '@counterfoil/ledger/audit';
import { auditOnDisk } from './audit-on-disk.ts';

/**
 * Goes through all entries, texts left aside. Undefined where they could not be judged to the last.
 * @param folder where the tiles lie that `source` reads.
 */
export async function refusedEntries(folder: string, source: Source): Promise<ReadonlySet<number> | undefined> {
  const refused = new Set<number>();
  const { result } = await auditOnDisk({
    ...{ address: folder, source, timeoutMs: 0, level: 'rules', all: true, memory: undefined },
    ...{ pinnedKey: undefined, policy: undefined, postQuantumKey: undefined },
    onFinding({ severity, entry }) {
      if (severity === 'failure' && entry !== undefined) refused.add(entry);
    },
  });
  return result.tally.takenOut === undefined ? undefined : refused;
}
