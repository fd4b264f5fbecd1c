/** What the rulebook would say just now, without recording anything and without holding anybody up. */
import { admit } from '@counterfoil/ledger/rulebook';
import type { Finding } from '@counterfoil/ledger/rules';
import type { Hash } from '@counterfoil/ledger/tree';
import type { Pool } from '../database/connect.ts';
import { rollback } from '../database/connections.ts';
import { PgState } from './pg-state.ts';
import { BY_KEY } from './sequencer.ts';
import type { Submission } from './submission.ts';

export interface JudgeOptions {
  readonly pool: Pool;
  readonly rootAt: (size: number) => Promise<Hash | undefined>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * One snapshot, no lock: what is recorded meanwhile may change the answer, so it is advice, and `Sequencer.record` decides.
 * @returns why it would be refused as the next entry, or undefined.
 */
export async function judge(
  { pool, rootAt, now }: JudgeOptions,
  { statement, digest, signers }: Pick<Submission, 'statement' | 'digest' | 'signers'>,
): Promise<Finding | undefined> {
  // Read before a connection is held: holders that wait for a second one would wait for each other.
  const root = await rootAt(statement.seen.size);
  const connection = await pool.reserve();
  try {
    await connection.unsafe(`begin isolation level repeatable read read only; ${BY_KEY}`);
    const [head] = await connection<{ size: number; time: string }[]>`select size, time from head`;
    if (head === undefined) throw new Error('The database has lost its head row.');
    const state = new PgState((size) => Promise.resolve(size === statement.seen.size ? root : undefined));
    await state.begin(connection, [{ statement, digest, signers }]);
    const time = new Date(Math.max(now(), Date.parse(head.time))).toISOString();
    const admission = await admit(state, { index: head.size, time, statement, digest, signers });
    return 'refused' in admission ? admission.refused : undefined;
  } finally {
    await rollback(connection);
    connection.release();
  }
}
