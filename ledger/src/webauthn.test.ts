import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import { utf8 } from './bytes.ts';
import { preAuthEncoding } from './envelope.ts';
import { nodePlatform } from './platform-node.ts';
import { createVerifier, type SignatureVerdict, type SignedMessage } from './signature.ts';
import { webauthnSigner } from './testing/signers.ts';
import { formatWebauthnSig, parseWebauthnSig, webauthnChallenge } from './webauthn.ts';

const platform = nodePlatform(crypto);
const verifier = createVerifier(platform);
const payloadType = 'application/vnd.counterfoil.statement.v1+json';
const signed: SignedMessage = {
  payloadType,
  origin: 'ledger.example.org/rivermouth',
  message: preAuthEncoding(payloadType, utf8('{"said":"A bench, please."}')),
};
const SCHEMES = ['webauthn-es256', 'webauthn-ed25519'] as const;

test('the challenge is the hash of what is signed, and nothing that a server chose', () => {
  const expected = crypto.createHash('sha256').update(signed.message).digest();
  assert.deepEqual(webauthnChallenge(signed, platform.sha256), Uint8Array.from(expected));
});

test('an assertion is written as it was read', async () => {
  for (const scheme of SCHEMES) {
    const sig = await (await webauthnSigner(scheme, 'anna')).sign(signed);
    assert.deepEqual(formatWebauthnSig(parseWebauthnSig(sig)), sig);
    for (let length = 0; length < sig.length; length++)
      assert.throws(() => parseWebauthnSig(sig.subarray(0, length)), { code: 'signature-malformed' });
  }
});

for (const scheme of SCHEMES) {
  test(`${scheme}: an assertion is refused with any bit flipped`, async () => {
    const { keyid, sign } = await webauthnSigner(scheme, 'anna');
    const sig = await sign(signed);
    assert.equal(await verifier.check(keyid, signed, sig), 'ok');
    const seen = new Set<SignatureVerdict>();
    for (let bit = 0; bit < sig.length * 8; bit++) {
      const at = bit >> 3;
      const verdict = await verifier.check(keyid, signed, sig.with(at, (sig[at] ?? 0) ^ (1 << (bit & 7))));
      assert.notEqual(verdict, 'ok', `bit ${bit}`);
      seen.add(verdict);
    }
    for (const verdict of [
      'signature-malformed',
      'signature-challenge',
      'signature-origin',
      'signature-relying-party',
      'signature-presence',
      'signature-verification',
      'signature-wrong',
    ] as const)
      assert.ok(seen.has(verdict), verdict);
  });

  test(`${scheme}: a passkey of one relying party is none of another, though the key be the same`, async () => {
    const here = await webauthnSigner(scheme, 'anna');
    const there = await webauthnSigner(scheme, 'anna', { rpId: 'other.example.org' });
    assert.equal(await verifier.check(here.keyid, signed, await there.sign(signed)), 'signature-origin');
    assert.equal(await verifier.check(there.keyid, signed, await there.sign(signed)), 'ok');
  });
}
