/** The door as people meet it, in a real browser: the question before sending, and the work when much is sent. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { launchBrowser } from '@counterfoil/web-viewer/testing/browser';
import type { Browser, Page } from 'playwright-core';
import { openTestCity, type TestCity } from './testing/city.ts';
import { startTestService, type TestService } from './testing/service.ts';

let browser: Browser;
let service: TestService & AsyncDisposable;
let city: TestCity;

before(async () => {
  const env = {
    COUNTERFOIL_LIMITS: 'on',
    COUNTERFOIL_INPUTS_PER_MINUTE: '1000',
    COUNTERFOIL_INPUTS_PER_MINUTE_TOTAL: '10',
  };
  [service, browser] = await Promise.all([startTestService({ env, doorStandsStill: true }), launchBrowser()]);
  city = await openTestCity(service);
});
after(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
});

async function judge(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  assert.deepEqual(found, [], name);
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.equal(tooWide, 0, `${name} scrolls sideways`);
  await picture(page, name);
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['COUNTERFOIL_SCREENSHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

async function write(page: Page, text: string): Promise<void> {
  await page.goto(`${service.address}/inputs/new?process=request`);
  await page.getByLabel('What do you want to say?').fill(text);
  await page.getByLabel('Language of your text').selectOption('English');
}

/** Nobody would see it, and a policy that is broken somewhere else would go unnoticed. */
function complaints(page: Page): string[] {
  const heard: string[] = [];
  page.on('pageerror', (error) => heard.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') heard.push(message.text());
  });
  return heard;
}

const TELLING = 'Ask Mrs. A., 0171 2345678,\nann@example.org, car B-XY 123, DE89 3704 0044 0532 0130 00. مرحبا';

describe('the question before sending', () => {
  for (const width of [320, 1280])
    test(`is asked once and passed, at ${width} pixels`, async () => {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      const heard = complaints(page);
      const posts: string[] = [];
      page.on('request', (sent) => void (sent.method() === 'POST' && posts.push(sent.url())));
      await write(page, TELLING);
      await page.getByRole('button', { name: 'Send and record' }).press('Enter');
      const question = page.getByRole('alert');
      await question.waitFor();
      const words = (await question.innerText()).replace(/\s+/g, ' ');
      assert.match(words, /a telephone number: 0171 2345678 a mail address: ann@example.org a number plate: B-XY 123/);
      assert.match(words, /a number of a bank account or card: DE89 3704/);
      assert.ok(await question.evaluate((element) => element === document.activeElement));
      // What was typed has not left the browser.
      assert.deepEqual(posts, []);
      await judge(page, `question-${width}`);

      await page.getByRole('button', { name: 'Send as it stands' }).click();
      await page.waitForURL(/\/receipts\/\d+$/);
      assert.match(await page.locator('main').innerText(), /0171 2345678/);
      assert.equal(posts.length, 1);
      assert.deepEqual(heard, []);
      await page.close();
    });

  test('is not asked where there is nothing to ask', async () => {
    const page = await browser.newPage();
    await write(page, 'On 01.02.2026 at 10:30 lamp 4711 was out; 200 people saw it.');
    await page.getByRole('button', { name: 'Send and record' }).click();
    await page.waitForURL(/\/receipts\/\d+$/);
    await page.close();
  });

  for (const width of [320, 1280])
    test(`is asked by the server where the script does not come, at ${width} pixels`, async () => {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      await page.route('**/assets/say-*.js', (route) => route.abort());
      await write(page, TELLING);
      await page.getByRole('button', { name: 'Send and record' }).click();
      assert.match(await page.getByRole('alert').innerText(), /0171 2345678/);
      assert.equal(await page.getByLabel('What do you want to say?').inputValue(), TELLING);
      await judge(page, `question-without-script-${width}`);
      await page.getByLabel('What do you want to say?').fill('Ask Mrs. A.');
      await page.getByRole('button', { name: 'Send as it stands' }).click();
      await page.getByRole('heading', { name: 'Your code for coming back' }).waitFor();
      assert.match(await page.locator('main').innerText(), /Ask Mrs\. A\.\n/);
      await page.close();
    });
});

describe('the work when much is sent', () => {
  before(async () => {
    // Somebody floods the service until it asks for work, and goes on.
    for (let i = 0; ; i++) if ((await city.input(`Flood ${i}.`)).status !== 201) break;
  });

  for (const width of [320, 1280])
    test(`is done by the page, which shows how far it is, at ${width} pixels`, async () => {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      const heard = complaints(page);
      // Held at the last moment, to be looked at.
      await page.addInitScript(() => {
        const { submit } = HTMLFormElement.prototype;
        HTMLFormElement.prototype.submit = function held() {
          addEventListener('release', () => submit.call(this));
        };
      });
      await write(page, `Written under attack at ${width}.`);
      let solution = '';
      page.on('request', (sent) => {
        if (sent.method() === 'POST')
          solution = /name="work"\r\n\r\n([^\r]*)\r\n/.exec(sent.postData() ?? '')?.[1] ?? '';
      });
      await page.getByRole('button', { name: 'Send and record' }).click();
      const working = page.getByRole('status');
      await working.waitFor();
      assert.match(await working.innerText(), /Your device is working/);
      await page.waitForFunction(() => document.querySelector('progress')?.value === 16);
      await judge(page, `working-${width}`);
      await page.evaluate(() => dispatchEvent(new Event('release')));
      await page.waitForURL(/\/receipts\/\d+$/);
      assert.match(solution, /^cf1\.form\.\d+\.1[3-7]\.[0-9a-f]{32}\.[0-9a-f]{64}:(\d+,){15}\d+$/);
      assert.match(await page.locator('main').innerText(), new RegExp(`Written under attack at ${width}`));
      assert.deepEqual(heard, []);
      await page.close();
    });

  test('is not needed for a few of those who run no scripts, who are told of it', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
    const page = await context.newPage();
    await write(page, 'Without scripts.');
    assert.match(await page.locator('main').innerText(), /Your browser runs no scripts/);
    await picture(page, 'busy-without-script-320');
    let tries = 0;
    const code = page.getByRole('heading', { name: 'Your code for coming back' });
    while ((await code.count()) === 0 && tries < 3) {
      tries++;
      await page.getByRole('button', { name: 'Send and record' }).click();
    }
    assert.equal(await code.count(), 1);
    await write(page, 'Without scripts, again.');
    for (;;) {
      await page.getByRole('button', { name: 'Send and record' }).click();
      if ((await page.title()).startsWith('Error: ')) break;
      await write(page, 'Without scripts, again.');
    }
    assert.match(await page.getByRole('alert').innerText(), /Nothing was recorded, and your text is kept below/);
    assert.equal(await page.getByLabel('What do you want to say?').inputValue(), 'Without scripts, again.');
    await picture(page, 'turned-away-320');
    await context.close();
  });
});
