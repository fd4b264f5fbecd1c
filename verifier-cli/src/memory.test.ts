import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { SourceError } from '@counterfoil/ledger/audit/source';
import { openCity } from '@counterfoil/ledger/testing/city';
import { defaultMemoryFolder, folderMemory } from './memory.ts';
import { temporaryFolder } from './testing/record-folder.ts';

test('the newest checkpoint is kept, whatever comes after it', async (t) => {
  const { ledger } = await openCity();
  const memory = folderMemory(join(await temporaryFolder(t), 'made when needed'));
  const [five, seven, nine] = [await ledger.checkpoint(5), await ledger.checkpoint(7), await ledger.checkpoint(9)];
  assert.deepEqual(await memory.recall(ledger.origin), []);
  await memory.remember(ledger.origin, seven);
  assert.deepEqual(await memory.recall(ledger.origin), [seven]);
  await memory.remember(ledger.origin, five);
  assert.deepEqual(await memory.recall(ledger.origin), [seven]);
  await memory.remember(ledger.origin, nine);
  assert.deepEqual(await memory.recall(ledger.origin), [nine]);
  assert.equal((await readdir(memory.folder)).length, 1, 'nothing unfinished is left');
});

test('of two that are kept at the same moment the newer one stays', async (t) => {
  const { ledger } = await openCity();
  const [five, seven, nine] = [await ledger.checkpoint(5), await ledger.checkpoint(7), await ledger.checkpoint(9)];
  for (let attempt = 0; attempt < 30; attempt++) {
    const memory = folderMemory(await temporaryFolder(t));
    await memory.remember(ledger.origin, five);
    await Promise.all([nine, seven].map((note) => memory.remember(ledger.origin, note)));
    assert.deepEqual(await memory.recall(ledger.origin), [nine]);
  }
});

test('ledgers are kept apart, and their names never lead out of the folder', async (t) => {
  const { ledger } = await openCity();
  const memory = folderMemory(await temporaryFolder(t));
  const note = await ledger.checkpoint(5);
  for (const origin of ['a.example/x', 'a.example', '..', '../../etc', 'a.example%2Fx'])
    await memory.remember(origin, note);
  assert.equal((await readdir(memory.folder)).length, 5);
  assert.deepEqual(await memory.recall('b.example'), []);
});

test('what is kept and cannot be read is an error, not a memory of nothing', async (t) => {
  const memory = folderMemory(await temporaryFolder(t));
  await mkdir(join(memory.folder, 'a.example.checkpoint'));
  await assert.rejects(memory.recall('a.example'), SourceError);
});

test('what is kept and is no checkpoint is handed over as it is, to be reported', async (t) => {
  const memory = folderMemory(await temporaryFolder(t));
  await writeFile(join(memory.folder, 'a.example.checkpoint'), 'scribble');
  assert.deepEqual(await memory.recall('a.example'), ['scribble']);
});

test('the folder is where the system keeps state', () => {
  assert.equal(defaultMemoryFolder({ XDG_STATE_HOME: '/var/state' }), '/var/state/counterfoil');
  for (const environment of [{}, { XDG_STATE_HOME: '' }, { XDG_STATE_HOME: 'relative' }])
    assert.match(defaultMemoryFolder(environment), /\.local.state.counterfoil$/);
});
