/** A promise checked by a real browser: from the file alone without a network, and with the record of the page when its reader asks it. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { parsePromiseComplaint, checkPromiseComplaint } from '@counterfoil/ledger/promise-complaint';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { formatPromise } from '@counterfoil/ledger/promise';
import { checkReceipt, formatReceipt, openReceipt, parseReceipt } from '@counterfoil/ledger/receipt';
import { createVerifier } from '@counterfoil/ledger/signature';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { openCity, tellCase } from '@counterfoil/ledger/testing/city';
import { promiseOf, type Promised } from '@counterfoil/ledger/testing/promises';
import { receiptFor } from '@counterfoil/ledger/testing/receipts';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../testing/browser.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';

const verifier = createVerifier(nodePlatform(crypto));
let browser: Browser;
let page: Page;
let served: Served;
let ledger: LedgerBuilder;
let id: number;
let kept: Promised;
let broken: Promised;
let keptAt: number;
const asked: string[] = [];
const said: string[] = [];

before(async () => {
  const city = await openCity();
  ({ ledger } = city);
  id = await tellCase(city);
  kept = await promiseOf(ledger);
  keptAt = await ledger.say(
    {
      ...{ kind: 'input-received', channel: 'web', author: 'person', text: kept.ref },
      process: { id: 'service-request', version: 1 },
    },
    ledger.intakeKey,
  );
  broken = await promiseOf(ledger);
  ledger.nowMs += 60_000;
  await tellCase(city);
  [browser, served] = await Promise.all([launchBrowser(), serveViewer(ledger)]);
  page = await browser.newPage();
  const files = await ledger.files();
  for (const pattern of ['**/checkpoint', '**/ledger.json', '**/tile/**'])
    await page.route(pattern, async (route) => {
      const path = new URL(route.request().url()).pathname.slice(1);
      const bytes = files.get(path);
      asked.push(path);
      await route.fulfill(bytes === undefined ? { status: 404 } : { status: 200, body: Buffer.from(bytes) });
    });
  await page.goto(`${served.address}/receipt-check`);
  await page.locator('#receipt-file').waitFor();
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
});
after(async () => {
  await browser.close();
  await served[Symbol.asyncDispose]();
});

async function give(bytes: Uint8Array): Promise<string> {
  await page.evaluate(() => document.querySelector('.cf-check')?.replaceChildren());
  await page.setInputFiles('#receipt-file', []);
  await page.setInputFiles('#receipt-file', {
    ...{ name: 'file.json', mimeType: 'application/json', buffer: Buffer.from(bytes) },
  });
  await page.locator('.cf-check__verdict').waitFor();
  return page.locator('.cf-check').innerText();
}

async function ask(): Promise<{ readonly tag: string; readonly text: string }> {
  await page.locator('.cf-check button').click();
  await page.locator('.cf-check__verdict').nth(1).waitFor();
  const first = page.locator('.cf-check__verdict').first();
  return { tag: await first.locator('.cf-check__tag').innerText(), text: await first.innerText() };
}

async function saved(name: RegExp): Promise<Uint8Array> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
  return new Uint8Array(await readFile(await download.path()));
}

describe('the page that checks promises', () => {
  test('says from the file alone what was promised, and asks nobody', async () => {
    const text = await give(formatPromise(broken.file));
    assert.match(text, /^Holds/);
    assert.match(text, /The service of ledger\.example\.org\/rivermouth promised on .* to record these words by/);
    assert.match(text, /The railing of the footbridge is loose\./);
    assert.match(
      await give(formatPromise({ ...broken.file, text: 'Mend it.' })),
      /This is not a promise for these words/,
    );
    assert.deepEqual(asked, []);
  });

  test('finds it kept in the record of the page, and leads to the receipt', async () => {
    await give(formatPromise(kept.file));
    const { tag, text } = await ask();
    assert.equal(tag, 'Kept');
    assert.match(text, new RegExp(`as entry ${keptAt} of`));
    assert.equal(
      await page.getByRole('link', { name: 'See the receipt for it' }).getAttribute('href'),
      `/receipts/${keptAt}`,
    );
    assert.ok(asked.includes('checkpoint'));
    assert.ok(
      asked.every((path) => !path.includes(kept.pledge.digest)),
      'nothing of it is sent',
    );
  });

  test('finds it broken, and gives the complaint to save', async () => {
    await give(formatPromise(broken.file));
    const { tag, text } = await ask();
    assert.equal(tag, 'Not kept');
    assert.match(text, /The promise was not kept: none of the \d+ entries/);
    const complaint = await saved(/complaint/);
    assert.equal(await checkPromiseComplaint(parsePromiseComplaint(complaint), verifier), 'promise-overdue');
    assert.match(await give(complaint), /^Not decided\s+Not proved by this file alone/);
  });

  test('renews a receipt under the newest checkpoint', async () => {
    const old = await receiptFor(ledger, id, id + 2);
    await give(formatReceipt(old));
    const { tag, text } = await ask();
    assert.equal(tag, 'Holds');
    assert.match(text, /This record still holds it/);
    const renewed = parseReceipt(await saved(/renewed receipt/));
    assert.equal(await checkReceipt(renewed, verifier), 'holds');
    assert.equal(openReceipt(renewed).checkpoint.size, ledger.entries.length);
    assert.equal(renewed.text, old.text);
  });

  test('is free of what axe finds, also with an answer, at 320 and 1280 pixels', async () => {
    await give(formatPromise(broken.file));
    await ask();
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      assert.deepEqual(
        violations.map(({ id: rule, nodes }) => `${rule}: ${nodes.map((node) => node.html).join(' | ')}`),
        [],
      );
      const tooWide = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
      assert.equal(await page.evaluate(tooWide), 0);
    }
    assert.deepEqual(said, []);
  });
});
