/** What the vectors of signatures have in common. SPEC 5.4, 5.5. */
import { base64, utf8 } from '../../src/bytes.ts';
import { preAuthEncoding } from '../../src/envelope.ts';
import type { SignatureFault, SignedMessage, Signer } from '../../src/signature.ts';

/** One signature over one payload, as an envelope would hold it. */
export interface SignatureRow {
  readonly name: string;
  readonly keyid: string;
  readonly payloadType: string;
  /** Of the ledger that the payload is meant for. */
  readonly origin: string;
  /** UTF-8. What is signed is its pre-authentication encoding. */
  readonly payload: string;
  /** Base64. */
  readonly sig: string;
  readonly refused: SignatureFault | null;
}

export const PAYLOAD = {
  payloadType: 'application/vnd.counterfoil.statement.v1+json',
  origin: 'ledger.example.org/rivermouth',
  payload: '{"said":"A bench, please."}',
};

export function messageOf({
  payloadType,
  origin,
  payload,
}: Omit<SignatureRow, 'name' | 'keyid' | 'sig'>): SignedMessage {
  return { payloadType, origin, message: preAuthEncoding(payloadType, utf8(payload)) };
}

export const SIGNED = messageOf({ ...PAYLOAD, refused: null });

export interface Made {
  readonly keyid: string;
  readonly sig: Uint8Array;
}

export async function make(signer: Signer | Promise<Signer>, signed = SIGNED): Promise<Made> {
  const { keyid, sign } = await signer;
  return { keyid, sig: await sign(signed) };
}

export function row(name: string, refused: SignatureFault | null, { keyid, sig }: Made): SignatureRow {
  return { name, keyid, ...PAYLOAD, sig: base64(sig), refused };
}
