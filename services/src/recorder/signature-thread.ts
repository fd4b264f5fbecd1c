/**
 * Ed25519 checks on a thread of their own, all that are asked for at the same moment in one message: handing over one by one and waking
 * somebody each time costs as much as the check. The rule about keys and signatures is the asker's (signature.ts of the ledger).
 */
import type { Platform } from '@counterfoil/ledger/signature';
import { Thread } from '../thread.ts';

interface Waiting {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  readonly resolve: (holds: boolean) => void;
  readonly reject: (error: unknown) => void;
}

export interface SignatureThread {
  readonly verifyEd25519: Platform['verifyEd25519'];
  close(): Promise<void>;
}

export function startSignatureThread(): SignatureThread {
  const thread = new Thread<Uint8Array, Uint8Array>(new URL('./signature-thread-main.ts', import.meta.url));
  let waiting: Waiting[] = [];
  let isAsking = false;
  const askAll = async (): Promise<void> => {
    // What is asked for in the same turn of the event loop comes along.
    await new Promise((turn) => setImmediate(turn));
    while (waiting.length > 0) {
      const asked = waiting;
      waiting = [];
      try {
        const packed = packChecks(asked);
        const holds = await thread.ask(packed, [packed.buffer]);
        asked.forEach(({ resolve }, i) => resolve(holds[i] === 1));
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
    isAsking = false;
  };
  return {
    verifyEd25519: (publicKey, message, signature) =>
      new Promise((resolve, reject) => {
        waiting.push({ publicKey, message, signature, resolve, reject });
        if (isAsking) return;
        isAsking = true;
        void askAll();
      }),
    close: () => thread.close(),
  };
}

/** A check as it travels: length of the message (4 bytes), key (32), signature (64), message. */
export const LENGTH_BYTES = 4;
export const KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;
const FIXED_BYTES = LENGTH_BYTES + KEY_BYTES + SIGNATURE_BYTES;

function packChecks(checks: readonly Waiting[]): Uint8Array<ArrayBuffer> {
  const length = checks.reduce((sum, { message }) => sum + FIXED_BYTES + message.length, 0);
  const packed = new Uint8Array(length);
  const view = new DataView(packed.buffer);
  let at = 0;
  for (const { publicKey, message, signature } of checks) {
    view.setUint32(at, message.length);
    packed.set(publicKey, at + LENGTH_BYTES);
    packed.set(signature, at + LENGTH_BYTES + KEY_BYTES);
    packed.set(message, at + FIXED_BYTES);
    at += FIXED_BYTES + message.length;
  }
  return packed;
}
