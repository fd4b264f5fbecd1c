import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import { audit, type AuditResult, type Level } from '@counterfoil/ledger/audit';
import { base64, utf8 } from '@counterfoil/ledger/bytes';
import { parseEntry } from '@counterfoil/ledger/entry';
import { nodePlatformPooled } from '@counterfoil/ledger/platform-node';
import { tilePath } from '@counterfoil/ledger/tile';
import { startBundleWorkers } from './bundle-workers.ts';
import { folderSource } from './source-folder.ts';
import { cityOf, damaged, serveFolder, temporaryFolder, writeRecord, type Damage } from './testing/record-folder.ts';

const platform = nodePlatformPooled(crypto);

async function auditWithThreads(address: string, folder: string, level: Level = 'all'): Promise<AuditResult> {
  const workers = startBundleWorkers({ address, level, timeoutMs: 20_000 }, 2);
  try {
    return await audit({ source: folderSource(folder), platform, level, preparer: () => workers });
  } finally {
    await workers.close();
  }
}

test('threads find what one thread finds, in a sound record and in damaged ones', async (t) => {
  const city = await cityOf(520);
  const { ledger, parks, clerk, mandate } = city;
  // What only a hostile operator records: all of it has to travel between threads as well.
  ledger.append(utf8('no entry'));
  ledger.record({
    payload: base64(utf8('{}')),
    payloadType: 'text/plain',
    signatures: [{ keyid: parks.keyid, sig: base64(await parks.signBytes(utf8('{}'))) }],
  });
  ledger.record(await ledger.sign({ kind: 'acknowledgement', by: [mandate.clerk], case: 9999 }, [clerk]));
  const stolen = parseEntry(ledger.entries[12] as Uint8Array).envelope;
  const [signature] = parseEntry(ledger.entries[14] as Uint8Array).envelope.signatures;
  ledger.record({ ...stolen, signatures: [{ keyid: parks.keyid, sig: signature?.sig ?? '' }] });
  const files = await ledger.files();
  const folder = await temporaryFolder(t);
  await writeRecord(folder, files);

  const flipped = (path: string, at: number): Damage => {
    const bytes = Uint8Array.from(files.get(path) ?? assert.fail(path));
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return new Map([[path, bytes]]);
  };
  const cut = (path: string): Damage => new Map([[path, files.get(path)?.subarray(0, 5000)]]);
  const text = [...files.keys()].find((path) => path.startsWith('content/')) ?? '';
  for (const damage of [
    new Map(),
    flipped(tilePath('entries', 0), 70_000),
    flipped(tilePath(0, 1), 77),
    flipped(text, 60),
    cut(tilePath('entries', 1)),
    new Map([[tilePath('entries', 1), undefined]]),
    new Map([[tilePath(0, 0), undefined]]),
    new Map([[text, undefined]]),
  ] as readonly Damage[]) {
    await damaged(folder, damage, async () => {
      const alone = await audit({ source: folderSource(folder), platform });
      assert.deepEqual(await auditWithThreads(folder, folder), alone);
      assert.equal(alone.verdict, 'wrong');
      const structure = await audit({ source: folderSource(folder), platform, level: 'structure' });
      assert.deepEqual(await auditWithThreads(folder, folder, 'structure'), structure);
      assert.ok(alone.tally.signatures > 100 || damage.size > 0);
    });
  }
  assert.deepEqual(
    await auditWithThreads(await serveFolder(t, folder), folder),
    await audit({ source: folderSource(folder), platform }),
  );
});

test('a thread that cannot begin is an error, not a verdict', async (t) => {
  const { ledger } = await cityOf(17);
  const folder = await temporaryFolder(t);
  await writeRecord(folder, await ledger.files());
  await assert.rejects(auditWithThreads(join(folder, 'nowhere'), folder), /There is no folder/);
});

test('what a thread has failed with ends no program that has closed it', async (t) => {
  const address = join(await temporaryFolder(t), 'nowhere');
  const workers = startBundleWorkers({ address, level: 'all', timeoutMs: 20_000 }, 2);
  // Nothing is heard meanwhile: by then both have failed.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);
  await workers.close();
});
