/** Processor time of other processes, where the system tells it (Linux): what a figure cost, whoever else used the machine meanwhile. */
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';

const TICK_MS = 10;

/** Of the process, and of those it started where they are asked for, milliseconds; NaN where the system does not tell. */
export async function processorTimeMs(
  pid: number,
  { withChildren }: { readonly withChildren: boolean },
): Promise<number> {
  try {
    const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const all = (await Promise.all(ids.map((id) => readOne(id, withChildren)))).filter((one) => one !== undefined);
    return all
      .filter((one) => one.id === pid || (withChildren && one.parent === pid))
      .reduce((sum, { ms }) => sum + ms, 0);
  } catch {
    return NaN;
  }
}

/** Of the process alone, at once, milliseconds; NaN where the system does not tell, and when the process has ended. */
export function ownProcessorTimeMs(pid: number | undefined): number {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'latin1'), false).ms;
  } catch {
    return NaN;
  }
}

async function readOne(
  id: string,
  withChildren: boolean,
): Promise<{ id: number; parent: number; ms: number } | undefined> {
  // One that ended meanwhile is counted with its parent.
  const text = await readFile(`/proc/${id}/stat`, 'latin1').catch(() => undefined);
  return text === undefined ? undefined : { id: Number(id), ...parseStat(text, withChildren) };
}

/** See proc_pid_stat(5). */
function parseStat(text: string, withChildren: boolean): { parent: number; ms: number } {
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, parent = NaN] = fields;
  const ticks = fields.slice(11, withChildren ? 15 : 13).reduce((sum, count) => sum + count, 0);
  return { parent, ms: ticks * TICK_MS };
}
