import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parseEntry } from '@counterfoil/ledger/entry';
import { MemoryRecord } from '@counterfoil/web-viewer/testing/memory-record';
import { tellTakedownStory, type TakedownStory } from '@counterfoil/web-viewer/testing/takedown-story';
import { sql } from 'kysely';
import type { Pool } from './database/connect.ts';
import { Takedowns } from './pg-takedowns.ts';
import { openStory } from './testing/story-rows.ts';

/** Official acts of other kinds, so that the planner has something to pass over. */
const OTHER_ACTS = 20_000;

describe('What was taken out of public view, over rows', () => {
  let pool: Pool;
  let story: TakedownStory;
  let memory: MemoryRecord;
  let size = 0;

  before(async () => {
    story = await tellTakedownStory();
    memory = new MemoryRecord(story.ledger);
    pool = await openStory(story.ledger, ['case', 'act']);
    await sql`insert into state (kind, id, value)
      select 'act', (1000 + n)::text, jsonb_build_object('case', 1, 'kind', 'response')
      from generate_series(1, ${sql.lit(OTHER_ACTS)}) as n`.execute(pool.db);
    size = story.ledger.entries.length;
  });
  after(() => pool.close());

  test('is listed and counted as a mirror computes it, page by page', async () => {
    const rows = new Takedowns(pool.db, () => size);
    const all = await memory.takedowns(1000);
    assert.ok(all.length > 20);
    assert.deepEqual(await rows.newest(1000), all);
    assert.deepEqual(await rows.newest(5), all.slice(0, 5));
    assert.deepEqual(await rows.newest(5, all[4]), all.slice(5, 10));
    const counts = await memory.takedownCounts();
    assert.ok(counts.length > 3);
    assert.deepEqual(await rows.counts(), counts);
  });

  test('follows the checkpoint: what it does not cover is not there, and is counted once when it is', async () => {
    size = story.acts.restored;
    const rows = new Takedowns(pool.db, () => size);
    assert.equal((await rows.newest(1))[0], story.acts.restored - 1);
    const texts = async () => (await rows.counts()).reduce((sum, count) => sum + count.texts, 0);
    const early = await texts();
    size = story.ledger.entries.length;
    const [late, again] = await Promise.all([texts(), texts()]);
    const whole = (await memory.takedownCounts()).reduce((sum, count) => sum + count.texts, 0);
    assert.ok(early > 0 && early < whole, `${early} of ${whole}`);
    assert.deepEqual([late, again], [whole, whole]);
  });

  test('is listed and counted once it is old enough, and what is younger waits', async () => {
    size = story.ledger.entries.length;
    const [newest = 0, second = 0] = await memory.takedowns(2);
    const time = parseEntry(story.ledger.entries[second] ?? new Uint8Array()).time;
    let until: string | undefined = time;
    const rows = new Takedowns(
      pool.db,
      () => size,
      () => until,
    );
    const all = (await memory.takedownCounts()).reduce((sum, { texts }) => sum + texts, 0);
    const counted = async (): Promise<number> => (await rows.counts()).reduce((sum, { texts }) => sum + texts, 0);
    assert.deepEqual(await rows.newest(1), [second]);
    const early = await counted();
    assert.ok(early > 0 && early < all);
    until = '2020-01-01T00:00:00.000Z';
    assert.deepEqual(
      await new Takedowns(
        pool.db,
        () => size,
        () => until,
      ).newest(5),
      [],
    );
    until = undefined;
    assert.deepEqual(await rows.newest(1), [newest]);
    assert.equal(await counted(), all);
  });

  test('is found by its own index, however many other acts there are', async () => {
    await sql`analyze state`.execute(pool.db);
    const { rows } = await sql<Record<string, string>>`explain select (id)::bigint from state
      where kind = 'act' and value->>'kind' in ('content-withheld', 'content-redacted', 'retention-applied', 'content-restored')
      order by (id)::bigint desc limit 20`.execute(pool.db);
    assert.match(rows.map((row) => Object.values(row).join()).join('\n'), /takedowns_by_index/);
  });
});
