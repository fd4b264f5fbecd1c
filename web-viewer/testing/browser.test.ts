import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

async function serve(body: string): Promise<{ server: Server; address: string }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

test('every script of the world is drawn, with fonts that the browser brings along', async () => {
  const page = await browser.newPage();
  await page.setContent(
    `<p>Grüße aus Łódź</p><p lang="zh-Hant">民眾參與</p><p lang="zh-Hans">公民参与</p><p lang="ar">مشاركة</p>`,
  );
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument');
  const { nodeIds } = await session.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: 'p' });
  const drawnWith: string[][] = [];
  for (const nodeId of nodeIds) {
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    drawnWith.push(fonts.map((font) => font.familyName));
  }
  // Elsewhere the browser is the machine's own, and so are the fonts.
  if (process.platform === 'linux' && process.arch === 'x64') {
    assert.deepEqual(drawnWith.slice(0, 1), [['Open Sans']]);
    // Chinese and Arabic are not in Open Sans: were there no second font, they would be drawn as nothing.
    for (const families of drawnWith.slice(1)) assert.deepEqual(families, ['UnifontExMono']);
  }
  const ink = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('There is no canvas.');
    context.font = '40px sans-serif';
    context.fillText('民', 20, 60);
    return context.getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0);
  });
  assert.equal(ink, true);
  await page.close();
});

test('web security is on: one origin cannot read another', async () => {
  const [one, other] = [await serve('<title>one</title>'), await serve('<title>other</title>')];
  const page = await browser.newPage();
  await page.goto(one.address);
  const read = (address: string): Promise<string> =>
    page.evaluate(
      async (url) =>
        fetch(url)
          .then((r) => r.text())
          .catch(() => 'refused'),
      address,
    );
  assert.equal(await read(one.address), '<title>one</title>');
  assert.equal(await read(other.address), 'refused');
  await page.close();
  one.server.close();
  other.server.close();
});

test('no page reaches beyond this machine', async () => {
  const page = await browser.newPage();
  for (const address of ['http://example.org/', 'https://192.0.2.1/', 'http://[2001:db8::1]/']) {
    await assert.rejects(page.goto(address), /ERR_NAME_NOT_RESOLVED/, address);
  }
  await page.close();
});

test('two pages run in processes of their own: one that crashes takes nothing with it', async () => {
  const [sturdy, doomed] = [await browser.newPage(), await browser.newPage()];
  await sturdy.setContent('<p>still here</p>');
  const crashed = doomed.waitForEvent('crash');
  await Promise.all([crashed, doomed.goto('chrome://crash').catch(() => undefined)]);
  assert.equal(await sturdy.textContent('p'), 'still here');
  await Promise.all([sturdy.close(), doomed.close()]);
});

test('a page served from this machine is a secure context with Ed25519 and virtual authenticators', async () => {
  const { server, address } = await serve('<title>secure</title>');
  const page = await browser.newPage();
  await page.goto(address);
  const keyType = await page.evaluate(async () => {
    const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
    return isSecureContext && 'publicKey' in pair ? pair.publicKey.algorithm.name : 'none';
  });
  assert.equal(keyType, 'Ed25519');
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
  } as const;
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options });
  assert.notEqual(authenticatorId, '');
  await page.close();
  server.close();
});
