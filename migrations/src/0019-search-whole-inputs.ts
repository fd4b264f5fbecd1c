/**
 * What somebody said is found by its words and by where it is together: beside the row of the text and that of the place there is one of
 * both, which goes as soon as either of them does. Entries are read again for it, in the background; what is there is found meanwhile.
 */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Null where the words are those of one text alone.
  await sql`alter table search_texts add column place bytea references contents (digest) on delete cascade`.execute(db);
  await sql`alter table search_texts drop constraint search_texts_pkey`.execute(db);
  await sql`create unique index search_texts_digest on search_texts (digest, (place is not null))`.execute(db);
  await sql`create unique index search_texts_whole on search_texts (entry) where place is not null`.execute(db);
  await sql`create index search_texts_place on search_texts (place) where place is not null`.execute(db);
  await sql`update search_read set size = 0`.execute(db);
}
