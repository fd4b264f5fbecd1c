/** What only a browser can tell of charts: names for those who do not see them, nothing cut off, the keyboard alone, paper. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page, Route } from 'playwright-core';
import { launchBrowser } from '../../testing/browser.ts';
import { tellCivicStory, type CivicStory } from '../../testing/civic-story.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';
import { languages } from '../languages.ts';

let browser: Browser;
let page: Page;
let story: CivicStory;
let served: Served;

before(async () => {
  story = await tellCivicStory();
  [browser, served] = await Promise.all([launchBrowser(), serveViewer(story.ledger, { nowMs: story.nowMs })]);
  page = await (await browser.newContext()).newPage();
});
after(async () => {
  await browser.close();
  await served[Symbol.asyncDispose]();
});

describe('The page of figures, in a browser', () => {
  for (const width of [320, 1280])
    for (const path of [
      '/accountability',
      '/accountability?office=council&by=office',
      '/accountability?from=2030-01-01',
    ])
      test(`${path} is accessible and fits into ${width} pixels, its tables open too`, async () => {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(served.address + path);
        for (const open of [false, true]) {
          if (open) for (const table of await page.locator('.cf-figure__table > summary').all()) await table.click();
          const { violations } = await new AxeBuilder({ page }).analyze();
          assert.deepEqual(
            violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
            [],
          );
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= width, `${wide}`);
        }
      });

  for (const code of languages.keys())
    test(`${code}: names of offices stand whole inside their figures on a phone, however long they are`, async () => {
      const name = 'Verantwoordelijkheidsbewustzijnsafdeling Ruimtelijke Ordening en Volkshuisvesting';
      const renamed = async (route: Route): Promise<void> => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.text()).replaceAll('Planning department', name) });
      };
      await page.route('**/accountability*', renamed);
      await page.setViewportSize({ width: 320, height: 900 });
      await page.goto(`${served.address}/${code}/accountability?by=office`);
      for (const table of await page.locator('.cf-figure__table > summary').all()) await table.click();
      const shown = await page.locator('.cf-figure').evaluateAll((figures) =>
        figures.flatMap((figure) => {
          const frame = figure.getBoundingClientRect();
          return [...figure.querySelectorAll('bdi, text, td > span, th')].map((element) => {
            const { left, right } = element.getBoundingClientRect();
            return { text: element.textContent, isInside: left > frame.left && right < frame.right };
          });
        }),
      );
      await page.unroute('**/accountability*', renamed);
      assert.deepEqual(
        shown.filter(({ text, isInside }) => !isInside || text.includes('…')),
        [],
      );
      assert.ok(shown.filter(({ text }) => text.includes(name)).length > 10);
    });

  test('is read and chosen from with the keyboard alone', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`${served.address}/accountability`);
    await page.focus('#office');
    await page.keyboard.press('c');
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement?.tagName === 'BUTTON')) break;
    }
    await Promise.all([page.waitForURL(/office=council/), page.keyboard.press('Enter')]);
    assert.match((await page.textContent('main')) ?? '', /Only what the office “City council” did/);
    await page.focus('.cf-figure__table > summary');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('.cf-figure__table[open]').count(), 1);
  });

  test('has its tables on paper, although they are closed on a screen', async () => {
    await page.goto(`${served.address}/accountability`);
    await page.emulateMedia({ media: 'print' });
    const heights = await page
      .locator('.cf-figure__table table')
      .evaluateAll((tables) => tables.map((table) => table.getBoundingClientRect().height));
    await page.emulateMedia({ media: null });
    assert.ok(heights.length > 4 && heights.every((height) => height > 20), heights.join());
  });
});
