/** Vectors of signatures by passkeys. SPEC 5.5, M38. */
import { readFileSync } from 'node:fs';
import { concatBytes, parseBase64, utf8 } from '../../src/bytes.ts';
import type { SignatureFault } from '../../src/signature.ts';
import { flipLastBit, webauthnSigner, type WebauthnOptions } from '../../src/testing/signers.ts';
import { formatWebauthnSig, parseWebauthnSig, type WebauthnSig } from '../../src/webauthn.ts';
import { derRows } from './der-signatures.ts';
import { make, row, SIGNED, type Made, type SignatureRow } from './signature-rows.ts';

export async function webauthnSignatureRows(): Promise<readonly SignatureRow[]> {
  return [
    ...chromiumRows(),
    ...(await schemeRows('webauthn-es256')),
    ...(await schemeRows('webauthn-ed25519')),
    ...(await derRows()),
  ];
}

/** Assertions of Chromium's virtual authenticator on a page, kept as they were made: ECDSA takes a random number. */
function chromiumRows(): readonly SignatureRow[] {
  const file = new URL('chromium-assertions.json', import.meta.url);
  const kept = JSON.parse(readFileSync(file, 'utf8')) as readonly { name: string; keyid: string; sig: string }[];
  return kept.map(({ name, keyid, sig }) => row(name, null, { keyid, sig: parseBase64(sig) }));
}

