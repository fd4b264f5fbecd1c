import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { browserCache, unpackBrowser } from './browser-files.ts';

test('of several that unpack at once one wins, and nobody leaves anything behind', async () => {
  await mkdir(browserCache(), { recursive: true });
  const cache = await mkdtemp(join(browserCache(), 'test-'));
  try {
    const leftover = join(cache, 'unpacking-killed');
    await mkdir(leftover);
    await utimes(leftover, 0, 0);
    const all = await Promise.all([unpackBrowser(cache), unpackBrowser(cache), unpackBrowser(cache)]);
    const [first] = all;
    assert.ok(first);
    for (const files of all) assert.deepEqual(files, first);
    assert.equal((await readdir(cache)).length, 1);
    assert.ok(((await stat(first.executable)).mode & 0o100) !== 0);
    for (const path of Object.values(first) as string[]) await stat(path);
    const before = (await stat(first.executable)).mtimeMs;
    assert.deepEqual(await unpackBrowser(cache), first);
    assert.equal((await stat(first.executable)).mtimeMs, before);
  } finally {
    await rm(cache, { recursive: true });
  }
});
