/** Signatures of every scheme as an auditor finds them in a ledger whose operator records what the rules refuse. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import { audit } from '../audit.ts';
import { nodePlatformPooled } from '../platform-node.ts';
import { rules, type RuleCode } from '../rules.ts';
import { createVerifier, type Signer } from '../signature.ts';
import { openCity } from '../testing/city.ts';
import { mapSource } from '../testing/map-source.ts';
import { skSigner, sshSigner, webauthnSigner } from '../testing/signers.ts';
import { packPrepared, unpackPrepared } from './packed.ts';
import { createPreparer } from './prepare.ts';

const platform = nodePlatformPooled(crypto);
const verifier = createVerifier(platform);

/** A case that officials with keys of other schemes have answered; `hostile` signs the last answer, with whatever keys it has. */
async function answeredBy(honest: Signer, hostile: Signer) {
  const { ledger, registrars } = await openCity();
  const { person } = await ledger.actor('dora');
  const mandate = await ledger.say(
    { kind: 'mandate-granted', office: 'parks', person, key: honest.keyid, from: '2026-01-01T00:00:00.000Z' },
    registrars[0],
    registrars[1],
  );
  const theCase = await ledger.say(
    {
      kind: 'input-received',
      process: { id: 'service-request', version: 1 },
      channel: 'web',
      author: 'person',
      text: ledger.text('The lamp at the ford is out.'),
    },
    ledger.intakeKey,
  );
  const answer = { kind: 'response' as const, by: [mandate], case: theCase };
  await ledger.say({ ...answer, text: ledger.text('It will be lit.') }, honest);
  const index = ledger.record(await ledger.sign({ ...answer, text: ledger.text('It will not.') }, [hostile]));
  return { source: mapSource(await ledger.files()), index };
}

const hostile: readonly (readonly [RuleCode, Promise<Signer>, Promise<Signer>])[] = [
  ['signature-namespace', sshSigner('dora'), sshSigner('dora', { namespace: 'file' })],
  ['signature-presence', skSigner('dora'), skSigner('dora', { flags: 0 })],
  ['signature-key', sshSigner('dora'), under(sshSigner('dora'), sshSigner('emil'))],
  ['signature-malformed', sshSigner('dora'), under(sshSigner('dora'), webauthnSigner('webauthn-ed25519', 'dora'))],
  ...(['webauthn-es256', 'webauthn-ed25519'] as const).flatMap((scheme) => {
    const honest = webauthnSigner(scheme, 'dora');
    return [
      ['signature-challenge', honest, webauthnSigner(scheme, 'dora', { client: { challenge: 'AAAA' } })],
      ['signature-origin', honest, webauthnSigner(scheme, 'dora', { origin: 'https://evil.example' })],
      ['signature-relying-party', honest, webauthnSigner(scheme, 'dora', { hashedRpId: 'evil.example' })],
      ['signature-verification', honest, webauthnSigner(scheme, 'dora', { flags: 1 })],
      ['signature-wrong', honest, under(honest, webauthnSigner(scheme, 'emil'))],
    ] as const;
  }),
];

/** Signs as one, under the name of the other. */
async function under(name: Promise<Signer>, signer: Promise<Signer>): Promise<Signer> {
  return { ...(await signer), keyid: (await name).keyid };
}

for (const [code, honest, wrong] of hostile) {
  test(`a signature that breaks "${code}" is reported under that code, at its entry, in a sentence`, async () => {
    const signer = await honest;
    const { source, index } = await answeredBy(signer, await wrong);
    const { verdict, findings } = await audit({ source, platform, verifier });
    assert.equal(verdict, 'wrong');
    assert.deepEqual(
      findings.map((finding) => [finding.code, finding.entry, finding.field, finding.severity]),
      [[code, index, 'signatures', 'failure']],
    );
    const [{ sentence } = { sentence: '' }] = findings;
    assert.ok(sentence.startsWith(rules[code].sentence), sentence);
    assert.match(sentence, /It is that of the key (?:beginning with|ending in) "[A-Za-z0-9+/]{6}"\.$/);
  });
}

test('what a thread found of signatures arrives as it was found', async () => {
  const { source, index } = await answeredBy(await sshSigner('dora'), await sshSigner('dora', { namespace: 'file' }));
  const prepared = await createPreparer(source, platform, verifier).prepare({
    index: 0,
    width: index + 1,
    keys: undefined,
  });
  assert.ok('signatures' in prepared);
  const expected = await prepared.signatures;
  assert.deepEqual(expected[index], { keyid: (await sshSigner('dora')).keyid, verdict: 'signature-namespace' });
  assert.ok(expected.slice(0, index).every((wrong) => wrong === null));
  const unpacked = unpackPrepared(structuredClone(await packPrepared(prepared)));
  assert.ok('signatures' in unpacked);
  assert.deepEqual(await unpacked.signatures, expected);
});
