/** Runs in the pages of `passkeys.test.ts`: makes passkeys and assertions as the signing desk does, and judges signatures. */
import { concatBytes, parseBase64, utf8 } from '@counterfoil/ledger/bytes';
import { preAuthEncoding } from '@counterfoil/ledger/envelope';
import { formatKeyid } from '@counterfoil/ledger/keyid';
import { noblePlatform } from '@counterfoil/ledger/platform-noble';
import { webPlatform } from '@counterfoil/ledger/platform-web';
import { createVerifier, type SignatureVerdict, type SignedMessage } from '@counterfoil/ledger/signature';
import { formatWebauthnSig, webauthnChallenge } from '@counterfoil/ledger/webauthn';

/** One signature over one payload, as the vectors have it. */
export interface SignatureCase {
  readonly keyid: string;
  readonly payloadType: string;
  readonly origin: string;
  readonly payload: string;
  /** Base64. */
  readonly sig: string;
}

export interface Verdicts {
  readonly webCrypto: readonly SignatureVerdict[];
  readonly noble: readonly SignatureVerdict[];
}

export async function judge(cases: readonly SignatureCase[]): Promise<Verdicts> {
  const [web, noble] = [createVerifier(webPlatform(crypto.subtle)), createVerifier(noblePlatform)];
  const verdicts = { webCrypto: [] as SignatureVerdict[], noble: [] as SignatureVerdict[] };
  for (const one of cases) {
    const input = [one.keyid, messageOf(one), parseBase64(one.sig)] as const;
    verdicts.webCrypto.push(await web.check(...input));
    verdicts.noble.push(await noble.check(...input));
  }
  return verdicts;
}

type Said = Pick<SignatureCase, 'payloadType' | 'origin' | 'payload'>;

function messageOf({ payloadType, origin, payload }: Said): SignedMessage {
  return { payloadType, origin, message: preAuthEncoding(payloadType, utf8(payload)) };
}

export interface Passkey {
  readonly keyid: string;
  /** Base64. */
  readonly id: string;
}

const ALGORITHMS = { 'webauthn-es256': -7, 'webauthn-ed25519': -8 } as const;

/** Undefined where the authenticator offers no key of this scheme. */
export async function makePasskey(scheme: keyof typeof ALGORITHMS, rpId: string): Promise<Passkey | undefined> {
  const random = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(32));
  let credential: Credential | null;
  try {
    credential = await navigator.credentials.create({
      publicKey: {
        rp: { id: rpId, name: 'Rivermouth' },
        user: { id: random(), name: 'anna', displayName: 'Anna' },
        challenge: random(),
        pubKeyCredParams: [{ type: 'public-key', alg: ALGORITHMS[scheme] }],
        authenticatorSelection: { userVerification: 'required' },
      },
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return undefined;
    throw error;
  }
  if (!(credential instanceof PublicKeyCredential)) return undefined;
  const spki = new Uint8Array((credential.response as AuthenticatorAttestationResponse).getPublicKey() ?? []);
  return {
    keyid: formatKeyid({ scheme, rpId, publicKey: scheme === 'webauthn-es256' ? compress(spki) : spki.slice(-32) }),
    id: new Uint8Array(credential.rawId).toBase64(),
  };
}

/** An SPKI of P-256 ends in 0x04 and both coordinates. */
function compress(spki: Uint8Array): Uint8Array {
  const y = spki.at(-1) ?? 0;
  return concatBytes(Uint8Array.of(2 + (y & 1)), spki.slice(-64, -32));
}

export async function signWithPasskey(
  { keyid, id }: Passkey,
  rpId: string,
  said: Said,
  userVerification: UserVerificationRequirement = 'required',
): Promise<SignatureCase> {
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: Uint8Array.from(webauthnChallenge(messageOf(said), noblePlatform.sha256)),
      rpId,
      allowCredentials: [{ type: 'public-key', id: Uint8Array.from(parseBase64(id)) }],
      userVerification,
    },
  });
  if (!(credential instanceof PublicKeyCredential)) throw new Error('There was no assertion.');
  const response = credential.response as AuthenticatorAssertionResponse;
  const sig = formatWebauthnSig({
    authenticatorData: new Uint8Array(response.authenticatorData),
    clientDataJson: new Uint8Array(response.clientDataJSON),
    signature: new Uint8Array(response.signature),
  });
  return { keyid, ...said, sig: sig.toBase64() };
}
