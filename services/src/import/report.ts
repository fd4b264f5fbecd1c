/** What an import says when it is over: for people, and for programs. */
import type { LedgerInfo } from '@counterfoil/ledger/ledger-info';
import type { ExitCode } from '../client/command.ts';
import { number } from './progress.ts';
import { LIMITED, type Outcome } from './runner.ts';

export interface ReportContext {
  readonly fileName: string;
  readonly preset: string;
  readonly dialect: string;
  readonly process: string;
  readonly ledger: LedgerInfo;
  readonly elapsedMs: number;
}

/** Codes that a report for people names. */
const AREAS_NAMED = 5;

/** 0: every row is in. 1: some are not. 2: nothing could be done, or there was nothing to do. */
export function exitCodeOf({ rows, recorded, repeated, refused, ended }: Outcome): ExitCode {
  if (recorded + repeated === 0 && (ended === 'stopped' || rows === 0)) return 2;
  return ended === 'whole-file' && refused.length === 0 ? 0 : 1;
}

export function formatReport(outcome: Outcome, context: ReportContext): string {
  const { recorded, repeated, refused, ended, stoppedBy, caseId, rows, areas, places, areasUnknown } = outcome;
  const { fileName, process, ledger, elapsedMs } = context;
  const seconds = (elapsedMs / 1000).toFixed(1);
  const out = [
    verdict(outcome),
    '',
    `  file       ${fileName} (${context.preset}: ${context.dialect})`,
    `  ledger     ${ledger.authority?.name ?? 'not opened'}, ${ledger.origin}`,
    `  process    ${process}${caseId === undefined ? ', a case for each row' : `, all in case ${caseId}`}`,
    `  rows       ${number(rows)} in ${seconds} s: ${number(recorded)} recorded now, ${number(repeated)} on record before, ${number(refused.length)} refused`,
    `  where      of those recorded now, ${number(areas)} with an area, ${number(places)} with a place`,
  ];
  if (areasUnknown > 0) out.push('', ...unknownAreasLines(outcome));
  if (refused.length > 0) {
    out.push('', 'Refused, and not recorded:');
    const width = String(refused.at(-1)?.line ?? 0).length;
    for (const { line, code, reason } of refused)
      out.push(`  line ${String(line).padStart(width)}  ${reason}${code === 'row-unusable' ? '' : ` (${code})`}`);
  }
  if (ended === 'stopped') out.push('', `It stopped: ${stoppedBy?.reason ?? ''} (${stoppedBy?.code ?? ''})`);
  if (stoppedBy !== undefined && LIMITED.includes(stoppedBy.code))
    out.push('What the operator sends is not limited: give the token with --token-file.');
  if (ended !== 'whole-file')
    out.push('', 'Run the same command again to go on: what is on record is not recorded twice.');
  return `${out.join('\n')}\n`;
}

function unknownAreasLines({ areasUnknown, unknownAreas }: Outcome): readonly string[] {
  const codes = [...unknownAreas].sort();
  const more = codes.length > AREAS_NAMED ? ', …' : '';
  return [
    areasUnknown === 1
      ? '1 more lies in an area that the rules of the process do not name, and was recorded without one.'
      : `${number(areasUnknown)} more lie in areas that the rules of the process do not name, and were recorded without one.`,
    `These areas would be ${codes.slice(0, AREAS_NAMED).join(', ')}${more}: what is imported under rules that name them gets them.`,
  ];
}

function verdict({ refused, ended, recorded, repeated }: Outcome): string {
  if (ended === 'interrupted') return 'Interrupted: part of the file is on record.';
  if (ended === 'stopped')
    return recorded + repeated === 0 ? 'Nothing could be recorded.' : 'Stopped: part of the file is on record.';
  if (refused.length === 0)
    return recorded + repeated === 0 ? 'The file has no rows: there was nothing to record.' : 'Every row is on record.';
  return refused.length === 1
    ? 'Every row but one is on record.'
    : `Every row but ${number(refused.length)} is on record.`;
}

/** Field names are stable. */
export function formatJsonReport(outcome: Outcome, context: ReportContext): string {
  const { rows, recorded, repeated, areas, places, areasUnknown, unknownAreas, refused, ended, stoppedBy, caseId } =
    outcome;
  const { fileName, preset, dialect, process, ledger, elapsedMs } = context;
  const report = {
    ...{ file: fileName, preset, dialect, process, origin: ledger.origin, case: caseId ?? null },
    ...{ rows, recorded, repeated, areas, places, areasUnknown, refused, ended },
    unknownAreas: [...unknownAreas].sort(),
    ...{ stopped: stoppedBy ?? null, elapsedMs: Math.round(elapsedMs) },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
