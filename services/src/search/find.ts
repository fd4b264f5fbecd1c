/**
 * Looks in the words that `word-index.ts` keeps, or, where none are given, among the cases. What is found is a list of places: whoever
 * shows it reads the texts there, and so shows none that is not in public view.
 */
import { MOST_COUNTED, type Find, type SearchAnswer, type SearchQuery } from '@counterfoil/web-viewer/search';
import { sql, type RawBuilder } from 'kysely';
import postgres from 'postgres';
import { all } from '../pg-owed.ts';
import type { Db } from '../database/connect.ts';
import { readNarrowed, type Narrowed } from './narrowed.ts';
import { askedWords, CLOSE, markedSpellings, OPEN, plainWords } from './plain-words.ts';

/** Of a long text, so many characters are looked through for spellings. */
const SPELLED_CHARS = 20_000;
const TIMEOUT_MS = 2000;
/** Texts of which it is quick to ask whether the words stand in them. */
const NEWEST = 1000;
/** Of PostgreSQL: that time is over. */
const CANCELED = '57014';

type Condition = RawBuilder<unknown>;
type Query = SearchQuery & { readonly narrowed: Narrowed };
type Row = {
  readonly entry: number;
  readonly case: number | null;
  readonly digest: string | null;
  readonly place: string | null;
  readonly config: string;
};

/** @param size entries that a checkpoint covers @param read of these, how many have been read */
export async function find(db: Db, size: number, read: number, query: SearchQuery): Promise<SearchAnswer> {
  try {
    return await db.transaction().execute(async (trx) => {
      // The planner, which keeps no samples of words, would read the tables whole.
      await sql`select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
        set_config('enable_mergejoin', 'off', true), set_config('statement_timeout', ${String(TIMEOUT_MS)}, true)`.execute(
        trx,
      );
      const words = askedWords(query.words);
      if (words === '' && query.words !== '') return { ...NOTHING, size: read, refused: 'too-common' };
      const narrowed = await readNarrowed(trx, query);
      if (words !== '') return findWords(trx, size, read, { ...query, narrowed }, words);
      return answer(trx, query, read, caseParts({ ...query, narrowed }, size));
    });
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === CANCELED)
      return { ...NOTHING, size: read, refused: 'too-long' };
    throw error;
  }
}

const NOTHING = { finds: [], count: 0, isMore: false } as const;

async function findWords(trx: Db, size: number, read: number, query: Query, words: string): Promise<SearchAnswer> {
  // Each text is compared with the query as its own language takes it apart.
  const { rows } = await sql<{ config: string; query: string; isUsable: boolean }>`
      with recursive used as (
        (select config from search_texts order by config limit 1)
        union all
        select (select config from search_texts t where t.config > used.config order by config limit 1)
        from used where used.config is not null
      ), queries as (
        select config, websearch_to_tsquery(config::regconfig, ${words}) as query from used where config is not null
      )
      select config, query::text as query, querytree(query) not in ('', 'T') as "isUsable" from queries`.execute(trx);
  const usable = rows.filter(({ isUsable }) => isUsable);
  if (usable.length === 0) return { ...NOTHING, size: read, refused: rows.length === 0 ? null : 'too-common' };
  // Most words are the same to most languages: each query is looked for once.
  const byQuery = Map.groupBy(usable, (row) => row.query);
  const queries = JSON.stringify(
    Array.from(byQuery, ([text, of]) => ({ query: text, configs: of.map(({ config }) => config) })),
  );
  const parts = textParts(query, size, queries, textsLookedThrough(query));
  const newest = [
    textParts(query, size, queries, newestTexts(query, size)),
    textParts(query, size, queries, textsLookedThrough(query), newestFinds(query, size)),
  ];
  const found = await answer(trx, query, read, parts, { words, newest });
  // To some languages they are rare words, and no text of these has them.
  return found.count === 0 && usable.length < rows.length ? { ...found, refused: 'too-common' } : found;
}

interface Parts {
  /** A common table expression, or nothing. */
  readonly first: Condition;
  /** Everything from `from` on, but what depends on the page. */
  readonly from: Condition;
  readonly columns: Condition;
  readonly behind: Condition;
  readonly order: Condition;
}

/** @param some of those that have the words: all, unless said */
function textParts(query: Query, size: number, queries: string, texts: Condition, some = sql``): Parts {
  const { from, before, category, area } = query;
  const conditions = [
    sql`t.entry < ${size}::bigint and t.since < ${size}::bigint`,
    // Where an input is found with its place, neither is found by itself.
    sql`(t.place is not null or (select w.entry from search_texts w
      where w.entry = t.entry and w.place is not null and w.since < ${size}::bigint) is null)`,
    ...(from === undefined ? [] : [sql`t.time >= ${from}`]),
    ...(before === undefined ? [] : [sql`t.time < ${before}`]),
    ...(category === undefined ? [] : [sql`t.category = ${category}`]),
    ...(area === undefined ? [] : [sql`t.area = ${area}`]),
    ...query.narrowed.holds(sql`t.case_id`),
  ];
  return {
    // By itself, so that words come first, whatever else is asked; rows are still read as they are needed.
    first: sql`with t as materialized (
      select t.entry, t.case_id, t.digest, t.place, t.config, t.since, t.time, t.category, t.area
      from json_to_recordset(${queries}::text::json) as q(query text, configs jsonb)
      join ${texts} t on t.words @@ q.query::tsquery and q.configs ? t.config ${some}
    )`,
    columns: sql`t.entry, t.case_id as "case", encode(t.digest, 'hex') as digest, encode(t.place, 'hex') as place, t.config`,
    from: sql`from t where ${all(conditions)}`,
    behind: textsBehind(query),
    order: sql`t.entry desc, t.digest desc`,
  };
}

