/** The record standing still: one read-only transaction, whose entries are all under a checkpoint. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from './database/connect.ts';
import { Problem } from './problem.ts';
import type { Publisher } from './recorder/publisher.ts';

/** What was appended is signed within moments, or something is wrong. */
const SIGNED_WITHIN_MS = 10_000;
const LOOK_MS = 20;

type Signed = Pick<Publisher, 'size' | 'note' | 'vkey'>;

export interface Still extends AsyncDisposable {
  readonly db: Db;
  readonly publisher: Signed;
  readonly size: number;
}

/**
 * It takes a connection of the pool until it is disposed of.
 * @throws Problem `service-stopped` where what it holds is not signed.
 */
export async function holdStill(db: Db, publisher: Signed): Promise<Still> {
  const transaction = await db
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute();
  const dispose = (): Promise<void> => transaction.rollback().execute();
  try {
    const { size } = await transaction.selectFrom('head').select('size').executeTakeFirstOrThrow();
    for (let waitedMs = 0; publisher.size < size; waitedMs += LOOK_MS) {
      if (waitedMs >= SIGNED_WITHIN_MS) throw new Problem('service-stopped');
      await sleep(LOOK_MS);
    }
    const { note, vkey } = publisher;
    return { db: transaction, publisher: { size, note, vkey }, size, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
