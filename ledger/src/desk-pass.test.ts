import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { describe, test } from 'node:test';
import { base64 } from './bytes.ts';
import { canonicalBytes, parseJson } from './canonical-json.ts';
import {
  checkDeskPass,
  DESK_PASS_TYPE,
  formatDeskPass,
  isDeskPass,
  MAX_DESK_PASS_CHARACTERS,
  MAX_DESK_PASS_MS,
  parseDeskPass,
  signDeskPass,
} from './desk-pass.ts';
import { MAX_SIGNATURE_BYTES, signEnvelope, type Envelope } from './envelope.ts';
import { FormatError } from './error.ts';
import { MAX_KEYID_CHARACTERS } from './keyid.ts';
import { nodePlatform } from './platform-node.ts';
import { createVerifier } from './signature.ts';
import { PAYLOAD_TYPE } from './statement.ts';
import { LedgerBuilder, ORIGIN } from './testing/builder.ts';
import { skSigner, sshSigner, webauthnSigner } from './testing/signers.ts';

const verifier = createVerifier(nodePlatform(crypto));
const pass = { from: '2026-03-02T08:00:00.000Z', origin: ORIGIN, until: '2026-03-02T16:00:00.000Z' };
const here = { origin: ORIGIN, now: '2026-03-02T09:30:00.000Z' };
const clerk = await (await LedgerBuilder.create()).actor('clerk');
const other = await (await LedgerBuilder.create()).actor('mayor');

const enclose = (payload: Uint8Array, signers = [clerk], payloadType = DESK_PASS_TYPE): Promise<Envelope> =>
  signEnvelope({ payloadType, payload, origin: ORIGIN }, signers);

/** A header over any payload, type and signers, as a program that does not keep to the SPEC could write it. */
async function written(
  fields: object,
  change: (envelope: Envelope) => object = (envelope) => envelope,
): Promise<string> {
  const envelope = await enclose(canonicalBytes({ ...fields }));
  return formatDeskPass(change(envelope) as Envelope);
}

