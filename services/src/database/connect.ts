/** One pool of connections, with one mapping of 64-bit integers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { RECORDER_ROLE, migrations } from '@counterfoil/migrations';
import { Kysely, Migrator, sql } from 'kysely';
import { PostgresJSDialect } from 'kysely-postgres-js';
import postgres from 'postgres';
import { Connections, oneConnection, type Connection } from './connections.ts';
import type { Database } from './schema.ts';

export type Db = Kysely<Database>;

export type { Connection } from './connections.ts';

/** The same connections twice: for queries that are built, and for the write path, which counts round trips. */
export interface Pool {
  readonly db: Db;
  reserve(): Promise<Connection>;
  close(): Promise<void>;
}

const INT8_OID = 20;
const POOL_SIZE = 8;
/** What sessions are called in `pg_stat_activity`. */
const SERVICE = 'counterfoil';
export const OWNER_SESSION = 'counterfoil-owner';

/** 64-bit integers are JavaScript numbers here: beyond 2^53 the service stops rather than rounds. */
export function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The database holds ${text}, which a number cannot carry.`);
  return value;
}

function open(url: string, role: string | undefined, connections: number): Pool {
  const options = {
    types: { int8: { to: INT8_OID, from: [INT8_OID], serialize: (value: number) => String(value), parse: parseInt8 } },
    connection: {
      application_name: role === undefined ? OWNER_SESSION : SERVICE,
      ...(role === undefined ? {} : { role }),
    },
  };
  const pool = new Connections(oneConnection(url, options), connections);
  const reserve = (): Promise<Connection> => pool.reserve();
  // A driver is what the dialect asks for; this one is never connected, and lends out the connections of the pool.
  const lender = Object.assign(postgres(url, options), {
    reserve: () => reserve().then(preparing),
    end: () => pool.end(),
  });
  const db = new Kysely<Database>({ dialect: new PostgresJSDialect({ postgres: lender }) });
  // kysely ends only what it has used.
  return { db, reserve, close: () => db.destroy().then(() => pool.end()) };
}

/**
 * kysely hands every query over as text; here each text is prepared once a connection, which saves a round trip and the
 * planning each time. Queries whose text grows with their values would fill the cache: they pass a JSON list instead.
 */
function preparing(connection: Connection): Connection {
  return new Proxy(connection, {
    get: (target, name): unknown =>
      name === 'unsafe'
        ? (...[text, parameters]: Parameters<Connection['unsafe']>) =>
            target.unsafe(text, parameters, { prepare: true })
        : Reflect.get(target, name),
  });
}

/** Brings the database up to date, as its owner. Safe to run from several processes at once: kysely locks. */
export async function migrate(url: string): Promise<void> {
  const { db, close } = open(url, undefined, 1);
  try {
    const { rows } = await sql<{ version: number }>`select current_setting('server_version_num')::int as version`
      .execute(db)
      .catch((cause: unknown) => Promise.reject(notUpToDate(cause)));
    for (const { version } of rows) requireVersion(version);
    const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } });
    await requireKnown(db);
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw notUpToDate(error);
  } finally {
    await close();
  }
}

/** kysely would call what a newer version did a corruption. @throws Error in a sentence for operators. */
async function requireKnown(db: Db): Promise<void> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('kysely_migration') is not null as there`.execute(
    db,
  );
  if (rows[0]?.there !== true) return;
  const done = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const newer = done.rows.map(({ name }) => name).filter((name) => !(name in migrations));
  if (newer.length === 0) return;
  throw new Error(
    `A newer version of Counterfoil has changed this database (${newer.join(', ')}). Run that version: there is no way back, but to put back a backup from before.`,
  );
}

function notUpToDate(cause: unknown): Error {
  return new Error('The database could not be brought up to date.', { cause });
}

/** Older ones do not know the right to a role by which the recorder is given its own. */
const OLDEST_MAJOR = 16;

/** @param version as the server numbers itself, such as 160004. @throws Error in a sentence for operators. */
export function requireVersion(version: number): void {
  const major = Math.floor(version / 10_000);
  if (major >= OLDEST_MAJOR) return;
  throw new Error(
    `The database is PostgreSQL ${major}, and Counterfoil needs ${OLDEST_MAJOR} or newer. Have DATABASE_URL point to a newer one, or leave it out: then the service brings its own.`,
  );
}

/** Connections that work as the recorder's role, which was never given UPDATE, DELETE or TRUNCATE on entries. */
export function connect(url: string): Pool {
  return open(url, RECORDER_ROLE, POOL_SIZE);
}

/** Likewise, for one reader in the background: a connection to hold a lock with, and one to read by. */
export function connectForLong(url: string): Pool {
  return open(url, RECORDER_ROLE, 2);
}

/** Connections of the owner, who may also take rows of derived tables away. */
export function connectAsOwner(url: string): Pool {
  return open(url, undefined, 2);
}

/** Whether services are connected to this database. Asked again for a while: sessions that were just closed linger. */
export async function isServed(connection: Connection): Promise<boolean> {
  for (let attempt = 0; attempt < LINGER_ATTEMPTS; attempt++) {
    const others = await connection`
      select from pg_stat_activity where datname = current_database() and application_name = ${SERVICE}`;
    if (others.length === 0) return false;
    await sleep(HOLD_PAUSE_MS);
  }
  return true;
}

/** Any number, as long as it stays the same. */
const HOLD = 4_680_311;
/** The server may take a moment to notice that the process which held it was killed. */
const HOLD_ATTEMPTS = 50;
const HOLD_PAUSE_MS = 100;
const LINGER_ATTEMPTS = 15;

/** Holds the database for this process, until released or until the process is gone; undefined when another holds it. */
export async function holdDatabase(url: string, attempts = HOLD_ATTEMPTS): Promise<(() => Promise<void>) | undefined> {
  const session = postgres(url, {
    max: 1,
    fetch_types: false,
    idle_timeout: 0,
    max_lifetime: null,
    onnotice: () => undefined,
  });
  for (let attempt = 0; attempt < attempts; attempt++) {
    const [row] = await session<{ held: boolean }[]>`select pg_try_advisory_lock(${HOLD}) as held`;
    if (row?.held === true) return () => session.end();
    await sleep(HOLD_PAUSE_MS);
  }
  await session.end();
  return undefined;
}
