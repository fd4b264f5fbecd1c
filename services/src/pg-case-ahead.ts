/** What a page of a case begins with, as one question to the database. */
import { ACTS_AHEAD, MATTERS_AHEAD, STEPS_AHEAD, type CaseAhead } from '@counterfoil/web-viewer/record';
import { sql, type RawBuilder } from 'kysely';
import type { Db } from './database/connect.ts';
import { INDEX } from './pg-case-groups.ts';

interface Row {
  readonly what: 'step' | 'act' | 'matter' | 'entry' | 'state';
  readonly number: number;
  readonly kind: string | null;
  readonly value: unknown;
  readonly bytes: Uint8Array | null;
}

/** @param size of the newest checkpoint; nothing beyond it is told */
export function caseAheadSql(size: number, caseId: number, after: number): RawBuilder<Row> {
  return sql<Row>`
    with own as materialized (
      select index, bytes from entries where case_id = ${caseId} and index > ${after} and index < ${size}
      order by index limit ${sql.lit(STEPS_AHEAD)}
    )
    select 'step' as what, index as number, null as kind, null::jsonb as value, bytes from own
    union all
    select 'entry', index, null, null, bytes from entries where index = ${caseId} and index < ${size}
    union all
    select 'state', ${caseId}::bigint, kind, value, null from state where kind = 'case' and id = ${String(caseId)}
    union all
    select 'state', own.index, s.kind, s.value, null
    from own join state s on s.kind in ('act', 'input', 'matter') and s.id = own.index::text
    union all
    (select 'act', ${INDEX}, null, null, null from state
      where kind = 'act' and (value->>'case')::bigint = ${caseId} and ${INDEX} < ${size}
      order by ${INDEX} limit ${sql.lit(ACTS_AHEAD)})
    union all
    (select 'matter', ${INDEX}, null, null, null from state
      where kind = 'matter' and (value->>'case')::bigint = ${caseId} and ${INDEX} < ${size}
      order by ${INDEX} limit ${sql.lit(MATTERS_AHEAD)})`;
}

export async function readCaseAhead(db: Db, size: number, caseId: number, after: number): Promise<CaseAhead> {
  const { rows } = await caseAheadSql(size, caseId, after).execute(db);
  const numbers = (what: Row['what']): number[] =>
    rows.flatMap((row) => (row.what === what ? [row.number] : [])).sort((a, b) => a - b);
  const entries = new Map(rows.flatMap(({ number, bytes }) => (bytes === null ? [] : [[number, bytes] as const])));
  const states = rows.flatMap(({ what, number, kind, value }) =>
    what === 'state' ? [[`${kind} ${number}`, value] as const] : [],
  );
  return {
    ...{ steps: numbers('step'), acts: numbers('act'), matters: numbers('matter') },
    entries: Array.from(entries, ([index, bytes]) => ({ index, bytes })),
    states: new Map(states),
  };
}
