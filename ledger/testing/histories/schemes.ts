/** The ways to sign, each with what makes a signature of it worthless; one key is one key under all of them. SPEC M24, M36 to M39. */
import { formatSshKeyBlob, SSH_ED25519 } from '../../src/ssh-key.ts';
import type { Signer } from '../../src/signature.ts';
import type { Said } from '../../src/testing/builder.ts';
import { skSigner, sshSigner, webauthnSigner } from '../../src/testing/signers.ts';
import { inCity, type History } from '../history.ts';

export function schemesHistory(): Promise<History> {
  return inCity('ways to sign', async (history, { ledger, registrars, parks, clerk }) => {
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
    const foreign = formatSshKeyBlob({ type: SSH_ED25519, publicKey: clerk.publicKey });
    const host = 'https://sign.example.org';
    const es256 = (options: Parameters<typeof webauthnSigner>[2]) => webauthnSigner('webauthn-es256', 'gwen', options);
    const rows: readonly (readonly [
      code: Parameters<typeof history.breaks>[0],
      name: string,
      by: number,
      signer: Signer,
    ])[] = [
      [
        'signature-namespace',
        'an SSH signature for another purpose',
        mandates.ssh,
        await sshSigner('erin', { namespace: 'git' }),
      ],
      [
        'signature-namespace',
        'an SSH signature for another ledger',
        mandates.ssh,
        await sshSigner('erin', { namespace: `application/vnd.counterfoil.statement.v1+json@${ledger.origin}2` }),
      ],
      [
        'signature-key',
        'an SSH signature that names another key',
        mandates.ssh,
        await sshSigner('erin', { claims: foreign }),
      ],
      ['signature-presence', 'a security key that nobody touched', mandates.sk, await skSigner('finn', { flags: 0 })],
      [
        'signature-namespace',
        'a security key for another purpose',
        mandates.sk,
        await skSigner('finn', { namespace: 'file' }),
      ],
      [
        'signature-challenge',
        'a passkey that was asked something else',
        mandates.passkey,
        await es256({ client: { challenge: 'AAAA' } }),
      ],
      [
        'signature-origin',
        'a passkey used on another page',
        mandates.passkey,
        await es256({ origin: 'https://sign.example.org.evil.example' }),
      ],
      [
        'signature-origin',
        'a passkey used on a page above',
        mandates.passkey,
        await es256({ origin: 'https://example.org' }),
      ],
      [
        'signature-origin',
        'a passkey used without TLS',
        mandates.passkey,
        await es256({ origin: 'http://sign.example.org' }),
      ],
      [
        'signature-origin',
        'a passkey used in a frame of another site',
        mandates.passkey,
        await es256({ origin: host, client: { crossOrigin: true } }),
      ],
      [
        'signature-relying-party',
        'a passkey whose device signed for another site',
        mandates.passkey,
        await es256({ hashedRpId: 'example.org' }),
      ],
      [
        'signature-presence',
        'a passkey whose device says nobody was there',
        mandates.passkey,
        await es256({ flags: 4 }),
      ],
      [
        'signature-verification',
        'a passkey whose device did not ask who was there',
        mandates.passkey,
        await es256({ flags: 1 }),
      ],
      [
        'signature-malformed',
        'a passkey made for registering, not for signing',
        mandates.passkey,
        await es256({ client: { type: 'webauthn.create' } }),
      ],
      [
        'signature-wrong',
        'a passkey with a bit changed',
        mandates.passkey,
        await es256({ signature: (der) => der.with(10, (der[10] ?? 0) ^ 1) }),
      ],
      [
        'signature-verification',
        'a passkey with Ed25519 whose device did not ask who was there',
        mandates.edPasskey,
        await webauthnSigner('webauthn-ed25519', 'hugo', { flags: 1 }),
      ],
      [
        'signature-wrong',
        'a passkey with Ed25519 with a bit changed',
        mandates.edPasskey,
        await webauthnSigner('webauthn-ed25519', 'hugo', { signature: (sig) => sig.with(40, (sig[40] ?? 0) ^ 1) }),
      ],
    ];
    for (const [code, name, by, signer] of rows) await history.breaks(code, name, response(by), signer);
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
