/** What has come into public view and gone out of it, in the order of the log: the lines of the pages of redactions (SPEC 10.4). Follows from the entries. */
import { sql, type Kysely } from 'kysely';
import { RECORDER_ROLE } from './0001-spine.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table redactions (
      position bigint primary key,
      entry bigint not null,
      state text not null check (state in ('public', 'withheld', 'erased')),
      digest bytea not null
    )`.execute(db);
  await sql.raw(`grant select, insert on redactions to ${RECORDER_ROLE}`).execute(db);
}
