/** Entries of which something waits to be looked at, soonest due first: as small as the work that lies undone. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index owed_moderate on state
      ((coalesce(value->'waits'->>'due', 'none') collate "C"), ((value->>'entry')::bigint), id)
    where kind = 'content' and value->>'waits' is not null`.execute(db);
}
