import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { About } from '@counterfoil/web-viewer/record';
import { tellCivicStory, type CivicStory } from '@counterfoil/web-viewer/testing/civic-story';
import { MemoryRecord } from '@counterfoil/web-viewer/testing/memory-record';
import { sql } from 'kysely';
import type { Pool } from './database/connect.ts';
import { readAbout } from './pg-about.ts';
import { openStory } from './testing/story-rows.ts';

/** Entries behind those of the story: so many cases of one process and area, and nothing about anything. */
const [MANY, QUIET] = [2500, 22_500];

describe('Entries about one thing, over rows', () => {
  let pool: Pool;
  let memory: MemoryRecord;
  let story: CivicStory;

  before(async () => {
    story = await tellCivicStory();
    memory = new MemoryRecord(story.ledger);
    pool = await openStory(story.ledger, ['case', 'act', 'matter', 'rules']);
    const size = story.ledger.entries.length;
    await sql`insert into entries (index, bytes, leaf, statement)
      select n, '', sha256(n::text::bytea), sha256(n::text::bytea)
      from generate_series(${sql.lit(size + MANY)}, ${sql.lit(size + MANY + QUIET - 1)}) as n`.execute(pool.db);
    await sql`with many as (
        insert into entries (index, bytes, leaf, statement, case_id)
        select n, '', sha256(n::text::bytea), sha256(n::text::bytea), n
        from generate_series(${sql.lit(size)}, ${sql.lit(size + MANY - 1)}) as n returning index
      ), cases as (
        insert into search_cases (case_id, area, opened) select index, 'plain', '' from many
      )
      insert into state (kind, id, value) select 'case', index::text, '{"process": "many", "version": 1}'::jsonb from many
      union all select 'rules', 'many/1', '{}'`.execute(pool.db);
    await sql`insert into search_cases (case_id, area, opened)
      values (${story.street}, 'mill-lane', ''), (${story.kiosk}, 'mill-lane', '')`.execute(pool.db);
    await sql`analyze entries, state`.execute(pool.db);
  });
  after(() => pool.close());

  /** Page by page to the beginning. */
  async function all(about: About, limit: number, from: number): Promise<readonly number[]> {
    const found: number[] = [];
    for (let below: number | undefined = from; below !== undefined;) {
      const { indexes, next }: Awaited<ReturnType<typeof readAbout>> = await readAbout(pool.db, about, limit, below);
      assert.ok(indexes.length <= limit && (next === undefined || next < below));
      found.push(...indexes);
      below = next;
    }
    return found;
  }

  test('are those that a mirror finds, in pages of any length', async () => {
    const things: About[] = [
      ...(await memory.processes()).map(({ id }) => ({ process: id })),
      ...(await memory.offices()).map(({ office }) => ({ office })),
      ...(await memory.cases({ limit: 1000 })).map((id) => ({ case: id })),
      ...[{ process: 'none' }, { area: 'none' }, { office: 'none' }, { case: 3 }],
    ];
    const size = story.ledger.entries.length;
    let some = 0;
    for (const about of things) {
      const { indexes } = await memory.newestAbout(about, Infinity);
      if (indexes.length > 0) some++;
      for (const limit of [2, 7, 1000])
        assert.deepEqual(await all(about, limit, size), indexes, `${JSON.stringify(about)} by ${limit}`);
    }
    assert.ok(some > 10 && things.length - some >= 4);
  });

  test('of an area are those of the cases that were opened there', async () => {
    const of = await Promise.all([story.street, story.kiosk].map((id) => memory.newestAbout({ case: id }, Infinity)));
    const expected = of.flatMap(({ indexes }) => indexes).sort((a, b) => b - a);
    for (const limit of [2, 7, 1000])
      assert.deepEqual(await all({ area: 'mill-lane' }, limit, story.ledger.entries.length), expected);
  });

  test('are found however far back, and what is rare makes no long search', async () => {
    const own = story.ledger.entries.length;
    const size = own + MANY + QUIET;
    const { indexes } = await memory.newestAbout({ process: 'street-plan' }, Infinity);
    assert.deepEqual(await readAbout(pool.db, { process: 'street-plan' }, 50, size), { indexes, next: undefined });
    const many = Array.from({ length: MANY }, (_, i) => own + MANY - 1 - i);
    const planning = (await memory.newestAbout({ office: 'planning' }, Infinity)).indexes;
    for (const [about, expected] of [
      [{ office: 'planning' }, planning],
      [{ process: 'many' }, many],
      [{ area: 'plain' }, many],
    ] as const) {
      assert.deepEqual(await readAbout(pool.db, about, 50, size), { indexes: [], next: size - 10_000 });
      assert.deepEqual(await all(about, 50, size), expected);
    }
  });
});
