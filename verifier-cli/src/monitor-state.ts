/**
 * What a monitor has told, so that a later one goes on without a gap. Written after an event was told and before the next: whoever is
 * interrupted in between tells it again, under the same id.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseJson } from '@counterfoil/ledger/canonical-json';
import { FormatError } from '@counterfoil/ledger/error';
import * as z from 'zod/mini';
import { writing } from './cannot-write.ts';
import { durably } from './durably.ts';
import { moveNew } from './kept-file.ts';
import { makeFolder } from './make-folder.ts';
import { eventSchema } from './monitor-events.ts';
import { UsageError } from './usage-error.ts';

const index = z.int().check(z.minimum(0));

/** Something that holds, has been told, and may end. */
const standingSchema = z.strictObject({
  kind: z.string(),
  since: z.string(),
  /** For the sentence that says that it is over. */
  sentence: z.string(),
  address: z.nullable(z.string()),
});
export type Standing = z.infer<typeof standingSchema>;

const stateSchema = z.strictObject({
  type: z.literal('counterfoil-monitor-state'),
  v: z.literal(1),
  /** When the file was made: with `round` it tells one beginning of something from the next. */
  begun: z.string(),
  /** Rounds that were finished. */
  round: index,
  origin: z.nullable(z.string()),
  /** Verifier keys under which the record was verified. */
  keys: z.array(z.string()),
  /** The newest one that was verified, as a signed note. */
  checkpoint: z.nullable(z.string()),
  /** Entries that were told of; null before the first round that got so far. */
  told: z.nullable(index),
  /** When the newest entry was recorded. */
  newest: z.nullable(z.string()),
  /** The largest size that each source has shown, by its address. */
  sizes: z.record(z.string(), index),
  /** By key. */
  standing: z.record(z.string(), standingSchema),
  /** Told, and not yet taken by the webhook. */
  queue: z.array(eventSchema),
});
export type MonitorState = z.infer<typeof stateSchema>;

/** What a file that cannot be written means for whoever reads along. */
export const TOLD_AGAIN =
  'The monitor has ended. Make room, or give another place, and start it again: what was not kept as told is told once more, and nothing is left out.';

export function emptyState(begun: string): MonitorState {
  return {
    ...{ type: 'counterfoil-monitor-state', v: 1, begun, round: 0 },
    ...{ origin: null, keys: [], checkpoint: null, told: null, newest: null },
    ...{ sizes: {}, standing: {}, queue: [] },
  };
}

/** Undefined where there is none yet. @throws UsageError for what cannot be used: beginning anew would leave a gap. */
export async function readState(file: string): Promise<MonitorState | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new UsageError(`What was told before cannot be read (${file}).`, { cause });
  }
  try {
    const parsed = stateSchema.safeParse(parseJson(bytes));
    if (parsed.success) return parsed.data;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
  const hint = 'Give another --state, or take the file away to begin anew; what happened in between is then not told.';
  throw new UsageError(`The file ${file} does not hold what a monitor has told. ${hint}`);
}

/** Whole or not at all, whenever it is interrupted. @throws CannotWrite */
export async function writeState(file: string, state: MonitorState): Promise<void> {
  await writing({ what: 'What was told', file, advice: TOLD_AGAIN }, async () => {
    makeFolder(dirname(file), 0o700);
    const unfinished = `${file}.new`;
    await writeFile(unfinished, JSON.stringify(state), { ...durably(), mode: 0o600 });
    await rename(unfinished, file);
  });
}

/**
 * Two monitors with one state would each forget what the other has told. What a killed one left behind is taken over. Gives what ends it.
 * @throws UsageError, CannotWrite
 */
export async function lockState(file: string): Promise<() => Promise<void>> {
  const lock = `${file}.lock`;
  const lockFile = { what: 'The mark of a monitor at work', file: lock, advice: TOLD_AGAIN };
  await writing(lockFile, async () => makeFolder(dirname(file), 0o700));
  for (let attempt = 0; ; attempt++) {
    if (await writing(lockFile, () => makeLock(lock))) return () => rm(lock, { force: true });
    const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (attempt > 2 || (holder !== process.pid && isRunning(holder)))
      throw new UsageError(
        `Another monitor (process ${holder}) is at work with ${file}. Give this one another --state; if there is none, remove ${lock}.`,
      );
    if (existsSync(lock)) await rm(lock, { force: true });
  }
}

/** False where it is there already. Never there without the number in it: that of nobody would be taken over. */
async function makeLock(lock: string): Promise<boolean> {
  const unfinished = `${lock}.${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(unfinished, String(process.pid), { flag: 'wx' });
    await moveNew(unfinished, lock);
    return true;
  } catch (error) {
    if ((error instanceof Error && 'code' in error && error.code === 'EEXIST') || existsSync(lock)) return false;
    throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

export function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
