/**
 * What words are found by: read from the entries in their order, and from the texts that are in public view then. Any number of processes
 * may read on; one at a time does.
 *
 * A text that goes away takes its words with it (the tables are tied to each other); one that comes back does so by an entry, and is read
 * again with that.
 */
import { contentRefs, type StatementOf } from '@counterfoil/ledger/statement';
import { openEntry, type OpenedEntry } from '@counterfoil/web-viewer/opened-entry';
import { sql, type Transaction } from 'kysely';
import type { Db } from '../database/connect.ts';
import type { Database } from '../database/schema.ts';
import { configOf, plainWords } from './plain-words.ts';

/** Entries, and texts, held in memory at a time. */
const [ENTRIES, TEXTS] = [200, 100];

const FOREIGN_KEY_VIOLATION = '23503';
/** Each costs one more text taken out meanwhile. */
const MOST_TRIES = 20;

type Trx = Transaction<Database>;

/** A text that an entry says, or brings back into public view. */
interface Said {
  readonly digest: string;
  readonly lang: string;
  readonly entry: number;
  readonly case: number | null;
  readonly time: string;
  /** The digest of where it is, where that is taken together with the text. */
  readonly place: string | null;
}

export class WordIndex {
  readonly #db: Db;
  readonly #size: () => number;
  #configs: ReadonlySet<string> | undefined;
  #reading: Promise<unknown> = Promise.resolve();

  /** @param size of the newest checkpoint: what it does not cover is not read. */
  constructor(db: Db, size: () => number) {
    this.#db = db;
    this.#size = size;
  }

  /** Reads some more. @returns how many entries have been read in all, and whether more are there. */
  readOn(): Promise<{ readonly size: number; readonly isMore: boolean }> {
    // One after the other: who comes second finds it done. What failed is tried anew.
    const reading = this.#reading.catch(() => undefined).then(() => this.#readAgain());
    this.#reading = reading;
    return reading;
  }

  /** What is taken out of public view while it is read takes the whole step back: read again, it is not there any more. */
  async #readAgain(): Promise<{ size: number; isMore: boolean }> {
    for (let tries = 1; ; tries++)
      try {
        return await this.#readOn();
      } catch (error) {
        const isGone = error instanceof Error && 'code' in error && error.code === FOREIGN_KEY_VIOLATION;
        if (!isGone || tries >= MOST_TRIES) throw error;
      }
  }

  async #readOn(): Promise<{ size: number; isMore: boolean }> {
    const upTo = this.#size();
    const read = await this.#db.selectFrom('search_read').select('size').executeTakeFirstOrThrow();
    if (read.size >= upTo) return { size: read.size, isMore: false };
    this.#configs ??= await readConfigs(this.#db);
    const configs = this.#configs;
    const size = await this.#db.transaction().execute(async (trx) => {
      // Whoever holds this row is the one who reads.
      const row = await trx.selectFrom('search_read').select('size').forUpdate().executeTakeFirstOrThrow();
      const until = Math.min(row.size + ENTRIES, upTo);
      if (row.size >= until) return row.size;
      const entries = await readEntries(trx, row.size, until);
      await writeCases(trx, entries);
      const said = [...entries.flatMap(textsOf), ...(await broughtBack(trx, entries))];
      for (let from = 0; from < said.length; from += TEXTS)
        await writeWords(trx, configs, said.slice(from, from + TEXTS));
      await trx.updateTable('search_read').set({ size: until }).execute();
      return until;
    });
    return { size, isMore: size < upTo };
  }
}

