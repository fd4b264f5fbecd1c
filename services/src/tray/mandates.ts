/** The mandates of a person, which the rulebook never asks for and the tray does. */
import { sql } from 'kysely';
import type { StateShapes } from '@counterfoil/ledger/state';
import type { Db } from '../database/connect.ts';
import type { HolderLook } from './parties.ts';

export function mandatesOf(db: Db): HolderLook['mandatesOf'] {
  return async (person) => {
    const rows = await db
      .selectFrom('state')
      .select([sql<number>`(id)::bigint`.as('id'), 'value'])
      .where('kind', '=', 'mandate')
      .where(sql<string>`value->>'person'`, '=', person)
      .execute();
    return rows.map(({ id, value }) => ({ id, value: value as StateShapes['mandate'] }));
  };
}
