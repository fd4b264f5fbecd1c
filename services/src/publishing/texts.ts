/**
 * Texts and files in public view as files of the public layout, and what was taken out of it and may still lie where the record is
 * published. SPEC M86.
 */
import { contentPath, filePath } from '@counterfoil/ledger/audit/source';
import { concatBytes, parseUtf8 } from '@counterfoil/ledger/bytes';
import { formatContent } from '@counterfoil/ledger/content';
import { sql } from 'kysely';
import type { Db } from '../database/connect.ts';
import type { FileStore } from '../files/file-store.ts';

/** Where they lie: files are sealed, and opened by the service. */
export interface Texts {
  readonly db: Db;
  readonly files: Pick<FileStore, 'inView'>;
}

/** Both are named by the digest of what they commit to. */
const families = {
  content: { path: contentPath, rows: sql`select digest, coalesce(since, -1) as since from contents` },
  file: { path: filePath, rows: sql`select digest, since from files where since is not null` },
} as const;
export type Family = keyof typeof families;
export const familyNames = Object.keys(families) as readonly Family[];

const PATH = /^(content|file)\/([0-9a-f]{64})$/;
const PAGE = 50;

/** Undefined for every other path. */
function parseTextPath(path: string): { readonly family: Family; readonly digest: string } | undefined {
  const [, family, digest = ''] = PATH.exec(path) ?? [];
  return family === undefined ? undefined : { family: family as Family, digest };
}

export function isTextPath(path: string): boolean {
  return parseTextPath(path) !== undefined;
}

interface Row {
  readonly digest: Uint8Array;
  readonly since: number;
}

/** Paths of those that came into public view by entries [from, to), a page at a time. */
export async function* newTexts(
  db: Db,
  family: Family,
  from: number,
  to: number,
): AsyncGenerator<readonly string[], void, undefined> {
  const { path, rows } = families[family];
  // Those from before it was noted when they came are taken with the first.
  let after: Row = { since: from === 0 ? -1 : from, digest: new Uint8Array() };
  for (;;) {
    const { rows: page } = await sql<Row>`
      select digest, since from (${rows}) r
      where (since, digest) > (${after.since}::bigint, ${after.digest}::bytea) and since < ${to}::bigint
      order by since, digest limit ${PAGE}::int`.execute(db);
    if (page.length > 0) yield page.map(({ digest }) => path(digest.toHex()));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last;
  }
}

/** All whose digest begins with this byte, as far as `size` entries brought them into public view. */
export async function textsBeginningWith(
  db: Db,
  family: Family,
  byte: number,
  size: number,
): Promise<readonly string[]> {
  const { path, rows } = families[family];
  // One more than any digest has.
  const end = byte === 0xff ? new Uint8Array(33).fill(0xff) : Uint8Array.of(byte + 1);
  const { rows: found } = await sql<Row>`
    select digest from (${rows}) r
    where digest >= ${Uint8Array.of(byte)}::bytea and digest < ${end}::bytea and since < ${size}::bigint`.execute(db);
  return found.map(({ digest }) => path(digest.toHex()));
}

/** Undefined where it is not in public view, under whatever checkpoint. @throws Error for a path of nothing that could be. */
export async function readText({ db, files }: Texts, path: string): Promise<Uint8Array | undefined> {
  const parsed = parseTextPath(path);
  if (parsed === undefined) throw new RangeError(`"${path}" is neither a text nor a file.`);
  if (parsed.family === 'file') {
    const file = await files.inView(parsed.digest, Number.MAX_SAFE_INTEGER);
    return file && concatBytes(file.salt, ...(await Array.fromAsync(file.parts())));
  }
  const row = await db
    .selectFrom('contents')
    .select(['salt', 'bytes'])
    .where('digest', '=', Uint8Array.fromHex(parsed.digest))
    .executeTakeFirst();
  return row && formatContent({ salt: row.salt, text: parseUtf8(row.bytes) });
}

/** What was taken out of public view and has not been seen to be gone from where the record is published. */
export interface Withdrawal {
  readonly id: number;
  /** All that it can have lain there as. */
  readonly paths: readonly string[];
}

const inView = sql`select digest from contents union all select digest from files where since is not null`;

/**
 * In the order in which they were taken away: those that the first `size` entries speak of, and all that have waited for a checkpoint for
 * so many seconds. One that is back in public view is not among them.
 */
export async function readWithdrawals(db: Db, size: number, waitS: number): Promise<readonly Withdrawal[]> {
  const { rows } = await sql<{ id: number; digest: Uint8Array }>`
    select w.id, w.digest from withdrawals w
    where (w.size <= ${size}::bigint or w.queued < now() - make_interval(secs => ${waitS}::float8))
      and not exists (select from (${inView}) v where v.digest = w.digest)
    order by w.id limit ${PAGE}::int`.execute(db);
  return rows.map(({ id, digest }) => ({ id, paths: familyNames.map((name) => families[name].path(digest.toHex())) }));
}

export async function isBeingWithdrawn(db: Db, path: string): Promise<boolean> {
  const digest = Uint8Array.fromHex(parseTextPath(path)?.digest ?? '');
  const rows = await db.selectFrom('withdrawals').select('id').where('digest', '=', digest).limit(1).execute();
  return rows.length > 0;
}

export async function endWithdrawals(db: Db, done: readonly Withdrawal[]): Promise<void> {
  const ids = JSON.stringify(done.map(({ id }) => id));
  await sql`delete from withdrawals where id in (select json_array_elements_text(${ids}::text::json)::bigint)`.execute(
    db,
  );
}

/** Those of texts that are in public view again have nothing to take away any more. */
export async function forgetRestored(db: Db): Promise<void> {
  await sql`delete from withdrawals w using (${inView}) v where v.digest = w.digest`.execute(db);
}

export async function countWithdrawals(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('withdrawals')
    .select(sql<number>`count(*)`.as('count'))
    .executeTakeFirstOrThrow();
  return count;
}
