/**
 * DSSE envelopes: the exact bytes somebody signed, with the signatures. SPEC 5, M12; secure-systems-lab/dsse v1.
 */
import { z } from 'zod';
import { base64, concatBytes, parseBase64, utf8 } from './bytes.ts';
import { FormatError } from './error.ts';
import { parseKeyid } from './keyid.ts';
import type { Signer, SignatureVerifier } from './signature.ts';
import { formatKeyid } from './keyid.ts';
import { keyidField } from './statements/fields.ts';

/** More signatures than any quorum needs. */
export const MAX_SIGNATURES = 64;

/** As it travels and as it is stored: base64 in JSON. */
export const envelopeSchema = z.strictObject({
  payload: z.string().min(4).meta({ description: 'The statement: canonical JSON, in base64.' }),
  payloadType: z.string().min(1).max(200),
  signatures: z
    .array(z.strictObject({ keyid: keyidField, sig: z.string().regex(/^[A-Za-z0-9+/]{85}[AQgw]==$/) }))
    .min(1)
    .max(MAX_SIGNATURES),
});
export type Envelope = z.infer<typeof envelopeSchema>;

/** @throws FormatError `envelope-malformed` when the payload is not base64 in its one spelling. */
export function envelopePayload(envelope: Envelope): Uint8Array {
  try {
    return parseBase64(envelope.payload);
  } catch (cause) {
    throw new FormatError('envelope-malformed', 'The payload of the envelope is not base64.', { cause });
  }
}

/** The pre-authentication encoding: what is signed. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  return concatBytes(utf8(`DSSEv1 ${utf8(payloadType).length} ${payloadType} ${payload.length} `), payload);
}

/** Signs the payload with every key given, in that order. */
export async function signEnvelope(
  payloadType: string,
  payload: Uint8Array,
  signers: readonly Signer[],
): Promise<Envelope> {
  const message = preAuthEncoding(payloadType, payload);
  const signatures = [];
  for (const signer of signers)
    signatures.push({ keyid: formatKeyid(signer.publicKey), sig: base64(await signer.sign(message)) });
  return { payload: base64(payload), payloadType, signatures };
}

/**
 * The first signature that does not verify, or undefined when all do. Whether a key may sign is for the rulebook to say.
 * Starts every check before it waits for the first.
 */
export async function findWrongSignature(
  envelope: Envelope,
  payload: Uint8Array,
  verifier: SignatureVerifier,
): Promise<string | undefined> {
  const message = preAuthEncoding(envelope.payloadType, payload);
  const verdicts = await Promise.all(
    envelope.signatures.map(({ keyid, sig }) => verifier.verify(parseKeyid(keyid), message, parseBase64(sig))),
  );
  const wrong = verdicts.indexOf(false);
  return wrong === -1 ? undefined : envelope.signatures[wrong]?.keyid;
}
