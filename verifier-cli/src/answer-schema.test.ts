import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatTypedKey } from '@counterfoil/ledger/note';
import { openLetters } from '@counterfoil/ledger/testing/letters';
import { tilePath } from '@counterfoil/ledger/tile';
import { answerSchema } from './answer-schema.ts';
import { cityOf, temporaryFolder, writeRecord } from './testing/record-folder.ts';
import { runCommandLine } from './testing/run-command.ts';

test('every answer of verify --json has the fields that its schema gives, and no others', async (t) => {
  const base = await temporaryFolder(t);
  const { ledger } = await cityOf(30);
  const [honest, damaged, letters, empty] = ['honest', 'damaged', 'letters', 'empty'].map((name) => join(base, name));
  assert.ok(honest !== undefined && damaged !== undefined && letters !== undefined && empty !== undefined);
  for (const folder of [honest, damaged]) await writeRecord(folder, await ledger.files());
  await writeRecord(empty, new Map([['readme', new Uint8Array(1)]]));
  const bundle = join(damaged, tilePath('entries', 0, ledger.entries.length));
  const bytes = await readFile(bundle);
  bytes[bytes.length - 100] = (bytes.at(-100) ?? 0) ^ 1;
  await writeFile(bundle, bytes);
  const city = await openLetters();
  const letter = await city.write('Mrs Smith.');
  await city.ledger.say(city.say.withholds(letter[0], letter), city.ed);
  const files = await city.ledger.files();
  files.delete(`content/${letter[1].digest}`);
  await writeRecord(letters, files);
  const { publicKey } = await ledger.actor('friend');
  const friend = { name: 'friend.example.org', algorithm: 4, publicKey };
  const policy = join(base, 'policy');
  await writeFile(policy, `log ${ledger.vkey}\nwitness friend ${formatTypedKey(friend)}\nquorum friend\n`);

  const seen = new Set<string>();
  for (const args of [
    [honest, '--memory', join(base, 'memory')],
    [honest, '--no-memory', '--key', ledger.vkey],
    [honest, '--no-memory', '--no-texts'],
    [honest, '--no-memory', '--level', 'structure'],
    [honest, '--no-memory', '--level', 'signatures'],
    [honest, '--no-memory', '--policy', policy],
    [damaged, '--no-memory'],
    [letters, '--no-memory'],
    [empty, '--no-memory'],
  ]) {
    const { stdout, stderr } = await runCommandLine('verify', [...args, '--json'], {});
    assert.notEqual(stdout, '', stderr);
    const parsed = answerSchema.safeParse(JSON.parse(stdout));
    assert.ok(parsed.success, `${args.join(' ')}: ${parsed.error?.message}`);
    seen.add(parsed.data.verdict);
  }
  assert.deepEqual([...seen].sort(), ['unchecked', 'verified', 'wrong']);
});
