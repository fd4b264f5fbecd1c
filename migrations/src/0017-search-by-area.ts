/**
 * The area of a case, by which cases and their texts are found: a code out of the rules of its process, no words. What was recorded before
 * named none, so nothing has to be read again.
 */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table search_texts add column area text collate "C"`.execute(db);
  await sql`alter table search_cases add column area text collate "C"`.execute(db);
  await sql`create index search_cases_area on search_cases (area, case_id) where area is not null`.execute(db);
}
