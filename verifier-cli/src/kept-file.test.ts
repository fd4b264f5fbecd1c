import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeNewFile } from './kept-file.ts';
import { temporaryFolder } from './testing/record-folder.ts';

test('a new file is there whole or not at all, at every moment at which somebody looks', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'report.html');
  const bytes = new Uint8Array(16_000_000).fill(65);
  const writing = writeNewFile(file, bytes);
  const turn = (): Promise<'turn'> => new Promise((resolve) => setImmediate(resolve, 'turn'));
  while ((await Promise.race([writing, turn()])) === 'turn')
    if (existsSync(file)) assert.equal(statSync(file).size, bytes.length);
  assert.equal(await writing, undefined);
  assert.deepEqual(readdirSync(folder), ['report.html']);
  assert.equal(statSync(file).size, bytes.length);
});

test('what is there already stays as it is, and nothing is left beside it', async (t) => {
  const folder = await temporaryFolder(t);
  writeFileSync(join(folder, 'file'), 'evidence');
  symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
  for (const name of ['file', 'link'])
    assert.equal(await writeNewFile(join(folder, name), new Uint8Array(1)), 'a file of that name is there already');
  assert.equal(readFileSync(join(folder, 'file'), 'utf8'), 'evidence');
  assert.deepEqual(readdirSync(folder).toSorted(), ['file', 'link']);
  assert.equal(await writeNewFile(join(folder, 'no', 'file'), new Uint8Array(1)), 'there is no such folder');
  // Two at once: one of them is the file, and the other is told.
  const both = await Promise.all(['a', 'b'].map((text) => writeNewFile(join(folder, 'one'), Buffer.from(text))));
  assert.equal(both.filter((said) => said === undefined).length, 1);
});
