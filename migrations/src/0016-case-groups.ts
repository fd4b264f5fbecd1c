/**
 * Cases by what they have in common: the rules they run by, the office that has them, what was done and what is owed. There are few such
 * groups, however many cases there are, and what a group owes, and to whom, follows from it: lists begin with the groups that can hold what
 * is asked for, and read no case that is not shown. The database derives the group from the value, so the two cannot disagree. Beside them,
 * what acts, what waits in a case and the texts of a case are found by.
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

const has = (field: string): string => `value->>'${field}' is not null`;

export async function up(db: Kysely<unknown>): Promise<void> {
  // `request/2 parks mo--- r`: rules; office; each clock `-` (does not run), `o` (owed) or `m` (met); `r`esponded, `d`ecided, `m`erged.
  const marks = clocks.map(
    ([clock, steps]) =>
      `case when value->'clocks'->'${clock}' is null then '-' when ${steps.map(has).join(' or ')} then 'm' else 'o' end`,
  );
  const flags = (['responded', 'decided', 'merged'] as const).map(
    (field) => `case when ${has(field)} then '${field.charAt(0)}' else '' end`,
  );
  await sql
    .raw(
      `alter table state add column case_group text collate "C" generated always as (case when kind = 'case' then
        (value->>'process') || '/' || (value->>'version') || ' ' || coalesce(value->>'office', '') || ' '
        || ${marks.join(' || ')} || ' ' || ${flags.join(' || ')} end) stored`,
    )
    .execute(db);
  await sql`create index cases_of_group on state (case_group, ((id)::bigint)) where case_group is not null`.execute(db);
  // The planner is told apart from the indexes of 0003 by what they hold: it knows too little of either to choose.
  for (const [place, [clock]] of clocks.entries())
    await sql
      .raw(
        `create index owed_of_group_${clock.replace('-', '_')} on state
          (case_group, ((value->'clocks'->'${clock}'->>'due') collate "C"), ((id)::bigint))
          where substr(split_part(case_group, ' ', 3), ${place + 1}, 1) = 'o'`,
      )
      .execute(db);
  await sql`create index acts_by_index on state (((id)::bigint)) where kind in ('act', 'matter')`.execute(db);
  await sql`create index waiting_of_case on state (((value->>'case')::bigint))
    where kind = 'content' and value->>'waits' is not null`.execute(db);
  await sql`create index search_texts_case on search_texts (case_id)`.execute(db);
}
