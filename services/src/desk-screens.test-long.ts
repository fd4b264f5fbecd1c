/** Every screen of the signing desk on a phone and on a desk: for those who do not see, without a mouse, and when time has run out. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { launchBrowser } from '@counterfoil/web-viewer/testing/browser';
import type { Browser } from 'playwright-core';
import { openCouncil, type Council } from './testing/council.ts';
import { DeskUser } from './testing/desk-user.ts';
import { startTestService } from './testing/service.ts';
import { until } from './testing/until.ts';

const WIDTHS_PX = [320, 1280] as const;
const DAY_MS = 86_400_000;

let service: Awaited<ReturnType<typeof startTestService>>;
let council: Council;
let browser: Browser;
let ada: DeskUser;
/** How far the clocks of the service and of the page are ahead. */
let aheadMs = 0;

before(async () => {
  [service, browser] = await Promise.all([startTestService({ now: () => Date.now() + aheadMs }), launchBrowser()]);
  council = await openCouncil(service);
  ada = await DeskUser.open(browser, service.address);
});
after(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
});

async function judge(name: string): Promise<void> {
  const { page } = ada;
  for (const fold of await page.locator('#desk summary').all())
    if (!(await fold.evaluate((each) => each.parentElement?.hasAttribute('open')))) await fold.click();
  for (const width of WIDTHS_PX) {
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
    assert.deepEqual(found, [], `${name} at ${width}`);
    const tooWide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(tooWide, 0, `${name} at ${width} scrolls sideways`);
  }
}

async function decide(): Promise<void> {
  const { page } = ada;
  await page.getByLabel('It is built', { exact: true }).check();
  await page.getByLabel('The decision and why').fill('The city builds a bridge.');
  await page.getByLabel('Legal basis').fill('Roads act, section 12');
  await page.getByLabel('What is to be achieved').fill('Walkers cross.');
  await page.getByLabel('None: nobody who decides').check();
  await page.getByLabel('None: no algorithm').check();
  await page.getByLabel('None: no registered use').check();
}

describe('each screen is free of what axe finds and of sideways scrolling', () => {
  test('the choice of a key, before there is one and after', async () => {
    await ada.go('');
    await judge('no key');
    const lines = await ada.makeBrowserKey();
    await judge('a key without an office');
    await council.grant('council', lines, 'Ada Stone');
    await council.grant('parks', { ...lines }, 'Ada Stone');
    for (const name of ['Bo Reed', 'Cy Marsh']) {
      const other = await DeskUser.open(browser, service.address);
      await council.grant('council', await other.makeBrowserKey(), name);
      await other.close();
    }
    await ada.go('key');
    await judge('a key with two offices');
  });

  test('what is due, and the case', async () => {
    await ada.go('due');
    await judge('what is due');
    await ada.page.getByRole('button', { name: 'Open', exact: true }).click();
    await judge('a number that is none');
    await ada.page.getByLabel('Number of the case').fill(String(council.case));
    await ada.page.getByLabel('Number of the case').press('Enter');
    await ada.heading('Build a bridge');
    await judge('the case');
  });

  test('every act that the rules allow has its form', async () => {
    const offered = ['acknowledgement', 'dispositions', 'decision', 'question', 'commitment'];
    for (const kind of offered) {
      await ada.go(`case-${council.case}/${kind}`);
      await ada.press('See what becomes public');
      // Receipt can be confirmed without a word.
      if (kind === 'acknowledgement') await ada.heading('This becomes public');
      else await ada.refusal();
      await judge(`${kind}, sent empty`);
    }
  });

  test('the preview, what was recorded, and the tray', async () => {
    await ada.go(`case-${council.case}/dispositions`);
    await ada.page.getByRole('button', { name: /Choose or clear all/ }).click();
    await ada.page.getByLabel('Adopted', { exact: true }).check();
    await ada.page.getByLabel('Reason').fill('It is built.');
    await ada.press('Add to the list');
    await judge('accounting with a list');
    await ada.press('See what becomes public');
    await ada.heading('This becomes public');
    await judge('the preview');
    await ada.press('Sign and record');
    await ada.heading('Recorded');
    await judge('recorded');
    await ada.go(`case-${council.case}/decision`);
    await decide();
    await ada.page.getByLabel(/Bo Reed/).check();
    await ada.page.getByLabel(/Cy Marsh/).check();
    await ada.press('See what becomes public');
    await ada.press('Sign and put into the tray');
    await ada.heading('It waits for the others');
    await judge('waiting');
    await ada.page.getByRole('link', { name: 'See it in the tray' }).click();
    await ada.page.getByText('You have signed this').waitFor();
    await judge('the proposal');
    await ada.go('tray');
    await judge('the tray');
  });

  test('what lapsed is shown as lapsed, and nothing of its words is left', async () => {
    aheadMs = 15 * DAY_MS;
    await ada.page.clock.setSystemTime(Date.now() + aheadMs);
    await ada.go('tray');
    await ada.page.getByText('Lapsed', { exact: true }).waitFor();
    await ada.page.getByRole('link', { name: /Decision, case/ }).click();
    await ada.page.getByText('not everybody signed in time').waitFor();
    await judge('lapsed');
    assert.equal(await ada.page.getByText('The city builds a bridge.').count(), 0);
    assert.equal(await ada.page.getByRole('button', { name: 'Add my signature' }).count(), 0);
  });

  test('a case that there is not, and a page that says so', async () => {
    await ada.go('case-9999999');
    assert.match(await ada.refusal(), /There is no case 9,999,999/);
    await judge('no such case');
  });
});

