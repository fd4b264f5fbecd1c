/** Cases by what the state knows of them. Where few fit, they are all named, and nothing else is looked through. */
import { clockActs } from '@counterfoil/ledger/obligations';
import { clockKinds } from '@counterfoil/ledger/state';
import type { SearchQuery } from '@counterfoil/web-viewer/search';
import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../database/connect.ts';
import { INDEX, clockDue, groupRows, isFor, isOwed, readCaseGroups, type CaseGroup } from '../pg-case-groups.ts';
import { all } from '../pg-owed.ts';

/** Cases that are named one by one: to look through the texts of so many takes about as long as to look through those that have a common word. */
const FEW = 2000;

type Condition = RawBuilder<unknown>;

export interface Narrowed {
  /** JSON list of all cases that fit; undefined where they are many, or all do. */
  readonly cases: string | undefined;
  /** What is asked of a row beside the rest. @param id its case */
  holds(id: Condition): readonly Condition[];
}

export async function readNarrowed(db: Db, query: SearchQuery): Promise<Narrowed> {
  const { status, process, office, now } = query;
  if (status === undefined && process === undefined && office === undefined)
    return { cases: undefined, holds: () => [] };
  const groups = (await readCaseGroups(db)).filter((group) => fits(group, query));
  const { rows } = await sql<{ id: number }>`${fewOf(groups, query)}`.execute(db);
  const few = JSON.stringify(rows.map(({ id }) => id));
  if (rows.length <= FEW)
    return {
      cases: few,
      holds: (id) => [sql`${id} in (select c::bigint from json_array_elements_text(${few}::text::json) as c)`],
    };
  const conditions = [
    sql`case_group in (select key from ${groupRows(groups)})`,
    ...(status === 'overdue' ? [sql`(value->>'nextDue') collate "C" <= ${now}`] : []),
  ];
  return {
    cases: undefined,
    // As a value of each row, which the planner cannot turn round to begin with the cases.
    holds: (id) => [
      sql`coalesce((select ${all(conditions)} from state where kind = 'case' and state.id = (${id})::text), false)`,
    ],
  };
}

/** As `statusesOf` of web-viewer/src/search.ts, but for how late it is. */
function fits(group: CaseGroup, { status, process, office }: SearchQuery): boolean {
  const { isResponded, isDecided, isMerged, owed } = group;
  const isOpen = !isDecided && !isMerged;
  const has = {
    open: isOpen,
    answered: isOpen && isResponded,
    decided: isDecided && !isMerged,
    overdue: owed.size > 0 && !isMerged,
    merged: isMerged,
  };
  return (
    (status === undefined || has[status]) &&
    (process === undefined || group.process === process) &&
    (office === undefined || isFor(office, group, clockActs.respond))
  );
}

/** One more at most than are named one by one. */
function fewOf(groups: readonly CaseGroup[], { status, now }: SearchQuery): Condition {
  const parts =
    status === 'overdue'
      ? clockKinds.map((kind) =>
          ofGroups(
            groups.filter(({ owed }) => owed.has(kind)),
            [isOwed(kind), sql`${clockDue(kind)} <= ${now}`],
          ),
        )
      : [ofGroups(groups, [])];
  return sql`select distinct c.id from (${sql.join(parts, sql` union all `)}) c limit ${sql.lit(FEW + 1)}`;
}

function ofGroups(groups: readonly CaseGroup[], conditions: readonly Condition[]): Condition {
  const where = all([sql`case_group = g.key`, ...conditions]);
  return sql`(select c.id from ${groupRows(groups)}
    cross join lateral (select ${INDEX} as id from state where ${where} limit ${sql.lit(FEW + 1)}) c limit ${sql.lit(FEW + 1)})`;
}
