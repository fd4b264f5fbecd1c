/** The second place as one row of another PostgreSQL database: another server, or it would be restored together with the first. */
import postgres from 'postgres';
import { Connections, oneConnection, type Connection } from '../database/connections.ts';
import { parseKept, type Kept, type SecondPlace } from './second-place.ts';

const ANSWER_TIMEOUT_S = 10;

interface Row {
  readonly note: string;
  readonly version: string;
}

export class PostgresPlace implements SecondPlace {
  readonly name: string;
  readonly #connections: Connections;
  readonly #origin: string;
  #made = false;

  /** @param origin of the ledger: several ledgers may share a database. */
  constructor(url: string, origin: string) {
    const { host, pathname } = new URL(url);
    this.name = `postgres://${host}${pathname}`;
    this.#origin = origin;
    const options = {
      connect_timeout: ANSWER_TIMEOUT_S,
      connection: { application_name: 'counterfoil-second-place', statement_timeout: ANSWER_TIMEOUT_S * 1000 },
    };
    this.#connections = new Connections(oneConnection(url, options), 1);
  }

  read(): Promise<Kept | undefined> {
    return this.#ask(async (sql) => {
      const [row] = await sql<Row[]>`
        select note, version::text from counterfoil_second_place where origin = ${this.#origin}`;
      return row === undefined ? undefined : parseKept(row.note, row.version);
    });
  }

  swap(note: string, before: Kept | undefined): Promise<Kept | undefined> {
    return this.#ask(async (sql) => {
      const [row] =
        before === undefined
          ? await sql<Row[]>`
              insert into counterfoil_second_place (origin, version, note) values (${this.#origin}, 1, ${note})
              on conflict do nothing returning note, version::text`
          : await sql<Row[]>`
              update counterfoil_second_place set version = version + 1, note = ${note}
              where origin = ${this.#origin} and version = ${before.version}::bigint returning note, version::text`;
      return row === undefined ? undefined : parseKept(row.note, row.version);
    });
  }

  close(): Promise<void> {
    return this.#connections.end();
  }

  async #ask<Result>(work: (sql: Connection) => Promise<Result>): Promise<Result> {
    const connection = await this.#connections.reserve();
    try {
      if (!this.#made) await makeTable(connection);
      this.#made = true;
      return await work(connection);
    } finally {
      connection.release();
    }
  }
}

/** What the slower one of two that create a table at once is told: its name, its type or its row in the catalogue is there. */
const MADE_MEANWHILE = new Set(['42P07', '42710', '23505']);

async function makeTable(connection: Connection): Promise<void> {
  try {
    await connection`create table if not exists counterfoil_second_place (
      origin text primary key, version bigint not null, note text not null)`;
  } catch (error) {
    if (!(error instanceof postgres.PostgresError) || !MADE_MEANWHILE.has(error.code)) throw error;
  }
}
