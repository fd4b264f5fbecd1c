/**
 * What this computer has seen of each ledger: the newest checkpoint, as the log signed it. A record that has been shortened
 * or rewritten since then cannot reproduce it. SPEC 12, M34.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SourceError } from '@counterfoil/ledger/audit/source';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote } from '@counterfoil/ledger/note';
import { durably } from './durably.ts';
import { makeFolder } from './make-folder.ts';

export interface Memory {
  /** Where it lies. */
  readonly folder: string;
  /** @throws SourceError when something is kept and cannot be read. */
  recall(origin: string): Promise<readonly string[]>;
  /** When it was kept, UTC; null where nobody knows. */
  rememberedAt(origin: string): Promise<string | null>;
  /**
   * Keeps a signed checkpoint in place of an older one, never of a newer one. Whole or not at all, whenever it is interrupted.
   * @throws Error when it cannot be written.
   */
  remember(origin: string, note: string): Promise<void>;
  /** For what a later visit to a large ledger goes on from. */
  auditFolder(origin: string): string;
}

/** XDG Base Directory: state that is worth keeping and belongs to this computer. */
export function defaultMemoryFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const state = environment['XDG_STATE_HOME'];
  // The specification says that a relative path counts as none.
  const base = state?.startsWith('/') === true ? state : join(homedir(), '.local', 'state');
  return join(base, 'counterfoil');
}

export function folderMemory(folder: string): Memory {
  const fileOf = (origin: string): string => join(folder, `${encodeURIComponent(origin)}.checkpoint`);
  return {
    folder,
    auditFolder: (origin) => join(folder, `${encodeURIComponent(origin)}.audit`),
    async recall(origin) {
      const note = await readNote(fileOf(origin));
      return note === undefined ? [] : [note];
    },
    async rememberedAt(origin) {
      const found = await stat(fileOf(origin)).catch(() => undefined);
      return found?.mtime.toISOString() ?? null;
    },
    async remember(origin, note) {
      const file = fileOf(origin);
      if (isKept(file, note)) return;
      makeFolder(folder, 0o700);
      const unfinished = `${file}.${process.pid}-${randomBytes(6).toString('hex')}`;
      try {
        await writeFile(unfinished, note, durably());
        // Another visit may have kept a newer one while the disk was waited for; nothing comes between these two.
        if (!isKept(file, note)) renameSync(unfinished, file);
      } finally {
        await rm(unfinished, { force: true });
      }
    },
  };
}

/** Whether this one or a newer one is there. */
function isKept(file: string, note: string): boolean {
  try {
    return sizeOf(readFileSync(file, 'utf8')) >= sizeOf(note);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

async function readNote(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new SourceError('unreachable', `The file is ${file}.`, { cause });
  }
}

/** -1 for what is no checkpoint, so that anything is newer. */
function sizeOf(note: string): number {
  try {
    return parseCheckpoint(parseNote(note).text).size;
  } catch (error) {
    if (error instanceof FormatError) return -1;
    throw error;
  }
}
