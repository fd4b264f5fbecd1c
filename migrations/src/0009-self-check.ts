/** How far the service has looked through its own record, and what it found: one row that all processes share. SPEC 10.3. */
import { sql, type Kysely } from 'kysely';
import { RECORDER_ROLE } from './0001-spine.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  // `position`: entries looked at in the pass under way. `size`, `time`: the newest pass that came to its end; null before the first.
  await sql`create table self_check (
    one boolean primary key default true check (one),
    pass bigint not null,
    position bigint not null,
    size bigint,
    time text,
    damages jsonb not null
  )`.execute(db);
  await sql`insert into self_check (pass, position, damages) values (1, 0, '[]')`.execute(db);
  await sql.raw(`grant select, update on self_check to ${RECORDER_ROLE}`).execute(db);
}
