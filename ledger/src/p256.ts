/**
 * ECDSA on P-256 with SHA-256, as far as it is decided before a machine's own check is asked. SPEC 5.5, M39.
 *
 * Keys are compressed points (SEC 1 section 2.3.3), signatures DER (RFC 3279 section 2.2.3) in its one spelling. There is no rule on
 * which of the two values of s is used: authenticators do not choose.
 */
import { concatBytes } from './bytes.ts';
import { FormatError } from './error.ts';

/** Of a coordinate, of r and of s. */
const NUMBER_BYTES = 32;

/** The curve y² = x³ - 3x + B over the numbers below the prime, and the order of its group. SEC 2 section 2.4.2. */
const PRIME = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * The key as machines want it: 65 bytes, 0x04 and both coordinates. Undefined for anything but the compressed encoding of a
 * point of the curve. The group has prime order, so every such point is a sound key. SEC 1 section 2.3.4.
 */
export function uncompressP256(publicKey: Uint8Array): Uint8Array | undefined {
  const [mark] = publicKey;
  if (publicKey.length !== NUMBER_BYTES + 1 || (mark !== 0x02 && mark !== 0x03)) return undefined;
  const x = toNumber(publicKey.subarray(1));
  if (x >= PRIME) return undefined;
  const square = (x ** 3n - 3n * x + B) % PRIME;
  const root = squareRoot(square);
  if (root ** 2n % PRIME !== square) return undefined;
  // Never 0, which would be a point of order 2: one of the two roots is odd.
  const y = root % 2n === BigInt(mark % 2) ? root : PRIME - root;
  return concatBytes(Uint8Array.of(0x04), publicKey.subarray(1), Uint8Array.fromHex(y.toString(16).padStart(64, '0')));
}

/** The power (p + 1) / 4, which is a root of every number that has one, as p is 3 modulo 4. Nothing here is secret. */
function squareRoot(square: bigint): bigint {
  let [root, base] = [1n, square];
  for (let exponent = (PRIME + 1n) / 4n; exponent > 0n; exponent >>= 1n) {
    if (exponent % 2n === 1n) root = (root * base) % PRIME;
    base = (base * base) % PRIME;
  }
  return root;
}

function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytes.toHex()}`);
}

/**
 * A signature in DER as r and s of 32 bytes each.
 * @throws FormatError `signature-malformed` for everything that DER would not have written: a second length, a needless zero, a
 * negative number, bytes over.
 */
export function derToCompact(der: Uint8Array): Uint8Array {
  const [tag, length] = der;
  // Below 128 the length is one byte; two numbers of 33 bytes do not reach that.
  if (tag !== 0x30 || length !== der.length - 2 || length >= 0x80) throw malformed('It is not one DER sequence.');
  const r = parseInteger(der.subarray(2));
  const s = parseInteger(r.rest);
  if (s.rest.length > 0) throw malformed('It has bytes behind its end.');
  return concatBytes(r.number, s.number);
}

/** X.690 section 8.3: the shortest form of a number, which is not negative. */
function parseInteger(der: Uint8Array): { readonly number: Uint8Array; readonly rest: Uint8Array } {
  const [tag, length = 0, first = 0, second = 0] = der;
  if (tag !== 0x02 || length === 0 || der.length < 2 + length) throw malformed('It does not hold two numbers.');
  if (first >= 0x80) throw malformed('It holds a negative number.');
  if (first === 0 && length > 1 && second < 0x80) throw malformed('It holds a number with a needless zero.');
  const digits = der.subarray(first === 0 ? 3 : 2, 2 + length);
  if (digits.length > NUMBER_BYTES) throw malformed(`It holds a number of more than ${NUMBER_BYTES} bytes.`);
  return { number: concatBytes(new Uint8Array(NUMBER_BYTES - digits.length), digits), rest: der.subarray(2 + length) };
}

function malformed(reason: string): FormatError {
  return new FormatError('signature-malformed', `This is not an ECDSA signature: ${reason}`);
}

/** Whether r and s are numbers that a signature can have: from 1 to the order less 1. */
export function isInP256Range(compact: Uint8Array): boolean {
  return [compact.subarray(0, NUMBER_BYTES), compact.subarray(NUMBER_BYTES)].every((bytes) => {
    const number = toNumber(bytes);
    return number > 0n && number < ORDER;
  });
}
