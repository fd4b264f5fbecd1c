/**
 * What is owed, over rows: the order is found by the indexes of `migrations/src/0003-obligations.ts`, `0012-waiting.ts` and `0016-case-groups.ts`,
 * whose conditions are repeated here word for word; what is said of each step is derived by the rulebook.
 */
import { caseObligations, matterObligation, textObligation } from '@counterfoil/ledger/obligations';
import { clockKinds, type ClockKind, type StateShapes } from '@counterfoil/ledger/state';
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import {
  compareOwed,
  kindRank,
  refOf,
  type OwedPlace,
  type OwedQuery,
  type OwedStep,
} from '@counterfoil/web-viewer/owed-steps';
import { sql, type RawBuilder } from 'kysely';
import type { Db } from './database/connect.ts';
import { INDEX, clockDue, groupRows, groupsWith, isOwed, readCaseGroups, type CaseGroup } from './pg-case-groups.ts';

type Found = Omit<OwedPlace, 'due'> & {
  /** Of something that waits to be looked at, one of what the entry has. */
  readonly digest: string | null;
};
type Condition = RawBuilder<unknown>;

/** Steps that meet a clock, each of which may be missing. */
const METS: { readonly [K in ClockKind]: readonly string[] } = {
  acknowledge: ['acknowledged', 'responded', 'decided'],
  respond: ['responded', 'decided'],
  decide: ['decided'],
  'carry-out': ['carriedOut'],
  evaluate: ['evaluated'],
};

const MATTER_CASE = sql`(value->>'case')::bigint`;
const ENTRY = sql`(value->>'entry')::bigint`;
const LOOK_DUE = sql`coalesce(value->'waits'->>'due', 'none') collate "C"`;
const MATTER_DUE = sql`coalesce(value->>'due', 'none') collate "C"`;

/** One page of what is owed or was, in the order of `compareOwed`. @param size entries that a checkpoint covers */
export async function readObligations(
  db: Db,
  record: Pick<PublicRecord, 'states'>,
  size: number,
  query: OwedQuery,
): Promise<readonly OwedStep[]> {
  const { state, office, now } = query;
  const groups = isByGroup(query) ? await readCaseGroups(db) : [];
  const { rows } = await sql<Found>`${obligationsSql(query, size, groups)}`.execute(db);
  const steps = await derive(record, rows, now);
  // Between the two readings a step may have been taken, or a case passed on.
  const still = steps.filter(
    ({ met, offices }) => (met !== null) === (state === 'met') && (office === undefined || offices.includes(office)),
  );
  return still.sort(compareOwed(query)).slice(0, query.limit);
}

/** Where it takes the groups of cases to find what is asked for: what anybody owes next stands in an index of its own. */
function isByGroup(query: OwedQuery): boolean {
  return query.case === undefined && (query.office !== undefined || query.state === 'met');
}

/** Gives case, entry and kind of at least as many as asked for, in no order of its own. @param groups all there are, where they are asked for */
export function obligationsSql(query: OwedQuery, size: number, groups: readonly CaseGroup[]): RawBuilder<unknown> {
  const isMet = query.state === 'met';
  const clocks = clockKinds.flatMap((kind) => {
    if (!isByGroup(query)) return clockQuery(kind, query, size);
    const having = groupsWith(groups, kind, { isMet, office: query.office });
    return having.length === 0 ? [] : groupedQuery(kind, query, size, having);
  });
  const parts = [...clocks, matterQuery(query, size)];
  // What was looked at waits no longer: nothing says then that it was owed.
  const rules = lookRules(query, groups);
  if (query.state !== 'met' && rules?.length !== 0) parts.push(lookQuery(query, size, rules));
  return sql.join(parts, sql` union all `);
}

