/**
 * Cases by what they have in common, over the column and the index of `migrations/src/0016-case-groups.ts`: rules, office, what was done and
 * what is owed. A list that asks for some of it begins with the groups that can hold it, so that nobody's cases are looked through for another's.
 */
import { clockActs, officesFor } from '@counterfoil/ledger/obligations';
import { clockKinds, type ClockKind, type StateShapes } from '@counterfoil/ledger/state';
import type { CaseKind } from '@counterfoil/ledger/statements/rights';
import { sql, type RawBuilder } from 'kysely';
import type { Db } from './database/connect.ts';

export interface CaseGroup {
  /** As `case_group` has it. */
  readonly key: string;
  readonly rulesId: string;
  readonly rules: StateShapes['rules'];
  readonly process: string;
  readonly office: string | null;
  /** Clocks that run and were not met, and those that were met. */
  readonly owed: ReadonlySet<ClockKind>;
  readonly met: ReadonlySet<ClockKind>;
  readonly isResponded: boolean;
  readonly isDecided: boolean;
  readonly isMerged: boolean;
}

/** Of a row of `state` that is named by an entry: the index of that, for a case the number of the case. */
export const INDEX = sql<number>`(id)::bigint`;

export function clockDue(kind: ClockKind): RawBuilder<string> {
  return sql`(value->'clocks'->${sql.lit(kind)}->>'due') collate "C"`;
}

/** What the index holds in which a group has its cases in the order of that: said besides the group itself, or no plan takes it. */
export function isOwed(kind: ClockKind): RawBuilder<boolean> {
  return sql`substr(split_part(case_group, ' ', 3), ${sql.lit(clockKinds.indexOf(kind) + 1)}, 1) = 'o'`;
}

/** Groups that there are: each is found behind the one before, whatever number of cases they have. */
export async function readCaseGroups(db: Db): Promise<readonly CaseGroup[]> {
  const { rows } = await sql<{ key: string; rules: StateShapes['rules'] }>`
    with recursive found as (
      (select case_group as key from state where case_group is not null order by case_group limit 1)
      union all
      select (select case_group from state where case_group > found.key order by case_group limit 1)
      from found where found.key is not null
    )
    select key, value as rules from found
    join state on state.kind = 'rules' and state.id = split_part(key, ' ', 1)`.execute(db);
  return rows.map(({ key, rules }) => ({ ...parseGroup(key), rules }));
}

/** What the key says. */
export function parseGroup(key: string): Omit<CaseGroup, 'rules'> {
  const [rulesId = '', office = '', marks = '', flags = ''] = key.split(' ');
  const process = rulesId.slice(0, rulesId.indexOf('/'));
  const marked = (mark: string) => new Set(clockKinds.filter((_kind, i) => marks[i] === mark));
  return {
    ...{ key, rulesId, process, office: office === '' ? null : office },
    ...{ owed: marked('o'), met: marked('m') },
    ...{ isResponded: flags.includes('r'), isDecided: flags.includes('d'), isMerged: flags.includes('m') },
  };
}

/** Whether the step is for this office to take, alone or among others. */
export function isFor(office: string, { rules, office: has }: CaseGroup, acts: readonly CaseKind[]): boolean {
  return officesFor({ office: has }, rules, acts).includes(office);
}

/** Groups whose cases have such a step. */
export function groupsWith(
  groups: readonly CaseGroup[],
  kind: ClockKind,
  { isMet, office }: { readonly isMet: boolean; readonly office: string | undefined },
): readonly CaseGroup[] {
  return groups.filter(
    (group) =>
      (isMet ? group.met : group.owed).has(kind) && (office === undefined || isFor(office, group, clockActs[kind])),
  );
}

/** Rows `g(key)`, by a text that stays the same. */
export function groupRows(groups: readonly CaseGroup[]): RawBuilder<unknown> {
  return sql`json_array_elements_text(${JSON.stringify(groups.map(({ key }) => key))}::text::json) as g(key)`;
}
