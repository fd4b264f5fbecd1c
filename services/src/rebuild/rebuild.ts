/**
 * The derived state made anew from the entries, in one transaction that nobody can append to meanwhile, and compared with, or put
 * in place of, what is there.
 */
import type { Checkpoint } from '@counterfoil/ledger/checkpoint';
import type { Platform } from '@counterfoil/ledger/signature';
import { connectAsOwner, isServed, type Connection } from '../database/connect.ts';
import { rollback } from '../database/connections.ts';
import { BY_KEY } from '../recorder/sequencer.ts';
import { CannotReplay, replay, type Head } from './replay.ts';

export interface RebuildOptions {
  readonly url: string;
  readonly platform: Platform;
  /** From the second place; undefined where there is none. */
  readonly newest: Checkpoint | undefined;
  readonly onProgress: (entries: number, of: number) => void;
}

/** A value that is not what the entries say; null where it is missing on one side. JSON as PostgreSQL writes it. */
export interface Difference {
  readonly kind: string;
  readonly id: string;
  readonly there: string | null;
  readonly rebuilt: string | null;
}

export interface Checked {
  readonly entries: number;
  readonly values: number;
  readonly differences: number;
  /** In order of kind and identifier. */
  readonly first: Difference | undefined;
}

/** Compares and changes nothing: a service may go on meanwhile. @throws CannotReplay */
export function checkState(options: RebuildOptions): Promise<Checked> {
  return inTransaction(options.url, 'begin isolation level repeatable read', async (connection, db) => {
    const [head] = await connection<Head[]>`select size, time, leaf, frontier from head`;
    const checked = await compare({ ...options, connection, db, head });
    await connection`rollback`;
    return checked;
  });
}

/** Puts the state in order and says what was wrong before. @throws CannotReplay, also where a service is connected. */
export function rebuildState(options: RebuildOptions): Promise<Checked> {
  return inTransaction(options.url, 'begin', async (connection, db) => {
    // It keeps in memory what it has read, and would go on by it.
    if (await isServed(connection))
      throw new CannotReplay('A service is connected to this database. Stop it, and start it again afterwards.');
    const [head] = await connection<Head[]>`select size, time, leaf, frontier from head for update`;
    const checked = await compare({ ...options, connection, db, head });
    const there = connection(await placeOf(connection, 'state'));
    const lines = connection(await placeOf(connection, 'redactions'));
    await connection`delete from ${lines}`;
    await connection`insert into ${lines} select * from redactions`;
    // What words are found by is read again by the service, in the background.
    await connection`delete from search_texts`;
    await connection`delete from search_cases`;
    await connection`update search_read set size = 0`;
    await connection`
      delete from ${there} s where not exists (select from state f where f.kind = s.kind and f.id = s.id)`;
    await connection`
      insert into ${there} as s (kind, id, value) select kind, id, value from state
      on conflict (kind, id) do update set value = excluded.value where s.value::text <> excluded.value::text`;
    await connection`commit`;
    return checked;
  });
}

type Work = (connection: Connection, db: ReturnType<typeof connectAsOwner>['db']) => Promise<Checked>;

async function inTransaction(url: string, begin: string, work: Work): Promise<Checked> {
  const pool = connectAsOwner(url);
  try {
    const connection = await pool.reserve();
    try {
      await connection.unsafe(begin);
      return await work(connection, pool.db);
    } catch (error) {
      await rollback(connection);
      throw error;
    } finally {
      connection.release();
    }
  } finally {
    await pool.close();
  }
}

type Comparing = RebuildOptions & {
  readonly connection: Connection;
  readonly db: ReturnType<typeof connectAsOwner>['db'];
  readonly head: Head | undefined;
};

/** Replays into a table of the same name that hides the one that is there, for this connection alone. */
async function compare({ connection, db, head, newest, platform, onProgress }: Comparing): Promise<Checked> {
  if (head === undefined) throw new CannotReplay('The database has lost its head row.');
  if (newest !== undefined && newest.size > head.size)
    throw new CannotReplay(
      `The database holds ${head.size} entries, but a checkpoint over ${newest.size} was signed and published. It looks like an old copy.`,
    );
  const there = connection(await placeOf(connection, 'state'));
  const lines = connection(await placeOf(connection, 'redactions'));
  await connection`create temp table state (like ${there} including indexes) on commit drop`;
  await connection`create temp table redactions (like ${lines} including indexes) on commit drop`;
  // The temporary table was empty when its plans were made.
  await connection.unsafe(BY_KEY);
  await replay({ connection, db, platform, head, newest, onProgress: (entries) => onProgress(entries, head.size) });
  await connection.unsafe(BY_KEY.replaceAll('off', 'on'));
  // A line of the pages of redactions is compared as if it were a value.
  const line = `select 'redaction' as kind, position::text as id, concat_ws(' ', entry, state, encode(digest, 'hex')) as value from`;
  const [values, redactions] = [
    quoted(await placeOf(connection, 'state')),
    quoted(await placeOf(connection, 'redactions')),
  ];
  const differing = `
    (select kind, id, value::text as value from ${values} union all ${line} ${redactions}) s
    full join (select kind, id, value::text as value from state union all ${line} redactions) f using (kind, id)
    where s.value is distinct from f.value`;
  const [counted] = await connection.unsafe<{ values: number; differences: number }[]>(`
    select (select count(*) from state) + (select count(*) from redactions) as values,
      (select count(*) from ${differing}) as differences`);
  const [first] = await connection.unsafe<Difference[]>(`
    select kind, id, s.value as there, f.value as rebuilt from ${differing}
    order by kind collate "C", id collate "C" limit 1`);
  return { entries: head.size, values: counted?.values ?? 0, differences: counted?.differences ?? 0, first };
}

/** As an identifier of SQL. */
function quoted(place: string): string {
  return place
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');
}

/** The table that everybody sees, by schema and name. */
async function placeOf(connection: Connection, table: 'state' | 'redactions'): Promise<string> {
  const [row] = await connection<{ schema: string }[]>`
    select n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relname = ${table} and c.relkind = 'r' and n.nspname = any (current_schemas(false)) limit 1`;
  if (row === undefined) throw new CannotReplay('There is no ledger in this database.');
  return `${row.schema}.${table}`;
}
