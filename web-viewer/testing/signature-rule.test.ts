import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { parseHex, utf8 } from '@counterfoil/ledger/bytes';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import { launchBrowser } from './browser.ts';
import { bundleForBrowser } from './bundle.ts';
import type { SignedMessage, Verdicts } from './signature-rule-page.ts';

const own = JSON.parse(
  readFileSync(new URL('../../ledger/vectors/signature-rule.json', import.meta.url), 'utf8'),
) as (SignedMessage & { accepted: boolean; name: string })[];
const edgeFile = new URL('../../../shared/vectors/ed25519-edge-cases.json', import.meta.url);

let browser: Browser;
let page: Page;
const server = createServer();

before(async () => {
  const script = await bundleForBrowser(fileURLToPath(new URL('signature-rule-page.ts', import.meta.url)));
  server.on('request', (request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><title>Signature rule</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});

after(async () => {
  await browser.close();
  server.close();
});

/** What this process and the browser say; the array of cases goes over, the arrays of verdicts come back. */
async function judgeEverywhere(cases: readonly SignedMessage[]): Promise<Verdicts & { node: readonly boolean[] }> {
  const inPage = await page.evaluate(async (input) => {
    const script = '/page.js';
    const { judge } = (await import(script)) as typeof import('./signature-rule-page.ts');
    return judge(input);
  }, cases);
  const verifier = createVerifier(nodePlatform(crypto));
  const node = cases.map(({ publicKey, message, signature }) =>
    verifier.verify(parseHex(publicKey), utf8(message), parseHex(signature)),
  );
  return { ...inPage, node: await Promise.all(node) };
}

function countDifferences(a: readonly boolean[], b: readonly boolean[]): number {
  assert.equal(a.length, b.length);
  return a.filter((verdict, i) => verdict !== b[i]).length;
}

test('the browser gives the verdict of every vector, by WebCrypto and by noble', async () => {
  const verdicts = await judgeEverywhere(own);
  assert.equal(verdicts.hasEd25519, true);
  const expected = own.map((row) => row.accepted);
  for (const said of [verdicts.webCrypto, verdicts.noble, verdicts.node]) assert.deepEqual(said, expected);
});

test('without the rule the browser accepts some of what must be refused', async () => {
  const { webCryptoAlone } = await judgeEverywhere(own);
  const wronglyAccepted = own.filter((row, i) => webCryptoAlone[i] === true && !row.accepted);
  assert.ok(wronglyAccepted.length > 0);
});

test(
  'Node and the browser give one verdict on each of the 914 edge cases',
  { skip: existsSync(edgeFile) ? false : 'the edge cases of ../shared/vectors are not on this machine' },
  async () => {
    const rows = JSON.parse(readFileSync(edgeFile, 'utf8')) as { key: string; sig: string; msg: string }[];
    const cases = rows.map(({ key, sig, msg }) => ({ publicKey: key, message: msg, signature: sig }));
    const verdicts = await judgeEverywhere(cases);
    assert.equal(cases.length, 914);
    assert.equal(countDifferences(verdicts.webCrypto, verdicts.node), 0);
    assert.equal(countDifferences(verdicts.noble, verdicts.node), 0);
    assert.equal(verdicts.node.filter((accepted) => accepted).length, 1);
  },
);
