import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openLetters } from '../content/testing/letters.ts';
import { until } from '../testing/until.ts';

test('A tile that was changed where the record is published is named, and recording goes on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-published-'));
  try {
    await using town = await openLetters({
      COUNTERFOIL_SELF_CHECK_PER_SECOND: '1000000',
      COUNTERFOIL_PUBLISH: folder,
      COUNTERFOIL_PUBLISH_SECONDS: '0.05',
    });
    const { service } = town;
    while (service.recorder.publisher.size < 257)
      await Promise.all(Array.from({ length: 40 }, (_, i) => town.city.input(`Bench number ${i}, please.`)));
    await until('what is published', () => (service.publishing?.figures.size ?? 0) >= 257);
    service.selfCheck.again();
    await until('a look through everything', () => (service.selfCheck.info.checked?.size ?? 0) > 256);
    assert.deepEqual(service.selfCheck.info.damaged, []);
    const tile = join(folder, 'tile/0/000');
    const bytes = await readFile(tile);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    await chmod(tile, 0o644);
    await writeFile(tile, bytes);
    service.selfCheck.again();
    await until('the damage', () => service.selfCheck.info.damaged.length > 0);
    const { damaged } = service.selfCheck.info;
    assert.deepEqual(
      damaged.map(({ entry, what }) => [entry, what]),
      [[255, 'published']],
    );
    await town.write('One more bench.', 'wishes');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
