/**
 * Private keys under a passphrase: EncryptedPrivateKeyInfo (RFC 5958 section 3) by PBES2 (RFC 8018 section 6.2), in PEM. Any
 * OpenSSL reads it.
 *
 * Written out here because `KeyObject.export` stretches the passphrase by 2,048 rounds only, which a graphics card tries by
 * the million.
 */
import { createCipheriv, pbkdf2, randomBytes, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { concatBytes } from '@counterfoil/ledger/bytes';

/** Rounds of PBKDF2 with HMAC-SHA-256: about half a second of one processor for each guess. */
const ITERATIONS = 1_000_000;
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const BLOCK_BYTES = 16;

const PEM_LINE = /.{1,64}/g;

/** The PEM block alone, ending in a line break. */
export async function lockedPem(privateKey: KeyObject, passphrase: string): Promise<string> {
  const [salt, iv] = [new Uint8Array(randomBytes(SALT_BYTES)), new Uint8Array(randomBytes(BLOCK_BYTES))];
  const key = await promisify(pbkdf2)(passphraseBytes(passphrase), salt, ITERATIONS, KEY_BYTES, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const plain = privateKey.export({ type: 'pkcs8', format: 'der' });
  const encrypted = new Uint8Array(Buffer.concat([cipher.update(plain), cipher.final()]));
  const der = sequence(sequence(OID.pbes2, sequence(derivation(salt), encryption(iv))), octets(encrypted));
  const lines = Buffer.from(der).toString('base64').match(PEM_LINE) ?? [];
  return ['-----BEGIN ENCRYPTED PRIVATE KEY-----', ...lines, '-----END ENCRYPTED PRIVATE KEY-----', ''].join('\n');
}

/** One spelling, however the keyboard of the day composes its accents. */
export function passphraseBytes(passphrase: string): Buffer {
  return Buffer.from(passphrase.normalize('NFC'));
}

/** Object identifiers in DER: RFC 8018 appendix C, and for AES csor.nist.gov. */
const OID = {
  pbes2: oid('2a864886f70d01050d'),
  pbkdf2: oid('2a864886f70d01050c'),
  hmacSha256: oid('2a864886f70d0209'),
  aes256Cbc: oid('60864801650304012a'),
};

const NULL = Uint8Array.of(0x05, 0x00);

function derivation(salt: Uint8Array): Uint8Array {
  const rounds = Uint8Array.of(ITERATIONS >>> 16, (ITERATIONS >>> 8) & 0xff, ITERATIONS & 0xff);
  return sequence(OID.pbkdf2, sequence(octets(salt), tagged(0x02, rounds), sequence(OID.hmacSha256, NULL)));
}

function encryption(iv: Uint8Array): Uint8Array {
  return sequence(OID.aes256Cbc, octets(iv));
}

function oid(hexadecimal: string): Uint8Array {
  return tagged(0x06, Uint8Array.fromHex(hexadecimal));
}

function octets(bytes: Uint8Array): Uint8Array {
  return tagged(0x04, bytes);
}

function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return tagged(0x30, concatBytes(...parts));
}

/** Everything here is shorter than 256 bytes. */
function tagged(tag: number, content: Uint8Array): Uint8Array {
  const { length } = content;
  if (length > 0xff) throw new RangeError('This is longer than a private key of Ed25519 ever is.');
  return concatBytes(length < 0x80 ? Uint8Array.of(tag, length) : Uint8Array.of(tag, 0x81, length), content);
}
