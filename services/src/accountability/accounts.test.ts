/** Figures counted beside a database are those of the ledger over the same entries, and go on with it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { leafHash } from '@counterfoil/ledger/tree';
import { parseEntry } from '@counterfoil/ledger/entry';
import { openEnvelope } from '@counterfoil/ledger/statement';
import type { AskedFigures, ToldFigures, Untold } from '@counterfoil/web-viewer/accountability/told';
import { tellCivicStory, type CivicStory } from '@counterfoil/web-viewer/testing/civic-story';
import { MemoryRecord, overlay } from '@counterfoil/web-viewer/testing/memory-record';
import { serveViewer } from '@counterfoil/web-viewer/testing/serve';
import { sql } from 'kysely';
import * as crypto from 'node:crypto';
import { connect, connectAsOwner, migrate, type Pool } from '../database/connect.ts';
import { createDatabase } from '../testing/database.ts';
import { openStory, putTexts } from '../testing/story-rows.ts';
import { until } from '../testing/until.ts';
import { Accounts } from './accounts.ts';

const all: AskedFigures = { selection: {}, by: 'channel' };

describe('Figures of accountability, counted beside a database', () => {
  let pool: Pool;
  let story: CivicStory;
  let size = 0;
  let accounts: Accounts;

  before(async () => {
    story = await tellCivicStory();
    pool = await openStory(story.ledger, []);
    await putTexts(pool.db, story.ledger);
    size = story.ledger.entries.length;
    accounts = new Accounts(pool.db, () => size);
  });
  after(async () => {
    await accounts.close();
    await pool.close();
  });

  test('are those that a replay in memory gives, whatever is chosen, and whichever figure is asked for whole', async () => {
    const memory = new MemoryRecord(story.ledger);
    const asked: readonly AskedFigures[] = [
      all,
      { selection: { process: 'street-plan' }, by: 'office' },
      { selection: { office: 'council' }, by: 'process', figure: 'outcomes' },
      { selection: { from: '2026-03-01', until: '2026-05-31' }, by: 'category', figure: 'totals' },
      { selection: {}, by: 'language', figure: 'reasons' },
    ];
    for (const one of asked) assert.deepEqual(await counted(accounts, one), await memory.accountability(one));
  });

  test('reach as far as the checkpoint, and go on when it does', async () => {
    const whole = size;
    size = whole - 20;
    await using early = closing(new Accounts(pool.db, () => size));
    assert.equal(figuresOf(await early.tell({ ...all, figure: 'totals' })).size, whole - 20);
    size = whole;
    const later = await early.tell({ ...all, figure: 'totals' });
    assert.deepEqual(later, await new MemoryRecord(story.ledger).accountability({ ...all, figure: 'totals' }));
  });

  test('that many ask for at once are counted once, and all get the same', async () => {
    const told = await Promise.all(Array.from({ length: 50 }, () => counted(accounts, all)));
    assert.equal(new Set(told.map((one) => JSON.stringify(one))).size, 1);
  });

  test('of a record that is too large for the memory there is are left to the command, and everything else goes on', async () => {
    await using small = closing(new Accounts(pool.db, () => size, 4));
    const memory = new MemoryRecord(story.ledger);
    const record = overlay(memory, { accountability: (asked) => small.tell(asked) });
    await using served = await serveViewer(story.ledger, { record, nowMs: story.nowMs });
    const get = async (path: string): Promise<readonly [number, string]> => {
      const response = await fetch(served.address + path);
      return [response.status, await response.text()];
    };
    assert.equal(await counted(small, all), 'too-large');
    const [status, page] = await get('/accountability?office=council&from=2026-02-01');
    assert.equal(status, 200);
    assert.match(page, /this record has too many entries for that/);
    assert.match(page, /report http\S+ --office council --from 2026-02-01</);
    const [fileStatus, file] = await get('/accountability.csv?figure=totals');
    assert.equal(fileStatus, 404);
    assert.match(file, /too large for this file[^]*href="\/accountability"/);
    assert.equal((await get('/cases'))[0], 200);
    assert.deepEqual(served.errors, []);
    assert.deepEqual(await counted(accounts, all), await memory.accountability(all));
  });

  test('are counted before somebody asks, and until then whoever asks is told how far it is', async () => {
    const url = await createDatabase();
    await migrate(url);
    await using stack = new AsyncDisposableStack();
    const city = stack.adopt(connect(url), (open) => open.close());
    const owner = stack.adopt(connectAsOwner(url), (open) => open.close());
    const rows = story.ledger.entries.map((bytes, index) => {
      const statement = crypto.hash('sha256', openEnvelope(parseEntry(bytes).envelope).payload, 'buffer');
      return { index, bytes, leaf: leafHash(bytes), statement, case_id: null };
    });
    await city.db.insertInto('entries').values(rows).execute();
    const counting = stack.use(closing(new Accounts(city.db, () => size)));
    await owner.db.transaction().execute(async (held) => {
      await sql`lock table entries in access exclusive mode`.execute(held);
      assert.deepEqual(await counting.tell(all), { read: 0, of: size, leftMs: undefined });
    });
    const ahead = stack.use(closing(new Accounts(city.db, () => size)));
    await ahead.countAhead(0);
    await owner.db.transaction().execute(async (held) => {
      await sql`lock table entries, contents in access exclusive mode`.execute(held);
      assert.equal(figuresOf(await ahead.tell(all)).size, size);
    });
  });

  test('of an entry that breaks the rules are none, and say which entry it is', async () => {
    const url = await createDatabase();
    await migrate(url);
    const broken = connect(url);
    const rows = [0, 1, 1].map((entry, index) => {
      const bytes = story.ledger.entries[entry] as Uint8Array;
      const { payload } = openEnvelope(parseEntry(bytes).envelope);
      const statement = crypto.hash('sha256', Uint8Array.of(...payload, index), 'buffer');
      return { index, bytes, leaf: leafHash(bytes), statement, case_id: null };
    });
    await broken.db.insertInto('entries').values(rows).execute();
    const counting = new Accounts(broken.db, () => 4);
    await assert.rejects(counted(counting, all), /Entry 2 breaks the rule|end at 3/);
    await counting.close();
    await broken.close();
  });
});

/** What is told once it has been counted: who asks before is told how far it is. */
async function counted(accounts: Accounts, asked: AskedFigures): Promise<ToldFigures | Untold> {
  let told = await accounts.tell(asked);
  await until('the figures', async () => {
    if (typeof told !== 'string' && 'read' in told) told = await accounts.tell(asked);
    return typeof told === 'string' || 'figures' in told;
  });
  return told;
}

function figuresOf(told: ToldFigures | Untold): ToldFigures {
  assert.ok(typeof told === 'object' && 'figures' in told);
  return told;
}

function closing(accounts: Accounts): Accounts & AsyncDisposable {
  return Object.assign(accounts, { [Symbol.asyncDispose]: () => accounts.close() });
}
