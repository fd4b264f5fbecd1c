/** Passkeys and security keys: W3C Web Authentication, asked for user verification each time. SPEC 5.5. */
import { formatKeyid, type WebauthnScheme } from '@counterfoil/ledger/keyid';
import { noblePlatform } from '@counterfoil/ledger/platform-noble';
import type { Signer } from '@counterfoil/ledger/signature';
import { formatWebauthnSig, webauthnChallenge } from '@counterfoil/ledger/webauthn';
import { DeskProblem } from './desk-problem.ts';
import { language } from './language.ts';

/** COSE algorithms (RFC 9053): ES256, EdDSA. */
const ES256 = -7;
const EDDSA = -8;
/** Ends of the SubjectPublicKeyInfo that browsers give: the coordinates of the P-256 point; the Ed25519 key (RFC 8410). */
const P256_COORDINATE_BYTES = 32;
const ED25519_BYTES = 32;
const TIMEOUT_MS = 120_000;

export interface Passkey {
  readonly keyid: string;
  /** Identifier of the credential. */
  readonly credential: Uint8Array<ArrayBuffer>;
}

/** @throws DeskProblem `key-unusable`. */
export async function createPasskey(rpId: string, person: string): Promise<Passkey> {
  let made: Credential | null;
  try {
    made = await navigator.credentials.create({
      publicKey: {
        // Nothing is proved by the making of it, so what is signed then is of no account.
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        rp: { id: rpId, name: rpId },
        user: {
          id: crypto.getRandomValues(new Uint8Array(16)),
          name: person.slice(0, 8),
          displayName: language.phrase('desk-passkey-name'),
        },
        pubKeyCredParams: [
          { type: 'public-key', alg: EDDSA },
          { type: 'public-key', alg: ES256 },
        ],
        authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
        attestation: 'none',
        timeout: TIMEOUT_MS,
      },
    });
  } catch (cause) {
    throw new DeskProblem('key-unusable', language.phrase('desk-problem-passkey'), { cause });
  }
  if (!(made instanceof PublicKeyCredential) || !(made.response instanceof AuthenticatorAttestationResponse))
    throw new DeskProblem('key-unusable', language.phrase('desk-problem-passkey'));
  const info = made.response.getPublicKey();
  if (info === null) throw new DeskProblem('key-unusable', language.phrase('desk-problem-passkey'));
  const scheme = schemeOf(made.response.getPublicKeyAlgorithm());
  const publicKey = publicKeyIn(new Uint8Array(info), scheme);
  return { keyid: formatKeyid({ scheme, rpId, publicKey }), credential: new Uint8Array(made.rawId) };
}

function schemeOf(algorithm: COSEAlgorithmIdentifier): WebauthnScheme {
  if (algorithm === EDDSA) return 'webauthn-ed25519';
  if (algorithm === ES256) return 'webauthn-es256';
  throw new DeskProblem('key-unusable', language.phrase('desk-problem-passkey'));
}

/** Both kinds of key end the structure, each in its one length. */
function publicKeyIn(info: Uint8Array, scheme: WebauthnScheme): Uint8Array {
  if (scheme === 'webauthn-ed25519') return info.slice(-ED25519_BYTES);
  const x = info.slice(-2 * P256_COORDINATE_BYTES, -P256_COORDINATE_BYTES);
  const isOdd = ((info.at(-1) ?? 0) & 1) === 1;
  // SEC 1 section 2.3.3: compressed.
  return Uint8Array.of(isOdd ? 3 : 2, ...x);
}

/** Asks the device each time. Its signer throws DeskProblem `signature-unmade`. */
export function passkeySigner(keyid: string, credential: Uint8Array<ArrayBuffer>): Signer {
  const sign: Signer['sign'] = async (signed) => {
    const unmade = (cause?: unknown): DeskProblem =>
      new DeskProblem('signature-unmade', language.phrase('desk-problem-device'), { cause });
    let given: Credential | null;
    try {
      given = await navigator.credentials.get({
        publicKey: {
          challenge: Uint8Array.from(webauthnChallenge(signed, noblePlatform.sha256)),
          rpId: location.hostname,
          allowCredentials: [{ type: 'public-key', id: credential }],
          userVerification: 'required',
          timeout: TIMEOUT_MS,
        },
      });
    } catch (cause) {
      throw unmade(cause);
    }
    if (!(given instanceof PublicKeyCredential) || !(given.response instanceof AuthenticatorAssertionResponse))
      throw unmade();
    const { authenticatorData, clientDataJSON, signature } = given.response;
    return formatWebauthnSig({
      authenticatorData: new Uint8Array(authenticatorData),
      clientDataJson: new Uint8Array(clientDataJSON),
      signature: new Uint8Array(signature),
    });
  };
  return { keyid, sign };
}
