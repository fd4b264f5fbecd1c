/** Texts in public view as files, and those that were taken out of it and may still lie where the record is published. SPEC M86. */
import { contentPath } from '@counterfoil/ledger/audit/source';
import { parseUtf8 } from '@counterfoil/ledger/bytes';
import { formatContent } from '@counterfoil/ledger/content';
import { sql } from 'kysely';
import type { Db } from '../database/connect.ts';

export interface TextFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Texts at a time: together a few megabytes at the most. */
const PAGE = 50;

interface Place {
  readonly since: number;
  readonly digest: Uint8Array;
}

/** The ones that came into public view by entries [from, to). */
export async function* newTexts(
  db: Db,
  from: number,
  to: number,
): AsyncGenerator<readonly TextFile[], void, undefined> {
  // Those from before it was noted when they came are taken with the first.
  let after: Place = { since: from === 0 ? -1 : from, digest: new Uint8Array() };
  for (;;) {
    const since = sql<number>`coalesce(since, -1)`;
    const rows = await db
      .selectFrom('contents')
      .select(['digest', 'salt', 'bytes', since.as('since')])
      .where(sql<boolean>`(${since}, digest) > (${after.since}::bigint, ${after.digest}::bytea)`)
      .where(since, '<', to)
      .orderBy(since)
      .orderBy('digest')
      .limit(PAGE)
      .execute();
    if (rows.length > 0) yield rows.map(toFile);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last;
  }
}

/** All whose digest begins with this byte, as far as `size` entries brought them into public view. */
export async function textsBeginningWith(db: Db, byte: number, size: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('contents')
    .select('digest')
    .where('digest', '>=', Uint8Array.of(byte))
    .where('digest', '<', byte === 0xff ? new Uint8Array(33).fill(0xff) : Uint8Array.of(byte + 1))
    .where(sql<boolean>`coalesce(since, -1) < ${size}::bigint`)
    .execute();
  return rows.map(({ digest }) => contentPath(digest.toHex()));
}

/** Undefined where it is not in public view, at whatever size. */
export async function readText(db: Db, path: string): Promise<TextFile | undefined> {
  const row = await db
    .selectFrom('contents')
    .select(['digest', 'salt', 'bytes'])
    .where('digest', '=', digestOf(path))
    .executeTakeFirst();
  return row && toFile(row);
}

/** What was taken out of public view and has not been seen to be gone from where the record is published. */
export interface Withdrawal {
  readonly id: number;
  readonly path: string;
}

/**
 * In the order in which they were taken away: those that the first `size` entries speak of, and all that have waited for a checkpoint for
 * so many seconds. One that is back in public view is not among them.
 */
export async function readWithdrawals(db: Db, size: number, waitS: number): Promise<readonly Withdrawal[]> {
  const rows = await db
    .selectFrom('withdrawals as w')
    .select(['w.id', 'w.digest'])
    .where((w) =>
      w.or([w('w.size', '<=', size), sql<boolean>`w.queued < now() - make_interval(secs => ${waitS}::float8)`]),
    )
    .where(sql<boolean>`not exists (select from contents c where c.digest = w.digest)`)
    .orderBy('w.id')
    .limit(PAGE)
    .execute();
  return rows.map(({ id, digest }) => ({ id, path: contentPath(digest.toHex()) }));
}

export async function isBeingWithdrawn(db: Db, path: string): Promise<boolean> {
  const rows = await db.selectFrom('withdrawals').select('id').where('digest', '=', digestOf(path)).limit(1).execute();
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
  await sql`delete from withdrawals w using contents c where c.digest = w.digest`.execute(db);
}

export async function countWithdrawals(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('withdrawals')
    .select(sql<number>`count(*)`.as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

function digestOf(path: string): Uint8Array {
  return Uint8Array.fromHex(path.slice(path.lastIndexOf('/') + 1));
}

function toFile({ digest, salt, bytes }: { digest: Uint8Array; salt: Uint8Array; bytes: Uint8Array }): TextFile {
  return { path: contentPath(digest.toHex()), bytes: formatContent({ salt, text: parseUtf8(bytes) }) };
}
