/** A receipt checked by a real browser: nothing leaves it, and it needs no network once the page is there. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { formatComplaint, compareReceipt } from '@counterfoil/ledger/complaint';
import * as crypto from 'node:crypto';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { formatReceipt, type Receipt } from '@counterfoil/ledger/receipt';
import { createVerifier } from '@counterfoil/ledger/signature';
import { historyWithoutWish, honestHistory, receiptFor, recordOf } from '@counterfoil/ledger/testing/receipts';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../testing/browser.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';

let browser: Browser;
let page: Page;
let served: Served;
let receipt: Receipt;
const asked: string[] = [];
const said: string[] = [];

before(async () => {
  const { ledger, id } = await honestHistory();
  receipt = await receiptFor(ledger, id, id + 3);
  [browser, served] = await Promise.all([launchBrowser(), serveViewer(ledger)]);
  page = await browser.newPage();
  await page.goto(`${served.address}/receipt-check`);
  await page.locator('#receipt-file').waitFor();
  // From here on the service is gone, and so is the network.
  await served[Symbol.asyncDispose]();
  await page.context().setOffline(true);
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
});
after(() => browser.close());

async function give(bytes: Uint8Array): Promise<{ readonly tag: string; readonly text: string }> {
  const file = { name: 'receipt.json', mimeType: 'application/json', buffer: Buffer.from(bytes) };
  await page.evaluate(() => document.querySelector('.cf-check')?.replaceChildren());
  await page.setInputFiles('#receipt-file', []);
  await page.setInputFiles('#receipt-file', file);
  await page.locator('.cf-check__verdict').waitFor();
  return {
    tag: await page.locator('.cf-check__tag').innerText(),
    text: await page.locator('.cf-check').innerText(),
  };
}

describe('the page that checks receipts', () => {
  test('says with the service switched off what was recorded, and whose key signed it', async () => {
    const { tag, text } = await give(formatReceipt(receipt));
    assert.equal(tag, 'Holds');
    assert.match(text, /These words were recorded on 2026-01-05 08:00:11 UTC as entry 11 of ledger\.example\.org/);
    assert.match(text, /The bench by the pond has lost a slat\./);
    assert.match(text, /It is the key of this record\./);
    assert.equal(await page.evaluate(() => document.activeElement?.className), 'cf-check');
  });

  test('says plainly what does not hold', async () => {
    for (const [bytes, sentence] of [
      [formatReceipt({ ...receipt, text: 'The bench is fine.' }), /This is not a receipt for these words/],
      [formatReceipt(receipt).slice(0, 700), /breaks off before its end/],
      [new TextEncoder().encode('<script>alert(1)</script>'), /This is not a receipt that can be read/],
      [new Uint8Array(2_000_001), /no receipt is as large/],
    ] as const) {
      const { tag, text } = await give(bytes);
      assert.equal(tag, 'Does not hold');
      assert.match(text, sentence);
    }
  });

  test('takes a file that is dropped on it', async () => {
    const handle = await page.evaluateHandle(
      (json) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([json], 'receipt.json'));
        return transfer;
      },
      new TextDecoder().decode(formatReceipt(receipt)),
    );
    await page.evaluate(() => document.querySelector('.cf-check')?.replaceChildren());
    await page.dispatchEvent('.cf-drop', 'drop', { dataTransfer: handle });
    await page.locator('.cf-check__verdict--holds').waitFor();
  });

  test('knows a complaint when it sees one', async () => {
    const verifier = createVerifier(nodePlatform(crypto));
    const compared = await compareReceipt(receipt, await recordOf(await historyWithoutWish()), verifier);
    assert.ok(compared.outcome === 'broken');
    const { tag, text } = await give(formatComplaint(compared.complaint));
    assert.equal(tag, 'Proved');
    assert.match(text, /another entry stands in its place/);
  });

  test('is free of what axe finds, also with an answer, at 320 and 1280 pixels', async () => {
    await give(formatReceipt(receipt));
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`),
        [],
      );
      const tooWide = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
      assert.equal(await page.evaluate(tooWide), 0);
    }
  });

  test('has asked nobody anything, and no policy had to stop it', () => {
    assert.deepEqual(asked, []);
    assert.deepEqual(said, []);
  });
});