test('somebody without a mouse answers with the keyboard alone', async () => {
  const { page } = ada;
  await ada.go(`case-${council.case}`);
  const reach = async (name: RegExp): Promise<void> => {
    for (let press = 0; press < 80; press++) {
      const text = await page.evaluate(() => {
        const active = document.activeElement;
        if (active === null) return '';
        const label = active.id === '' ? null : document.querySelector(`label[for="${active.id}"]`);
        return (label ?? active).textContent;
      });
      if (name.test(text)) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`${name} cannot be reached`);
  };
  await reach(/^Answer$/);
  await page.keyboard.press('Enter');
  await ada.heading('Answer');
  await ada.ready();
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
  await reach(/^Your words$/);
  await page.keyboard.type('We come and look.');
  await reach(/^See what becomes public$/);
  await page.keyboard.press('Enter');
  await ada.heading('This becomes public');
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'This becomes public');
  await reach(/^Sign and record$/);
  await page.keyboard.press('Space');
  await ada.heading('Recorded');
});

test('how far a page has come is not said any more when another was asked for meanwhile', async () => {
  // More than it tells of, and than are asked for at the same time.
  const texts = 121;
  const said: number[] = [];
  while (said.length < texts) {
    const fields = said[0] === undefined ? { process: 'hearing' } : { case: said[0] };
    const { status, body } = await council.city.input(`Voice ${said.length}.`, fields);
    assert.equal(status, 201);
    said.push(body.index);
  }
  const reader = await DeskUser.open(browser, service.address);
  const { page } = reader;
  await reader.go('key');
  const gate = Promise.withResolvers<undefined>();
  const asked: string[] = [];
  await page.route('**/content/*', async (route) => {
    asked.push(route.request().url());
    await gate.promise;
    await route.continue();
  });
  await page.evaluate((id) => (location.hash = `case-${id}`), said[0]);
  await until('the texts of the case are asked for', () => asked.length > 0);
  await page.evaluate(() => (location.hash = 'key'));
  await reader.ready();
  gate.resolve(undefined);
  await until('the older page goes on reading', () => asked.length === texts);
  assert.equal(await page.locator('#desk > p[role=status]').innerText(), '');
  await reader.close();
});

test('without scripts the page says so and names the command', async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const page = await plain.newPage();
  const response = await page.goto(`${service.address}/desk`);
  const main = await page.locator('main').innerText();
  assert.match(main, /npm run sign/);
  assert.match(main, /needs a script/);
  const policy = response?.headers()['content-security-policy'] ?? '';
  assert.match(policy, /script-src 'self'; connect-src 'self'$/);
  assert.doesNotMatch(policy, /unsafe|https:/);
  const elsewhere = await page.goto(`${service.address}/cases`);
  assert.doesNotMatch(elsewhere?.headers()['content-security-policy'] ?? '', /script-src/);
  await plain.close();
});
