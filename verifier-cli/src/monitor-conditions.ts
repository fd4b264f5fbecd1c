/** What the audit finds and what is overdue, as something that holds until it does not. */
import type { AuditFinding } from '@counterfoil/ledger/audit';
import type { OverdueStep } from '@counterfoil/ledger/audit/standing';
import { sayTime } from '@counterfoil/ledger/audit/words';
import { rules } from '@counterfoil/ledger/rules';
import { plain } from './file-answer.ts';
import type { Draft } from './monitor-events.ts';
import type { Condition } from './monitor-sources.ts';
import { stepNames } from './report.ts';
import { count } from './sentence.ts';

export function findingCondition(found: AuditFinding, address: string): Condition {
  const { code, severity, entry, case: id, file, field, sentence } = found;
  const where = entry === undefined ? '' : `${placeOf(entry, id)}: `;
  const key = [code, entry ?? null, file ?? null, field ?? null, address, ...detailOf(found)];
  return {
    ...{ kind: 'finding', weight: severity === 'failure' ? 'alarm' : 'notice', name: `finding ${JSON.stringify(key)}` },
    ...{ key, address, code, severity, sentence: plain(where + sentence) },
    ...(entry === undefined ? {} : { entry }),
    ...(id === undefined ? {} : { case: id }),
    ...(file === undefined ? {} : { file }),
  };
}

/** Rules find several things of one kind at one entry, and the same ones whenever it is read: the sentence tells them apart. */
function detailOf({ code, entry, sentence }: AuditFinding): readonly string[] {
  return entry !== undefined && Object.hasOwn(rules, code) ? [sentence] : [];
}

function placeOf(entry: number, id: number | undefined): string {
  if (id === undefined) return `Entry ${entry}`;
  return id === entry ? `Entry ${entry}, which opens case ${id}` : `Entry ${entry}, case ${id}`;
}

export function factDraft(found: AuditFinding): Draft {
  const { code, entry = 0, case: id, sentence } = found;
  return {
    ...{ kind: 'finding', weight: 'news', key: [code, entry, ...detailOf(found)], entry, code, severity: 'fact' },
    ...(id === undefined ? {} : { case: id }),
    sentence: plain(`${placeOf(entry, id)}: ${sentence}`),
  };
}

export function overdueCondition(
  { case: id, entry, kind, due, offices }: OverdueStep,
  names: string,
  now: string,
): Condition {
  const lateMs = Math.max(0, Date.parse(now) - Date.parse(due));
  const to = entry === null ? '' : ` (entry ${entry})`;
  const who = names === '' ? '' : ` It is owed by ${names}.`;
  const key = [id, entry, kind, due];
  return {
    ...{ kind: 'step-overdue', name: `step-overdue ${key.join(' ')}`, key, case: id, step: kind, due },
    ...(entry === null ? {} : { entry }),
    ...{ offices: [...offices], lateSeconds: Math.floor(lateMs / 1000) },
    sentence: `Overdue in case ${id}${to}: the ${stepNames[kind]}, since ${sayTime(due)} (${lasting(lateMs)}).${who}`,
  };
}

const UNITS = [
  [86_400_000, 'day', 'days'],
  [3_600_000, 'hour', 'hours'],
  [60_000, 'minute', 'minutes'],
] as const;

/** "3 days", "5 hours" */
function lasting(ms: number): string {
  for (const [unitMs, one, many] of UNITS) if (ms >= unitMs) return count(Math.floor(ms / unitMs), one, many);
  return 'just now';
}
