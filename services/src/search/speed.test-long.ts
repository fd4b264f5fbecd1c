/** A hundred thousand texts in four languages: how long it takes to read them, and to find one or half of them. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { base64, hex, utf8 } from '@counterfoil/ledger/bytes';
import { commitContent } from '@counterfoil/ledger/content';
import { formatEntry } from '@counterfoil/ledger/entry';
import { formatStatement, PAYLOAD_TYPE, type Statement } from '@counterfoil/ledger/statement';
import { searchStatuses, type SearchQuery } from '@counterfoil/web-viewer/search';
import { connect, connectAsOwner, isServed, migrate, type Pool } from '../database/connect.ts';
import { createDatabase } from '../testing/database.ts';
import { until } from '../testing/until.ts';
import { find } from './find.ts';
import { WordIndex } from './word-index.ts';

const TEXTS = 100_000;
const LANGS = ['en', 'de', 'fr', 'ar'] as const;
/** Stands in one text of so many. */
const RARE_EVERY = 5000;
/** The one case that became part of another. */
const MERGED = 8;
const ROUNDS = 200;
const NOW = '2026-11-01T00:00:00.000Z';
const DAY_MS = 86_400_000;

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest());

/** The same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const random = numbers(7);
const SYLLABLES = ['ba', 'ke', 'lin', 'mor', 'nu', 'pra', 'sto', 'ti', 'vel', 'zo'];

/** Few words stand nearly everywhere, most of them seldom. */
function word(): string {
  let rank = Math.floor(20_000 ** random());
  let spelt = '';
  for (; rank > 0; rank = Math.floor(rank / 10)) spelt += SYLLABLES[rank % 10] ?? '';
  return spelt;
}

function textOf(index: number): string {
  const words = Array.from({ length: 10 + Math.floor(60 * random()) }, word);
  if (index % 2 === 0) words.splice(3, 0, 'harbour');
  if (index % RARE_EVERY === 0) words.splice(5, 0, 'oleander');
  return `${words.join(' ')}.`;
}

let url: string;
let pool: Pool;
let owner: Pool;

before(async () => {
  url = await createDatabase();
  await migrate(url);
  pool = connect(url);
  owner = connectAsOwner(url);
  const connection = await owner.reserve();
  for (let from = 0; from < TEXTS; from += 2000) {
    const rows = Array.from({ length: 2000 }, (_, i) => row(from + i));
    await connection`
      with said as (
        select * from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(
          index bigint, bytes text, statement text, digest text, salt text, text text, state jsonb)
      ), new_entries as (
        insert into entries (index, bytes, leaf, statement, case_id)
        select index, decode(bytes, 'base64'), '', decode(statement, 'hex'), index from said
      ), new_state as (insert into state (kind, id, value) select 'case', index::text, state from said)
      insert into contents (digest, salt, bytes, since)
      select decode(digest, 'hex'), decode(salt, 'base64'), decode(text, 'base64'), index from said`;
  }
  await connection`insert into state (kind, id, value) select 'rules', process || '/1', '{"acts": {}}' from unnest(string_to_array('request strict', ' ')) process`;
  connection.release();
});
after(async () => {
  await pool.close();
  await owner.close();
});

/** Of entry, text and case; nobody signed it, which nobody asks here. */
function row(index: number): object {
  const content = { salt: sha256(utf8(`salt ${index}`)), text: textOf(index) };
  const time = new Date(Date.parse('2026-01-01T00:00:00.000Z') + index * 60_000).toISOString();
  const statement = {
    ...{ kind: 'input-received', origin: 'ledger.example.org/test', at: time },
    seen: { size: 0, root: base64(sha256(utf8(''))) },
    ...{ channel: 'web', author: 'person', process: { id: 'request', version: 1 }, category: `topic-${index % 30}` },
    text: commitContent(content, LANGS[index % LANGS.length] ?? 'en', sha256),
  } as Statement;
  const payload = formatStatement(statement);
  const envelope = {
    ...{ payloadType: PAYLOAD_TYPE, payload: base64(payload) },
    signatures: [{ keyid: 'ed25519:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', sig: base64(new Uint8Array(64)) }],
  };
  const due = index % 50 === 0 ? '2026-10-01T00:00:00.000Z' : null;
  const of = {
    ...{ process: index % 3 === 0 ? 'request' : 'strict', version: 1, office: null, responded: null },
    merged: index === MERGED ? { entry: index, time, into: 0 } : null,
    decided: index % 5 === 1 ? { entry: index, time, outcome: 'yes' } : null,
    ...{ nextDue: due, clocks: due === null ? {} : { respond: { since: time, due } } },
  };
  return {
    ...{ index, bytes: base64(formatEntry({ index, time, prev: null, envelope })), statement: hex(sha256(payload)) },
    ...{ digest: statement.kind === 'input-received' ? statement.text.digest : '', salt: base64(content.salt) },
    ...{ text: base64(utf8(content.text)), state: of },
  };
}

