/**
 * Signers of every scheme with fixed keys, and authenticators written from their specifications: the same calls give the same
 * bytes. For tests and vectors. What they sign can be changed, to make what must be refused.
 */
import { getPublicKeyAsync, signAsync } from '@noble/ed25519';
import { p256 } from '@noble/curves/nist.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { base64, concatBytes, utf8 } from '../bytes.ts';
import { formatKeyid, type WebauthnScheme } from '../keyid.ts';
import type { Signer } from '../signature.ts';
import { formatSshKeyBlob, SK_SSH_ED25519, SSH_ED25519, type SshPublicKey } from '../ssh-key.ts';
import { sshUint32 } from '../ssh-wire.ts';
import { formatSshsig, skSignedData, sshsigNamespace, sshsigSignedData, type SshsigHash } from '../sshsig.ts';
import { formatWebauthnSig } from '../webauthn.ts';

/** The seed of the builder's actor of this name: the same person, should a test want their key under another scheme. */
export function seedOf(name: string): Uint8Array {
  return sha256(utf8(`key of ${name}`));
}

const digests = { sha256, sha512 } as const;

export interface SshOptions {
  readonly hash?: SshsigHash;
  /** In place of the one that fits what is signed. */
  readonly namespace?: string;
  /** The blob of another key, named in the signature. */
  readonly claims?: Uint8Array;
}

/** As `ssh-keygen -Y sign` does it, byte for byte. */
export async function sshSigner(name: string, options: SshOptions = {}): Promise<Signer> {
  const seed = seedOf(name);
  const key: SshPublicKey = { type: SSH_ED25519, publicKey: await getPublicKeyAsync(seed) };
  const { hash = 'sha512', claims = formatSshKeyBlob(key) } = options;
  return {
    keyid: formatKeyid({ scheme: 'sshsig', ...key }),
    async sign(signed) {
      const namespace = options.namespace ?? sshsigNamespace(signed);
      const signature = await signAsync(sshsigSignedData(namespace, hash, digests[hash](signed.message)), seed);
      const inner = { type: key.type, signature };
      return formatSshsig({ publicKey: claims, namespace: utf8(namespace), hash, signed: inner });
    },
  };
}

export interface SkOptions extends SshOptions {
  readonly application?: string;
  /** 1: somebody touched the key. 4: it also knew who. */
  readonly flags?: number;
  readonly counter?: number;
}

/** A security key behind `ssh-keygen -Y sign` (OpenSSH PROTOCOL.u2f). */
export async function skSigner(name: string, options: SkOptions = {}): Promise<Signer> {
  const { application = 'ssh:', flags = 1, counter = 7, hash = 'sha512' } = options;
  const seed = seedOf(name);
  const key: SshPublicKey = { type: SK_SSH_ED25519, publicKey: await getPublicKeyAsync(seed), application };
  const { claims = formatSshKeyBlob(key) } = options;
  return {
    keyid: formatKeyid({ scheme: 'sshsig', ...key }),
    async sign(signed) {
      const namespace = options.namespace ?? sshsigNamespace(signed);
      const data = sshsigSignedData(namespace, hash, digests[hash](signed.message));
      const signature = await signAsync(skSignedData(application, flags, counter, data), seed);
      const inner = { type: key.type, signature, flags, counter };
      return formatSshsig({ publicKey: claims, namespace: utf8(namespace), hash, signed: inner });
    },
  };
}

export interface WebauthnOptions {
  /** Of the key. */
  readonly rpId?: string;
  /** What the page is, to the browser. */
  readonly origin?: string;
  /** Members of clientDataJSON, put over the honest ones; undefined takes one away. */
  readonly client?: Readonly<Record<string, unknown>>;
  /** The text of clientDataJSON, made from the honest one. */
  readonly clientText?: (honest: string) => string;
  /** What the authenticator takes for the relying party. */
  readonly hashedRpId?: string;
  /** 1: somebody was there. 4: it knew who. */
  readonly flags?: number;
  /** What follows the counter. */
  readonly extensions?: Uint8Array;
  /** The signature, made from the honest one. */
  readonly signature?: (honest: Uint8Array) => Uint8Array;
}

/** Browser and authenticator in one (W3C Web Authentication Level 3, sections 5.8.1 and 6.3.3). */
export async function webauthnSigner(
  scheme: WebauthnScheme,
  name: string,
  options: WebauthnOptions = {},
): Promise<Signer> {
  const { rpId = 'sign.example.org', origin = `https://${rpId}`, hashedRpId = rpId, flags = 5 } = options;
  const seed = seedOf(name);
  const publicKey = scheme === 'webauthn-es256' ? p256.getPublicKey(seed, true) : await getPublicKeyAsync(seed);
  return {
    keyid: formatKeyid({ scheme, rpId, publicKey }),
    async sign({ message }) {
      const client = {
        type: 'webauthn.get',
        challenge: base64(sha256(message)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
        origin,
        crossOrigin: false,
        ...options.client,
      };
      const text = JSON.stringify(client);
      const clientDataJson = utf8(options.clientText?.(text) ?? text);
      const authenticatorData = concatBytes(
        sha256(utf8(hashedRpId)),
        Uint8Array.of(flags),
        sshUint32(7),
        options.extensions ?? new Uint8Array(),
      );
      const data = concatBytes(authenticatorData, sha256(clientDataJson));
      const honest =
        scheme === 'webauthn-es256'
          ? p256.sign(data, seed, { format: 'der', lowS: false })
          : await signAsync(data, seed);
      return formatWebauthnSig({
        authenticatorData,
        clientDataJson,
        signature: options.signature?.(honest) ?? honest,
      });
    },
  };
}

/** The smallest damage there is. */
export function flipLastBit(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte));
}
