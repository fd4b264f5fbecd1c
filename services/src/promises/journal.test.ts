import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Vault } from '../content/vault.ts';
import { filesWith, spellings } from '../testing/canary.ts';
import { Journal } from './journal.ts';
import type { Kept } from './kept.ts';

const WORDS = 'The canary of the promised words sings in the dark.';
const vault = new Vault(new Uint8Array(32).fill(7));
let folder: string;
let journal: Journal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'counterfoil-journal-'));
  journal = await Journal.open(folder, vault);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function kept(number: number): Kept {
  return {
    said: {
      kind: 'input-received',
      text: `${WORDS} ${number}`,
      lang: 'en',
      channel: 'web',
      author: 'person',
      process: 'request',
    },
    at: `2026-01-05T08:00:${String(number).padStart(2, '0')}.000Z`,
    deadline: '2026-01-06T08:00:00.000Z',
    digest: createHash('sha256').update(String(number)).digest('hex'),
    salt: new Uint8Array(32).fill(number),
  };
}

describe('the journal of promises (SPEC M66)', () => {
  test('gives back what was written, oldest first, to whoever opens the folder next', async () => {
    for (const number of [3, 1, 2]) await journal.write(kept(number));
    const next = await Journal.open(folder, vault);
    assert.deepEqual(await next.read(), { kept: [kept(1), kept(2), kept(3)], damaged: [] });
    await next.remove(kept(2).digest);
    assert.deepEqual(await next.read(), { kept: [kept(1), kept(3)], damaged: [] });
  });

  test('shows neither words nor salt to whoever has its files alone', async () => {
    const one = { ...kept(1), salt: new Uint8Array(randomBytes(32)) };
    await journal.write(one);
    for (const secret of [WORDS, one.salt]) {
      const { found, looked } = await filesWith(folder, spellings(secret));
      assert.deepEqual(found, []);
      assert.equal(looked, 1);
    }
  });

  test('notices a file that is torn, changed, empty, exchanged or under another key, and reads the others', async () => {
    for (const number of [1, 2, 3, 4, 5]) await journal.write(kept(number));
    const path = (number: number): string => join(journal.folder, `${kept(number).digest}.promise`);
    await truncate(path(1), 200);
    const bytes = await readFile(path(2));
    const middle = bytes.length - 40;
    bytes[middle] = bytes[middle] === 65 ? 66 : 65;
    await writeFile(path(2), bytes);
    await writeFile(path(3), '');
    await writeFile(path(4), await readFile(path(5)));
    const { kept: left, damaged } = await journal.read();
    assert.deepEqual(left, [kept(5)]);
    assert.deepEqual(damaged.toSorted(), [1, 2, 3, 4].map((number) => `${kept(number).digest}.promise`).toSorted());
    assert.equal((await readdir(journal.folder)).length, 5, 'what is damaged is left to look at');
    const stranger = await Journal.open(folder, new Vault(new Uint8Array(32).fill(8)));
    assert.equal((await stranger.read()).damaged.length, 5);
  });

  test('forgets what was being written when the service died: it was never promised', async () => {
    await journal.write(kept(1));
    await writeFile(join(journal.folder, `${kept(2).digest}.0123.draft`), '{"v":1');
    assert.deepEqual(await journal.read(), { kept: [kept(1)], damaged: [] });
    assert.deepEqual(await readdir(journal.folder), [`${kept(1).digest}.promise`]);
  });

  test('a process that takes away what it has recorded neither hinders nor alarms another one that starts', async () => {
    const next = await Journal.open(folder, vault);
    for (let round = 0; round < 10; round++) {
      const all = [1, 2, 3, 4, 5, 6, 7, 8].map(kept);
      for (const one of all) await journal.write(one);
      const [{ damaged }] = await Promise.all([next.read(), ...all.map(({ digest }) => journal.remove(digest))]);
      assert.deepEqual(damaged, []);
    }
    assert.deepEqual(await readdir(journal.folder), []);
  });

  test('what was being taken away when the service died goes', async () => {
    await journal.write(kept(1));
    await writeFile(join(journal.folder, `${kept(2).digest}.promise.gone`), 'sealed');
    assert.deepEqual(await journal.read(), { kept: [kept(1)], damaged: [] });
    assert.deepEqual(await readdir(journal.folder), [`${kept(1).digest}.promise`]);
  });

  test('says so where the disk does not take it, and leaves nothing behind', async () => {
    await rm(journal.folder, { recursive: true });
    await assert.rejects(journal.write(kept(1)), { code: 'ENOENT' });
    await journal.remove(kept(1).digest);
  });
});
