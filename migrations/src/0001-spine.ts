/**
 * The record (`entries`, `contents`), and what follows from it (`nodes`, `head`, `state`).
 *
 * Entries are refused UPDATE, DELETE and TRUNCATE twice over: the service works as a role that was never given them, and a
 * trigger stops whoever was, the owner included.
 */
import { sql, type Kysely } from 'kysely';

/** The role the service works as; whoever migrates can take it on. */
export const RECORDER_ROLE = 'counterfoil_recorder';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('entries')
    .addColumn('index', 'bigint', (column) => column.primaryKey())
    .addColumn('bytes', 'bytea', (column) => column.notNull())
    .addColumn('leaf', 'bytea', (column) => column.notNull())
    .addColumn('statement', 'bytea', (column) => column.notNull().unique())
    .addColumn('case_id', 'bigint')
    .execute();
  await sql`create index entries_of_case on entries (case_id, index) where case_id is not null`.execute(db);
  await sql`create index entries_in_cases on entries (index) where case_id is not null`.execute(db);
  await db.schema
    .createTable('contents')
    .addColumn('digest', 'bytea', (column) => column.primaryKey())
    .addColumn('salt', 'bytea', (column) => column.notNull())
    .addColumn('bytes', 'bytea', (column) => column.notNull())
    .execute();
  // Roots of complete subtrees of 256 leaves, 256^2 and so on: what tiles above level 0 hold.
  await db.schema
    .createTable('nodes')
    .addColumn('level', 'smallint', (column) => column.notNull())
    .addColumn('index', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'bytea', (column) => column.notNull())
    .addPrimaryKeyConstraint('nodes_key', ['level', 'index'])
    .execute();
  await db.schema
    .createTable('state')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('value', 'jsonb', (column) => column.notNull())
    .addPrimaryKeyConstraint('state_key', ['kind', 'id'])
    .execute();
  await sql`create index cases_by_index on state (((id)::bigint)) where kind = 'case'`.execute(db);
  await sql`create index acts_of_case on state (((value->>'case')::bigint), ((id)::bigint)) where kind = 'act'`.execute(
    db,
  );
  // One row: whoever locks it is the one writer.
  await sql`create table head (
    one boolean primary key default true check (one),
    size bigint not null,
    time text not null,
    leaf bytea not null,
    frontier bytea not null
  )`.execute(db);
  await sql`insert into head (size, time, leaf, frontier) values (0, '1970-01-01T00:00:00.000Z', '', '')`.execute(db);

  await sql`create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'entries are append-only: % refused', tg_op using errcode = 'integrity_constraint_violation';
    end
  $$`.execute(db);
  await sql`create trigger entries_append_only before update or delete or truncate on entries
    for each statement execute function refuse_change()`.execute(db);
  // Roles belong to the whole server: for another database of it this one may be made at the same moment.
  await sql
    .raw(
      `do $$ begin
    if not exists (select from pg_roles where rolname = '${RECORDER_ROLE}') then create role ${RECORDER_ROLE} nologin; end if;
  exception when duplicate_object or unique_violation then null;
  end $$`,
    )
    .execute(db);
  await sql
    .raw(
      `do $$ begin
    if not pg_has_role(current_user, '${RECORDER_ROLE}', 'set') then execute format('grant ${RECORDER_ROLE} to %I', current_user); end if;
  end $$`,
    )
    .execute(db);
  await sql.raw(`grant select, insert on entries, contents, nodes to ${RECORDER_ROLE}`).execute(db);
  await sql.raw(`grant select, insert, update on state, head to ${RECORDER_ROLE}`).execute(db);
}
