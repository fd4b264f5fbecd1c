import assert from 'node:assert/strict';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder } from './make-folder.ts';
import { temporaryFolder } from './testing/record-folder.ts';

test('a folder is made with those above it, and may be there already', async (t) => {
  const folder = join(await temporaryFolder(t), 'one', 'two', 'three');
  makeFolder(folder, 0o700);
  makeFolder(folder, 0o700);
  makeFolder('/');
  assert.equal(statSync(folder).mode & 0o777, 0o700);
});

test('where a file is in the way, that is an error', async (t) => {
  const file = join(await temporaryFolder(t), 'file');
  writeFileSync(file, '');
  assert.throws(() => makeFolder(file), { code: 'EEXIST' });
  assert.throws(() => makeFolder(join(file, 'below')), { code: 'ENOTDIR' });
});

test(
  'where no folder can be made, that is an error and no endless attempt',
  { skip: !existsSync('/proc/self') },
  () => {
    assert.throws(() => makeFolder('/proc/nothing-of-the-kind'), { code: 'ENOENT' });
    assert.throws(() => makeFolder('/proc/nothing-of-the-kind/below/it'), { code: 'ENOENT' });
  },
);
