/**
 * DSSE envelopes: the exact bytes somebody signed, with the signatures. SPEC 5, M12; secure-systems-lab/dsse v1.
 */
import * as z from 'zod/mini';
import { described } from './described.ts';
import { base64, concatBytes, parseBase64, utf8, utf8Into } from './bytes.ts';
import { FormatError } from './error.ts';
import { Memo } from './memo.ts';
import type { SignatureFault, SignatureVerdict, SignatureVerifier, SignedMessage, Signer } from './signature.ts';
import { keyidField } from './statements/fields.ts';
import { say } from './say.ts';

/** More signatures than any quorum needs. */
export const MAX_SIGNATURES = 64;

/** More than any scheme needs: clientDataJSON is the longest part of any. */
export const MAX_SIGNATURE_BYTES = 3000;

/** Base64 in its one spelling, of at least one byte. */
const SIG = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)$/;

/** As it travels and as it is stored: base64 in JSON. */
export const envelopeSchema = z.strictObject({
  payload: described(z.string().check(z.minLength(4)), 'The statement: canonical JSON, in base64.'),
  payloadType: z.string().check(z.minLength(1), z.maxLength(200)),
  signatures: z
    .array(
      z.strictObject({
        keyid: keyidField,
        sig: z.string().check(z.maxLength((MAX_SIGNATURE_BYTES / 3) * 4), z.regex(SIG)),
      }),
    )
    .check(z.minLength(1), z.maxLength(MAX_SIGNATURES)),
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

/** Of what is signed, by payload type: nearly all have the same. */
const beginnings = new Memo<string>(16);

/**
 * Decodes the payload straight into the place where it is to be verified.
 * @param into at least as long as the entry that holds the envelope, which is always long enough.
 * @throws FormatError `envelope-malformed` as `envelopePayload`.
 */
export function decodeSigned({ payload: text, payloadType }: Envelope, into: Uint8Array): SignedBytes {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const length = (text.length / 4) * 3 - padding;
  const beginning = beginnings.get(payloadType, () => `DSSEv1 ${utf8(payloadType).length} ${payloadType} `);
  const headBytes = utf8Into(`${beginning}${length} `, into);
  const message = into.subarray(0, headBytes + length);
  const payload = message.subarray(headBytes);
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

const NOT_BASE64 = say`The payload of the envelope is not base64.`;

/** What is to be signed, for which ledger. */
export interface Unsigned {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  /** Of the ledger that the payload is meant for: the `origin` it says. */
  readonly origin: string;
}

/** What every signature of an envelope is over. */
function signedMessage({ payloadType, payload, origin }: Unsigned): SignedMessage {
  return { payloadType, origin, message: preAuthEncoding(payloadType, payload) };
}

/** Signs the payload with every key given, in that order. */
export async function signEnvelope(unsigned: Unsigned, signers: readonly Signer[]): Promise<Envelope> {
  const signed = signedMessage(unsigned);
  const signatures = [];
  for (const signer of signers) signatures.push({ keyid: signer.keyid, sig: base64(await signer.sign(signed)) });
  return { payload: base64(unsigned.payload), payloadType: unsigned.payloadType, signatures };
}

export interface WrongSignature {
  readonly keyid: string;
  readonly verdict: SignatureFault;
}

/**
 * The first signature that does not hold, or undefined when all do. Whether a key may sign is for the rulebook to say.
 * Starts every check before it waits for the first.
 * @param opened the bytes of the payload, and the origin that they say.
 */
export async function findWrongSignature(
  { payloadType, signatures }: Envelope,
  opened: Pick<Unsigned, 'payload' | 'origin'>,
  verifier: SignatureVerifier,
): Promise<WrongSignature | undefined> {
  const signed = signedMessage({ payloadType, ...opened });
  const verdicts = signatures.map(({ keyid, sig }) => verifier.check(keyid, signed, parseBase64(sig)));
  return firstWrong(signatures, await Promise.all(verdicts));
}

/** @param verdicts one for each of the signatures, in their order. */
export function firstWrong(
  signatures: Envelope['signatures'],
  verdicts: readonly SignatureVerdict[],
): WrongSignature | undefined {
  for (const [position, { keyid }] of signatures.entries()) {
    const verdict = verdicts[position] ?? 'signature-wrong';
    if (verdict !== 'ok') return { keyid, verdict };
  }
  return undefined;
}
