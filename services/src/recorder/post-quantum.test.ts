import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { formatCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseLogKey, verifyLines } from '@counterfoil/ledger/cosignature';
import { parseNote, parseVerifierKey, verifyNote } from '@counterfoil/ledger/note';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import { LogKeys } from './log-keys.ts';

const verifier = createVerifier(nodePlatform(crypto));
const verify: typeof verifier.verify = (...args) => verifier.verify(...args);
const ORIGIN = 'ledger.example.org/city';
const TEXT = formatCheckpoint({ origin: ORIGIN, size: 7, root: new Uint8Array(32).fill(9) });

async function newFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-post-quantum-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('SPEC M79: a checkpoint bears a second line, made with a key of its own, and the first one as without it', async (t) => {
  const folder = await newFolder(t);
  const keys = await LogKeys.open(folder, ORIGIN);
  const { vkey } = keys.first;
  const without = parseNote(await keys.sign(TEXT, vkey));
  assert.equal(without.signatures.length, 1);
  assert.equal(keys.postQuantumVkey, undefined);

  await keys.openPostQuantum();
  const signed = await keys.sign(TEXT, vkey);
  const note = parseNote(signed);
  assert.deepEqual(note.signatures[0], without.signatures[0]);
  assert.equal(await verifyNote(note, parseVerifierKey(vkey), verify), 'verified');
  const key = parseLogKey(keys.postQuantumVkey ?? '');
  assert.deepEqual(await verifyLines(note, key, verify), { verdict: 'verified', timestamp: 0 });
  assert.deepEqual(keys.signerOf(note)?.vkey, vkey);
  assert.ok(signed.length - without.text.length < 3600, `${signed.length} characters`);
  assert.equal((await stat(join(folder, 'log-ml-dsa-44.pem'))).mode & 0o777, 0o600);

  const again = await LogKeys.open(folder, ORIGIN);
  await again.openPostQuantum();
  assert.equal(again.postQuantumVkey, keys.postQuantumVkey, 'the key is made once');
  assert.equal(again.all.length, 1, 'and is none of those that take each other’s place');
});

test('other notes that the log signs go without the line: it is for checkpoints alone', async (t) => {
  const keys = await LogKeys.open(await newFolder(t), ORIGIN);
  await keys.openPostQuantum();
  for (const text of ['something else\n', `${TEXT}and more\n`])
    assert.equal(parseNote(await keys.sign(text, keys.first.vkey)).signatures.length, 1);
});
