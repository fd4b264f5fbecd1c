/** A file that comes back from a mirror: sealed anew, for the statement that is told again to take it up (content/placing.ts). SPEC M60, M84. */
import { randomBytes } from 'node:crypto';
import { SALT_BYTES } from '@counterfoil/ledger/content';
import type { FileRef } from '@counterfoil/ledger/file-content';
import type { Vault } from '../content/vault.ts';
import type { Db } from '../database/connect.ts';
import { ChunkWriter } from './chunks.ts';
import { ID_BYTES } from './file-store.ts';

export interface PutBackOptions {
  readonly db: Db;
  readonly vault: Vault;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** Whole or not at all. @param salted the salt, and the file behind it, found to be that of the reference */
export async function putBack({ db, vault, nowMs }: PutBackOptions, ref: FileRef, salted: Uint8Array): Promise<void> {
  const id = new Uint8Array(randomBytes(ID_BYTES));
  const fileKey = { ...vault.newFileKey(), salt: salted.slice(0, SALT_BYTES) };
  const now = new Date(nowMs).toISOString();
  await db.transaction().execute(async (tx) => {
    const digest = Uint8Array.fromHex(ref.digest);
    await tx
      .insertInto('files')
      .values({ id, digest, bytes: ref.bytes, media_type: ref.mediaType, created: now, kept_until: now })
      .execute();
    await tx
      .insertInto('file_keys')
      .values({ id, key: vault.sealFileKey(id, fileKey) })
      .execute();
    const writer = new ChunkWriter(tx, id, fileKey.key);
    await writer.write(salted.subarray(SALT_BYTES));
    await writer.finish([]);
  });
}
