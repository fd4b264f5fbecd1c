/** Vectors of ECDSA signatures: what DER could say twice, and numbers that no signature has. SPEC M39. */
import { p256 } from '@noble/curves/nist.js';
import { concatBytes } from '../../src/bytes.ts';
import type { SignatureFault } from '../../src/signature.ts';
import { flipLastBit, webauthnSigner } from '../../src/testing/signers.ts';
import { make, row, type SignatureRow } from './signature-rows.ts';

export async function derRows(): Promise<readonly SignatureRow[]> {
  const { n: order } = p256.Point.CURVE();
  const is = async (
    name: string,
    refused: SignatureFault | null,
    signature: (honest: Uint8Array) => Uint8Array,
  ): Promise<SignatureRow> =>
    row(`webauthn-es256 ${name}`, refused, await make(webauthnSigner('webauthn-es256', 'anna', { signature })));
  const integer = (...bytes: number[]): Uint8Array => Uint8Array.of(2, bytes.length, ...bytes);
  const sequence = (...parts: Uint8Array[]): Uint8Array => {
    const body = concatBytes(...parts);
    return concatBytes(Uint8Array.of(0x30, body.length), body);
  };
  const bytesOf = (number: bigint): number[] => {
    const text = number.toString(16);
    return [...Uint8Array.fromHex(text.length % 2 === 0 ? text : `0${text}`)];
  };
  const positive = (number: bigint): Uint8Array => {
    const bytes = bytesOf(number);
    return (bytes[0] ?? 0) >= 0x80 ? integer(0, ...bytes) : integer(...bytes);
  };
  const numbers = (der: Uint8Array): { r: bigint; s: bigint } => p256.Signature.fromBytes(der, 'der');
  const changed = (change: (of: { r: bigint; s: bigint }) => [Uint8Array, Uint8Array]) => (honest: Uint8Array) =>
    sequence(...change(numbers(honest)));
  const plain = changed(({ r, s }) => [positive(r), positive(s)]);
  return [
    await is(
      'with the other value of s',
      null,
      changed(({ r, s }) => [positive(r), positive(order - s)]),
    ),
    await is(
      'r is zero',
      'signature-wrong',
      changed(({ s }) => [integer(0), positive(s)]),
    ),
    await is(
      's is zero',
      'signature-wrong',
      changed(({ r }) => [positive(r), integer(0)]),
    ),
    await is(
      'both are zero',
      'signature-wrong',
      changed(() => [integer(0), integer(0)]),
    ),
    await is(
      'r is the order',
      'signature-wrong',
      changed(({ s }) => [positive(order), positive(s)]),
    ),
    await is(
      's is the order',
      'signature-wrong',
      changed(({ r }) => [positive(r), positive(order)]),
    ),
    await is(
      's is above the order',
      'signature-wrong',
      changed(({ r, s }) => [positive(r), positive((s % (2n ** 256n - order)) + order)]),
    ),
    await is(
      'r and s swapped',
      'signature-wrong',
      changed(({ r, s }) => [positive(s), positive(r)]),
    ),
    await is(
      'r is 1',
      'signature-wrong',
      changed(({ s }) => [integer(1), positive(s)]),
    ),
    await is(
      'a needless zero',
      'signature-malformed',
      changed(({ r, s }) => [integer(0, ...bytesOf(r >> 2n)), positive(s)]),
    ),
    await is(
      'two zeros before r',
      'signature-malformed',
      changed(({ r, s }) => [integer(0, 0, ...bytesOf(r)), positive(s)]),
    ),
    await is(
      'a negative number',
      'signature-malformed',
      changed(({ r }) => [positive(r), integer(0x80, ...bytesOf(r).slice(1))]),
    ),
    await is(
      'a number of 33 digits',
      'signature-malformed',
      changed(({ s }) => [integer(1, ...new Uint8Array(32)), positive(s)]),
    ),
    await is(
      'a number without bytes',
      'signature-malformed',
      changed(({ s }) => [integer(), positive(s)]),
    ),
    await is('one number', 'signature-malformed', (honest) => sequence(positive(numbers(honest).r))),
    await is('three numbers', 'signature-malformed', (honest) =>
      sequence(positive(numbers(honest).r), positive(numbers(honest).s), integer(1)),
    ),
    await is('a length in two bytes', 'signature-malformed', (honest) =>
      concatBytes(Uint8Array.of(0x30, 0x81), plain(honest).subarray(1)),
    ),
    await is('a length without end', 'signature-malformed', (honest) =>
      concatBytes(Uint8Array.of(0x30, 0x80), plain(honest).subarray(2), new Uint8Array(2)),
    ),
    await is('a byte behind', 'signature-malformed', (honest) => Uint8Array.of(...honest, 0)),
    await is('a set in place of a sequence', 'signature-malformed', (honest) => honest.with(0, 0x31)),
    await is('r and s outright, as WebCrypto has them', 'signature-malformed', (honest) =>
      p256.Signature.fromBytes(honest, 'der').toBytes('compact'),
    ),
    await is('one bit of s', 'signature-wrong', flipLastBit),
  ];
}
