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
import { stepHref } from '../addresses.ts';

let browser: Browser;
let page: Page;
let spanish: Page;
let arabic: Page;
let served: Served;
let receipt: Receipt;
const asked: string[] = [];
const said: string[] = [];

before(async () => {
  const { ledger, id } = await honestHistory();
  receipt = await receiptFor(ledger, id, id + 3);
  [browser, served] = await Promise.all([launchBrowser(), serveViewer(ledger)]);
  const open = async (prefix: string): Promise<Page> => {
    const opened = await browser.newPage();
    await opened.goto(`${served.address}${prefix}/receipt-check`);
    await opened.locator('#receipt-file').waitFor();
    return opened;
  };
  [page, spanish, arabic] = [await open(''), await open('/es'), await open('/ar')];
  // From here on the service is gone, and so is the network.
  await served[Symbol.asyncDispose]();
  for (const opened of [page, spanish, arabic]) {
    await opened.context().setOffline(true);
    opened.on('request', (request) => asked.push(request.url()));
    opened.on('console', (message) => said.push(message.text()));
    opened.on('pageerror', (error) => said.push(String(error)));
  }
});
after(() => browser.close());

async function give(bytes: Uint8Array, to: Page = page): Promise<{ readonly tag: string; readonly text: string }> {
  const file = { name: 'receipt.json', mimeType: 'application/json', buffer: Buffer.from(bytes) };
  await to.evaluate(() => document.querySelector('.cf-check')?.replaceChildren());
  await to.setInputFiles('#receipt-file', []);
  await to.setInputFiles('#receipt-file', file);
  await to.locator('.cf-check__verdict').waitFor();
  return {
    tag: await to.locator('.cf-check__tag').innerText(),
    text: await to.locator('.cf-check').innerText(),
  };
}

describe('the page that checks receipts', () => {
  test('says with the service switched off what was recorded, and whose key signed it', async () => {
    const { tag, text } = await give(formatReceipt(receipt));
    assert.equal(tag, 'Holds');
    assert.match(text, /These words were recorded on 2026-01-05 08:00:11 UTC as entry 11 of ledger\.example\.org/);
    assert.match(text, /The bench by the pond has lost a slat\./);
    assert.match(text, /It is the key of this record\./);
    const { case: id, entry } = receipt.reference;
    const itsCase = page.getByRole('link', { name: 'See its case on this record' });
    assert.equal(await itsCase.getAttribute('href'), stepHref(id, entry));
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

  test('says it in the language of the page, and what stands in the record as it stands there', async () => {
    const { text: told } = await give(formatReceipt(receipt), spanish);
    assert.match(
      told,
      /Estas palabras se registraron el 5 de enero de 2026, 08:00:11 UTC como anotación 11 de ledger\.example\.org\/rivermouth, bajo un punto de control de 1[45] anotaciones/,
    );
    assert.equal(await spanish.locator('.cf-check__verdict [lang]').count(), 0);
    assert.equal(await spanish.locator('.cf-check__verdict bdi').last().innerText(), 'ledger.example.org/rivermouth');
    const { text: broken } = await give(formatReceipt(receipt).slice(0, 700), spanish);
    assert.match(broken, /el archivo se corta antes del final/);
    const { text } = await give(formatReceipt({ ...receipt, text: 'The bench is fine.' }), arabic);
    assert.match(text, /ليس هذا إيصالًا بهذه الكلمات: ليست هي ما سجّله القيد 11\./);
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
