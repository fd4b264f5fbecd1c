/** Fingerprints of the secrets that all processes of a ledger must have in common, so that one with others does not start. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Compared by the owner alone, at the start.
  await sql`create table shared_secrets (file text primary key, fingerprint bytea not null)`.execute(db);
}
