import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readPrivateKey, writePrivateKey } from './keys.ts';
import { readMlDsaKey, writeMlDsaKey } from './ml-dsa-keys.ts';

test('a damaged key file, or one with another kind of key, is named, with what to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-keys-'));
  const [damaged, ed25519, mlDsa] = ['damaged', 'ed25519', 'ml-dsa'].map((name) => join(folder, `${name}.pem`));
  assert.ok(damaged !== undefined && ed25519 !== undefined && mlDsa !== undefined);
  await Promise.all([writeFile(damaged, 'torn'), writePrivateKey(ed25519), writeMlDsaKey(mlDsa)]);
  const says = (file: string): RegExp => new RegExp(`The key in ${file} cannot be used: .* Put it back from your copy`);
  await assert.rejects(readPrivateKey(damaged), says(damaged));
  await assert.rejects(readMlDsaKey(damaged), says(damaged));
  await assert.rejects(readPrivateKey(mlDsa), says(mlDsa));
  await assert.rejects(readMlDsaKey(ed25519), new RegExp(ed25519));
  await Promise.all([readPrivateKey(ed25519), readMlDsaKey(mlDsa)]);
  await rm(folder, { recursive: true });
});
