/** Words that are said outside any case, such as an office's reply to a figure, are found as well. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table search_texts alter column case_id drop not null`.execute(db);
}
