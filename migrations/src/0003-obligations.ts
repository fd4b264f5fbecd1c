/**
 * Lists over the rulebook's state: what is owed, soonest first, and what asks for a step of its own in a case. Each index
 * holds only what is open, so it stays as small as the work that lies undone. Times compare as bytes, whatever the
 * language of the database.
 */
import { sql, type Kysely } from 'kysely';

/** Clocks of a case, and the steps that meet each. */
const clocks = [
  ['acknowledge', ['acknowledged', 'responded', 'decided']],
  ['respond', ['responded', 'decided']],
  ['decide', ['decided']],
  ['carry-out', ['carriedOut']],
  ['evaluate', ['evaluated']],
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [clock, steps] of clocks) {
    const unmet = steps.map((step) => `value->>'${step}' is null`).join(' and ');
    await sql
      .raw(
        `create index owed_${clock.replace('-', '_')} on state
          (((value->'clocks'->'${clock}'->>'due') collate "C"), ((id)::bigint))
          where kind = 'case' and value->'clocks'->'${clock}' is not null and ${unmet}`,
      )
      .execute(db);
  }
  await sql`create index owed_matters on state ((coalesce(value->>'due', 'none') collate "C"), ((id)::bigint))
    where kind = 'matter' and value->>'met' is null`.execute(db);
  await sql`create index matters_of_case on state (((value->>'case')::bigint), ((id)::bigint)) where kind = 'matter'`.execute(
    db,
  );
}
