/**
 * Desk passes: how somebody who signs shows a service that it is them, before anything is signed. SPEC 5.6, M43, M44.
 *
 * The pass is made on the side of the one who signs, from what they know (which ledger, which hours), never from a challenge
 * that a service chose: nobody can be made to sign something else that way. Its payload type keeps it from ever being taken
 * for a statement, and its origin from being shown elsewhere. Whoever holds a pass can show it, so it is short-lived.
 */
import * as z from 'zod/mini';
import { parseBase64, utf8 } from './bytes.ts';
import { canonicalBytes, canonicalJson, parseCanonicalJson } from './canonical-json.ts';
import { envelopePayload, envelopeSchema, preAuthEncoding, signEnvelope, type Envelope } from './envelope.ts';
import { FormatError } from './error.ts';
import { say } from './say.ts';
import type { SignatureVerifier, Signer } from './signature.ts';
import { originField, timeField } from './statements/fields.ts';

export const DESK_PASS_TYPE = 'application/vnd.counterfoil.desk-pass.v1+json';

/** The longest time for which a pass is good. */
export const MAX_DESK_PASS_MS = 43_200_000;

/** More than the largest signature of any scheme takes; servers take headers of some 16,000. */
export const MAX_DESK_PASS_CHARACTERS = 8000;

const deskPassSchema = z.strictObject({ from: timeField, origin: originField, until: timeField });

/** For which ledger, from when and until when (not included): UTC with milliseconds. */
export type DeskPass = z.infer<typeof deskPassSchema>;

export interface SignedDeskPass {
  readonly pass: DeskPass;
  readonly envelope: Envelope;
  readonly keyid: string;
}

/**
 * - `pass-foreign`: made for another ledger;
 * - `pass-hours`: begins when or after it ends, or is good for longer than a pass may be;
 * - `pass-early`, `pass-over`: not good yet, or no more;
 * - `pass-signature`: not signed by the key that it names.
 */
export type DeskPassVerdict = 'ok' | 'pass-foreign' | 'pass-hours' | 'pass-early' | 'pass-over' | 'pass-signature';

/** Signs a pass and gives the value of the `Authorization` header. @throws FormatError `pass-malformed` for fields that cannot be. */
export async function signDeskPass(pass: DeskPass, signer: Signer): Promise<string> {
  const payload = canonicalBytes(pass);
  parsePayload(payload);
  return formatDeskPass(await signEnvelope({ payloadType: DESK_PASS_TYPE, payload, origin: pass.origin }, [signer]));
}

/** The value of the `Authorization` header: `Counterfoil` and the envelope's canonical JSON in base64url without padding. */
export function formatDeskPass(envelope: Envelope): string {
  const json = utf8(canonicalJson(envelope));
  return `Counterfoil ${json.toBase64({ alphabet: 'base64url', omitPadding: true })}`;
}

/** Whether a header is meant to be a pass. Names of schemes are read in any case (RFC 9110 section 11.1). */
export function isDeskPass(header: string | undefined): header is string {
  return header !== undefined && /^counterfoil /i.test(header);
}

/** @throws FormatError `pass-malformed` for anything `formatDeskPass` would not have written. */
export function parseDeskPass(header: string): SignedDeskPass {
  if (!isDeskPass(header) || header.length > MAX_DESK_PASS_CHARACTERS) throw malformed();
  try {
    const envelope = envelopeSchema.parse(parseCanonicalJson(decode(header.slice(header.indexOf(' ') + 1))));
    const [signature, another] = envelope.signatures;
    if (envelope.payloadType !== DESK_PASS_TYPE || signature === undefined || another !== undefined) throw malformed();
    return { pass: parsePayload(envelopePayload(envelope)), envelope, keyid: signature.keyid };
  } catch (cause) {
    if (cause instanceof FormatError || cause instanceof z.core.$ZodError) throw malformed({ cause });
    throw cause;
  }
}

/**
 * Whether the pass holds here and now. Whether its key has any part in the ledger is for the caller to ask, and best asked first:
 * judging a key never seen before costs more than refusing it.
 * @param now UTC with milliseconds.
 */
export async function checkDeskPass(
  { pass, envelope, keyid }: SignedDeskPass,
  { origin, now }: { readonly origin: string; readonly now: string },
  verifier: SignatureVerifier,
): Promise<DeskPassVerdict> {
  if (pass.origin !== origin) return 'pass-foreign';
  const lastsMs = Date.parse(pass.until) - Date.parse(pass.from);
  if (lastsMs <= 0 || lastsMs > MAX_DESK_PASS_MS) return 'pass-hours';
  if (now < pass.from) return 'pass-early';
  if (now >= pass.until) return 'pass-over';
  const message = preAuthEncoding(DESK_PASS_TYPE, envelopePayload(envelope));
  const sig = parseBase64(envelope.signatures[0]?.sig ?? '');
  const verdict = await verifier.check(keyid, { payloadType: DESK_PASS_TYPE, origin, message }, sig);
  return verdict === 'ok' ? 'ok' : 'pass-signature';
}

function parsePayload(payload: Uint8Array): DeskPass {
  const parsed = deskPassSchema.safeParse(parseCanonicalJson(payload));
  if (!parsed.success) throw malformed({ cause: parsed.error });
  return parsed.data;
}

function decode(text: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.fromBase64(text, { alphabet: 'base64url' });
  } catch (cause) {
    throw malformed({ cause });
  }
  // The platform reads more spellings than one.
  if (bytes.toBase64({ alphabet: 'base64url', omitPadding: true }) !== text) throw malformed();
  return bytes;
}

function malformed(options?: ErrorOptions): FormatError {
  return new FormatError('pass-malformed', say`This is not a desk pass.`, options);
}
