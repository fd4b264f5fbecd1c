import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { startTestService } from '../testing/service.ts';
import { parseInt8 } from './connect.ts';

test('64-bit integers are numbers, and one that a number cannot carry is an error rather than rounded', async () => {
  await using service = await startTestService();
  const { rows } = await sql<{ value: unknown }>`select 9007199254740991::bigint as value`.execute(service.db);
  assert.deepEqual(rows, [{ value: 9_007_199_254_740_991 }]);
  assert.throws(() => parseInt8('9007199254740992'), RangeError);
});
