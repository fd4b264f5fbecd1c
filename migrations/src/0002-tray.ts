/**
 * The tray: statements that wait for further signatures. No part of the record, and the one table from which rows are taken out again.
 *
 * What is signed lies here as bytes: jsonb would write the texts anew, and holds no U+0000. Once recorded or lapsed, payload, texts
 * and signatures are gone; who had signed what kind of statement stays for a while.
 */
import { sql, type Kysely } from 'kysely';
import { RECORDER_ROLE } from './0001-spine.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Times as everywhere: UTC with milliseconds, so that text order is time order.
  await sql`create table proposals (
    id text primary key,
    kind text not null,
    case_id bigint,
    mandates bigint[],
    payload_type text not null,
    payload bytea,
    contents bytea,
    signatures jsonb not null,
    created text not null,
    lapses text not null,
    state text not null default 'waiting' check (state in ('waiting', 'recorded', 'lapsed')),
    entry bigint,
    closed text,
    check ((state = 'waiting') = (payload is not null and contents is not null and closed is null)),
    check ((state = 'recorded') = (entry is not null))
  )`.execute(db);
  await sql`create index proposals_waiting on proposals (lapses) where state = 'waiting'`.execute(db);
  await sql`create index proposals_closed on proposals (closed) where state <> 'waiting'`.execute(db);
  await sql`create index mandates_of_person on state ((value->>'person')) where kind = 'mandate'`.execute(db);
  await sql.raw(`grant select, insert, update, delete on proposals to ${RECORDER_ROLE}`).execute(db);
}
