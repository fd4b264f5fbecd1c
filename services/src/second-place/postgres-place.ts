/** The second place as one row of another PostgreSQL database: another server, or it would be restored together with the first. */
import postgres from 'postgres';
import { parseKept, type Kept, type SecondPlace } from './second-place.ts';

const ANSWER_TIMEOUT_S = 10;

interface Row {
  readonly note: string;
  readonly version: string;
}

export class PostgresPlace implements SecondPlace {
  readonly name: string;
  readonly #sql: postgres.Sql;
  readonly #origin: string;
  #made: Promise<unknown> | undefined;

  /** @param origin of the ledger: several ledgers may share a database. */
  constructor(url: string, origin: string) {
    const { host, pathname } = new URL(url);
    this.name = `postgres://${host}${pathname}`;
    this.#origin = origin;
    this.#sql = postgres(url, {
      max: 1,
      connect_timeout: ANSWER_TIMEOUT_S,
      onnotice: () => undefined,
      connection: { application_name: 'counterfoil-second-place', statement_timeout: ANSWER_TIMEOUT_S * 1000 },
    });
  }

  async read(): Promise<Kept | undefined> {
    await this.#table();
    const [row] = await this.#sql<Row[]>`
      select note, version::text from counterfoil_second_place where origin = ${this.#origin}`;
    return row === undefined ? undefined : parseKept(row.note, row.version);
  }

  async swap(note: string, before: Kept | undefined): Promise<Kept | undefined> {
    await this.#table();
    const [row] =
      before === undefined
        ? await this.#sql<Row[]>`
            insert into counterfoil_second_place (origin, version, note) values (${this.#origin}, 1, ${note})
            on conflict do nothing returning note, version::text`
        : await this.#sql<Row[]>`
            update counterfoil_second_place set version = version + 1, note = ${note}
            where origin = ${this.#origin} and version = ${before.version}::bigint returning note, version::text`;
    return row === undefined ? undefined : parseKept(row.note, row.version);
  }

  async close(): Promise<void> {
    await this.#sql.end({ timeout: ANSWER_TIMEOUT_S });
  }

  /** Made where it is missing, once a process; two that make it at once both find it made. */
  #table(): Promise<unknown> {
    this.#made ??= this.#sql`create table if not exists counterfoil_second_place (
        origin text primary key, version bigint not null, note text not null)`.catch((error: unknown) => {
      this.#made = undefined;
      if (!(error instanceof postgres.PostgresError) || !MADE_MEANWHILE.has(error.code)) throw error;
    });
    return this.#made;
  }
}

/** What the slower one of two that create a table at once is told: its name, its type or its row in the catalogue is there. */
const MADE_MEANWHILE = new Set(['42P07', '42710', '23505']);
