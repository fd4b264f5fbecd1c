/**
 * Entries about a case, a process, an area or an office, over rows. Where few cases are meant, their own entries are asked for, however far
 * back they are; else a stretch of the record is looked through at a time, so that what is rare costs no more than what is not.
 */
import { openEntry } from '@counterfoil/web-viewer/opened-entry';
import type { About, PublicRecord } from '@counterfoil/web-viewer/record';
import { sql, type RawBuilder } from 'kysely';
import type { Db } from './database/connect.ts';
import { groupRows, INDEX, readCaseGroups } from './pg-case-groups.ts';

/** Entries looked through at once. */
const STRETCH = 10_000;
/** Cases of which each is asked for its entries: about as much work as a stretch without any. */
const FEW_CASES = 2000;

type Found = Awaited<ReturnType<PublicRecord['newestAbout']>>;
type Condition = RawBuilder<unknown>;

/** @param below entries from this one on are not looked at */
export async function readAbout(db: Db, about: About, limit: number, below: number): Promise<Found> {
  if ('office' in about) return readAboutOffice(db, about.office, limit, below);
  if ('case' in about) return found(await ofCases(db, [about.case], limit, below), limit, 0);
  const cases = 'area' in about ? casesIn(about.area) : await casesUnder(db, about.process);
  const { rows } = await sql<{ id: number }>`${cases.list(FEW_CASES + 1)}`.execute(db);
  const ids = rows.map(({ id }) => id);
  if (ids.length <= FEW_CASES) return found(await ofCases(db, ids, limit, below), limit, 0);
  const from = Math.max(0, below - STRETCH);
  return found(await ofStretch(db, cases, limit, { from, below }), limit, from);
}

interface Row {
  readonly index: number;
}
interface Stretch {
  readonly from: number;
  readonly below: number;
}
interface Cases {
  /** Some of them. */
  list(limit: number): Condition;
  /** Whether a case is one of them: asked of each row, so that no plan begins with all of them. */
  has(id: Condition): Condition;
}

function casesIn(area: string): Cases {
  return {
    list: (limit) => sql`select case_id as id from search_cases where area = ${area} limit ${sql.lit(limit)}`,
    has: (id) => sql`(select area from search_cases where case_id = ${id}) = ${area}`,
  };
}

async function casesUnder(db: Db, process: string): Promise<Cases> {
  const groups = groupRows((await readCaseGroups(db)).filter((group) => group.process === process));
  return {
    list: (limit) => sql`select c.id from ${groups}
      cross join lateral (select ${INDEX} as id from state where case_group = g.key limit ${sql.lit(limit)}) c
      limit ${sql.lit(limit)}`,
    has: (id) => sql`(select case_group in (select key from ${groups}) from state
      where kind = 'case' and state.id = (${id})::text)`,
  };
}

/** Each is asked for its newest. */
async function ofCases(db: Db, ids: readonly number[], limit: number, below: number): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select e.index from json_array_elements_text(${JSON.stringify(ids)}::text::json) as c(id)
    cross join lateral (select index from entries where case_id = c.id::bigint and index < ${below}::bigint
      order by index desc limit ${sql.lit(limit)}) e
    order by e.index desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

async function ofStretch(db: Db, cases: Cases, limit: number, { from, below }: Stretch): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select e.index from entries e
    where e.case_id is not null and e.index >= ${from}::bigint and e.index < ${below}::bigint and ${cases.has(sql`e.case_id`)}
    order by e.index desc limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/** @param from where the search ended, if it found no more than these */
function found(rows: readonly Row[], limit: number, from: number): Found {
  const last = rows.length < limit ? from : (rows.at(-1)?.index ?? 0);
  return { indexes: rows.map(({ index }) => index), next: last === 0 ? undefined : last };
}

/** To whom a case was handed is not among what the rulebook keeps of that act: its entry says it. */
async function readAboutOffice(db: Db, office: string, limit: number, below: number): Promise<Found> {
  const from = Math.max(0, below - STRETCH);
  const isNamed = sql`value->'offices' ? ${office}`;
  const { rows } = await sql<Row & { readonly bytes: Uint8Array | null }>`with said as (
      select ${INDEX} as index, bool_or(${isNamed}) as named from state
      where kind in ('act', 'matter') and ${INDEX} >= ${from} and ${INDEX} < ${below}
        and (${isNamed} or kind = 'act' and value->>'kind' = 'referral')
      group by 1 order by 1 desc limit ${sql.lit(limit)}
    )
    select index, case when not said.named then e.bytes end as bytes from said join entries e using (index)
    order by index desc`.execute(db);
  const { next } = found(rows, limit, from);
  const own = rows.filter(({ index, bytes }) => bytes === null || isHandedTo(office, index, bytes));
  return { indexes: own.map(({ index }) => index), next };
}

function isHandedTo(office: string, index: number, bytes: Uint8Array): boolean {
  const { statement } = openEntry(index, bytes);
  return statement.kind === 'referral' && statement.to === office;
}
