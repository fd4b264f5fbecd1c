/** Officials who sign with SSH keys and passkeys, and what their signatures must not be. SPEC M37, M38. */
import type { Actor, Said } from '../../src/testing/builder.ts';
import type { Signer } from '../../src/signature.ts';
import { flipLastBit, skSigner, sshSigner, webauthnSigner } from '../../src/testing/signers.ts';
import { inCity, type History } from '../history.ts';

export function signaturesHistory(): Promise<History> {
  return inCity('signatures by SSH keys and passkeys', async (history, { ledger, registrars, clerk, mandate }) => {
    const [anna, bela] = registrars;
    const theCase = await history.says(
      'an input that opens a case',
      {
        kind: 'input-received',
        process: { id: 'service-request', version: 1 },
        channel: 'web',
        author: 'person',
        text: ledger.text('The lamp at the ford is out.'),
      },
      ledger.intakeKey,
    );
    const answer = (by: number): Said => ({
      kind: 'response',
      by: [by],
      case: theCase,
      text: ledger.text('It will be lit.'),
    });
    const appoint = async (name: string, signer: Signer): Promise<number> => {
      const { person } = await ledger.actor(name);
      return history.says(
        `a mandate for a key of the scheme ${signer.keyid.slice(0, signer.keyid.indexOf(':'))}`,
        { kind: 'mandate-granted', office: 'parks', person, key: signer.keyid, from: '2026-01-01T00:00:00.000Z' },
        anna,
        bela,
      );
    };

    const ssh = await appoint('dora', await sshSigner('dora'));
    await history.breaks(
      'signature-namespace',
      'a response signed for another purpose',
      answer(ssh),
      await sshSigner('dora', { namespace: 'file' }),
    );
    await history.breaks(
      'signature-namespace',
      'a response signed for another ledger',
      answer(ssh),
      await sshSigner('dora', { namespace: 'application/vnd.counterfoil.statement.v1+json@elsewhere' }),
    );
    await history.breaks('signature-key', 'a response whose signature names another key', answer(ssh), {
      ...(await sshSigner('emil')),
      keyid: (await sshSigner('dora')).keyid,
    });
    await history.breaks(
      'signature-malformed',
      'a response with a raw signature of an SSH key',
      answer(ssh),
      raw(clerk, await sshSigner('dora')),
    );
    await history.keeps(
      ['signature-namespace', 'signature-key', 'signature-malformed'],
      'a response signed as ssh-keygen does it',
      answer(ssh),
      await sshSigner('dora'),
    );

    const sk = await appoint('emil', await skSigner('emil'));
    await history.breaks(
      'signature-presence',
      'a response signed by a security key that nobody touched',
      answer(sk),
      await skSigner('emil', { flags: 0 }),
    );
    await history.keeps(
      'signature-presence',
      'a response signed by a security key',
      answer(sk),
      await skSigner('emil'),
    );

    for (const [name, scheme] of [
      ['finn', 'webauthn-es256'],
      ['gita', 'webauthn-ed25519'],
    ] as const) {
      const passkey = await appoint(name, await webauthnSigner(scheme, name));
      const breaks = async (
        code: Parameters<typeof history.breaks>[0],
        what: string,
        options: Parameters<typeof webauthnSigner>[2],
      ): Promise<void> => {
        await history.breaks(
          code,
          `a response ${what}, ${scheme}`,
          answer(passkey),
          await webauthnSigner(scheme, name, options),
        );
      };
      await breaks('signature-challenge', 'that answers another challenge', { client: { challenge: 'AAAA' } });
      await breaks('signature-origin', 'signed on another page', { origin: 'https://evil.example' });
      await breaks('signature-origin', 'signed within a frame', { client: { crossOrigin: true } });
      await breaks('signature-relying-party', 'that the device signed for another site', {
        hashedRpId: 'evil.example',
      });
      await breaks('signature-presence', 'with nobody there', { flags: 4 });
      await breaks('signature-verification', 'without knowing who was there', { flags: 1 });
      await breaks('signature-malformed', 'whose client data say two things', {
        clientText: (text) => text.replace('{', '{"type":"webauthn.create",'),
      });
      await breaks('signature-wrong', 'with one bit flipped', {
        signature: flipLastBit,
      });
      await history.keeps(
        [
          'signature-challenge',
          'signature-origin',
          'signature-relying-party',
          'signature-presence',
          'signature-verification',
          'signature-malformed',
          'signature-wrong',
        ],
        `a response signed with a passkey, ${scheme}`,
        answer(passkey),
        await webauthnSigner(scheme, name),
      );
    }
    await history.breaks(
      'signature-malformed',
      'an acknowledgement with the assertion of a passkey for a plain key',
      { kind: 'acknowledgement', by: [mandate.clerk], case: theCase },
      { ...(await webauthnSigner('webauthn-ed25519', 'clerk')), keyid: clerk.keyid },
    );
  });
}

/** The key of one, with signatures as another makes them outright. */
function raw(outright: Actor, { keyid }: Signer): Signer {
  return { ...outright, keyid };
}
