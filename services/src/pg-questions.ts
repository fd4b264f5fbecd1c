/**
 * What pages ask for at the same moment, by whomever, as one question to the database: each that goes out by itself costs more than what it
 * asks for. Values, entries and texts alike; only what a checkpoint covers.
 */
import { parseUtf8 } from '@counterfoil/ledger/bytes';
import type { Content } from '@counterfoil/ledger/content';
import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { Db } from './database/connect.ts';

export interface QuestionsOptions {
  readonly db: Db;
  /** Where texts are read from, and whether they are in public view. */
  readonly texts: Db;
  /** Of the newest checkpoint. */
  readonly size: () => number;
}

type What = 'state' | 'entry' | 'text';

interface Row {
  readonly what: What;
  readonly key: string;
  readonly value: unknown;
  readonly salt: Uint8Array | null;
  readonly bytes: Uint8Array | null;
}

export class Questions {
  readonly #options: QuestionsOptions;
  /** Nothing is kept: what is on record changes. */
  readonly #asked = new DataLoader<string, unknown>((keys) => this.#ask(keys), { cache: false });

  constructor(options: QuestionsOptions) {
    this.#options = options;
  }

  /** @param key kind and id, with a space between */
  state(key: string): Promise<unknown> {
    return this.#asked.load(`state ${key}`);
  }

  /** The bytes of an entry. */
  async entry(index: number): Promise<Uint8Array | undefined> {
    return index < this.#options.size()
      ? ((await this.#asked.load(`entry ${index}`)) as Uint8Array | undefined)
      : undefined;
  }

  /** Looked for in one place: what is withheld, erased, not public yet or never was takes the same way. SPEC M58. */
  text(digest: string): Promise<Content | undefined> {
    return this.#asked.load(`text ${digest}`) as Promise<Content | undefined>;
  }

  async #ask(keys: readonly string[]): Promise<readonly unknown[]> {
    const { db, texts } = this.#options;
    const ofTexts = (key: string): boolean => key.startsWith('text ') || key.startsWith('state content ');
    const byDb = Map.groupBy(new Set(keys), (key) => (ofTexts(key) ? texts : db));
    const found = new Map<string, unknown>();
    await Promise.all(
      Array.from(byDb, async ([from, asked]) => {
        for (const row of await this.#rows(from, asked)) found.set(`${row.what} ${row.key}`, valueOf(row));
      }),
    );
    return keys.map((key) => found.get(key));
  }

  async #rows(db: Db, keys: readonly string[]): Promise<readonly Row[]> {
    const of = (what: What): string =>
      JSON.stringify(keys.filter((key) => key.startsWith(`${what} `)).map((key) => key.slice(what.length + 1)));
    const { rows } = await sql<Row>`
      select 'state' as what, r.key, value, null::bytea as salt, null::bytea as bytes
      from json_array_elements_text(${of('state')}::text::json) as r(key)
      join state on kind = split_part(r.key, ' ', 1) and id = substr(r.key, strpos(r.key, ' ') + 1)
      union all
      select 'entry', index::text, null, null, bytes from entries
      where index = any(array(select one::bigint from json_array_elements_text(${of('entry')}::text::json) as one))
      union all
      select 'text', encode(digest, 'hex'), null, salt, bytes from contents
      where digest = any(array(select decode(one, 'hex') from json_array_elements_text(${of('text')}::text::json) as one))
        and coalesce(since, -1) < ${this.#options.size()}::bigint`.execute(db);
    return rows;
  }
}

function valueOf({ what, value, salt, bytes }: Row): unknown {
  if (what === 'state') return value;
  if (bytes === null) return undefined;
  return what === 'entry' ? bytes : salt && { salt, text: parseUtf8(bytes) };
}