describe('A desk pass', () => {
  test('holds for its ledger, in its hours, and names the key that made it (SPEC M43)', async () => {
    const header = await signDeskPass(pass, clerk);
    const signed = parseDeskPass(header);
    assert.deepEqual(signed.pass, pass);
    assert.equal(signed.keyid, clerk.keyid);
    assert.equal(await checkDeskPass(signed, here, verifier), 'ok');
    assert.equal(formatDeskPass(signed.envelope), header);
    assert.ok(header.length < MAX_DESK_PASS_CHARACTERS);
  });

  for (const [scheme, make] of [
    ['sshsig', () => sshSigner('clerk')],
    ['sshsig of a security key', () => skSigner('clerk')],
    ['webauthn-ed25519', () => webauthnSigner('webauthn-ed25519', 'clerk')],
    ['webauthn-es256', () => webauthnSigner('webauthn-es256', 'clerk')],
  ] as const) {
    test(`can be signed by a key of the scheme ${scheme}`, async () => {
      const signer = await make();
      const header = await signDeskPass(pass, signer);
      const opened = parseDeskPass(header);
      assert.equal(opened.keyid, signer.keyid);
      assert.equal(await checkDeskPass(opened, here, verifier), 'ok');
      assert.ok(header.length < MAX_DESK_PASS_CHARACTERS / 2);
    });
  }

  test('signed by ssh-keygen for statements is refused', async () => {
    const signer = await sshSigner('clerk', { namespace: `${PAYLOAD_TYPE}@${ORIGIN}` });
    assert.equal(
      await checkDeskPass(parseDeskPass(await signDeskPass(pass, signer)), here, verifier),
      'pass-signature',
    );
  });

  test('has room for the largest signature that an envelope may carry', () => {
    const origin = 'x'.repeat(200);
    const payload = base64(canonicalBytes({ ...pass, origin }));
    const signatures = [{ keyid: 'x'.repeat(MAX_KEYID_CHARACTERS), sig: base64(new Uint8Array(MAX_SIGNATURE_BYTES)) }];
    const header = formatDeskPass({ payload, payloadType: DESK_PASS_TYPE, signatures });
    assert.ok(header.length <= MAX_DESK_PASS_CHARACTERS, `${header.length} characters`);
  });

  const judged: readonly (readonly [string, object, object, string])[] = [
    ['at its first millisecond', {}, { now: pass.from }, 'ok'],
    ['a millisecond before', {}, { now: '2026-03-02T07:59:59.999Z' }, 'pass-early'],
    ['in its last millisecond', {}, { now: '2026-03-02T15:59:59.999Z' }, 'ok'],
    ['when it ends', {}, { now: pass.until }, 'pass-over'],
    ['at another ledger', {}, { origin: 'ledger.example.org/elsewhere' }, 'pass-foreign'],
    ['when it ends before it begins', { until: pass.from }, {}, 'pass-hours'],
    ['for twelve hours', { until: '2026-03-02T20:00:00.000Z' }, {}, 'ok'],
    ['for a millisecond more', { until: '2026-03-02T20:00:00.001Z' }, {}, 'pass-hours'],
  ];
  for (const [name, fields, place, verdict] of judged) {
    test(`${name}: ${verdict} (SPEC M44)`, async () => {
      const signed = parseDeskPass(await signDeskPass({ ...pass, ...fields }, clerk));
      assert.equal(await checkDeskPass(signed, { ...here, ...place }, verifier), verdict);
    });
  }

  test('is good for twelve hours at the longest', () => {
    assert.equal(MAX_DESK_PASS_MS, 12 * 60 * 60 * 1000);
  });

  test('signed by another key than it names is refused', async () => {
    const header = await written(pass, (envelope) => ({
      ...envelope,
      signatures: [{ keyid: other.keyid, sig: envelope.signatures[0]?.sig }],
    }));
    assert.equal(await checkDeskPass(parseDeskPass(header), here, verifier), 'pass-signature');
  });

  test('with one field changed after it was signed is refused', async () => {
    const header = await written(pass, (envelope) => ({
      ...envelope,
      payload: base64(canonicalBytes({ ...pass, until: '2026-03-02T17:00:00.000Z' })),
    }));
    assert.equal(await checkDeskPass(parseDeskPass(header), here, verifier), 'pass-signature');
  });

  const twins: readonly (readonly [string, () => Promise<string>])[] = [
    ['another scheme', async () => (await signDeskPass(pass, clerk)).replace('Counterfoil', 'Bearer')],
    ['nothing behind the scheme', () => Promise.resolve('Counterfoil ')],
    ['padding', async () => `${await signDeskPass(pass, clerk)}=`],
    ['white space', async () => `${await signDeskPass(pass, clerk)} `],
    ['letters of the other base64', async () => `${(await signDeskPass(pass, clerk)).slice(0, -4)}+/+/`],
    ['JSON that is not canonical', async () => respelled(await signDeskPass(pass, clerk))],
    [
      'a statement',
      async () =>
        formatDeskPass(await enclose(canonicalBytes(pass), [clerk], 'application/vnd.counterfoil.statement.v1+json')),
    ],
    ['two signatures', async () => formatDeskPass(await enclose(canonicalBytes(pass), [clerk, other]))],
    ['no signature', () => written(pass, (envelope) => ({ ...envelope, signatures: [] }))],
    ['a field nobody knows', () => written({ ...pass, name: 'x' })],
    ['a field left out', () => written({ from: pass.from, until: pass.until })],
    ['a time that does not exist', () => written({ ...pass, from: '2026-02-30T08:00:00.000Z' })],
    ['a time in another spelling', () => written({ ...pass, from: '2026-03-02T08:00:00Z' })],
    ['more than a header should carry', () => written({ ...pass, origin: 'x'.repeat(MAX_DESK_PASS_CHARACTERS) })],
  ];
  for (const [name, make] of twins) {
    test(`with ${name} is no pass`, async () => {
      const header = await make();
      assert.throws(
        () => parseDeskPass(header),
        (error) => error instanceof FormatError && error.code === 'pass-malformed',
      );
    });
  }

  test('cannot be made of fields that no service would take', async () => {
    await assert.rejects(signDeskPass({ ...pass, origin: 'Not an origin' }, clerk), { code: 'pass-malformed' });
  });

  test('is told from other authorizations by its scheme', () => {
    assert.deepEqual([undefined, 'Bearer abc', 'Counterfoil abc', 'counterfoil abc'].map(isDeskPass), [
      false,
      false,
      true,
      true,
    ]);
  });
});

/** The same envelope with a space in its JSON. */
function respelled(header: string): string {
  const json = Buffer.from(header.slice(header.indexOf(' ') + 1), 'base64url').toString();
  assert.ok(parseJson(Buffer.from(json)));
  return `Counterfoil ${Buffer.from(`${json.slice(0, -1)} }`).toString('base64url')}`;
}
