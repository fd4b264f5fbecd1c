/** Texts and files of a copy: what is in public view is here, as far as the source has it, and nothing else is. SPEC M58. */
import { contentPath, filePath, MAX_FILE_BYTES } from '@counterfoil/ledger/audit/source';
import { hex, utf8 } from '@counterfoil/ledger/bytes';
import { checkContent, parseContent, type Content, type ContentRef } from '@counterfoil/ledger/content';
import { FormatError } from '@counterfoil/ledger/error';
import { checkFile, type FileRef } from '@counterfoil/ledger/file-content';
import type { Platform } from '@counterfoil/ledger/signature';
import type { StateShapes } from '@counterfoil/ledger/state';
import { contentRefs, fileRefs } from '@counterfoil/ledger/statement';
import { openEntry } from '@counterfoil/web-viewer/opened-entry';
import { sql } from 'kysely';
import type { Vault } from '../content/vault.ts';
import type { Db } from '../database/connect.ts';
import { putBack } from '../files/put-back.ts';
import type { ReadMirror } from '../restore/mirror.ts';
import type { Wanted } from './kept.ts';

export interface TextsOptions {
  readonly db: Db;
  readonly vault: Vault;
  readonly sha256: Platform['sha256'];
}

/** Entries looked through at a time. */
const BATCH = 200;

/** What was withheld is the original's to keep for later; here it goes. */
export async function dropHidden(db: Db): Promise<void> {
  await sql`delete from sealed_contents`.execute(db);
  await sql`
    with gone as (delete from files where since is null returning id),
    keys as (delete from file_keys where id in (select id from gone))
    delete from file_chunks where id in (select id from gone)`.execute(db);
  // Published nowhere from here.
  await sql`delete from withdrawals`.execute(db);
}

/** What entries from `from` to below `until` refer to, and is not here though in public view. */
export async function findWanted(db: Db, from: number, until: number): Promise<readonly Wanted[]> {
  const wanted: Wanted[] = [];
  for (let first = from; first < until; first += BATCH) {
    const rows = await db
      .selectFrom('entries')
      .select(['index', 'bytes'])
      .where('index', '>=', first)
      .where('index', '<', Math.min(first + BATCH, until))
      .orderBy('index')
      .execute();
    const named = rows.flatMap(({ index: entry, bytes }) => {
      const { statement } = openEntry(entry, bytes);
      return [...contentRefs(statement), ...fileRefs(statement)].map(({ digest }) => ({ entry, digest }));
    });
    wanted.push(...(await absent(db, named)));
  }
  return [...wanted, ...(await openedAgain(db))];
}

/** Those of them that are in public view and not here. */
async function absent(db: Db, named: readonly Wanted[]): Promise<readonly Wanted[]> {
  const { rows } = await sql<Wanted>`
    select n.entry, n.digest from json_to_recordset(${JSON.stringify(named)}::text::json) as n(entry bigint, digest text)
    left join state s on s.kind = 'content' and s.id = n.digest
    where coalesce(s.value->>'state', 'public') = 'public'
      and not exists (select from contents c where c.digest = decode(n.digest, 'hex'))
      and not exists (select from files f where f.digest = decode(n.digest, 'hex'))`.execute(db);
  return rows;
}

/** What an entry has brought into public view long after it was said. */
async function openedAgain(db: Db): Promise<readonly Wanted[]> {
  const { rows } = await sql<Wanted>`
    select distinct (s.value->>'entry')::bigint as entry, s.id as digest
    from redactions r join state s on s.kind = 'content' and s.id = encode(r.digest, 'hex')
    where r.state = 'public'`.execute(db);
  return absent(db, rows);
}

/** Fetches what is wanted. @returns what the source does not have either, or has something else for. */
export async function fetchWanted(
  options: TextsOptions,
  read: ReadMirror,
  wanted: readonly Wanted[],
): Promise<readonly Wanted[]> {
  const missing: Wanted[] = [];
  for (const one of await absent(options.db, wanted)) if (!(await fetchOne(options, read, one))) missing.push(one);
  return missing;
}

async function fetchOne(options: TextsOptions, read: ReadMirror, { entry, digest }: Wanted): Promise<boolean> {
  const { db } = options;
  const row = await db.selectFrom('entries').select('bytes').where('index', '=', entry).executeTakeFirstOrThrow();
  const { statement } = openEntry(entry, row.bytes);
  const state = await db
    .selectFrom('state')
    .select('value')
    .where('kind', '=', 'content')
    .where('id', '=', digest)
    .executeTakeFirst();
  const known = state?.value as StateShapes['content'] | undefined;
  const since = Math.max(known?.by ?? 0, entry);
  const text = contentRefs(statement).find((ref) => ref.digest === digest);
  if (text !== undefined) return fetchText(options, read, text, since);
  const file = fileRefs(statement).find((ref) => ref.digest === digest);
  return file !== undefined && fetchFile(options, read, file, { entry, since });
}

async function fetchText(
  { db, sha256 }: TextsOptions,
  read: ReadMirror,
  ref: ContentRef,
  since: number,
): Promise<boolean> {
  const content = openContent(await read(contentPath(ref.digest), MAX_FILE_BYTES.content));
  if (content === undefined || !checkContent(ref, content, sha256)) return false;
  const { salt, text } = content;
  await db
    .insertInto('contents')
    .values({ digest: Uint8Array.fromHex(ref.digest), salt, bytes: utf8(text), since })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return true;
}

async function fetchFile(
  { db, vault, sha256 }: TextsOptions,
  read: ReadMirror,
  ref: FileRef,
  place: { readonly entry: number; readonly since: number },
): Promise<boolean> {
  const salted = await read(filePath(ref.digest), MAX_FILE_BYTES.file);
  if (salted === undefined || !checkFile(ref, salted, sha256)) return false;
  await putBack({ db, vault, nowMs: Date.now() }, ref, salted);
  await db.updateTable('files').set(place).where('digest', '=', Uint8Array.fromHex(ref.digest)).execute();
  return true;
}

function openContent(bytes: Uint8Array | undefined): Content | undefined {
  try {
    return bytes && parseContent(bytes);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** Lines of the pages of redactions, as the database has them. */
export async function redactionLines(db: Db, page: number, width: number, below: number) {
  const rows = await db
    .selectFrom('redactions')
    .select(['entry', 'state', 'digest'])
    .where('position', '>=', page * width)
    .where('position', '<', (page + 1) * width)
    .where('entry', '<', below)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({ ...row, digest: hex(row.digest) }));
}
