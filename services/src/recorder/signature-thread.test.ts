import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { after, describe, it } from 'node:test';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { startSignatureThread } from './signature-thread.ts';

describe('The thread that checks signatures', () => {
  const thread = startSignatureThread();
  after(() => thread.close());

  it('says of each what the platform says, whatever else is asked at the same moment', async () => {
    const checks = Array.from({ length: 200 }, (_, i) => {
      const { publicKey, privateKey } = crypto.generateKeyPairSync('ed25519');
      const key = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32));
      const message = new Uint8Array(crypto.randomBytes(i * 7));
      const signature = new Uint8Array(crypto.sign(null, message, privateKey));
      // Every third is of another message.
      if (i % 3 === 0) signature[i % 64] = (signature[i % 64] ?? 0) ^ 1;
      return { key, message, signature };
    });
    const platform = nodePlatform(crypto);
    const said = await Promise.all(
      checks.map(({ key, message, signature }) => thread.verifyEd25519(key, message, signature)),
    );
    assert.deepEqual(
      said,
      checks.map(({ key, message, signature }) => platform.verifyEd25519(key, message, signature)),
    );
    assert.equal(said.filter((holds) => holds).length, 133);
  });

  it('leaves the asker what was handed over', async () => {
    const message = new Uint8Array([1, 2, 3]);
    await thread.verifyEd25519(new Uint8Array(32).fill(9), message, new Uint8Array(64));
    assert.deepEqual([...message], [1, 2, 3]);
  });
});
