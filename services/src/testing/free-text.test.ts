import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCity, tellCase } from '@counterfoil/ledger/testing/city';
import { parseEntry } from '@counterfoil/ledger/entry';
import { openEnvelope, type Statement } from '@counterfoil/ledger/statement';
import { findFreeText } from './free-text.ts';

async function told(): Promise<readonly Statement[]> {
  const city = await openCity();
  await tellCase(city);
  return city.ledger.entries.map((bytes) => openEnvelope(parseEntry(bytes).envelope).statement);
}

test('Statements as they are hold nothing that anybody said.', async () => {
  const statements = await told();
  assert.ok(statements.length > 10);
  assert.deepEqual(statements.flatMap(findFreeText), []);
});

test('Words, names, addresses and places are found wherever they are put.', async () => {
  const [opened] = await told();
  assert.ok(opened);
  const planted = [
    { at: 'My neighbour told me so.' },
    { person: 'Edith Marlow' },
    { category: 'edith@example.org' },
    { area: 'By the pond, behind the school' },
    { licence: '192.168.0.17, seen at noon' },
    { title: 'Write to edith@example.org' },
    { title: 'The lamp at 51.50735, -0.12776' },
    { deep: [{ reason: 'It is the one in Mill Lane 4' }] },
    { source: { name: 'calls', id: '+44 20 7946 0018' } },
  ];
  for (const more of planted) assert.equal(findFreeText({ ...opened, ...more }).length, 1, JSON.stringify(more));
});