function textsBehind({ after }: SearchQuery): Condition {
  if (after === undefined) return sql``;
  return sql`and (t.entry, t.digest) < (${after.entry}::bigint, decode(${after.digest ?? ''}, 'hex'))`;
}

/** All of them, by their words; where few cases can hold what is looked for, the texts of these. */
function textsLookedThrough({ narrowed }: Query): Condition {
  if (narrowed.cases === undefined) return sql`search_texts`;
  return sql`(select t.* from json_array_elements_text(${narrowed.cases}::text::json) as c(id)
    cross join lateral (select * from search_texts s where s.case_id = c.id::bigint offset 0) t)`;
}

/** The first of the list that have the words. */
function newestFinds(query: Query, size: number): Condition {
  return sql`where t.entry < ${size}::bigint ${textsBehind(query)} order by t.entry desc, t.digest desc limit ${NEWEST}::bigint`;
}

/** The first texts of the list, whatever their words. */
function newestTexts(query: SearchQuery, size: number): Condition {
  return sql`(select * from search_texts t where t.entry < ${size}::bigint ${textsBehind(query)}
    order by t.entry desc, t.digest desc limit ${NEWEST}::bigint)`;
}

function caseParts(query: Query, size: number): Parts {
  const { after, from, before, category, area } = query;
  const conditions = [
    sql`k.case_id < ${size}::bigint`,
    ...(from === undefined ? [] : [sql`k.opened >= ${from}`]),
    ...(before === undefined ? [] : [sql`k.opened < ${before}`]),
    ...(category === undefined ? [] : [sql`k.category = ${category}`]),
    ...(area === undefined ? [] : [sql`k.area = ${area}`]),
    ...query.narrowed.holds(sql`k.case_id`),
  ];
  return {
    first: sql``,
    columns: sql`k.case_id as entry, k.case_id as "case", null::text as digest, null::text as place, '' as config`,
    from: sql`from search_cases k where ${all(conditions)}`,
    behind: after === undefined ? sql`` : sql`and k.case_id < ${after.entry}::bigint`,
    order: sql`k.case_id desc`,
  };
}

/** @param looked what was looked for, where words were; `newest`: the same among the first of the list alone */
async function answer(
  trx: Db,
  { limit }: SearchQuery,
  size: number,
  parts: Parts,
  looked?: { readonly words: string; readonly newest: readonly Parts[] },
): Promise<SearchAnswer> {
  const read = async ({ first, columns, from, behind, order }: Parts): Promise<readonly Row[]> => {
    const { rows } =
      await sql<Row>`${first} select ${columns} ${from} ${behind} order by ${order} limit ${limit}::bigint`.execute(
        trx,
      );
    return rows;
  };
  const { rows: counted } = await sql<{ count: number }>`
    ${parts.first} select count(*) as count from (select ${parts.from} limit ${MOST_COUNTED + 1}::bigint) as found`.execute(
    trx,
  );
  const count = counted[0]?.count ?? 0;
  const isMore = count > MOST_COUNTED;
  // What stands in many texts fills a page from the newest; to look at all of them in order would take its time.
  let rows: readonly Row[] = [];
  for (const some of [...(isMore ? (looked?.newest ?? []) : []), parts]) {
    rows = await read(some);
    if (rows.length === limit) break;
  }
  return {
    finds: looked === undefined ? rows.map(bare) : await spell(trx, rows, looked.words),
    count: Math.min(count, MOST_COUNTED),
    ...{ isMore, size, refused: null },
  };
}

function bare({ entry, case: id, digest, place }: Row): Find {
  return { entry, case: id, digest, place, spellings: [] };
}

/** Finds out how what was looked for is spelt in each text. */
async function spell(trx: Db, found: readonly Row[], words: string): Promise<readonly Find[]> {
  const configs = new Map(found.flatMap((row) => partsOf(row).map((digest) => [digest, row.config])));
  const digests = JSON.stringify([...configs.keys()]);
  const { rows: texts } = await sql<{ digest: string; bytes: Uint8Array }>`
    select encode(digest, 'hex') as digest, bytes from contents
    where digest in (select decode(d, 'hex') from json_array_elements_text(${digests}::text::json) as d)`.execute(trx);
  const asked = texts.map(({ digest, bytes }) => ({
    ...{ digest, config: configs.get(digest) },
    text: plainWords(decoder.decode(bytes).slice(0, SPELLED_CHARS)),
  }));
  const { rows: marked } = await sql<{ digest: string; headline: string }>`
    select digest, ts_headline(config::regconfig, text, websearch_to_tsquery(config::regconfig, ${words}),
      ${`HighlightAll=true, StartSel=${OPEN}, StopSel=${CLOSE}`}) as headline
    from json_to_recordset(${JSON.stringify(asked)}::text::json) as r(digest text, config text, text text)`.execute(
    trx,
  );
  const spellings = new Map(marked.map(({ digest, headline }) => [digest, markedSpellings(headline)]));
  return found.map((row) => {
    const spelt = partsOf(row).flatMap((digest) => spellings.get(digest) ?? []);
    return { ...bare(row), spellings: [...new Set(spelt)] };
  });
}

function partsOf({ digest, place }: Row): readonly string[] {
  return [digest, place].filter((part) => part !== null);
}

const decoder = new TextDecoder();

/** Topics under which cases were opened, by code. */
export async function readCategories(db: Db, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ category: string }>`
    with recursive used as (
      (select category from search_cases where category is not null order by category limit 1)
      union all
      select (select category from search_cases c where c.category > used.category order by category limit 1)
      from used where used.category is not null
    )
    select category from used where category is not null limit ${limit}::bigint`.execute(db);
  return rows.map(({ category }) => category);
}