function percentile(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.ceil(times.length * share) - 1] ?? NaN;
}

async function timed(
  query: Partial<SearchQuery>,
  rounds = ROUNDS,
): Promise<{ p50: number; p99: number; count: number }> {
  const times: number[] = [];
  let count = NaN;
  for (let round = 0; round < rounds; round++) {
    const beganMs = performance.now();
    const found = await find(pool.db, TEXTS, TEXTS, { words: '', now: NOW, limit: 26, ...query });
    times.push(performance.now() - beganMs);
    // On a machine that is busy with something else one may take longer than any may.
    if (found.refused === null) ({ count } = found);
  }
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), count };
}

test('All of them are read, and half of them or a few are found in no time', async (t) => {
  const index = new WordIndex(pool.db, () => TEXTS);
  const beganMs = performance.now();
  for (let isMore = true; isMore;) ({ isMore } = await index.readOn());
  t.diagnostic(`${TEXTS} texts were read in ${((performance.now() - beganMs) / 1000).toFixed(1)} s`);
  const connection = await owner.reserve();
  const [size] = await connection<{ mb: number }[]>`select pg_total_relation_size('search_texts') / 1e6 as mb`;
  t.diagnostic(`their words take ${Number(size?.mb).toFixed(0)} MB`);
  connection.release();

  const scans = async (): Promise<{ byWords: number; whole: number }> => {
    // The server counts what a session did when that has ended, and sooner or later before.
    await pool.close();
    pool = connect(url);
    const counting = await owner.reserve();
    await until('the end of the sessions', async () => !(await isServed(counting)));
    const [counted] = await counting<{ byWords: number; whole: number }[]>`
      select i.idx_scan as "byWords", t.seq_scan as whole from pg_stat_user_indexes i join pg_stat_user_tables t using (relid)
      where i.indexrelname = 'search_texts_words'`;
    counting.release();
    return counted ?? { byWords: 0, whole: 0 };
  };
  const scansBefore = await scans();
  const [common, rare, both] = [
    await timed({ words: 'harbour' }),
    await timed({ words: 'oleander' }),
    await timed({ words: 'oleander harbour -volcano' }),
  ];
  const scansAfter = await scans();
  for (const [name, { p50, p99 }] of Object.entries({ common, rare, both }))
    t.diagnostic(`${name}: median ${p50.toFixed(1)} ms, 99 of 100 within ${p99.toFixed(1)} ms`);
  assert.equal(common.count, 1000);
  assert.equal(rare.count, TEXTS / RARE_EVERY);
  assert.equal(both.count, rare.count);
  assert.ok(scansAfter.byWords - scansBefore.byWords >= 3 * ROUNDS, 'each is looked for in the index of words');
  assert.equal(scansAfter.whole, scansBefore.whole, 'the table is never read whole');

  const day = new Date(Date.parse('2026-01-01T00:00:00.000Z') + 30 * DAY_MS).toISOString();
  const filtered: Readonly<Record<string, Partial<SearchQuery>>> = {
    ...Object.fromEntries(searchStatuses.map((status) => [status, { words: 'harbour', status }])),
    process: { words: 'harbour', process: 'strict' },
    'a topic that never is': { words: 'harbour', category: 'topic-7' },
    before: { words: 'harbour', before: day },
    'all cases': {},
    'cases of a topic': { category: 'topic-7' },
    'overdue cases': { status: 'overdue' },
  };
  // Texts of more than are counted, but for what is seldom.
  const counts: Readonly<Record<string, number>> = { answered: 0, merged: 1, 'a topic that never is': 0 };
  for (const [name, query] of Object.entries(filtered)) {
    const { p50, p99, count } = await timed(query, 20);
    assert.equal(count, counts[name] ?? 1000, name);
    t.diagnostic(`${name}: ${count}, median ${p50.toFixed(1)} ms, 99 of 100 within ${p99.toFixed(1)} ms`);
  }
});
