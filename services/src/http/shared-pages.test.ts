import assert from 'node:assert/strict';
import { test } from 'node:test';
import pino from 'pino';
import { openLetters } from '../content/testing/letters.ts';
import { startService } from '../service.ts';

test('Pages that many ask for show a text no longer than it is in public view, at every process of the service', async () => {
  await using town = await openLetters();
  const { config, databaseUrl, address } = town.service;
  const nowMs = Date.now();
  // Its clock stands still: pages that it has made are kept until something is published.
  const other = await startService({ ...config, databaseUrl }, pino({ level: 'silent' }), () => nowMs);
  try {
    const letter = await town.write('The path behind the mill is flooded.', 'wishes');
    const paths = ['/', '/cases', `/cases/${letter.case}`, `/nl/cases/${letter.case}`, `/entries/${letter.entry}`];
    const pages = paths.flatMap((path) => [`${address}${path}`, `${other.address}${path}`]);
    const showing = async (): Promise<readonly string[]> => {
      const read = async (page: string): Promise<boolean> => (await (await fetch(page)).text()).includes('behind the');
      const shown = await Promise.all([...pages, ...pages].map(read));
      return [...new Set(pages.filter((_, i) => shown[i] || shown[i + pages.length]))];
    };
    assert.deepEqual(await showing(), pages);
    await town.withhold(letter);
    assert.deepEqual(await showing(), []);
    await town.restore(letter);
    assert.deepEqual(await showing(), pages);
    await town.redact(letter);
    assert.deepEqual(await showing(), []);
  } finally {
    await other.close();
  }
});
