import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RECORDER_ROLE } from '@counterfoil/migrations';
import postgres from 'postgres';
import { createDatabase } from '../testing/database.ts';
import { until } from '../testing/until.ts';
import { connect, migrate, requireVersion } from './connect.ts';

test('two databases of one server can be set up at the same moment, though its roles are made once', async () => {
  const [first, second] = [await createDatabase(), await createDatabase()];
  const other = postgres(first, { max: 1, onnotice: () => undefined });
  const watch = postgres(first, { max: 1 });
  const session = await other.reserve();
  await session.unsafe(`begin; create role ${RECORDER_ROLE} nologin`);
  const migrating = migrate(second);
  await until('the second waits for the first', async () => {
    const waiting =
      await watch`select from pg_stat_activity where wait_event_type = 'Lock' and datname <> current_database()`;
    return waiting.length > 0;
  });
  await session.unsafe('commit');
  await migrating;
  await migrate(first);
  session.release();
  await Promise.all([other.end(), watch.end()]);
  for (const url of [first, second]) {
    const { db, close } = connect(url);
    assert.deepEqual(await db.selectFrom('entries').select('index').execute(), []);
    await close();
  }
});

test('a server that is too old is refused with a sentence that says what to do', () => {
  assert.throws(
    () => requireVersion(150_013),
    /is PostgreSQL 15, and Counterfoil needs 16 or newer\. Have DATABASE_URL/,
  );
  requireVersion(160_000);
  requireVersion(180_004);
});

test('a database that a newer version has changed is refused as such, and nothing is changed', async () => {
  const url = await createDatabase();
  await migrate(url);
  const owner = postgres(url, { max: 1 });
  await owner`insert into kysely_migration (name, timestamp) values ('9999-later', 'now')`;
  await owner.end();
  await assert.rejects(migrate(url), /^Error: A newer version of Counterfoil .*\(9999-later\)\. Run that version/);
});
