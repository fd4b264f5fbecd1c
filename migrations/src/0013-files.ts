/**
 * Files, always sealed, in chunks of a bounded size: each file under a key of its own, which lies with the salt in a table of
 * its own. Erasing takes away key, salt and chunks; without the key what is left of the chunks on the disk opens for nobody, so
 * that the small table alone has to be rewritten.
 */
import { sql, type Kysely } from 'kysely';
import { RECORDER_ROLE } from './0001-spine.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  // `digest` is null while the file is still coming in, `entry` until a statement that refers to it is recorded, `since` while it
  // is not in public view. `token` is the hash of what whoever sent it can show. Times are UTC with milliseconds.
  await sql`create table files (
    id bytea primary key,
    digest bytea unique,
    bytes bigint,
    media_type text,
    token bytea unique,
    created text not null,
    kept_until text not null,
    entry bigint,
    since bigint,
    check (entry is null or digest is not null),
    check (since is null or entry is not null)
  )`.execute(db);
  await sql`create index files_left on files (kept_until) where entry is null or token is not null`.execute(db);
  await sql`create index files_by_since on files (since, digest) where since is not null`.execute(db);
  await sql`create table file_keys (id bytea primary key, key bytea not null)`.execute(db);
  await sql`create table file_chunks (
    id bytea not null,
    number integer not null,
    sealed bytea not null,
    primary key (id, number)
  )`.execute(db);
  // Ciphertext does not shrink, and is not to be sampled for the planner.
  await sql`alter table file_chunks alter column sealed set storage external`.execute(db);
  await sql`alter table file_chunks alter column sealed set statistics 0`.execute(db);
  await sql`alter table file_keys alter column key set statistics 0`.execute(db);
  await sql`alter table files alter column token set statistics 0`.execute(db);
  await sql.raw(`grant select, insert, update, delete on files to ${RECORDER_ROLE}`).execute(db);
  await sql.raw(`grant select, insert, delete on file_keys, file_chunks to ${RECORDER_ROLE}`).execute(db);
}
