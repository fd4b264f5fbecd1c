/**
 * Files beside the log: taken in, kept until a statement refers to them, read out again, each as a stream. SPEC 6.1, M59, M60.
 *
 * What is kept is sealed chunk by chunk; the digest is made over what was read back, so that what is promised is what is there. A
 * statement takes them up in the transaction that records it (content/placing.ts).
 */
import { createHash, hash, randomBytes } from 'node:crypto';
import { FILE_DOMAIN, MAX_ATTACHED_BYTES, type FileMediaType, type FileRef } from '@counterfoil/ledger/file-content';
import type { StoredFile } from '@counterfoil/web-viewer/record';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Vault } from '../content/vault.ts';
import type { Db } from '../database/connect.ts';
import { Problem } from '../problem.ts';
import { ChunkWriter, readChunks } from './chunks.ts';
import { stripFile } from './strip.ts';

export const ID_BYTES = 16;
const TOKEN_BYTES = 32;

/** Files that come in at the same time; each holds a few chunks in memory. */
const MAX_AT_ONCE = 16;
const RETRY_AFTER_S = 10;
/** Files that nothing refers to yet, together. */
const MAX_WAITING_BYTES = 2_000_000_000;
/** How long whoever sent a file has to refer to it, and can read it again. */
const KEPT_MS = 3_600_000;
const SWEEP_MS = 300_000;

/** What whoever sent it is told. */
export interface Upload extends FileRef {
  readonly salt: Uint8Array;
  /** Shows that it was them who sent it: 64 hexadecimal digits. */
  readonly token: string;
}

export interface FileStoreOptions {
  readonly db: Db;
  readonly vault: Vault;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
}

interface Row {
  readonly id: Uint8Array;
  readonly digest: string;
  readonly bytes: number;
  readonly media_type: string;
  readonly key: Uint8Array;
}

type Found = StoredFile & FileRef;

export class FileStore {
  readonly #options: FileStoreOptions;
  #comingIn = 0;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();

  private constructor(options: FileStoreOptions) {
    this.#options = options;
  }

