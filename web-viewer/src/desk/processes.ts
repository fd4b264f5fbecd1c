/** The processes in force, as their entries publish them. */
import type { StatementOf } from '@counterfoil/ledger/statement';
import { isKind } from '../opened-entry.ts';
import type { Desk } from './desk.ts';

/** @throws DeskProblem `entry-foreign`. */
export async function readProcesses({
  people,
  ledger,
}: Pick<Desk, 'people' | 'ledger'>): Promise<readonly StatementOf<'process-published'>[]> {
  const { processes } = people.directory;
  const inForce = processes.filter(
    ({ process, version, entry }) =>
      entry < ledger.size && !processes.some((other) => other.process === process && other.version > version),
  );
  const entries = await ledger.entries(inForce.map(({ entry }) => entry));
  return entries.flatMap((published) => (isKind(published, 'process-published') ? [published.statement] : []));
}
