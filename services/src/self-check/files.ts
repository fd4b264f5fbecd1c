/** Files against their commitments, as texts are: read as streams, one at a time, so that no more than a chunk is in memory. SPEC M59. */
import { createHash } from 'node:crypto';
import { FILE_DOMAIN } from '@counterfoil/ledger/file-content';
import type { StateShapes } from '@counterfoil/ledger/state';
import { sql } from 'kysely';
import type { Db } from '../database/connect.ts';
import type { FileStore } from '../files/file-store.ts';
import type { TextOf } from './texts.ts';
import type { Found } from './walk.ts';

export interface FileOptions {
  readonly db: Db;
  readonly files: Pick<FileStore, 'onRecord'>;
}

export async function lookAtFiles(options: FileOptions, files: readonly TextOf[]): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const file of files) {
    // It may be erased while it is being read: then it looks damaged once, and not a second time.
    const what = (await judge(options, file)) && (await judge(options, file));
    if (what !== undefined) found.push({ entry: file.entry, what, digest: file.digest });
  }
  return found;
}

async function judge({ db, files }: FileOptions, { digest, bytes }: TextOf): Promise<Found['what'] | undefined> {
  const { rows } = await sql<{ state: StateShapes['content'] | null; kept: boolean; since: number | null }>`
    select (select value from state where kind = 'content' and id = ${digest}) as state,
      exists (select from files where digest = decode(${digest}, 'hex') and entry is not null) as kept,
      (select since from files where digest = decode(${digest}, 'hex')) as since`.execute(db);
  const { state, kept, since } = rows[0] ?? { state: null, kept: false, since: null };
  if (state?.state === 'erased') return kept && !(since !== null && since < state.entry) ? 'text-kept' : undefined;
  if (!kept) return 'text-missing';
  try {
    const file = await files.onRecord(digest);
    if (file === undefined || file.bytes !== bytes) return 'text';
    const hash = createHash('sha256').update(FILE_DOMAIN).update(file.salt);
    for await (const part of file.parts()) hash.update(part);
    return hash.digest('hex') === digest ? undefined : 'text';
  } catch (error) {
    // What the database says is about the database; everything else says that a chunk does not open.
    if (error instanceof Error && error.name === 'PostgresError') throw error;
    return 'text';
  }
}
