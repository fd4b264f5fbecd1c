/**
 * What is owed, over rows: the order is found by the indexes of `migrations/src/0003-obligations.ts` and `0012-waiting.ts`, whose conditions are
 * repeated here word for word; what is said of each step is derived by the rulebook.
 */
import { caseObligations, clockActs, matterObligation, textObligation } from '@counterfoil/ledger/obligations';
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

const ID = sql`(id)::bigint`;
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
  const { rows } = await sql<Found>`${obligationsSql(query, size)}`.execute(db);
  const steps = await derive(record, rows, query.now);
  // Between the two readings a step may have been taken.
  const still = steps.filter(({ met }) => (met !== null) === (query.state === 'met'));
  return still.sort(compareOwed(query.state)).slice(0, query.limit);
}

/** Gives case, entry and kind of at least as many as asked for, in no order of its own. */
export function obligationsSql(query: OwedQuery, size: number): RawBuilder<unknown> {
  const parts = [...clockKinds.map((kind) => clockQuery(kind, query, size)), matterQuery(query, size)];
  // What was looked at waits no longer: nothing says then that it was owed.
  if (query.state !== 'met') parts.push(lookQuery(query, size));
  return sql.join(parts, sql` union all `);
}

/** The first so many of one kind: together with those of the other kinds, what comes first of all is among them. */
function clockQuery(kind: ClockKind, query: OwedQuery, size: number): Condition {
  const clock = sql`value->'clocks'->${sql.lit(kind)}`;
  const due = sql`(${clock}->>'due') collate "C"`;
  const unmet = METS[kind].map((step) => sql`value->>${sql.lit(step)} is null`);
  const isMet = query.state === 'met';
  const conditions = [
    sql`kind = 'case' and ${clock} is not null`,
    isMet ? sql`not (${all(unmet)})` : all(unmet),
    sql`${ID} < ${size}`,
    ...(query.state === 'overdue' ? [sql`${due} <= ${query.now}`] : []),
    ...(query.case === undefined ? [] : [sql`${ID} = ${query.case}`]),
    ...(query.office === undefined ? [] : [owedBy(query.office, clockActs[kind])]),
    ...behind(query, kind, isMet ? [ID, ID] : [due, ID]),
  ];
  return sql`(select ${ID} as "case", null::bigint as entry, ${sql.lit(kind)} as kind, null::text as digest from state
    where ${all(conditions)} order by ${isMet ? ID : sql`${due}, ${ID}`} limit ${query.limit})`;
}

function matterQuery(query: OwedQuery, size: number): Condition {
  const isMet = query.state === 'met';
  const conditions = [
    sql`kind = 'matter'`,
    isMet ? sql`value->>'met' is not null` : sql`value->>'met' is null`,
    sql`${ID} < ${size}`,
    ...(query.state === 'overdue' ? [sql`${MATTER_DUE} <= ${query.now}`] : []),
    ...(query.case === undefined ? [] : [sql`${MATTER_CASE} = ${query.case}`]),
    ...(query.office === undefined ? [] : [sql`value->'offices' ? ${query.office}`]),
    ...behind(query, 'answer', isMet ? [MATTER_CASE, ID] : [MATTER_DUE, ID]),
  ];
  return sql`(select ${MATTER_CASE} as "case", ${ID} as entry,
    case value->>'kind' when 'commitment' then 'fulfil' else 'answer' end as kind, null::text as digest from state
    where ${all(conditions)} order by ${isMet ? MATTER_CASE : MATTER_DUE}, ${ID} limit ${query.limit})`;
}

/** What waits to be looked at, once for each entry. The texts of one entry wait since it was recorded, all of them. */
function lookQuery(query: OwedQuery, size: number): Condition {
  const conditions = [
    sql`kind = 'content' and value->>'waits' is not null`,
    sql`${ENTRY} < ${size}`,
    ...(query.state === 'overdue' ? [sql`${LOOK_DUE} <= ${query.now}`] : []),
    ...(query.case === undefined ? [] : [sql`${MATTER_CASE} = ${query.case}`]),
    ...(query.office === undefined ? [] : [lookedAtBy(query.office)]),
    ...behind(query, 'moderate', [LOOK_DUE, ENTRY]),
  ];
  return sql`(select distinct on (${LOOK_DUE}, ${ENTRY}) ${MATTER_CASE} as "case", ${ENTRY} as entry, 'moderate' as kind, id as digest from state
    where ${all(conditions)} order by ${LOOK_DUE}, ${ENTRY}, id limit ${query.limit})`;
}

function lookedAtBy(office: string): Condition {
  return sql`exists (select from state c join state r on r.kind = 'rules' and r.id = (c.value->>'process') || '/' || (c.value->>'version')
    where c.kind = 'case' and c.id = state.value->>'case' and r.value->'acts'->'content-published'->'offices' ? ${office})`;
}

/** Entries of a kind come behind the same place of a kind that is told before it. */
function behind(
  { after, state }: OwedQuery,
  kind: OwedPlace['kind'],
  [first, second]: [Condition, Condition],
): readonly Condition[] {
  if (after === undefined) return [];
  const value = state === 'met' ? after.case : (after.due ?? 'none');
  const more = kindRank(kind) > kindRank(after.kind) ? sql`>=` : sql`>`;
  return [sql`(${first}, ${second}) ${more} (${value}, ${refOf(after)})`];
}

/** As `officesFor` of the rulebook: of the first of the acts that the process knows, the office that has the case, where it may do it; else all that may. */
function owedBy(office: string, acts: readonly string[]): Condition {
  const offices = sql`coalesce(${sql.join(acts.map((act) => sql`r.value->'acts'->${sql.lit(act)}->'offices'`))})`;
  return sql`exists (select from state r where r.kind = 'rules'
    and r.id = (state.value->>'process') || '/' || (state.value->>'version') and ${offices} ? ${office}
    and (state.value->>'office' is null or state.value->>'office' = ${office} or not ${offices} ? (state.value->>'office')))`;
}

function all(conditions: readonly Condition[]): Condition {
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
