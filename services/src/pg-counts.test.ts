/** What the first page counts, when the database was away for a moment. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { connect, migrate } from './database/connect.ts';
import { PgRecord } from './pg-record.ts';
import { createDatabase } from './testing/database.ts';
import { startFaultyPostgres } from './testing/faulty-postgres.ts';

test('who comes when the database is back is not told of those who came before', async () => {
  const url = await createDatabase();
  await migrate(url);
  await using wire = await startFaultyPostgres(url);
  const pool = connect(wire.url);
  const record = new PgRecord({
    db: pool.db,
    selfCheck: { info: undefined },
    publisher: { size: 0, note: '', vkey: '' },
    origin: 'ledger.example.org/test',
    platform: nodePlatform(crypto),
    files: { inView: () => Promise.resolve(undefined) },
  });
  wire.leadTo(undefined);
  await assert.rejects(() => record.counts());
  wire.leadTo(url);
  assert.deepEqual(await record.counts(), { entries: 0, cases: 0, decided: 0, inputs: 0 });
  await pool.close();
});
