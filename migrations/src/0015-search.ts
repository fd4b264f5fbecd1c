/**
 * Words of texts in public view, by which they are found. Words are personal data as the texts are: their row goes with that of the
 * text, in the same transaction, whoever takes the text away.
 *
 * The tables are filled by reading the entries from the first on, in the background, also in a database that has been there for long.
 */
import { sql, type Kysely } from 'kysely';
import { RECORDER_ROLE } from './0001-spine.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  // `entry`, `case_id` and `time` are those of what was said, `since` of what brought the text into public view; `category` is that
  // of the case, and `config` the configuration of PostgreSQL that took the words apart.
  await sql`create table search_texts (
    digest bytea primary key references contents (digest) on delete cascade,
    entry bigint not null,
    case_id bigint not null,
    since bigint not null,
    time text collate "C" not null,
    category text collate "C",
    config text collate "C" not null,
    words tsvector not null
  )`.execute(db);
  // Written in the background, so nothing is put off until somebody looks for something.
  await sql`create index search_texts_words on search_texts using gin (words) with (fastupdate = off)`.execute(db);
  await sql`create index search_texts_order on search_texts (entry, digest)`.execute(db);
  await sql`create index search_texts_config on search_texts (config)`.execute(db);
  await sql`alter table search_texts alter column words set statistics 0`.execute(db);
  // What the opening entry says of a case and the state does not: it holds no words.
  await sql`create table search_cases (
    case_id bigint primary key,
    category text collate "C",
    opened text collate "C" not null
  )`.execute(db);
  await sql`create index search_cases_category on search_cases (category, case_id) where category is not null`.execute(
    db,
  );
  // One row: how many entries have been read.
  await sql`create table search_read (one boolean primary key default true check (one), size bigint not null)`.execute(
    db,
  );
  await sql`insert into search_read (size) values (0)`.execute(db);
  await sql.raw(`grant select, insert on search_texts, search_cases to ${RECORDER_ROLE}`).execute(db);
  await sql.raw(`grant select, update on search_read to ${RECORDER_ROLE}`).execute(db);
}
