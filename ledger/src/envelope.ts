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
    throw new FormatError('envelope-malformed', NOT_BASE64, { cause });
  }
}

/** The pre-authentication encoding: what is signed. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  return concatBytes(utf8(`DSSEv1 ${utf8(payloadType).length} ${payloadType} ${payload.length} `), payload);
}

/** What was signed, as two views of the same memory: the payload is the end of the message. */
export interface SignedBytes {
  /** The pre-authentication encoding. */
  readonly message: Uint8Array;
  readonly payload: Uint8Array;
}

/**
 * Decodes the payload straight into the place where it is to be verified.
 * @param into at least as long as the entry that holds the envelope, which is always long enough.
 * @throws FormatError `envelope-malformed` as `envelopePayload`.
 */
export function decodeSigned({ payload: text, payloadType }: Envelope, into: Uint8Array): SignedBytes {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const length = (text.length / 4) * 3 - padding;
  const head = utf8(`DSSEv1 ${utf8(payloadType).length} ${payloadType} ${length} `);
  const message = into.subarray(0, head.length + length);
  message.set(head);
  const payload = message.subarray(head.length);
  if (!decodeBase64(text, payload)) throw new FormatError('envelope-malformed', NOT_BASE64);
  return { message, payload };
}

/** Whether the text is base64 in its one spelling for just as many bytes as there is room for. */
function decodeBase64(text: string, into: Uint8Array): boolean {
  if (text.length % 4 !== 0) return false;
  try {
    const { read, written } = into.setFromBase64(text, { lastChunkHandling: 'strict' });
    // The platform skips white space; then there is less than there is room for.
    return read === text.length && written === into.length;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

const NOT_BASE64 = 'The payload of the envelope is not base64.';

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