async function schemeRows(scheme: 'webauthn-es256' | 'webauthn-ed25519'): Promise<readonly SignatureRow[]> {
  const made = async (options: WebauthnOptions = {}, signed = SIGNED): Promise<Made> =>
    make(webauthnSigner(scheme, 'anna', options), signed);
  const is = async (name: string, refused: SignatureFault | null, options: WebauthnOptions): Promise<SignatureRow> =>
    row(`${scheme} ${name}`, refused, await made(options));
  const honest = await made();
  const parsed = parseWebauthnSig(honest.sig);
  const put = (name: string, refused: SignatureFault, changed: Partial<WebauthnSig>): SignatureRow =>
    row(`${scheme} ${name}`, refused, { ...honest, sig: formatWebauthnSig({ ...parsed, ...changed }) });
  const fake = (name: string, sig: Uint8Array): SignatureRow =>
    row(`${scheme} ${name}`, 'signature-malformed', { ...honest, sig });
  const local = { rpId: 'localhost' };
  const filler = (length: number) => ({
    clientText: (text: string) => text.replace('{', `{"x":"${'x'.repeat(length - text.length - 7)}",`),
  });
  return [
    row(`${scheme} as it should be`, null, honest),
    await is('on another port', null, { origin: 'https://sign.example.org:8443' }),
    await is('on this machine, without TLS', null, { ...local, origin: 'http://localhost:3000' }),
    await is('on this machine, without a port', null, { ...local, origin: 'http://localhost' }),
    await is('on this machine, with TLS', null, { ...local, origin: 'https://localhost:3000' }),
    await is('with an extension', null, { flags: 0x85, extensions: Uint8Array.of(0xa0) }),
    await is('of a passkey that is backed up', null, { flags: 0x1d }),
    await is('of a passkey that can be backed up', null, { flags: 0x0d }),
    await is('without a word on frames', null, { client: { crossOrigin: undefined } }),
    await is('with members that nobody knows', null, { client: { other: { a: [1.5, null] } } }),
    await is('with white space', null, { clientText: (text) => ` ${text.replace(',', ',\n')} ` }),
    await is('with clientDataJSON of 2000 bytes', null, filler(2000)),

    await is('with clientDataJSON of 2001 bytes', 'signature-malformed', filler(2001)),
    row(`${scheme} over another payload`, 'signature-challenge', await made({}, { ...SIGNED, message: utf8('no') })),
    await is('with the challenge in padded base64', 'signature-challenge', {
      clientText: (text) => text.replace(/("challenge":"[^"]*)/, '$1='),
    }),
    await is('without a challenge', 'signature-challenge', { client: { challenge: undefined } }),
    await is('with an empty challenge', 'signature-challenge', { client: { challenge: '' } }),
    await is('with a challenge that is a list', 'signature-challenge', { client: { challenge: [] } }),
    await is('for the making of a key', 'signature-malformed', { client: { type: 'webauthn.create' } }),
    await is('for a payment', 'signature-malformed', { client: { type: 'payment.get' } }),
    await is('without a type', 'signature-malformed', { client: { type: undefined } }),
    await is('on a page without TLS', 'signature-origin', { origin: 'http://sign.example.org' }),
    await is('on a page of a host below', 'signature-origin', { origin: 'https://www.sign.example.org' }),
    await is('on a page of the host above', 'signature-origin', { origin: 'https://example.org' }),
    await is('on a page of a host that begins alike', 'signature-origin', {
      origin: 'https://sign.example.org.evil.example',
    }),
    await is('on a page of another host', 'signature-origin', { origin: 'https://evil.example' }),
    await is('with a path behind the host', 'signature-origin', { origin: 'https://sign.example.org/' }),
    await is('with a name before the host', 'signature-origin', { origin: 'https://a@sign.example.org' }),
    await is('with a port that is none', 'signature-origin', { origin: 'https://sign.example.org:' }),
    await is('with a port of six digits', 'signature-origin', { origin: 'https://sign.example.org:123456' }),
    await is('with the host in capitals', 'signature-origin', { origin: 'https://SIGN.example.org' }),
    await is('in an app', 'signature-origin', { origin: 'android:apk-key-hash:abc' }),
    await is('without an origin', 'signature-origin', { client: { origin: undefined } }),
    await is('in a frame of another site', 'signature-origin', { client: { crossOrigin: true } }),
    await is('in a frame, maybe', 'signature-origin', { client: { crossOrigin: null } }),
    await is('in a frame of a site that is named', 'signature-origin', {
      client: { topOrigin: 'https://evil.example' },
    }),
    await is('for another relying party', 'signature-relying-party', { hashedRpId: 'evil.example' }),
    await is('for the relying party above', 'signature-relying-party', { hashedRpId: 'example.org' }),
    await is('with nobody there', 'signature-presence', { flags: 0x04 }),
    await is('with no flag at all', 'signature-presence', { flags: 0 }),
    await is('without knowing who was there', 'signature-verification', { flags: 0x01 }),
    await is('with the attestation that only new keys have', 'signature-malformed', {
      flags: 0x45,
      extensions: new Uint8Array(60),
    }),
    await is('backed up although that cannot be', 'signature-malformed', { flags: 0x15 }),
    await is('with the extension flag and no extension', 'signature-malformed', { flags: 0x85 }),
    await is('with bytes over and no flag for them', 'signature-malformed', { extensions: Uint8Array.of(0xa0) }),
    put('with authenticatorData of 36 bytes', 'signature-malformed', {
      authenticatorData: parsed.authenticatorData.subarray(0, 36),
    }),
    put('without authenticatorData', 'signature-malformed', { authenticatorData: new Uint8Array() }),
    put('with another counter than was signed', 'signature-wrong', {
      authenticatorData: flipLastBit(parsed.authenticatorData),
    }),
    put('with a flag that was not signed', 'signature-wrong', {
      authenticatorData: parsed.authenticatorData.with(32, 0x07),
    }),
    put('with a space that was not signed', 'signature-wrong', {
      clientDataJson: concatBytes(parsed.clientDataJson, utf8(' ')),
    }),
    await is('with a byte order mark', 'signature-malformed', { clientText: (text) => `\ufeff${text}` }),
    await is('with a key twice', 'signature-malformed', { clientText: (text) => text.replace('{', '{"type":"x",') }),
    await is('with a list for clientDataJSON', 'signature-malformed', { clientText: (text) => `[${text}]` }),
    await is('with clientDataJSON cut off', 'signature-malformed', { clientText: (text) => text.slice(0, -1) }),
    put('with clientDataJSON that is not UTF-8', 'signature-malformed', {
      clientDataJson: concatBytes(parsed.clientDataJson.subarray(0, -1), Uint8Array.of(0xff, 0x7d)),
    }),
    put('without clientDataJSON', 'signature-malformed', { clientDataJson: new Uint8Array() }),
    put('without a signature', 'signature-malformed', { signature: new Uint8Array() }),
    row(`${scheme} by another key`, 'signature-wrong', {
      ...honest,
      sig: (await make(webauthnSigner(scheme, 'bela'))).sig,
    }),
    fake('with a byte over', Uint8Array.of(...honest.sig, 0)),
    fake('cut off by a byte', honest.sig.subarray(0, -1)),
    fake('the signature alone', parsed.signature),
    fake('one byte', Uint8Array.of(0)),
  ];
}
