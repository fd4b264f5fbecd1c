/**
 * A ledger of more than 65,536 entries, so that tiles are full on two levels and begin a third, and statements that saw
 * trees long grown over.
 */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { audit, type AuditResult } from '@counterfoil/ledger/audit';
import { nodePlatformPooled } from '@counterfoil/ledger/platform-node';
import { createVerifier, ed25519Signer, type Signer } from '@counterfoil/ledger/signature';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { openCity } from '@counterfoil/ledger/testing/city';
import { tilePath } from '@counterfoil/ledger/tile';
import { startBundleWorkers } from './bundle-workers.ts';
import { folderSource } from './source-folder.ts';
import { damaged, temporaryFolder, writeRecord, type Damage } from './testing/record-folder.ts';

const SIZE = 66_000;
const platform = nodePlatformPooled(crypto);
const verifier = createVerifier(platform);
const cleanUp: (() => unknown)[] = [];
let ledger: LedgerBuilder;
let files: Map<string, Uint8Array>;
let folder: string;

/** Signs ten times faster than the builder's own actors. */
function quickSigner(): Signer {
  const { privateKey, publicKey } = crypto.generateKeyPairSync('ed25519');
  return ed25519Signer({
    publicKey: Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)),
    signBytes: (message) => Uint8Array.from(crypto.sign(null, message, privateKey)),
  });
}

before(async () => {
  const { ledger: opened, registrars, parks } = await openCity();
  ledger = opened;
  const official = quickSigner();
  const mandate = await ledger.say(
    {
      kind: 'mandate-granted',
      office: 'parks',
      person: parks.person,
      key: official.keyid,
      from: '2026-01-01T00:00:00.000Z',
    },
    registrars[0],
    registrars[1],
  );
  const id = await ledger.say(
    {
      kind: 'input-received',
      process: { id: 'service-request', version: 1 },
      channel: 'web',
      author: 'person',
      text: ledger.text('The one wish.'),
    },
    ledger.intakeKey,
  );
  const text = ledger.text('The one answer.');
  while (ledger.entries.length < SIZE) {
    const index = ledger.entries.length;
    // Most authors saw nearly all of it, some a tree of long ago.
    const size = index % 50 === 0 ? Math.floor(index / 3) : index - (index % 64);
    const seen = ledger.seen(Math.max(size, id + 1));
    await ledger.say({ kind: 'response', by: [mandate], case: id, text, seen }, official);
  }
  files = await ledger.files();
  folder = await temporaryFolder({ after: (task: unknown) => void cleanUp.push(task as () => unknown) });
  await writeRecord(folder, files);
});
after(async () => {
  for (const task of cleanUp) await task();
});

function auditWith(damage: Damage): Promise<AuditResult> {
  return damaged(folder, damage, () => audit({ source: folderSource(folder), platform, verifier }));
}

function flipped(path: string, at: number): Damage {
  const bytes = Uint8Array.from(files.get(path) ?? assert.fail(path));
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return new Map([[path, bytes]]);
}

describe('a large ledger', () => {
  test('verifies', async () => {
    const result = await auditWith(new Map());
    assert.deepEqual(result.findings, []);
    assert.equal(result.verdict, 'verified');
    assert.equal(result.tally.entries, SIZE);
    assert.equal(result.tally.tiles, 258 + 2 + 1);
  });

  test('verifies on several threads', async () => {
    const workers = startBundleWorkers({ address: folder, level: 'all', timeoutMs: 20_000 }, 3);
    try {
      const result = await audit({ source: folderSource(folder), platform, verifier, preparer: () => workers });
      assert.deepEqual(result, await auditWith(new Map()));
    } finally {
      await workers.close();
    }
  });

  for (const [path, at, entry] of [
    [tilePath('entries', 100), 40, 25_600],
    [tilePath(0, 200), 32 * 17, 51_217],
    [tilePath(0, 257, 208), 32 * 207, SIZE - 1],
    [tilePath(1, 0), 32 * 9, undefined],
    [tilePath(1, 1, 1), 3, undefined],
    [tilePath(2, 0, 1), 31, undefined],
  ] as const) {
    test(`one bit changed in ${path} is found and named`, async () => {
      const { verdict, findings } = await auditWith(flipped(path, at));
      assert.equal(verdict, 'wrong');
      assert.equal(findings[0]?.file, path);
      assert.equal(findings[0].entry, entry);
    });
  }
});
