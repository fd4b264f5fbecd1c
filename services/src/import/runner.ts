/**
 * Rows in, entries out: a bounded number under way at a time, bad rows listed and passed over, and nothing doubled when the
 * same file comes again, since every row carries the identifier that it has in its source.
 */
import { utf8 } from '@counterfoil/ledger/bytes';
import { MAX_TEXT_BYTES } from '@counterfoil/ledger/content';
import { ClientProblem } from '../client/client-problem.ts';
import type { Client, NewInput, Recorded } from '../client/client.ts';
import type { ImportedInput, Mapping } from './preset.ts';
import type { Table, TableRow } from './table.ts';

export interface Refusal {
  /** The line of the file on which the row begins. */
  readonly line: number;
  /** `row-unusable`, or the code with which the ledger refused it. */
  readonly code: string;
  readonly reason: string;
}

/** Where an import stands. */
export interface Tally {
  /** Rows that were dealt with. */
  rows: number;
  recorded: number;
  /** Rows that were on record already. */
  repeated: number;
  /** Of those recorded: with an area, with a place, and without an area since the rules name none of theirs. */
  areas: number;
  places: number;
  areasUnknown: number;
  /** The smallest of theirs. */
  readonly unknownAreas: Set<string>;
  readonly refused: Refusal[];
  /** Bytes of the file up to the newest row taken up. */
  readBytes: number;
}

export interface Outcome extends Tally {
  /** `interrupted` by the caller; `stopped` since going on would not have helped. */
  readonly ended: 'whole-file' | 'interrupted' | 'stopped';
  /** Why it stopped, in a sentence. */
  readonly stoppedBy: { readonly code: string; readonly reason: string } | undefined;
  /** The case that the rows share, if they do. */
  readonly caseId: number | undefined;
}

export interface ImportOptions {
  readonly table: Table;
  readonly mapping: Mapping;
  readonly client: Pick<Client, 'sendInput'>;
  readonly process: string;
  /** That the rules of the process name. */
  readonly areas: ReadonlySet<string>;
  /** All rows in one case, opened by the oldest; otherwise each row opens its own. */
  readonly together: boolean;
  /** Rows under way at the same time. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Told after each row; the tally goes on changing. */
  readonly onRow?: (tally: Readonly<Tally>) => void;
}

/** What a service says that lets only so much in: the operator's token is what helps. */
export const LIMITED: readonly string[] = ['too-many', 'work-needed', 'work-wrong'];

/** What every row to come would meet too: the ledger out of reach, or not ready for this file. */
const HOPELESS = new Set([
  ...['unreachable', 'answer-unreadable', 'checkpoint-wrong', 'two-histories', 'service-stopped', 'not-recorded'],
  ...['maybe-recorded', 'ledger-empty', 'ledger-not-opened', 'process-unknown', 'author-not-admitted'],
  ...LIMITED,
]);

/** Never throws for what a row or the ledger says. */
export async function importRows(options: ImportOptions): Promise<Outcome> {
  const { table, mapping, client, process, areas, together, concurrency, signal, onRow } = options;
  const tally: Tally = {
    rows: 0,
    recorded: 0,
    repeated: 0,
    areas: 0,
    places: 0,
    areasUnknown: 0,
    unknownAreas: new Set(),
    refused: [],
    readBytes: 0,
  };
  let stoppedBy: Outcome['stoppedBy'];

  const refuse = (line: number, code: string, reason: string): void => {
    tally.rows++;
    tally.refused.push({ line, code, reason });
    onRow?.(tally);
  };
  const send = async (
    line: number,
    { areas: named = [], ...input }: ImportedInput,
    into: Pick<NewInput, 'process' | 'case'>,
  ): Promise<Recorded | undefined> => {
    const area = named.find((code) => areas.has(code));
    try {
      const where = area === undefined ? {} : { area };
      const recorded = await client.sendInput({ ...input, ...where, ...into, author: 'data-set' });
      tally.rows++;
      if (recorded.repeated) tally.repeated++;
      else {
        tally.recorded++;
        if (area !== undefined) tally.areas++;
        else if (named[0] !== undefined) {
          tally.areasUnknown++;
          tally.unknownAreas.add(named[0]);
        }
        if (input.place !== undefined) tally.places++;
      }
      onRow?.(tally);
      return recorded;
    } catch (error) {
      if (!(error instanceof ClientProblem)) throw error;
      if (HOPELESS.has(error.code)) stoppedBy ??= { code: error.code, reason: error.detail };
      else refuse(line, error.code, error.detail);
      return undefined;
    }
  };
  const finish = (caseId: number | undefined): Outcome => {
    tally.refused.sort((a, b) => a.line - b.line);
    const ended = stoppedBy !== undefined ? 'stopped' : signal.aborted ? 'interrupted' : 'whole-file';
    return { ...tally, ended, stoppedBy, caseId };
  };

  const opener = together ? await findOldest(table, mapping) : undefined;
  let caseId: number | undefined;
  if (opener !== undefined && !signal.aborted) {
    caseId = (await send(opener.line, opener.input, { process }))?.case ?? undefined;
    if (caseId === undefined) {
      stoppedBy ??= {
        code: 'opening-refused',
        reason: `The row on line ${opener.line}, which opens the case, was refused.`,
      };
      return finish(undefined);
    }
  }

  const underWay = new Set<Promise<unknown>>();
  for await (const row of table.rows()) {
    if (signal.aborted || stoppedBy !== undefined) break;
    tally.readBytes = row.endBytes;
    if (row.line === opener?.line) continue;
    const mapped = mapUsable(row, mapping);
    if ('refused' in mapped) {
      refuse(row.line, 'row-unusable', mapped.refused);
      continue;
    }
    const into = caseId === undefined ? { process } : { case: caseId };
    const sending = send(row.line, mapped.input, into);
    const tracked = sending.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    if (underWay.size >= concurrency) await Promise.race(underWay);
  }
  await Promise.all(underWay);
  return finish(caseId);
}

/** The oldest row that can be used; of several at the same time the first in the file. */
async function findOldest(
  table: Table,
  mapping: Mapping,
): Promise<{ readonly line: number; readonly input: ImportedInput } | undefined> {
  let oldest: { line: number; input: ImportedInput } | undefined;
  for await (const row of table.rows()) {
    const mapped = mapUsable(row, mapping);
    if ('refused' in mapped) continue;
    if (oldest === undefined || mapped.input.at < oldest.input.at) oldest = { line: row.line, input: mapped.input };
  }
  return oldest;
}

function mapUsable(row: TableRow, mapping: Mapping): ReturnType<Mapping['map']> {
  if ('refused' in row) return row;
  const mapped = mapping.map(row.cells);
  if ('refused' in mapped) return mapped;
  const sizeBytes = utf8(mapped.input.text).length;
  if (sizeBytes <= MAX_TEXT_BYTES) return mapped;
  return { refused: `The text takes ${sizeBytes} bytes; the ledger takes at most ${MAX_TEXT_BYTES}.` };
}
