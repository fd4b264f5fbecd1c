/** How far the published record is, by the checkpoint that lies there. SPEC M85. */
import { CHECKPOINT_PATH } from '@counterfoil/ledger/audit/source';
import { equalBytes, parseUtf8 } from '@counterfoil/ledger/bytes';
import { parseCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote, parseVerifierKey, verifyNote, type Note } from '@counterfoil/ledger/note';
import { createVerifier, type Platform } from '@counterfoil/ledger/signature';
import type { Db } from '../database/connect.ts';
import type { ObjectStore } from '../objects/store.ts';
import { Fork } from '../recorder/fork.ts';
import type { LogKeys } from '../recorder/log-keys.ts';
import { readFrontier } from '../recorder/tree-store.ts';
import { Conflict } from './conflict.ts';

export interface SignedCheckpoint {
  readonly text: string;
  readonly note: Note;
  readonly checkpoint: Checkpoint;
}

export interface Standing extends SignedCheckpoint {
  /** For the swap that replaces it. */
  readonly version: string;
}

/** @throws FormatError */
export function readCheckpoint(text: string): SignedCheckpoint {
  const note = parseNote(text);
  return { text, note, checkpoint: parseCheckpoint(note.text) };
}

/** @returns undefined where nothing has been published yet. @throws Conflict when something else lies there. */
export async function readStanding(store: ObjectStore): Promise<Standing | undefined> {
  const found = await store.get(CHECKPOINT_PATH);
  if (found === undefined) return undefined;
  try {
    return { ...readCheckpoint(parseUtf8(found.bytes)), version: found.version };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new Conflict(
      `What lies in ${store.name} as "checkpoint" is no checkpoint, and is left as it is. Find out who wrote it, and give the record a place of its own.`,
      { cause: error },
    );
  }
}

export interface CompareOptions {
  readonly store: Pick<ObjectStore, 'name'>;
  readonly db: Db;
  readonly origin: string;
  readonly logKeys: Pick<LogKeys, 'all'>;
  readonly platform: Platform;
}

/**
 * What is published must be a beginning of the record.
 * @throws Conflict when it is another ledger's, or nobody's.
 * @throws Fork when it is signed with our key and the database does not go on from it.
 */
export async function requireBeginning(options: CompareOptions, { checkpoint, note, text }: Standing): Promise<void> {
  const { store, db, origin, platform } = options;
  if (checkpoint.origin !== origin)
    throw new Conflict(
      `In ${store.name} the ledger "${checkpoint.origin}" is published. Give "${origin}" a place of its own.`,
    );
  if (!(await isOurs(options, note)))
    throw new Conflict(
      `The checkpoint in ${store.name} is signed by none of our log keys, and is left as it is. Find out who wrote it.`,
    );
  const head = await db.selectFrom('head').select('size').executeTakeFirstOrThrow();
  if (head.size < checkpoint.size)
    throw new Fork(
      'database-behind',
      `The database holds ${head.size} entries, but a checkpoint over ${checkpoint.size} is published in ${store.name}.`,
      { kept: text },
    );
  const root = (await readFrontier(db, checkpoint.size, platform.sha256)).root();
  if (!equalBytes(root, checkpoint.root))
    throw new Fork(
      'another-history',
      `The database holds another history than the checkpoint over ${checkpoint.size} entries that is published in ${store.name}.`,
      { kept: text, database: { origin, size: checkpoint.size, root } },
    );
}

async function isOurs({ logKeys, platform }: CompareOptions, note: Note): Promise<boolean> {
  const verifier = createVerifier(platform);
  for (const { vkey } of logKeys.all) {
    const verdict = await verifyNote(note, parseVerifierKey(vkey), (...signed) => verifier.verify(...signed));
    if (verdict === 'verified') return true;
  }
  return false;
}

/** Whether the note says more than what is published: more entries, or the same under a signature that is not there yet. */
export function isNews({ note, checkpoint }: SignedCheckpoint, standing: SignedCheckpoint | undefined): boolean {
  if (standing === undefined || checkpoint.size > standing.checkpoint.size) return true;
  if (checkpoint.size < standing.checkpoint.size) return false;
  const keyOf = ({ name, keyId }: Note['signatures'][number]): string => `${name} ${keyId.toHex()}`;
  const there = new Set(standing.note.signatures.map(keyOf));
  return note.signatures.some((line) => !there.has(keyOf(line)));
}