  /** Takes away what an interrupted process has left, and begins to look after what nobody refers to. */
  static async start(options: FileStoreOptions): Promise<FileStore> {
    const store = new FileStore(options);
    await store.#remove(sql`digest is null`);
    await store.sweep();
    store.#timer = setInterval(() => {
      store.#sweeping = store.sweep().catch((error: unknown) => {
        options.log.error({ err: error }, 'Files that nobody refers to could not be removed.');
      });
    }, SWEEP_MS);
    store.#timer.unref();
    return store;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  /**
   * Takes in a file; what a picture tells of its maker is not kept.
   * @throws Problem `file-type`, `file-malformed`, `file-too-large`, `uploads-full`, and what the source throws: nothing is kept then.
   */
  async receive(source: AsyncIterable<Uint8Array>): Promise<Upload> {
    if (this.#comingIn >= MAX_AT_ONCE) throw new Problem('uploads-full', undefined, { retryAfterS: RETRY_AFTER_S });
    this.#comingIn++;
    const id = new Uint8Array(randomBytes(ID_BYTES));
    try {
      await this.#begin(id);
      return await this.#take(id, source);
    } catch (error) {
      await this.#remove(sql`id = ${id}`).catch((failed: unknown) => {
        this.#options.log.warn({ err: failed }, 'What came in of a file is removed later.');
      });
      throw error;
    } finally {
      this.#comingIn--;
    }
  }

  /** Those that were sent with these tokens, in their order. @throws Problem `file-unknown` */
  async uploaded(tokens: readonly string[]): Promise<readonly Upload[]> {
    const found: Upload[] = [];
    for (const token of tokens) {
      const file = await this.#find(sql`f.token = ${tokenHash(token)}`);
      if (file === undefined || found.some((known) => known.token === token)) throw new Problem('file-unknown');
      const { digest, bytes, mediaType, salt } = file;
      found.push({ digest, bytes, mediaType, salt, token });
    }
    return found;
  }

  /** Keeps them until then, though nothing on record refers to them yet. @throws Problem `file-unknown` where one is not here. */
  async hold(refs: readonly FileRef[], tokens: readonly string[], until: string): Promise<void> {
    const later = new Date(Date.parse(until) + KEPT_MS).toISOString();
    for (const ref of refs) {
      const { rows } = await sql`
        update files set kept_until = greatest(kept_until, ${later})
        where digest = decode(${ref.digest}, 'hex') and (since is not null or token in (
          select sha256(convert_to(t, 'UTF8')) from json_array_elements_text(${JSON.stringify(tokens)}::text::json) as t))
        returning id`.execute(this.#options.db);
      if (rows.length === 0) throw new Problem('file-unknown');
    }
  }

  /** For whoever sent it, as long as it is kept for them. */
  async own(digest: string, token: string): Promise<StoredFile | undefined> {
    return this.#find(sql`f.digest = decode(${digest}, 'hex') and f.token = ${tokenHash(token)}`);
  }

  /** For everybody: what an entry below `size` has brought into public view. What is not there looks like what is hidden. SPEC M58. */
  async inView(digest: string, size: number): Promise<StoredFile | undefined> {
    return this.#find(sql`f.digest = decode(${digest}, 'hex') and f.since < ${size}::bigint`);
  }

  /** For those who decide whether it is shown. */
  async onRecord(digest: string): Promise<StoredFile | undefined> {
    return this.#find(sql`f.digest = decode(${digest}, 'hex') and f.entry is not null`);
  }

  /** Removes what nobody has referred to in time, and closes to its sender what was kept for them. */
  async sweep(): Promise<void> {
    const now = new Date(this.#options.now()).toISOString();
    await this.#remove(sql`entry is null and kept_until < ${now}`);
    await sql`update files set token = null where entry is not null and token is not null and kept_until < ${now}`.execute(
      this.#options.db,
    );
  }

  async #begin(id: Uint8Array): Promise<void> {
    const { db } = this.#options;
    const waiting = await db
      .selectFrom('files')
      .select(sql<number>`coalesce(sum(bytes), 0)::bigint`.as('bytes'))
      .where('entry', 'is', null)
      .executeTakeFirstOrThrow();
    if (waiting.bytes > MAX_WAITING_BYTES) throw new Problem('uploads-full', undefined, { retryAfterS: RETRY_AFTER_S });
    await db
      .insertInto('files')
      .values({ id, created: this.#iso(0), kept_until: this.#iso(KEPT_MS) })
      .execute();
  }

  async #take(id: Uint8Array, source: AsyncIterable<Uint8Array>): Promise<Upload> {
    const { db, vault } = this.#options;
    const fileKey = vault.newFileKey();
    const { mediaType, parts } = await stripFile(capped(source));
    const writer = new ChunkWriter(db, id, fileKey.key);
    let next = await parts.next();
    for (; next.done !== true; next = await parts.next()) await writer.write(next.value);
    const bytes = await writer.finish(next.value ?? []);
    const digest = createHash('sha256').update(FILE_DOMAIN).update(fileKey.salt);
    for await (const part of readChunks(db, id, fileKey.key, bytes)) digest.update(part);
    const token = randomBytes(TOKEN_BYTES).toString('hex');
    const upload = { digest: digest.digest('hex'), bytes, mediaType, salt: fileKey.salt, token };
    // The row may have been taken for what another process left behind.
    const { rows } = await sql`
      with there as (
        update files set digest = decode(${upload.digest}, 'hex'), bytes = ${bytes}::bigint, media_type = ${mediaType},
          token = ${tokenHash(upload.token)}, kept_until = ${this.#iso(KEPT_MS)}
        where id = ${id} and digest is null
        returning id
      )
      insert into file_keys (id, key) select id, ${vault.sealFileKey(id, fileKey)}::bytea from there returning id`.execute(
      db,
    );
    if (rows.length === 0) throw new Problem('not-recorded');
    return upload;
  }

  async #find(where: ReturnType<typeof sql>): Promise<Found | undefined> {
    const { db, vault } = this.#options;
    const { rows } = await sql<Row>`
      select f.id, encode(f.digest, 'hex') as digest, f.bytes, f.media_type, k.key from files f join file_keys k on k.id = f.id where ${where}`.execute(
      db,
    );
    const [row] = rows;
    const fileKey = row && vault.openFileKey(row.id, row.key);
    if (row === undefined || fileKey === undefined) return undefined;
    const { id, digest, bytes, media_type } = row;
    const { key, salt } = fileKey;
    const mediaType = media_type as FileMediaType;
    return { digest, bytes, salt, mediaType, parts: () => readChunks(db, id, key, bytes) };
  }

  /** In one step: what a statement takes up at the same moment stays whole. */
  async #remove(which: ReturnType<typeof sql>): Promise<void> {
    await sql`
      with gone as (delete from files where entry is null and ${which} returning id),
      keys as (delete from file_keys where id in (select id from gone))
      delete from file_chunks where id in (select id from gone)`.execute(this.#options.db);
  }

  #iso(fromNowMs: number): string {
    return new Date(this.#options.now() + fromNowMs).toISOString();
  }
}

/** What the database knows a token by. */
export function tokenHash(token: string): Uint8Array {
  return new Uint8Array(hash('sha256', token, 'buffer'));
}

async function* capped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  for await (const part of source) {
    bytes += part.length;
    if (bytes > MAX_ATTACHED_BYTES) throw new Problem('file-too-large');
    yield part;
  }
}