/** The first so many of one kind: together with those of the other kinds, what comes first of all is among them. */
function clockQuery(kind: ClockKind, query: OwedQuery, size: number): Condition {
  const { columns, conditions, order } = clockParts(kind, query, size);
  const unmet = all(METS[kind].map((step) => sql`value->>${sql.lit(step)} is null`));
  const where = all([
    sql`kind = 'case' and value->'clocks'->${sql.lit(kind)} is not null`,
    query.state === 'met' ? sql`not (${unmet})` : unmet,
    ...(query.case === undefined ? [] : [sql`id = (${query.case}::bigint)::text`]),
    ...conditions,
  ]);
  return sql`(select ${columns} from state where ${where} order by ${order} limit ${sql.lit(query.limit)})`;
}

/** The same, out of each group its first. */
function groupedQuery(kind: ClockKind, query: OwedQuery, size: number, groups: readonly CaseGroup[]): Condition {
  const isMet = query.state === 'met';
  const { columns, conditions, order } = clockParts(kind, query, size);
  const where = all([sql`case_group = g.key`, ...(isMet ? [] : [isOwed(kind)]), ...conditions]);
  const limit = sql`limit ${sql.lit(query.limit)}`;
  return sql`(select c."case", c.entry, c.kind, c.digest from ${groupRows(groups)}
    cross join lateral (select ${columns}, ${clockDue(kind)} as due from state where ${where} order by ${order} ${limit}) c
    order by ${ordered(query, isMet ? [sql`c."case"`] : [sql`c.due`, sql`c."case"`])} ${limit})`;
}

function clockParts(kind: ClockKind, query: OwedQuery, size: number) {
  const due = clockDue(kind);
  const isMet = query.state === 'met';
  return {
    columns: sql`${INDEX} as "case", null::bigint as entry, ${sql.lit(kind)} as kind, null::text as digest`,
    conditions: [
      sql`${INDEX} < ${size}`,
      ...(query.state === 'overdue' ? [sql`${due} <= ${query.now}`] : []),
      ...behind(query, kind, isMet ? [INDEX, INDEX] : [due, INDEX]),
    ],
    order: ordered(query, isMet ? [INDEX] : [due, INDEX]),
  };
}

function matterQuery(query: OwedQuery, size: number): Condition {
  const isMet = query.state === 'met';
  const conditions = [
    sql`kind = 'matter'`,
    isMet ? sql`value->>'met' is not null` : sql`value->>'met' is null`,
    sql`${INDEX} < ${size}`,
    ...(query.state === 'overdue' ? [sql`${MATTER_DUE} <= ${query.now}`] : []),
    ...(query.case === undefined ? [] : [sql`${MATTER_CASE} = ${query.case}`]),
    ...(query.office === undefined ? [] : [sql`value->'offices' ? ${query.office}`]),
    ...behind(query, 'answer', isMet ? [MATTER_CASE, INDEX] : [MATTER_DUE, INDEX]),
  ];
  return sql`(select ${MATTER_CASE} as "case", ${INDEX} as entry,
    case value->>'kind' when 'commitment' then 'fulfil' else 'answer' end as kind, null::text as digest from state
    where ${all(conditions)} order by ${ordered(query, [isMet ? MATTER_CASE : MATTER_DUE, INDEX])} limit ${sql.lit(query.limit)})`;
}

/** What waits to be looked at, once for each entry. The texts of one entry wait since it was recorded, all of them. */
function lookQuery(query: OwedQuery, size: number, rules: readonly string[] | undefined): Condition {
  const conditions = [
    sql`kind = 'content' and value->>'waits' is not null`,
    sql`${ENTRY} < ${size}`,
    ...(query.state === 'overdue' ? [sql`${LOOK_DUE} <= ${query.now}`] : []),
    ...(query.case === undefined ? [] : [sql`${MATTER_CASE} = ${query.case}`]),
    ...(rules === undefined ? [] : [isUnder(rules)]),
    ...behind(query, 'moderate', [LOOK_DUE, ENTRY]),
  ];
  return sql`(select distinct on (${LOOK_DUE}, ${ENTRY}) ${MATTER_CASE} as "case", ${ENTRY} as entry, 'moderate' as kind, id as digest from state
    where ${all(conditions)} order by ${ordered(query, [LOOK_DUE, ENTRY])}, id limit ${sql.lit(query.limit)})`;
}

