/** What takes texts out of public view or puts them back, newest first: a list beside the much longer one of all official acts. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index takedowns_by_index on state (((id)::bigint))
    where kind = 'act'
      and value->>'kind' in ('content-withheld', 'content-redacted', 'retention-applied', 'content-restored')`.execute(
    db,
  );
}
