/**
 * The audit of a large ledger, with the state of the rulebook on the disk: memory does not grow with the record, and a later visit goes on
 * where the last one ended. Only a visit that finds everything in order goes on from another: whatever is not is looked for from the first
 * entry, so that nothing is ever named by half. SPEC 12, M99.
 */
import * as crypto from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { AuditResult, Source } from '@counterfoil/ledger/audit';
import { looksAt } from '@counterfoil/ledger/audit/level';
import { AuditSession } from '@counterfoil/ledger/audit/session';
import { CHECKPOINT_PATH, MAX_FILE_BYTES, SourceError } from '@counterfoil/ledger/audit/source';
import { parseUtf8 } from '@counterfoil/ledger/bytes';
import { parseCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote } from '@counterfoil/ledger/note';
import { nodePlatformPooled } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import { DamagedState } from './damaged-state.ts';
import { KeptAudit, type Shelf, type Visits } from './kept-audit.ts';
import { PagedState } from './paged-state.ts';
import { programHash } from './program-hash.ts';
import { auditShowing, type Order } from './verify-audit.ts';

/** Entries; a smaller ledger is read from its first entry every time, which takes seconds. */
const WORTH_KEEPING = 20_000;

export interface DiskOrder extends Order {
  /** Whether to look at everything, whatever is kept. */
  readonly all: boolean;
  /** Other than the usual: entries from which it is worth while, and values that are in memory at least. */
  readonly sizes?: { readonly worthKeeping: number; readonly cached: number };
}

export interface Audited {
  readonly result: AuditResult;
  /** The visits that this one went on from; what they looked at was not read again. */
  readonly resumed: Visits | undefined;
  /** Why what was kept was of no use, as a sentence. */
  readonly anew: string | undefined;
  /** Keeps what a later visit goes on from; to be called when the checkpoint is kept. Gives a sentence where it cannot. */
  keep(): Promise<string | undefined>;
  close(): void;
}

export async function auditOnDisk(order: DiskOrder): Promise<Audited> {
  const shown = await peek(order.source);
  const { memory, sizes } = order;
  // Where the rules are not replayed there is no state.
  if (!looksAt(order.level, 'rules') || shown === undefined || shown.size < (sizes?.worthKeeping ?? WORTH_KEEPING))
    return inMemory(order);
  // What is young dies young here: room for more of it is only left lying about.
  setFlagsFromString('--semi-space-growth-factor=1');
  const { origin } = shown;
  const program = memory && programHash();
  const terms = { origin, level: order.level, program: program ?? '' };
  let anew: string | undefined;
  if (memory !== undefined && program !== undefined) {
    const kept = new KeptAudit(memory.auditFolder(origin), terms);
    const shelf = order.all ? undefined : kept.recall(await rememberedSize(order, origin));
    if (typeof shelf === 'string') anew = shelf;
    else if (shelf !== undefined) {
      const audited = await tryShelf(order, shelf, kept);
      if (typeof audited === 'string') anew = audited;
      else if (audited.result.verdict === 'verified' && audited.result.goesOn) return audited;
      else {
        audited.close();
        anew = 'there is something in what is new that has to be looked for from the first entry.';
      }
    }
    const audited = await onShelf(order, kept);
    if (typeof audited !== 'string') return { ...audited, anew };
  }
  const temporary = temporaryFolder();
  if (temporary !== undefined) {
    const remove = (): void => rmSync(temporary, { recursive: true, force: true });
    try {
      // Where the system lets a file be used that has no name any more, nothing is left behind whatever happens.
      const begun = process.platform === 'win32' ? undefined : remove;
      const audited = await onShelf(order, new KeptAudit(temporary, terms), begun);
      if (typeof audited !== 'string') {
        audited.close();
        return { ...audited, anew, keep: () => Promise.resolve(undefined), close: () => undefined };
      }
    } finally {
      remove();
    }
  }
  return { ...(await inMemory(order)), anew };
}

async function inMemory(order: Order): Promise<Audited> {
  const result = await auditShowing(order);
  return {
    result,
    resumed: undefined,
    anew: undefined,
    keep: () => Promise.resolve(undefined),
    close: () => undefined,
  };
}

/** From the first entry. Gives a sentence where nothing can be written there. */
async function onShelf(order: DiskOrder, kept: KeptAudit, begun?: () => void): Promise<Audited | string> {
  let shelf: Shelf;
  try {
    shelf = kept.begin();
    begun?.();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return `nothing can be written there (${error.message}).`;
  }
  return tryShelf(order, shelf, kept);
}

/** Gives a sentence where what lies on the disk cannot be relied upon. */
async function tryShelf(order: DiskOrder, shelf: Shelf, kept: KeptAudit): Promise<Audited | string> {
  const { blocks, index } = shelf;
  const platform = nodePlatformPooled(crypto);
  let state: PagedState | undefined;
  let isKept = false;
  const close = (): void => {
    blocks.close();
    if (!isKept) blocks.discard();
  };
  try {
    const session = new AuditSession(order.source, platform, createVerifier(platform), {
      open: (rootAt) => (state = new PagedState(blocks, index, rootAt, order.sizes?.cached)),
      kept: shelf.kept?.session,
    });
    const result = await auditShowing({ ...order, session });
    const keep = async (): Promise<string | undefined> => {
      const own = session.keep();
      if (session.tree.size === shelf.kept?.visits.size) return undefined;
      if (own === undefined || result.verdict !== 'verified' || !result.goesOn) return undefined;
      const until = new Date().toISOString();
      const visits = { size: session.tree.size, since: shelf.kept?.visits.since ?? until, until };
      try {
        state?.flush();
        isKept = await kept.keep(shelf, own, visits);
        return undefined;
      } catch (error) {
        if (!(error instanceof DamagedState || (error instanceof Error && 'code' in error))) throw error;
        return `${error.message}.`;
      }
    };
    return { result, resumed: shelf.kept?.visits, anew: undefined, keep, close };
  } catch (error) {
    close();
    if (!(error instanceof DamagedState)) throw error;
    return `it is damaged (${error.message})`;
  }
}

/** What the place shows, believed for nothing but to choose what to keep where. */
async function peek(source: Source): Promise<Checkpoint | undefined> {
  try {
    const bytes = await source.read(CHECKPOINT_PATH, MAX_FILE_BYTES.checkpoint);
    return bytes && parseCheckpoint(parseNote(parseUtf8(bytes)).text);
  } catch (error) {
    if (error instanceof SourceError || error instanceof FormatError) return undefined;
    throw error;
  }
}

/** Of the largest checkpoint that is remembered. */
async function rememberedSize({ memory }: Order, origin: string): Promise<number | undefined> {
  try {
    const notes = (await memory?.recall(origin)) ?? [];
    return notes.length === 0
      ? undefined
      : Math.max(...notes.map((note) => parseCheckpoint(parseNote(note).text).size));
  } catch (error) {
    if (error instanceof SourceError || error instanceof FormatError) return undefined;
    throw error;
  }
}

function temporaryFolder(): string | undefined {
  try {
    return mkdtempSync(join(tmpdir(), 'counterfoil-'));
  } catch {
    return undefined;
  }
}