/** Rules by which the office may look; undefined where that does not matter: all that waits in a case does by the same. */
function lookRules({ case: id, office }: OwedQuery, groups: readonly CaseGroup[]): readonly string[] | undefined {
  if (office === undefined || id !== undefined) return undefined;
  const may = groups.filter(({ rules }) => rules.acts['content-published']?.offices.includes(office));
  return [...new Set(may.map(({ rulesId: of }) => of))];
}

function isUnder(rules: readonly string[]): Condition {
  return sql`exists (select from state c where c.kind = 'case' and c.id = state.value->>'case' and (c.value->>'process') || '/' || (c.value->>'version')
    in (select json_array_elements_text(${JSON.stringify(rules)}::text::json)))`;
}

/** Entries of a kind come behind the same place of a kind that is told before it. */
function behind(
  { after, state, latestFirst }: OwedQuery,
  kind: OwedPlace['kind'],
  [first, second]: [Condition, Condition],
): readonly Condition[] {
  if (after === undefined) return [];
  const value = state === 'met' ? after.case : (after.due ?? 'none');
  const rank = kindRank(kind) - kindRank(after.kind);
  const more = latestFirst === true ? (rank < 0 ? sql`<=` : sql`<`) : rank > 0 ? sql`>=` : sql`>`;
  return [sql`(${first}, ${second}) ${more} (${value}, ${refOf(after)})`];
}

function ordered({ latestFirst }: OwedQuery, by: readonly Condition[]): Condition {
  return sql.join(latestFirst === true ? by.map((column) => sql`${column} desc`) : [...by]);
}

export function all(conditions: readonly Condition[]): Condition {
  return sql.join([...conditions], sql` and `);
}

async function derive(record: Pick<PublicRecord, 'states'>, found: readonly Found[], now: string): Promise<OwedStep[]> {
  const cases = [...new Set(found.flatMap((row) => (row.entry === null || row.digest !== null ? [row.case] : [])))];
  const matters = found.flatMap(({ entry, digest }) => (entry === null || digest !== null ? [] : [entry]));
  const digests = found.flatMap(({ digest }) => digest ?? []);
  const [caseStates, matterStates, contents] = await Promise.all([
    record.states('case', cases),
    record.states('matter', matters),
    record.states('content', digests),
  ]);
  const ofContent = new Map(digests.map((digest, i) => [digest, contents[i]]));
  const ofCase = new Map(cases.map((id, i) => [id, caseStates[i]]));
  const ofMatter = new Map(matters.map((entry, i) => [entry, matterStates[i]]));
  const versions = [...new Set(caseStates.flatMap((of) => (of === undefined ? [] : [rulesId(of)])))];
  const rules = new Map((await record.states('rules', versions)).map((value, i) => [versions[i], value]));
  return found.flatMap(({ case: id, entry, kind, digest }): OwedStep[] => {
    const [of, matter] = [ofCase.get(id), entry === null ? undefined : ofMatter.get(entry)];
    if (entry !== null && matter !== undefined) return [{ case: id, ...matterObligation(entry, matter, now) }];
    const binding = of === undefined ? undefined : rules.get(rulesId(of));
    if (of === undefined || binding === undefined) return [];
    const content = digest === null ? undefined : ofContent.get(digest);
    const look = content === undefined ? undefined : textObligation(content, binding, now);
    if (digest !== null) return look === undefined ? [] : [{ case: id, ...look }];
    return caseObligations(of, binding, now).flatMap((owed) => (owed.kind === kind ? [{ case: id, ...owed }] : []));
  });
}

function rulesId({ process, version }: StateShapes['case']): string {
  return `${process}/${version}`;
}
