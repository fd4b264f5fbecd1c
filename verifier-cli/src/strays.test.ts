import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { bundlesOf, tilePath } from '@counterfoil/ledger/tile';
import { cityOf, temporaryFolder, writeRecord } from './testing/record-folder.ts';
import { runCommandLine } from './testing/run-command.ts';

test('files in a copy that are no part of its record are named, counted and no fault', async (t) => {
  const folder = join(await temporaryFolder(t), 'copy');
  const { ledger } = await cityOf(10);
  const files = await ledger.files();
  await writeRecord(folder, files);
  const look = async (...args: readonly string[]) => {
    const ran = await runCommandLine('main', ['verify', folder, '--no-memory', ...args], { NO_COLOR: '1' });
    assert.equal(ran.code, 0, ran.stdout);
    return ran.stdout.replaceAll(/\s+/g, ' ');
  };
  assert.doesNotMatch(await look(), /no part of the record/);
  assert.match(await look(), /What was not looked at The addresses that ledger\.json names: nobody signs them/);

  const put = async (path: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), 'x');
  };
  // What a growing record left behind is part of it.
  const [{ index, width } = { index: 0, width: 0 }] = bundlesOf(ledger.entries.length);
  await put(tilePath('entries', index, width - 1));
  assert.doesNotMatch(await look(), /no part of the record/);
  await put('content/press-release\u001b[2J.html');
  assert.match(
    await look(),
    /What was not looked at 1 file in the folder that is no part of the record: content\/press-release\ufffd\[2J\.html\./,
  );
  const unknown = `content/${'0'.repeat(64)}`;
  await put(unknown);
  await put(tilePath('entries', index, width + 1));
  for (const name of ['a', 'b', 'c', 'd', 'e']) await put(`notes/${name}`);
  const said = await look();
  assert.match(said, /8 files in the folder that are no part of the record: content\/0{8}…, content\/press/);
  assert.match(said, /notes\/c and 3 more\./);
  // Texts that nobody asked for cannot be told from those of the record.
  assert.match(await look('--no-texts'), /7 files in the folder/);
  const { strays } = JSON.parse(await look('--json')) as { readonly strays: { readonly count: number } };
  assert.equal(strays.count, 8);
});
