/**
 * Texts by what has become of them: `contents` holds those in public view, `sealed_contents` those that are not or not yet, each under
 * a key of its own; erased ones lie nowhere.
 *
 * The statistics that the planner keeps of a column hold samples of its values: of texts, salts, keys and what is computed from words
 * none are taken, or they would outlive what they were taken of.
 */
import { sql, type Kysely } from 'kysely';
import { RECORDER_ROLE } from './0001-spine.ts';

const UNSAMPLED = [
  ['contents', 'salt'],
  ['contents', 'bytes'],
  ['sealed_contents', 'key'],
  ['sealed_contents', 'sealed'],
  ['reasons', 'hash'],
  ['proposals', 'payload'],
  ['proposals', 'contents'],
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  // The entry that brought it into public view: it is served once a checkpoint covers that. Null for what was there before this column.
  await sql`alter table contents add column since bigint`.execute(db);
  await db.schema
    .createTable('sealed_contents')
    .addColumn('digest', 'bytea', (column) => column.primaryKey())
    .addColumn('key', 'bytea', (column) => column.notNull())
    .addColumn('sealed', 'bytea', (column) => column.notNull())
    .execute();
  for (const [table, column] of UNSAMPLED) {
    await sql.raw(`alter table ${table} alter column ${column} set statistics 0`).execute(db);
    // There since version 18; on older ones what was sampled before stays.
    await sql
      .raw(
        `do $$ begin
      if exists (select from pg_proc where proname = 'pg_clear_attribute_stats') then
        perform pg_clear_attribute_stats(current_schema()::text, '${table}', '${column}', false);
      end if;
    end $$`,
      )
      .execute(db);
  }
  // One row: how often something was taken away, and up to which of these times the files have been cleared of it.
  await sql`create table taken_away (
    one boolean primary key default true check (one),
    times bigint not null,
    cleared bigint not null
  )`.execute(db);
  await sql`insert into taken_away (times, cleared) values (0, 0)`.execute(db);

  await sql`create index contents_unseen on state (((value->>'entry')::bigint), (id collate "C"))
    where kind = 'content' and value->>'state' in ('pending', 'withheld')`.execute(db);
  await sql`create index cases_decided on state (((value->'decided'->>'time') collate "C"), ((id)::bigint))
    where kind = 'case' and value->'decided'->>'time' is not null`.execute(db);
  await sql.raw(`grant select, insert, delete on sealed_contents to ${RECORDER_ROLE}`).execute(db);
  await sql.raw(`grant delete on contents, reasons to ${RECORDER_ROLE}`).execute(db);
  await sql.raw(`grant select, update on taken_away to ${RECORDER_ROLE}`).execute(db);
}
