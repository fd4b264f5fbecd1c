/** What restored entries refer to and no mirror has: whether that is as it should be follows from the state. SPEC M58. */
import type { StateShapes } from '@counterfoil/ledger/state';
import type { Db } from '../database/connect.ts';

/** A text or file that is not there. */
export interface Absent {
  /** The entry that refers to it. */
  readonly entry: number;
  readonly what: 'text' | 'file';
}

export interface Unseen extends Absent {
  readonly digest: string;
  readonly state: StateShapes['content']['state'];
}

/** In the order of the entries. @param absent by digest */
export async function stateOf(db: Db, absent: ReadonlyMap<string, Absent>): Promise<readonly Unseen[]> {
  const unseen: Unseen[] = [];
  for (const [digest, one] of absent) {
    const row = await db
      .selectFrom('state')
      .select('value')
      .where('kind', '=', 'content')
      .where('id', '=', digest)
      .executeTakeFirst();
    const known = row?.value as StateShapes['content'] | undefined;
    unseen.push({ digest, ...one, state: known?.state ?? 'public' });
  }
  return unseen;
}