async function readConfigs(db: Db): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select cfgname::text as name from pg_ts_config where cfgnamespace = 'pg_catalog'::regnamespace`.execute(db);
  return new Set(rows.map(({ name }) => name));
}

async function readEntries(trx: Trx, from: number, until: number): Promise<readonly OpenedEntry[]> {
  const rows = await trx
    .selectFrom('entries')
    .select(['index', 'bytes'])
    .where('index', '>=', from)
    .where('index', '<', until)
    .orderBy('index')
    .execute();
  return rows.map(({ index, bytes }) => openEntry(index, bytes));
}

/** What has to be in public view for its words to be found. */
function partsOf({ digest, place }: Said): readonly string[] {
  return place === null ? [digest] : [digest, place];
}

function textsOf({ index, statement, caseId, entry }: OpenedEntry): readonly Said[] {
  if (caseId === undefined && statement.kind !== 'figure-reply') return [];
  const of = { entry: index, case: caseId ?? null, time: entry.time };
  const each = contentRefs(statement).map(({ digest, lang }) => ({ ...of, digest, lang, place: null }));
  if (statement.kind !== 'input-received' || statement.place === undefined) return each;
  const { text, place } = statement;
  return [...each, { ...of, digest: text.digest, lang: text.lang, place: place.digest }];
}

/** Texts of earlier entries that these have brought into public view. */
async function broughtBack(trx: Trx, entries: readonly OpenedEntry[]): Promise<readonly Said[]> {
  const targets = entries.flatMap(({ statement }) => {
    if (statement.kind === 'content-published') return statement.items;
    return statement.kind === 'content-restored' ? [statement] : [];
  });
  if (targets.length === 0) return [];
  const wanted = JSON.stringify([...new Set(targets.map(({ entry }) => entry))]);
  const { rows } = await sql<{ index: number; bytes: Uint8Array }>`
    select index, bytes from entries where index in (
      select i::bigint from json_array_elements_text(${wanted}::text::json) as i)`.execute(trx);
  const digests = new Set(targets.map(({ digest }) => digest));
  return rows
    .flatMap(({ index, bytes }) => textsOf(openEntry(index, bytes)))
    .filter((said) => partsOf(said).some((digest) => digests.has(digest)));
}

async function writeCases(trx: Trx, entries: readonly OpenedEntry[]): Promise<void> {
  const opened = entries.flatMap(({ index, statement, entry }) => {
    const found = { case_id: index, category: null, area: null, opened: entry.time };
    if (statement.kind === 'case-split') return [found];
    if (!opensCase(statement)) return [];
    const { category = null, area = null } = statement;
    return [{ ...found, category, area }];
  });
  if (opened.length === 0) return;
  await sql`
    insert into search_cases (case_id, category, area, opened)
    select case_id, category, area, opened
    from json_to_recordset(${JSON.stringify(opened)}::text::json) as r(
      case_id bigint, category text, area text, opened text)
    on conflict do nothing`.execute(trx);
}

function opensCase(statement: OpenedEntry['statement']): statement is StatementOf<'input-received'> {
  return statement.kind === 'input-received' && statement.case === undefined;
}

/** A text that is damaged is still read as far as it goes; whether it is the one on record is for whoever shows it to check. */
const decoder = new TextDecoder();

async function writeWords(trx: Trx, configs: ReadonlySet<string>, said: readonly Said[]): Promise<void> {
  const wanted = new Set(said.flatMap(partsOf));
  const { rows } = await sql<{ digest: string; bytes: Uint8Array; since: number }>`
    select encode(digest, 'hex') as digest, bytes, coalesce(since, -1) as since from contents where digest in (
      select decode(d, 'hex') from json_array_elements_text(${JSON.stringify([...wanted])}::text::json) as d)`.execute(
    trx,
  );
  const there = new Map(rows.map((row) => [row.digest, row]));
  const texts = said.flatMap((one) => {
    const { digest, place, entry, case: case_id, time, lang } = one;
    const parts = partsOf(one).map((part) => there.get(part));
    if (!parts.every((part) => part !== undefined)) return [];
    const text = plainWords(parts.map(({ bytes }) => decoder.decode(bytes)).join('\n'));
    const since = Math.max(...parts.map((part) => part.since));
    return [{ digest, place, entry, case_id, since, time, config: configOf(lang, configs), text }];
  });
  if (texts.length === 0) return;
  await sql`
    insert into search_texts (digest, place, entry, case_id, since, time, category, area, config, words)
    select decode(digest, 'hex'), decode(place, 'hex'), entry, case_id, since, time, category, area, config, to_tsvector(config::regconfig, text)
    from json_to_recordset(${JSON.stringify(texts)}::text::json) as r(
      digest text, place text, entry bigint, case_id bigint, since bigint, time text, config text, text text)
    left join search_cases using (case_id)
    on conflict do nothing`.execute(trx);
}
