/**
 * Who comes back by a key of their own: which entries name it. And addresses to which notices go, apart from the record: each under a
 * key of its own like texts that are not in public view, so that what erases the row erases the address.
 */
import { sql, type Kysely } from 'kysely';
import { RECORDER_ROLE } from './0001-spine.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index speakers_by_key on state ((value->>'key'), ((id)::bigint)) where kind = 'speaker'`.execute(db);
  // `address` is one of a kind for each entry, so that nobody can have letters sent to many.
  await sql`create table contacts (
    id bytea primary key,
    entry bigint not null unique,
    case_id bigint not null,
    token bytea not null unique,
    key bytea not null,
    sealed bytea not null,
    confirmed boolean not null default false,
    created timestamptz not null
  )`.execute(db);
  await sql`create index contacts_of_case on contacts (case_id)`.execute(db);
  // Letters to be sent. Whoever sends one locks its row, so no two processes send the same.
  await sql`create table outbox (
    id bigint generated always as identity primary key,
    contact bytea not null references contacts (id) on delete cascade,
    entry bigint,
    tries integer not null default 0,
    due timestamptz not null,
    unique nulls not distinct (contact, entry)
  )`.execute(db);
  await sql`create index outbox_by_due on outbox (due)`.execute(db);
  // One row: how many entries have been looked through for what people are told of.
  await sql`create table notices_read (one boolean primary key default true check (one), size bigint not null)`.execute(
    db,
  );
  await sql`insert into notices_read (size) select size from head`.execute(db);
  for (const column of ['token', 'key', 'sealed'])
    await sql.raw(`alter table contacts alter column ${column} set statistics 0`).execute(db);
  await sql.raw(`grant select, insert, update, delete on contacts, outbox to ${RECORDER_ROLE}`).execute(db);
  await sql.raw(`grant select, update on notices_read to ${RECORDER_ROLE}`).execute(db);
}
