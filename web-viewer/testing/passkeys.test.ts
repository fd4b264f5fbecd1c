/** Passkeys of a real browser's virtual authenticator, on real pages; and the vectors of signatures in that browser. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContext, CDPSession, Frame, Page } from 'playwright-core';
import { parseBase64, utf8 } from '@counterfoil/ledger/bytes';
import { preAuthEncoding } from '@counterfoil/ledger/envelope';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier, type SignatureVerdict } from '@counterfoil/ledger/signature';
import { parseWebauthnSig } from '@counterfoil/ledger/webauthn';
import { launchBrowser } from './browser.ts';
import { bundleForBrowser } from './bundle.ts';
import type * as InPage from './passkeys-page.ts';
import type { Passkey, SignatureCase } from './passkeys-page.ts';

const SAID = {
  payloadType: 'application/vnd.counterfoil.statement.v1+json',
  origin: 'ledger.example.org/rivermouth',
  payload: '{"said":"A bench, please."}',
};
const SCHEMES = ['webauthn-es256', 'webauthn-ed25519'] as const;

let browser: Browser;
let context: BrowserContext;
let page: Page;
let devices: CDPSession;
let authenticatorId: string;
let port: number;
const server = createServer();
const verifier = createVerifier(nodePlatform(crypto));

before(async () => {
  const script = await bundleForBrowser(fileURLToPath(new URL('passkeys-page.ts', import.meta.url)));
  server.on('request', (request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    const frame = `<iframe src="http://localhost:${port}/" allow="publickey-credentials-get"></iframe>`;
    const html = `<!doctype html><title>Passkeys</title>${request.url === '/frame' ? frame : ''}`;
    response.end(isScript ? script : html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
  browser = await launchBrowser();
  context = await browser.newContext();
  page = await context.newPage();
  devices = await addDevice(page);
  await page.goto(`http://localhost:${port}/`);
});

after(async () => {
  await browser.close();
  server.close();
});

async function addDevice(on: Page): Promise<CDPSession> {
  const session = await context.newCDPSession(on);
  await session.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    ctap2Version: 'ctap2_1',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const;
  ({ authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options }));
  return session;
}

/** Passkeys by scheme; undefined where this browser's authenticator makes none. */
const passkeys = new Map<string, Passkey | undefined>();

async function passkeyOf(scheme: (typeof SCHEMES)[number]): Promise<Passkey | undefined> {
  if (!passkeys.has(scheme)) {
    const made = await page.evaluate(async (name) => {
      const script = '/page.js';
      const { makePasskey } = (await import(script)) as typeof InPage;
      return makePasskey(name, 'localhost');
    }, scheme);
    assert.ok(made !== undefined || scheme !== 'webauthn-es256', 'every authenticator makes keys for ES256');
    passkeys.set(scheme, made);
  }
  return passkeys.get(scheme);
}

async function sign(
  passkey: Passkey,
  on: Page | Frame = page,
  verification: UserVerificationRequirement = 'required',
): Promise<SignatureCase> {
  return on.evaluate(
    async ([key, said, wanted]) => {
      const script = '/page.js';
      const { signWithPasskey } = (await import(script)) as typeof InPage;
      return signWithPasskey(key, 'localhost', said, wanted);
    },
    [passkey, SAID, verification] as const,
  );
}

/** What Node, the browser's WebCrypto and noble in the browser say: one and the same. */
async function judge(cases: readonly SignatureCase[]): Promise<readonly SignatureVerdict[]> {
  const inPage = await page.evaluate(async (input) => {
    const script = '/page.js';
    const { judge: judgeAll } = (await import(script)) as typeof InPage;
    return judgeAll(input);
  }, cases);
  const inNode: SignatureVerdict[] = [];
  for (const { keyid, payloadType, origin, payload, sig } of cases) {
    const signed = { payloadType, origin, message: preAuthEncoding(payloadType, utf8(payload)) };
    inNode.push(await verifier.check(keyid, signed, parseBase64(sig)));
  }
  assert.deepEqual(inPage.webCrypto, inNode);
  assert.deepEqual(inPage.noble, inNode);
  return inNode;
}

