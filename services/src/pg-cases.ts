/** The list of cases, newest first, over rows: what is asked of them is asked of the few groups they fall into. */
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import { sql, type RawBuilder } from 'kysely';
import type { Db } from './database/connect.ts';
import { INDEX, groupRows, readCaseGroups, type CaseGroup } from './pg-case-groups.ts';

type CasesQuery = Parameters<PublicRecord['cases']>[0];

/** @param below cases from this one on are not listed */
export async function readCases(db: Db, query: CasesQuery, below: number): Promise<readonly number[]> {
  const isAny = query.open === undefined && query.process === undefined;
  const groups = isAny ? undefined : (await readCaseGroups(db)).filter((group) => fits(group, query));
  const { area, limit } = query;
  const list = area === undefined ? listed(groups, below, limit) : listedIn(area, groups, below, limit);
  const { rows } = await sql<{ id: number }>`${list}`.execute(db);
  return rows.map(({ id }) => id);
}

function fits({ isDecided, isMerged, process: of }: CaseGroup, { open, process }: CasesQuery): boolean {
  const isAsked = open === undefined || (open ? !isDecided && !isMerged : isDecided);
  return isAsked && (process === undefined || of === process);
}

function listed(groups: readonly CaseGroup[] | undefined, below: number, limit: number): RawBuilder<unknown> {
  const cases = sql`select ${INDEX} as id from state where kind = 'case' and ${INDEX} < ${below}`;
  const first = sql`order by id desc limit ${sql.lit(limit)}`;
  if (groups === undefined) return sql`${cases} order by ${INDEX} desc limit ${sql.lit(limit)}`;
  return sql`select c.id from ${groupRows(groups)}
    cross join lateral (${cases} and case_group = g.key order by ${INDEX} desc limit ${sql.lit(limit)}) c ${first}`;
}

/** Where a case is stands with what it is found by. */
function listedIn(
  area: string,
  groups: readonly CaseGroup[] | undefined,
  below: number,
  limit: number,
): RawBuilder<unknown> {
  const isOne =
    groups === undefined
      ? sql``
      : sql`and (select case_group in (select key from ${groupRows(groups)}) from state where kind = 'case' and id = k.case_id::text)`;
  return sql`select k.case_id as id from search_cases k where k.area = ${area} and k.case_id < ${below} ${isOne}
    order by k.case_id desc limit ${sql.lit(limit)}`;
}
