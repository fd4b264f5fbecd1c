/** The thread of signature-thread.ts. */
import * as crypto from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import type { Said } from '../thread.ts';
import { KEY_BYTES, LENGTH_BYTES, SIGNATURE_BYTES } from './signature-thread.ts';

const { verifyEd25519 } = nodePlatform(crypto);

parentPort?.on('message', (packed: Uint8Array) => {
  const said = checkAll(packed);
  parentPort?.postMessage(said, []);
});

function checkAll(packed: Uint8Array): Said<Uint8Array> {
  try {
    const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
    const holds: number[] = [];
    let at = 0;
    const take = (length: number): Uint8Array => packed.subarray(at, (at += length));
    while (at < packed.length) {
      const messageBytes = view.getUint32(at);
      at += LENGTH_BYTES;
      const [key, signature, message] = [take(KEY_BYTES), take(SIGNATURE_BYTES), take(messageBytes)];
      holds.push(verifyEd25519(key, message, signature) === true ? 1 : 0);
    }
    return { answer: Uint8Array.from(holds) };
  } catch (error) {
    return { error };
  }
}