for (const scheme of SCHEMES) {
  describe(`a passkey of the scheme ${scheme}`, () => {
    test('signs on a page, and is accepted by Node, WebCrypto and noble', async (t) => {
      const passkey = await passkeyOf(scheme);
      if (passkey === undefined) return t.skip('the virtual authenticator of this browser makes no such key');
      const signed = [await sign(passkey), await sign(passkey), await sign(passkey)];
      assert.deepEqual(await judge(signed), ['ok', 'ok', 'ok']);
    });

    test('is refused with any one bit flipped', async (t) => {
      const passkey = await passkeyOf(scheme);
      if (passkey === undefined) return t.skip('the virtual authenticator of this browser makes no such key');
      const signed = await sign(passkey);
      const bytes = parseBase64(signed.sig);
      const flipped = Array.from(bytes, (byte, at) => ({
        ...signed,
        sig: bytes.with(at, byte ^ (1 << (at & 7))).toBase64(),
      }));
      const verdicts = await judge(flipped);
      assert.equal(verdicts.length, bytes.length);
      assert.ok(!verdicts.includes('ok'));
    });

    test('is refused for another statement, another relying party, and under another key', async (t) => {
      const passkey = await passkeyOf(scheme);
      if (passkey === undefined) return t.skip('the virtual authenticator of this browser makes no such key');
      const signed = await sign(passkey);
      const [name, , key] = signed.keyid.split(':');
      const another = await page.evaluate(async (made) => {
        const script = '/page.js';
        const { makePasskey } = (await import(script)) as typeof InPage;
        return makePasskey(made, 'localhost');
      }, scheme);
      assert.ok(another);
      const verdicts = await judge([
        { ...signed, payload: `${signed.payload} ` },
        { ...signed, payloadType: 'application/json' },
        { ...signed, keyid: `${name}:sign.example.org:${key}` },
        { ...signed, keyid: another.keyid },
      ]);
      assert.deepEqual(verdicts, ['signature-challenge', 'signature-challenge', 'signature-origin', 'signature-wrong']);
    });

    test('is refused when the device did not know who was there, or that anybody was', async (t) => {
      const passkey = await passkeyOf(scheme);
      if (passkey === undefined) return t.skip('the virtual authenticator of this browser makes no such key');
      await devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
      const unverified = await sign(passkey, page, 'discouraged');
      await devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
      await devices.send('WebAuthn.setResponseOverrideBits', { authenticatorId, isBadUP: true });
      const absent = await sign(passkey);
      await devices.send('WebAuthn.setResponseOverrideBits', { authenticatorId, isBadUP: false });
      const flags = [unverified, absent].map(({ sig }) => parseWebauthnSig(parseBase64(sig)).authenticatorData[32]);
      assert.deepEqual(
        flags.map((bits = 0) => bits & 5),
        [1, 4],
      );
      assert.deepEqual(await judge([unverified, absent]), ['signature-verification', 'signature-presence']);
    });

    test('is refused from within a frame of another site', async (t) => {
      const passkey = await passkeyOf(scheme);
      if (passkey === undefined) return t.skip('the virtual authenticator of this browser makes no such key');
      await page.goto(`http://127.0.0.1:${port}/frame`);
      try {
        const frame = page.frames().find((one) => one.url().startsWith('http://localhost:'));
        assert.ok(frame);
        const framed = await sign(passkey, frame);
        assert.match(
          new TextDecoder().decode(parseWebauthnSig(parseBase64(framed.sig)).clientDataJson),
          /"crossOrigin":true/,
        );
        assert.deepEqual(await judge([framed]), ['signature-origin']);
      } finally {
        await page.goto(`http://localhost:${port}/`);
      }
    });
  });
}

test('Node and the browser give the verdict of every vector of SSH signatures and passkeys', async () => {
  for (const file of ['ssh-signatures.json', 'webauthn-signatures.json']) {
    const url = new URL(`../../ledger/vectors/${file}`, import.meta.url);
    const rows = JSON.parse(readFileSync(url, 'utf8')) as (SignatureCase & { refused: SignatureVerdict | null })[];
    assert.ok(rows.length > 40);
    assert.deepEqual(
      await judge(rows),
      rows.map(({ refused }) => refused ?? 'ok'),
    );
  }
});
