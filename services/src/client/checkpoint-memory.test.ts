import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { openCity } from '@counterfoil/ledger/testing/city';
import { checkpointMemory } from './checkpoint-memory.ts';
import { CannotStart } from './command.ts';

async function emptyFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-seen-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

const notes = async (memory: ReturnType<typeof checkpointMemory>, origin: string): Promise<string[]> =>
  (await memory.recall(origin)).map(({ note }) => note);

test('the newest checkpoint is kept, also of two at the same moment', async (t) => {
  const { ledger } = await openCity();
  const [five, seven, nine] = [await ledger.checkpoint(5), await ledger.checkpoint(7), await ledger.checkpoint(9)];
  for (let attempt = 0; attempt < 30; attempt++) {
    const folder = await emptyFolder(t);
    const memory = checkpointMemory(folder);
    assert.deepEqual(await memory.recall(ledger.origin), []);
    await memory.remember(ledger.origin, five);
    await Promise.all([nine, seven].map((note) => memory.remember(ledger.origin, note)));
    assert.deepEqual(await notes(memory, ledger.origin), [nine]);
    await memory.remember(ledger.origin, seven);
    assert.deepEqual(await notes(memory, ledger.origin), [nine]);
    assert.equal((await readdir(folder)).length, 1, 'nothing unfinished is left');
  }
});

test('what is kept and is no checkpoint is neither believed nor replaced', async (t) => {
  const { ledger } = await openCity();
  const folder = await emptyFolder(t);
  await writeFile(`${folder}/${encodeURIComponent(ledger.origin)}.seen`, 'scribble');
  const memory = checkpointMemory(folder);
  await assert.rejects(memory.recall(ledger.origin), CannotStart);
  await assert.rejects(memory.remember(ledger.origin, await ledger.checkpoint(5)), CannotStart);
  assert.equal((await readdir(folder)).length, 1, 'nothing unfinished is left');
});
