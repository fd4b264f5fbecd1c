/** Which reasons were given how often: follows from the entries and their texts, read along as the ledger grows. */
import { sql, type Kysely } from 'kysely';
import { RECORDER_ROLE } from './0001-spine.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table reasons (
    digest bytea primary key,
    hash bytea not null,
    inputs integer not null
  )`.execute(db);
  await sql`create index reasons_by_hash on reasons (hash)`.execute(db);
  // One row: how many entries have been read.
  await sql`create table reasons_read (one boolean primary key default true check (one), size bigint not null)`.execute(
    db,
  );
  await sql`insert into reasons_read (size) values (0)`.execute(db);
  await sql`create index dispositions_by_index on state (((id)::bigint))
    where kind = 'act' and value->>'kind' = 'dispositions'`.execute(db);
  await sql.raw(`grant select, insert on reasons to ${RECORDER_ROLE}`).execute(db);
  await sql.raw(`grant select, update on reasons_read to ${RECORDER_ROLE}`).execute(db);
}
