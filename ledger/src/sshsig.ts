/**
 * Signatures made by `ssh-keygen -Y sign`. SPEC 5.4, M37; OpenSSH PROTOCOL.sshsig and, for security keys, PROTOCOL.u2f.
 *
 * Whoever signs for OpenSSH names what for: the namespace. Ours holds payload type and ledger, so that a signature serves
 * one purpose in one ledger and none elsewhere.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { base64, concatBytes, equalBytes, parseBase64, utf8 } from './bytes.ts';
import { FormatError } from './error.ts';
import type { SignatureRules, SignatureVerdict, SignedMessage } from './signature.ts';
import { formatSshKeyBlob, SK_SSH_ED25519, SSH_ED25519, type SshPublicKey } from './ssh-key.ts';
import { SshReader, sshStrings, sshUint32 } from './ssh-wire.ts';

const MAGIC = utf8('SSHSIG');
const VERSION = 1;
const SIGNATURE_BYTES = 64;
/** PROTOCOL.u2f: the flag of FIDO that somebody touched the key. */
const USER_PRESENT = 0x01;

export type SshsigHash = 'sha256' | 'sha512';

/** The raw signature; a security key adds what it signed along with the message. */
export type SshInnerSignature =
  | { readonly type: typeof SSH_ED25519; readonly signature: Uint8Array }
  | {
      readonly type: typeof SK_SSH_ED25519;
      readonly signature: Uint8Array;
      readonly flags: number;
      readonly counter: number;
    };

export interface Sshsig {
  /** The blob of the key. */
  readonly publicKey: Uint8Array;
  readonly namespace: Uint8Array;
  readonly hash: SshsigHash;
  readonly signed: SshInnerSignature;
}

/** What has to be given to `ssh-keygen -Y sign -n`. */
export function sshsigNamespace({ payloadType, origin }: Pick<SignedMessage, 'payloadType' | 'origin'>): string {
  return `${payloadType}@${origin}`;
}

/**
 * The bytes that the key signs; a security key signs them once more wrapped (`skSignedData`).
 * @param digest of the message, by that hash.
 */
export function sshsigSignedData(namespace: Uint8Array | string, hash: SshsigHash, digest: Uint8Array): Uint8Array {
  return concatBytes(MAGIC, sshStrings(namespace, '', hash, digest));
}

/** What a security key signs: who asked, what happened at the key, and the hash of the data. */
export function skSignedData(application: string, flags: number, counter: number, data: Uint8Array): Uint8Array {
  return concatBytes(sha256(utf8(application)), Uint8Array.of(flags), sshUint32(counter), sha256(data));
}

/** The binary blob: what stands between the lines of the armour. */
export function formatSshsig({ publicKey, namespace, hash, signed }: Sshsig): Uint8Array {
  const inner = sshStrings(signed.type, signed.signature);
  const whole =
    signed.type === SSH_ED25519 ? inner : concatBytes(inner, Uint8Array.of(signed.flags), sshUint32(signed.counter));
  return concatBytes(MAGIC, sshUint32(VERSION), sshStrings(publicKey, namespace, '', hash, whole));
}

/** @throws FormatError `signature-malformed`. What the key's blob holds is not looked at. */
export function parseSshsig(blob: Uint8Array): Sshsig {
  const reader = new SshReader(blob, 'signature-malformed', 'The SSH signature');
  if (!equalBytes(reader.bytes(MAGIC.length), MAGIC)) throw reader.fault('does not begin with SSHSIG');
  if (reader.uint32() !== VERSION) throw reader.fault(`is not of version ${VERSION}`);
  const publicKey = reader.string();
  const namespace = reader.string();
  if (reader.string().length > 0) throw reader.fault('uses a field that is reserved');
  const hash = reader.text();
  if (hash !== 'sha256' && hash !== 'sha512') throw reader.fault('uses another hash than SHA-256 or SHA-512');
  const signed = parseInner(reader.string());
  reader.end();
  return { publicKey, namespace, hash, signed };
}

function parseInner(blob: Uint8Array): SshInnerSignature {
  const reader = new SshReader(blob, 'signature-malformed', 'The SSH signature');
  const type = reader.text();
  if (type !== SSH_ED25519 && type !== SK_SSH_ED25519) throw reader.fault(`is of the type "${type}"`);
  const signature = reader.string();
  if (signature.length !== SIGNATURE_BYTES) throw reader.fault(`does not have ${SIGNATURE_BYTES} bytes`);
  if (type === SSH_ED25519) {
    reader.end();
    return { type, signature };
  }
  const [flags = 0] = reader.bytes(1);
  const counter = reader.uint32();
  reader.end();
  return { type, signature, flags, counter };
}

/**
 * The blob out of the text that `ssh-keygen -Y sign` writes.
 * @throws FormatError `signature-malformed`. The blob itself is not looked at.
 */
export function parseArmoredSshsig(text: string): Uint8Array {
  const [, lines = ''] =
    /^-----BEGIN SSH SIGNATURE-----\r?\n((?:[A-Za-z0-9+/=]+\r?\n)+)-----END SSH SIGNATURE-----(?:\r?\n)*$/.exec(text) ??
    [];
  if (lines === '') throw new FormatError('signature-malformed', 'This is not an SSH signature in its armour.');
  try {
    return parseBase64(lines.replaceAll(/[\r\n]/g, ''));
  } catch (cause) {
    throw new FormatError('signature-malformed', 'The SSH signature is not base64.', { cause });
  }
}

/** The text that OpenSSH reads and writes: lines of 70 characters. */
export function formatArmoredSshsig(blob: Uint8Array): string {
  const lines = base64(blob).match(/.{1,70}/g) ?? [];
  return ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n');
}

/** Form first, then whose and what for, then the key's own flags, then the signature. */
export function checkSshsig(
  key: SshPublicKey,
  message: SignedMessage,
  blob: Uint8Array,
  rules: Pick<SignatureRules, 'checkEd25519' | SshsigHash>,
): SignatureVerdict | Promise<SignatureVerdict> {
  const { publicKey, namespace, hash, signed } = parseSshsig(blob);
  if (!equalBytes(publicKey, formatSshKeyBlob(key))) return 'signature-key';
  if (signed.type !== key.type) return 'signature-malformed';
  if (!equalBytes(namespace, utf8(sshsigNamespace(message)))) return 'signature-namespace';
  if (signed.type === SK_SSH_ED25519 && (signed.flags & USER_PRESENT) === 0) return 'signature-presence';
  const check = (digest: Uint8Array): SignatureVerdict | Promise<SignatureVerdict> => {
    const data = sshsigSignedData(namespace, hash, digest);
    const isPlain = key.type === SSH_ED25519 || signed.type === SSH_ED25519;
    const whole = isPlain ? data : skSignedData(key.application, signed.flags, signed.counter, data);
    return rules.checkEd25519(key.publicKey, whole, signed.signature);
  };
  const digest = rules[hash](message.message);
  return digest instanceof Uint8Array ? check(digest) : digest.then(check);
}
