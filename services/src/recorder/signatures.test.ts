/** Officials who sign with SSH keys and passkeys, at a real service: what it records, and with which code it refuses. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseSshPublicKey } from '@counterfoil/ledger/keyid';
import { rules, type RuleCode } from '@counterfoil/ledger/rules';
import type { Signer } from '@counterfoil/ledger/signature';
import { parseArmoredSshsig, sshsigNamespace } from '@counterfoil/ledger/sshsig';
import { flipLastBit, skSigner, sshSigner, webauthnSigner } from '@counterfoil/ledger/testing/signers';
import { openTestCity, type Answer, type TestCity } from '../testing/city.ts';
import { startTestService, type TestService } from '../testing/service.ts';

const withoutKeygen = spawnSync('ssh-keygen', ['-?']).error !== undefined && 'this machine has no ssh-keygen';

describe('A service takes signatures of every scheme', () => {
  let service: TestService & AsyncDisposable;
  let city: TestCity;
  let theCase: number;

  before(async () => {
    service = await startTestService();
    city = await openTestCity(service);
    theCase = (await city.input('The lamp at the ford is out.')).body.index;
  });

  after(() => service[Symbol.asyncDispose]());

  /** Gives the key a mandate of its own and lets the signers answer under it. */
  async function appoint({ keyid }: Signer): Promise<(signer: Signer) => Promise<Answer>> {
    const granted = await city.say(
      {
        kind: 'mandate-granted',
        office: 'desk',
        person: city.official.person,
        key: keyid,
        from: '2020-01-01T00:00:00.000Z',
      },
      [city.registrar],
    );
    assert.equal(granted.status, 201, granted.body.detail);
    return (signer) => {
      const { ref, content } = city.text('It will be lit.');
      return city.say({ kind: 'response', by: [granted.body.index], case: theCase, text: ref }, [signer], [content]);
    };
  }

  async function refuses(answer: Promise<Answer>, code: RuleCode): Promise<void> {
    const { status, body } = await answer;
    assert.deepEqual([status, body.code], [403, code], body.detail);
    assert.ok(body.detail.startsWith(rules[code].sentence), body.detail);
  }

  test('made by ssh-keygen', { skip: withoutKeygen }, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'counterfoil-ssh-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'key');
    assert.equal(spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]).status, 0);
    const keygen: Signer = {
      keyid: parseSshPublicKey(await readFile(`${file}.pub`, 'utf8')),
      sign(signed) {
        const args = ['-q', '-Y', 'sign', '-f', file, '-n', sshsigNamespace(signed)];
        return parseArmoredSshsig(String(spawnSync('ssh-keygen', args, { input: signed.message }).stdout));
      },
    };
    const answer = await appoint(keygen);
    assert.equal((await answer(keygen)).status, 201);
    const elsewhere: Signer = { ...keygen, sign: (signed) => keygen.sign({ ...signed, origin: 'elsewhere' }) };
    await refuses(answer(elsewhere), 'signature-namespace');
  });

  test('made by SSH keys', async () => {
    const answer = await appoint(await sshSigner('dora'));
    assert.equal((await answer(await sshSigner('dora'))).status, 201);
    await refuses(answer(await sshSigner('dora', { namespace: 'file' })), 'signature-namespace');
    await refuses(answer({ ...(await sshSigner('emil')), keyid: (await sshSigner('dora')).keyid }), 'signature-key');
  });

  test('made by security keys', async () => {
    const answer = await appoint(await skSigner('finn'));
    assert.equal((await answer(await skSigner('finn'))).status, 201);
    await refuses(answer(await skSigner('finn', { flags: 0 })), 'signature-presence');
  });

  for (const scheme of ['webauthn-es256', 'webauthn-ed25519'] as const)
    test(`made by passkeys, ${scheme}`, async () => {
      const signer = (options = {}): Promise<Signer> => webauthnSigner(scheme, scheme, options);
      const answer = await appoint(await signer());
      assert.equal((await answer(await signer())).status, 201);
      const wrong: readonly (readonly [RuleCode, Promise<Signer>])[] = [
        ['signature-challenge', signer({ client: { challenge: 'AAAA' } })],
        ['signature-origin', signer({ origin: 'https://evil.example' })],
        ['signature-relying-party', signer({ hashedRpId: 'evil.example' })],
        ['signature-presence', signer({ flags: 4 })],
        ['signature-verification', signer({ flags: 1 })],
        ['signature-malformed', signer({ flags: 0x45 })],
        ['signature-wrong', signer({ signature: flipLastBit })],
      ];
      for (const [code, changed] of wrong) await refuses(answer(await changed), code);
    });
});
