/**
 * Texts that were taken out of public view and may still lie where the record is published: written with the entry that takes them away,
 * deleted when they are gone from there.
 */
import { sql, type Kysely } from 'kysely';
import { RECORDER_ROLE } from './0001-spine.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  // `size`: of a tree that holds the entry which says so.
  await sql`create table withdrawals (
    id bigint generated always as identity primary key,
    digest bytea not null,
    size bigint not null,
    queued timestamptz not null default now()
  )`.execute(db);
  await sql`create index contents_by_since on contents ((coalesce(since, -1)), digest)`.execute(db);
  await sql.raw(`grant select, insert, delete on withdrawals to ${RECORDER_ROLE}`).execute(db);
}
