/**
 * Whether a signature holds: three schemes, one question, the same answer on every platform. SPEC 5.2 to 5.5, M13, M37, M38, M39.
 *
 * Everything on which implementations could differ is checked before the platform is asked.
 */
import { hex } from './bytes.ts';
import {
  checkPublicKey,
  isSoundEd25519Signature,
  PUBLIC_KEY_BYTES,
  SIGNATURE_BYTES,
  type PublicKeyVerdict,
} from './ed25519.ts';
import { FormatError } from './error.ts';
import { ed25519Keyid, parseKeyid, type KeyidParts } from './keyid.ts';
import { Memo } from './memo.ts';
import { derToCompact, isInP256Range, uncompressP256 } from './p256.ts';
import { checkSshsig } from './sshsig.ts';
import { checkWebauthn } from './webauthn.ts';

/** What the machine offers. Every platform gives the same answers; they differ in speed alone. */
export interface Platform {
  sha256(data: Uint8Array): Uint8Array;
  /** Asked for by SSH signatures alone, so a machine may take its time. The caller does not change the data meanwhile. */
  sha512(data: Uint8Array): Uint8Array | Promise<Uint8Array>;
  /**
   * The machine's own RFC 8032 check. Only ever called with a key and a signature that `createVerifier` has found to be
   * well formed: anywhere else its answer depends on the implementation. Throws or rejects only when the machine is broken.
   */
  verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean | Promise<boolean>;
  /**
   * The machine's own ECDSA on P-256 with SHA-256 of the message. Only ever called with a point of the curve, uncompressed in
   * 65 bytes, and with r and s of 32 bytes each, both within their range.
   */
  verifyP256(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean | Promise<boolean>;
}

/** What is signed, and for which purpose and ledger: some schemes sign these along with it. */
export interface SignedMessage {
  readonly payloadType: string;
  /** Of the ledger that the statement is meant for. */
  readonly origin: string;
  /** The pre-authentication encoding. */
  readonly message: Uint8Array;
}

/** Whoever signs statements, by whichever scheme. */
export interface Signer {
  readonly keyid: string;
  /** The bytes of `sig`, as the scheme of the key has them. */
  sign(signed: SignedMessage): Uint8Array | Promise<Uint8Array>;
}

/** A private Ed25519 key that signs bytes outright, as notes ask for. */
export interface NoteSigner {
  readonly publicKey: Uint8Array;
  /** RFC 8032: 64 bytes, deterministic. */
  signBytes(message: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

export type Ed25519Signer = Signer & NoteSigner;

/** The scheme `ed25519`: the key signs the message itself. */
export function ed25519Signer({ publicKey, signBytes }: NoteSigner): Ed25519Signer {
  return { publicKey, signBytes, keyid: ed25519Keyid(publicKey), sign: ({ message }) => signBytes(message) };
}

/**
 * - `signature-malformed`: not in the form of its scheme;
 * - `signature-key`: the SSH signature says that another key made it;
 * - `signature-namespace`: the SSH signature was made for another purpose or another ledger;
 * - `signature-challenge`: the assertion is about other bytes;
 * - `signature-origin`: the assertion was made on another page than one of its relying party, or in a frame;
 * - `signature-relying-party`: the authenticator signed for another one;
 * - `signature-presence`: it does not say that somebody was there;
 * - `signature-verification`: it does not say that it knew who was there;
 * - `signature-wrong`: in order, and not the signature of this key over these bytes.
 *
 * Of several faults one is named. All but `ok` are rules of the table in rules.ts.
 */
export type SignatureVerdict =
  | 'ok'
  | 'signature-malformed'
  | 'signature-key'
  | 'signature-namespace'
  | 'signature-challenge'
  | 'signature-origin'
  | 'signature-relying-party'
  | 'signature-presence'
  | 'signature-verification'
  | 'signature-wrong';

export type SignatureFault = Exclude<SignatureVerdict, 'ok'>;

/** Checks of raw signatures, on which the schemes are built. */
export interface SignatureRules extends Pick<Platform, 'sha256' | 'sha512'> {
  checkEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Verdict;
  /** @param publicKey compressed, 33 bytes. @param signature DER. @throws FormatError `signature-malformed`. */
  checkP256(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Verdict;
}

type Verdict = SignatureVerdict | Promise<SignatureVerdict>;

export interface SignatureVerifier {
  /** What `checkPublicKey` says, remembered. */
  checkKey(publicKey: Uint8Array): PublicKeyVerdict;
  /**
   * Whether a raw Ed25519 signature holds, as on notes; false for input of any wrong length. A promise where the platform gives
   * one. A key never seen before costs a few milliseconds, so know whose key it is before asking.
   */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean | Promise<boolean>;
  /**
   * Whether the signature of a statement holds, by the scheme that its keyid names. A promise where the platform gives one.
   * Costs as much as `verify` with a key never seen before.
   * @throws FormatError `key-malformed` for what is no keyid.
   */
  check(keyid: string, signed: SignedMessage, sig: Uint8Array): Verdict;
}

/** Keys a verifier remembers; beyond it the one remembered first is forgotten, which costs time and changes no answer. */
export const KEYS_REMEMBERED = 10_000;

/** The whole rule over one platform. Keep one verifier for as long as keys repeat: it remembers those already checked. */
export function createVerifier(platform: Platform): SignatureVerifier {
  const keyVerdicts = new Memo<PublicKeyVerdict>(KEYS_REMEMBERED);
  const points = new Memo<{ readonly point: Uint8Array | undefined }>(KEYS_REMEMBERED);
  const schemeChecks = new Memo<SchemeCheck>(KEYS_REMEMBERED);
  const checkKey = (publicKey: Uint8Array): PublicKeyVerdict => {
    // The length goes first, so that what is remembered has a bounded size.
    if (publicKey.length !== PUBLIC_KEY_BYTES) return 'malformed';
    return keyVerdicts.get(hex(publicKey), () => checkPublicKey(publicKey));
  };
  const verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean | Promise<boolean> => {
    if (!isSoundEd25519Signature(signature) || checkKey(publicKey) !== 'ok') return false;
    return platform.verifyEd25519(publicKey, message, signature);
  };
  const rules: SignatureRules = {
    sha256: (data) => platform.sha256(data),
    sha512: (data) => platform.sha512(data),
    checkEd25519(publicKey, message, signature) {
      if (signature.length !== SIGNATURE_BYTES) return 'signature-malformed';
      return verdictOf(verify(publicKey, message, signature));
    },
    checkP256(publicKey, message, der) {
      const signature = derToCompact(der);
      const { point } = points.get(hex(publicKey), () => ({ point: uncompressP256(publicKey) }));
      if (point === undefined || !isInP256Range(signature)) return 'signature-wrong';
      return verdictOf(platform.verifyP256(point, message, signature));
    },
  };
  return {
    checkKey,
    verify,
    check(keyid, signed, sig) {
      try {
        return schemeChecks.get(keyid, () => schemeCheck(parseKeyid(keyid), rules))(signed, sig);
      } catch (error) {
        if (error instanceof FormatError && error.code === 'signature-malformed') return error.code;
        throw error;
      }
    },
  };
}

type SchemeCheck = (signed: SignedMessage, sig: Uint8Array) => Verdict;

/** May throw FormatError `signature-malformed` in place of giving it. */
function schemeCheck(key: KeyidParts, rules: SignatureRules): SchemeCheck {
  switch (key.scheme) {
    case 'ed25519':
      return ({ message }, sig) => rules.checkEd25519(key.publicKey, message, sig);
    case 'sshsig':
      return (signed, sig) => checkSshsig(key, signed, sig, rules);
    case 'webauthn-ed25519':
    case 'webauthn-es256':
      return (signed, sig) => checkWebauthn(key, signed, sig, rules);
  }
}

function verdictOf(holds: boolean | Promise<boolean>): Verdict {
  return typeof holds === 'boolean' ? inWords(holds) : holds.then(inWords);
}

function inWords(holds: boolean): SignatureVerdict {
  return holds ? 'ok' : 'signature-wrong';
}
