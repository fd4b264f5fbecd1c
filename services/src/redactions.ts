/** Pages of redactions, signed when they are asked for. SPEC 10.4, M68. */
import { formatRedactions, REDACTIONS_WIDTH, type Redaction } from '@counterfoil/ledger/redactions';
import { sql } from 'kysely';
import type { Connection, Db } from './database/connect.ts';

export interface RedactionsOptions {
  readonly db: Db;
  readonly origin: string;
  /** Entries under the newest checkpoint. */
  readonly size: () => number;
  /** The text, signed by the log. */
  readonly sign: (text: string) => Promise<string>;
}

export class Redactions {
  readonly #options: RedactionsOptions;
  /** Of the page last signed: everybody asks for the newest. */
  #signed: { readonly text: string; readonly note: string } | undefined;

  constructor(options: RedactionsOptions) {
    this.#options = options;
  }

  /** The signed note; undefined where there is nothing on the page. */
  async page(page: number): Promise<string | undefined> {
    const { db, origin, size, sign } = this.#options;
    const covered = size();
    const first = page * REDACTIONS_WIDTH;
    const rows = await db
      .selectFrom('redactions')
      .select(['entry', 'state', sql<string>`encode(digest, 'hex')`.as('digest')])
      .where('position', '>=', first)
      .where('position', '<', first + REDACTIONS_WIDTH)
      .where('entry', '<', covered)
      .orderBy('position')
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return undefined;
    const lookedThrough = rows.length === REDACTIONS_WIDTH ? last.entry + 1 : covered;
    const text = formatRedactions({ origin, page, size: lookedThrough, redactions: rows });
    if (this.#signed?.text !== text) this.#signed = { text, note: await sign(text) };
    return this.#signed.note;
  }
}

/** Adds lines behind those that are there, under the lock of the head. */
export async function writeRedactions(connection: Connection, redactions: readonly Redaction[]): Promise<void> {
  await connection`
    insert into redactions (position, entry, state, digest)
    select coalesce((select max(position) + 1 from redactions), 0) + r.place, r.entry, r.state, decode(r.digest, 'hex')
    from json_to_recordset(${JSON.stringify(redactions.map((line, place) => ({ place, ...line })))}::text::json)
      as r(place bigint, entry bigint, state text, digest text)`;
}
