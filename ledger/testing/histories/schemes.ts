/** That one key is one key in every way to sign, and people who sign together, each in their own. SPEC M24, M36, M37, M38, M39. */
import type { Signer } from '../../src/signature.ts';
import type { Said } from '../../src/testing/builder.ts';
import { skSigner, sshSigner, webauthnSigner } from '../../src/testing/signers.ts';
import { inCity, type History } from '../history.ts';

export function schemesHistory(): Promise<History> {
  return inCity('one key under several schemes', async (history, { ledger, registrars, parks }) => {
    const [anna, bela] = registrars;
    const grant = (person: string, key: string): Said => ({
      kind: 'mandate-granted',
      office: 'parks',
      person,
      key,
      from: '2026-01-01T00:00:00.000Z',
    });
    const [erin, finn, gwen, hugo] = [
      await ledger.actor('erin'),
      await ledger.actor('finn'),
      await ledger.actor('gwen'),
      await ledger.actor('hugo'),
    ];
    const keys = {
      ssh: await sshSigner('erin'),
      sk: await skSigner('finn'),
      passkey: await webauthnSigner('webauthn-es256', 'gwen'),
      edPasskey: await webauthnSigner('webauthn-ed25519', 'hugo'),
    };
    const enrol = (name: string, person: string, { keyid }: Signer): Promise<number> =>
      history.keeps(['key-taken', 'key-weak'], `a mandate for ${name}`, grant(person, keyid), anna, bela);
    const mandates = {
      ssh: await enrol('an SSH key', erin.person, keys.ssh),
      sk: await enrol('a security key of SSH', finn.person, keys.sk),
      passkey: await enrol('a passkey', gwen.person, keys.passkey),
      edPasskey: await enrol('a passkey with Ed25519', hugo.person, keys.edPasskey),
    };
    await history.breaks(
      'key-taken',
      'the key of an SSH signer as a plain key',
      grant(erin.person, erin.keyid),
      anna,
      bela,
    );
    await history.breaks(
      'key-taken',
      'the key of a registrar as that of SSH',
      grant(anna.person, (await sshSigner('anna')).keyid),
      anna,
      bela,
    );
    await history.breaks(
      'key-taken',
      'the key of an official as a passkey',
      grant(parks.person, (await webauthnSigner('webauthn-ed25519', 'parks')).keyid),
      anna,
      bela,
    );
    await history.breaks(
      'key-taken',
      'the key of a passkey for another site',
      grant(gwen.person, (await webauthnSigner('webauthn-es256', 'gwen', { rpId: 'example.org' })).keyid),
      anna,
      bela,
    );
    await history.breaks(
      'key-taken',
      'the key of a security key for another application',
      grant(finn.person, (await skSigner('finn', { application: 'ssh:other' })).keyid),
      anna,
      bela,
    );
    await history.breaks(
      'key-taken',
      'the key of a security key as one of SSH without it',
      grant(finn.person, (await sshSigner('finn')).keyid),
      anna,
      bela,
    );
    await history.breaks(
      'key-weak',
      'a passkey that is no point of its curve',
      grant(gwen.person, `webauthn-es256:sign.example.org:AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB`),
      anna,
      bela,
    );

    const opened = await history.says(
      'an input',
      {
        kind: 'input-received',
        process: { id: 'service-request', version: 1 },
        channel: 'web',
        author: 'person',
        text: ledger.text('The hedge is in the way.'),
      },
      ledger.intakeKey,
    );
    const response = (...by: number[]): Said => ({
      kind: 'response',
      by,
      case: opened,
      text: ledger.text('It is cut.'),
    });
    const host = 'https://sign.example.org';
    const es256 = (options: Parameters<typeof webauthnSigner>[2]) => webauthnSigner('webauthn-es256', 'gwen', options);
    for (const [name, options] of [
      ['on a page whose name begins like that of its site', { origin: `${host}.evil.example` }],
      ['on a page above its site', { origin: 'https://example.org' }],
      ['without TLS', { origin: 'http://sign.example.org' }],
      ['in a frame that says where it is', { client: { topOrigin: 'https://evil.example' } }],
    ] as const)
      await history.breaks(
        'signature-origin',
        `a passkey used ${name}`,
        response(mandates.passkey),
        await es256(options),
      );
    await history.breaks(
      'signature-malformed',
      'a passkey used for registering, not for signing',
      response(mandates.passkey),
      await es256({ client: { type: 'webauthn.create' } }),
    );
    await history.breaks(
      'signature-namespace',
      'a security key that signed for another purpose',
      response(mandates.sk),
      await skSigner('finn', { namespace: 'file' }),
    );
    await history.breaks(
      'signature-presence',
      'one security key that nobody touched beside a signature in order',
      response(mandates.ssh, mandates.sk),
      keys.ssh,
      await skSigner('finn', { flags: 0 }),
    );
    const plain = await ledger.sign(response(mandates.ssh), [keys.ssh]);
    const [sshsig] = plain.signatures;
    history.breaksAs('signature-malformed', 'an SSH signature cut short', {
      ...plain,
      signatures: [{ keyid: keys.ssh.keyid, sig: sshsig?.sig.slice(0, 80) ?? '' }],
    });
    const own = await ledger.sign(response(mandates.ssh), [erin]);
    history.breaksAs('signature-malformed', 'a plain signature of the same key in the place of one of SSH', {
      ...own,
      signatures: [{ keyid: keys.ssh.keyid, sig: own.signatures[0]?.sig ?? '' }],
    });
    await history.breaks(
      'mandate-key',
      'a plain signature of the same key under its own name',
      response(mandates.ssh),
      erin,
    );

    await history.keeps(
      ['signature-namespace', 'signature-key', 'signature-malformed'],
      'an SSH signature',
      response(mandates.ssh),
      keys.ssh,
    );
    await history.keeps(
      'signature-namespace',
      'an SSH signature with SHA-256',
      response(mandates.ssh),
      await sshSigner('erin', { hash: 'sha256' }),
    );
    await history.keeps('signature-presence', 'a security key that somebody touched', response(mandates.sk), keys.sk);
    await history.keeps(
      [
        'signature-challenge',
        'signature-origin',
        'signature-relying-party',
        'signature-presence',
        'signature-verification',
      ],
      'a passkey',
      response(mandates.passkey),
      keys.passkey,
    );
    await history.keeps(
      'signature-origin',
      'a passkey on another port of its site',
      response(mandates.passkey),
      await es256({ origin: `${host}:8443` }),
    );
    await history.keeps(
      ['signature-wrong', 'signature-verification'],
      'a passkey with Ed25519',
      response(mandates.edPasskey),
      keys.edPasskey,
    );
    await history.keeps(
      ['mandate-key', 'signature-wrong'],
      'a response of three people, each in their own way',
      response(mandates.sk, mandates.passkey, mandates.ssh),
      keys.passkey,
      keys.ssh,
      keys.sk,
    );
    const rotation: Said = {
      kind: 'key-rotated',
      from: keys.ssh.keyid,
      to: (await webauthnSigner('webauthn-es256', 'erin')).keyid,
    };
    await history.keeps(
      'rotation-unsigned',
      'a passkey in the place of an SSH key',
      rotation,
      anna,
      bela,
      keys.ssh,
      await webauthnSigner('webauthn-es256', 'erin'),
    );
    await history.breaks('key-revoked', 'a response with the SSH key', response(mandates.ssh), keys.ssh);
    await history.keeps(
      'key-revoked',
      'a response under the same mandate with the passkey',
      response(mandates.ssh),
      await webauthnSigner('webauthn-es256', 'erin'),
    );
    await history.breaks(
      'key-taken',
      'a passkey with the raw key of the SSH key that was replaced',
      { kind: 'key-rotated', from: keys.sk.keyid, to: (await webauthnSigner('webauthn-ed25519', 'erin')).keyid },
      anna,
      bela,
      keys.sk,
      await webauthnSigner('webauthn-ed25519', 'erin'),
    );
  });
}
