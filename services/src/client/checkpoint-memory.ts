/**
 * The newest checkpoint of each ledger that was signed for from this computer. Whoever signs cosigns the history they saw, so
 * they must not be shown two.
 *
 * It lies in the folder of the verifier's memory, in a file of its own: the verifier keeps what it has checked to the last
 * entry, this is what was seen. What the verifier keeps is compared with as well.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote } from '@counterfoil/ledger/note';
import { CannotStart } from './command.ts';

export interface CheckpointMemory {
  /** Signed notes, as they were kept. @throws CannotStart where one is there and cannot be read */
  recall(origin: string): Promise<readonly { readonly note: string; readonly checkpoint: Checkpoint }[]>;
  /** Takes the place of an older one that was kept, never of a newer one. To be called when the note has been shown to extend it. */
  remember(origin: string, note: string): Promise<void>;
}

/** XDG Base Directory: state that is worth keeping and belongs to this computer. */
export function defaultMemoryFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const state = environment['XDG_STATE_HOME'];
  // The specification says that a relative path counts as none.
  const base = state?.startsWith('/') === true ? state : join(homedir(), '.local', 'state');
  return join(base, 'counterfoil');
}

export function checkpointMemory(folder: string): CheckpointMemory {
  const fileOf = (origin: string, suffix: string): string => join(folder, `${encodeURIComponent(origin)}.${suffix}`);
  return {
    async recall(origin) {
      const kept = [];
      for (const suffix of ['seen', 'checkpoint']) {
        const file = fileOf(origin, suffix);
        const note = await readKept(file);
        if (note !== undefined) kept.push({ note, checkpoint: parseKept(file, note) });
      }
      return kept;
    },
    async remember(origin, note) {
      const file = fileOf(origin, 'seen');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const unfinished = `${file}.${process.pid}-${randomBytes(6).toString('hex')}`;
      try {
        await writeFile(unfinished, note, { flush: true });
        // Another signing may have kept a newer one while the disk was waited for; nothing comes between these two.
        if (!isNewerKept(file, note)) renameSync(unfinished, file);
      } finally {
        await rm(unfinished, { force: true });
      }
    },
  };
}

async function readKept(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    return nothingKept(file, cause);
  }
}

/** Nothing comes between reading it and what is done next. @throws CannotStart where it cannot be read or is no checkpoint */
function isNewerKept(file: string, note: string): boolean {
  let there: string | undefined;
  try {
    there = readFileSync(file, 'utf8');
  } catch (cause) {
    there = nothingKept(file, cause);
  }
  return there !== undefined && parseKept(file, there).size > parseKept(file, note).size;
}

function nothingKept(file: string, cause: unknown): undefined {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
  throw new CannotStart(`What this computer has seen of the ledger cannot be read: ${file}.`, { cause });
}

function parseKept(file: string, note: string): Checkpoint {
  try {
    return parseCheckpoint(parseNote(note).text);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new CannotStart(`The file ${file} holds no checkpoint. Move it away if you know why.`, { cause });
  }
}
