import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openVault, Vault } from './vault.ts';

const digest = 'ab'.repeat(32);
const content = { salt: new Uint8Array(32).fill(7), text: 'Nobody reads this. ü \u{1F426}' };
const vault = new Vault(new Uint8Array(32).fill(1));

test('what was sealed opens again, and nothing of it can be seen while it is', () => {
  const { key, sealed } = vault.seal(digest, content);
  assert.deepEqual(vault.open(digest, { key, sealed }), content);
  assert.equal(Buffer.from(sealed).includes('reads'), false);
  assert.equal(Buffer.from(sealed).includes(Buffer.from(content.salt)), false);
  assert.notDeepEqual(vault.seal(digest, content), { key, sealed }, 'the same text never looks the same');
});

test('it opens with no other key, for no other commitment, and not when a bit has changed', () => {
  const row = vault.seal(digest, content);
  assert.equal(new Vault(new Uint8Array(32).fill(2)).open(digest, row), undefined);
  assert.equal(vault.open('cd'.repeat(32), row), undefined);
  const other = vault.seal(digest, content);
  assert.equal(vault.open(digest, { key: other.key, sealed: row.sealed }), undefined);
  for (const part of ['key', 'sealed'] as const)
    for (let place = 0; place < row[part].length; place++) {
      const bytes = row[part].slice();
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      assert.equal(vault.open(digest, { ...row, [part]: bytes }), undefined);
      assert.equal(vault.open(digest, { ...row, [part]: row[part].subarray(0, place) }), undefined);
    }
});

test('the key of a folder is made once, for its own account, and not where texts are sealed with another', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-vault-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'keys', 'content.key');
  await assert.rejects(
    openVault(folder, () => Promise.resolve(true)),
    /put .*content\.key back/,
  );
  const made = await openVault(folder, () => Promise.resolve(false));
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const row = made.seal(digest, content);
  const again = await openVault(folder, () => Promise.resolve(true));
  assert.deepEqual(again.open(digest, row), content);
  for (const damage of ['', 'short', `${await readFile(file, 'utf8')}more`]) {
    await writeFile(file, damage);
    await assert.rejects(
      openVault(folder, () => Promise.resolve(true)),
      /cannot be used/,
    );
  }
});
