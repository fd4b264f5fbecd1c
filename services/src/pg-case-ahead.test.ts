import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { StateKind } from '@counterfoil/ledger/state';
import { ACTS_AHEAD, MATTERS_AHEAD, STEPS_AHEAD, type CaseAhead } from '@counterfoil/web-viewer/record';
import { tellCivicStory, type CivicStory } from '@counterfoil/web-viewer/testing/civic-story';
import { MemoryRecord } from '@counterfoil/web-viewer/testing/memory-record';
import { tellStory, type Story } from '@counterfoil/web-viewer/testing/story';
import { sql } from 'kysely';
import type { Pool } from './database/connect.ts';
import { caseAheadSql, readCaseAhead } from './pg-case-ahead.ts';
import { openStory } from './testing/story-rows.ts';

const KINDS = ['case', 'act', 'input', 'matter'] as const satisfies StateKind[];
/** Inputs to one case: more than are asked for ahead. */
const CROWD = STEPS_AHEAD + 20;
/** Cases of other people. */
const OTHERS = 5000;

describe('What a page of a case begins with, over rows', () => {
  const stories: { story: Story | CivicStory; pool: Pool; memory: MemoryRecord }[] = [];

  before(async () => {
    for (const story of [await tellCivicStory(), await tellStory(CROWD)])
      stories.push({ story, pool: await openStory(story.ledger, KINDS), memory: new MemoryRecord(story.ledger) });
  });
  after(() => Promise.all(stories.map(({ pool }) => pool.close())));

  test('is what a mirror finds, for every case and from every step on', async () => {
    let most = 0;
    for (const { story, pool, memory } of stories) {
      const size = story.ledger.entries.length;
      for (const id of [...(await memory.cases({ limit: 1000 })), 3, size]) {
        const steps = await memory.caseSteps(id, 1000);
        most = Math.max(most, steps.length);
        for (const from of [-1, ...steps])
          assert.deepEqual(
            sorted(await readCaseAhead(pool.db, size, id, from)),
            sorted(await memory.caseAhead(id, from)),
            `case ${id} after ${from}`,
          );
      }
    }
    assert.ok(most > STEPS_AHEAD, 'a case goes on behind what is asked for ahead');
  });

  test('ends with the checkpoint, however much is recorded behind it', async () => {
    for (const { story, pool, memory } of stories) {
      const size = Math.floor(story.ledger.entries.length / 2);
      for (const id of await memory.cases({ limit: 1000 })) {
        const { steps, acts, matters, entries } = await readCaseAhead(pool.db, size, id, -1);
        const told = [...steps, ...acts, ...matters, ...entries.map(({ index }) => index)];
        assert.ok(told.every((index) => index < size));
        assert.deepEqual(
          acts,
          (await memory.caseActs(id, ACTS_AHEAD)).filter((index) => index < size),
        );
        assert.deepEqual(
          matters,
          (await memory.matters(id, MATTERS_AHEAD)).filter((index) => index < size),
        );
      }
    }
  });

  test('is found without looking through the record', async () => {
    const [{ story, pool } = assert.fail()] = stories;
    const size = story.ledger.entries.length;
    await sql`insert into entries (index, bytes, leaf, statement, case_id)
      select n, '', sha256(n::text::bytea), sha256(n::text::bytea), n
      from generate_series(${sql.lit(size)}, ${sql.lit(size + OTHERS - 1)}) as n`.execute(pool.db);
    await sql`insert into state (kind, id, value)
      select kind, n::text, jsonb_build_object('case', n)
      from generate_series(${sql.lit(size)}, ${sql.lit(size + OTHERS - 1)}) as n,
        unnest(array['act', 'matter', 'input', 'case']) as kind`.execute(pool.db);
    await sql`analyze entries, state`.execute(pool.db);
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${caseAheadSql(size + OTHERS, 11, -1)}`.execute(
      pool.db,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    assert.match(plan, /acts_of_case[^]*matters_of_case/);
    assert.doesNotMatch(plan, /Seq Scan on/);
  });
});

/** Without an order where none is promised. */
function sorted({ entries, states, ...lists }: CaseAhead): object {
  return {
    ...lists,
    entries: entries
      .map(({ index, bytes }) => [index, Buffer.from(bytes).toString('base64')] as const)
      .toSorted(([a], [b]) => a - b),
    states: [...states].toSorted(([a], [b]) => (a < b ? -1 : 1)),
  };
}
