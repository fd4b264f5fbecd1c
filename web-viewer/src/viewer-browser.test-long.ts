/** What only a browser can tell: contrast and names for those who do not see, nothing cut off on a phone, one sheet of paper. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { languages } from './languages.ts';
import { launchBrowser } from '../testing/browser.ts';
import { serveViewer, type Served } from '../testing/serve.ts';
import { tellCivicStory, type CivicStory } from '../testing/civic-story.ts';
import { tellTakedownStory, type TakedownStory } from '../testing/takedown-story.ts';
import { tellStory, type Story } from '../testing/story.ts';

const WIDTHS_PX = [320, 1280] as const;
const SCHEMES = ['light', 'dark'] as const;
/** A folder for pictures of all pages, for whoever wants to look at them. */
const PICTURES = process.env['COUNTERFOIL_SCREENSHOTS'];

let browser: Browser;
let context: BrowserContext;
let page: Page;
let story: Story;
let served: Served;
let civic: CivicStory;
let civicServed: Served;
let takedowns: TakedownStory;
let takedownsServed: Served;
let unopened: Served;

before(async () => {
  story = await tellStory();
  civic = await tellCivicStory();
  takedowns = await tellTakedownStory();
  [browser, served, civicServed, takedownsServed, unopened] = await Promise.all([
    launchBrowser(),
    serveViewer(story.ledger, { nowMs: story.nowMs }),
    serveViewer(civic.ledger, { nowMs: civic.nowMs }),
    serveViewer(takedowns.ledger, { nowMs: takedowns.nowMs }),
    serveViewer(await LedgerBuilder.create()),
  ]);
  context = await browser.newContext();
  page = await context.newPage();
});
after(async () => {
  await browser.close();
  await served[Symbol.asyncDispose]();
  await civicServed[Symbol.asyncDispose]();
  await takedownsServed[Symbol.asyncDispose]();
  await unopened[Symbol.asyncDispose]();
});

function addresses(): Readonly<Record<string, string>> {
  const at = (path: string): string => served.address + path;
  const gone = (path: string): string => takedownsServed.address + path;
  const there = (path: string): string => civicServed.address + path;
  return {
    home: at('/'),
    cases: at('/cases'),
    'a number that is none': at('/cases?number=x'),
    'a decided and corrected case': at(`/cases/${story.bench}`),
    'an overdue case': at(`/cases/${story.lamp}`),
    'a consultation': at(`/cases/${story.promenade}`),
    'the later steps of a consultation': at(`/cases/${story.promenade}?from=${story.promenade + 3}`),
    'a case in Chinese': at(`/cases/${story.library}`),
    'a case in Arabic': at(`/cases/${story.market}`),
    'a copied case': at(`/cases/${story.copied}`),
    'a case that passed inputs over': at(`/cases/${story.toilets}`),
    'a hostile case': at(`/cases/${story.hostile}`),
    'an entry': at(`/entries/${story.bench + 3}`),
    'the entry of rules': at('/entries/9'),
    'the choice of a process': at('/inputs/new'),
    'the form': at('/inputs/new?process=service-request'),
    'a receipt': at(`/receipts/${story.lamp}`),
    'a receipt on wrong paper': at(`/receipts/${story.lamp}?leaf=0123456789abcdef`),
    'the check of receipts': at('/receipt-check'),
    'the check of the record': at(`/check?case=${story.bench}`),
    'a case with a decision, appeals and commitments': there(`/cases/${civic.street}`),
    'a petition': there(`/cases/${civic.petition}`),
    'a merged case': there(`/cases/${civic.flood}`),
    'a case to be decided again': there(`/cases/${civic.kiosk}`),
    'a split case': there(`/cases/${civic.drain}`),
    'the entry of a decision': there(`/entries/${civic.decision}`),
    'what is owed': there('/obligations'),
    'nothing that is owed': there('/obligations?office=front-desk'),
    'who was answered': there('/accountability'),
    'the check of the whole record': there('/check'),
    'the registers': there('/registers'),
    'empty registers': at('/registers'),
    'texts taken out of public view': gone('/takedowns'),
    'no text taken out': at('/takedowns'),
    'a case with texts in every state': gone(`/cases/${takedowns.garden}`),
    'a case whose first text waits': gone(`/cases/${takedowns.waiting}`),
    'a case whose first text is blacked out': gone(`/cases/${takedowns.redacted}`),
    'an entry that blacks out': gone(`/entries/${takedowns.acts.redacted}`),
    'a receipt of a text that waits': gone(`/receipts/${takedowns.waiting}`),
    'cases with neutral titles': gone('/cases'),
    'the rules of a process': there('/processes/street-plan/1'),
    'the search': at('/search'),
    'what was found': at('/search?q=bench'),
    'cases that were found': at('/search?status=open'),
    'nothing that was found': at('/search?q=nothingofthekind'),
    'a search that cannot be': at('/search?q=bench&from=x&until=y'),
    about: at('/about'),
    'the state of the record': there('/record'),
    downloads: at('/downloads'),
    'the interface for programs': at('/reference'),
    'an error': at('/nothing'),
    'a record that is not open': `${unopened.address}/`,
    'a page of a record that is not open': `${unopened.address}/cases`,
  };
}

/** By day and by night. */
async function judge(name: string): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
    assert.deepEqual(found, [], `${name}, ${colorScheme}`);
    if (PICTURES !== undefined) {
      const path = join(PICTURES, `${name}, ${colorScheme}.png`.replaceAll(/[^a-z0-9.]+/gi, '-'));
      await page.screenshot({ path, fullPage: true });
    }
  }
  const { tooWide, outside } = await page.evaluate(findOutside);
  assert.equal(tooWide, 0, `${name} scrolls sideways`);
  assert.deepEqual(outside, [], `${name} has something beyond its edges`);
}

/** In the browser: by how much the page is wider than its window, and what lies beyond the edges of it. */
function findOutside(): { readonly tooWide: number; readonly outside: readonly string[] } {
  const { clientWidth, scrollWidth } = document.documentElement;
  const beyond = [...document.body.querySelectorAll('*')].filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 1 && (left < -1 || right > clientWidth + 1);
  });
  return {
    tooWide: scrollWidth - clientWidth,
    outside: beyond.map(({ tagName, className }) => `${tagName}.${className}`),
  };
}

/** The same page in the language. */
function inLanguage(address: string, code: string): string {
  const { origin } = new URL(address);
  return `${origin}/${code}${address.slice(origin.length)}`;
}

if (PICTURES !== undefined) await mkdir(PICTURES, { recursive: true });

for (const { code, direction } of languages.values())
  for (const width of WIDTHS_PX) {
    test(`every page in "${code}" at ${width} pixels, by day and by night, is free of what axe finds and keeps within its edges`, async () => {
      await page.setViewportSize({ width, height: 900 });
      for (const [name, address] of Object.entries(addresses())) {
        await page.goto(inLanguage(address, code));
        assert.equal(await page.locator('html').getAttribute('dir'), direction, `${name}: ${await page.title()}`);
        // What is folded away is part of the page too.
        for (const fold of await page.locator('summary').all()) await fold.click();
        await judge(`${name} in ${code} at ${width}`);
      }
    });
  }

for (const width of WIDTHS_PX) {
  test(`the form with its errors at ${width} pixels is as good as without`, async () => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${served.address}/inputs/new?process=service-request`);
    await page.getByRole('button', { name: 'Send and record' }).click();
    assert.match(await page.title(), /^Error: /);
    await judge(`errors at ${width}`);
    await page.getByRole('link', { name: 'Write what you want to say' }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'text');
  });
}

describe('without a mouse and without scripts', () => {
  test('somebody says something and follows what becomes of it', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
    const reader = await plain.newPage();
    await reader.goto(served.address);
    await reader.getByRole('link', { name: 'Say something', exact: true }).press('Enter');
    await reader.getByRole('link', { name: 'Service request' }).press('Enter');
    await reader.getByLabel('What do you want to say?').fill('The ferry clock runs slow.\nBy ten minutes.');
    await reader.getByLabel('Language of your text').selectOption('English');
    await reader.getByLabel('For myself').press('Space');
    await reader.getByRole('button', { name: 'Send and record' }).press('Enter');
    await reader.getByRole('heading', { name: 'Your words are on record' }).waitFor();
    assert.equal(await reader.locator('.cf-words').innerText(), 'The ferry clock runs slow.\nBy ten minutes.');
    await reader.getByRole('link', { name: 'See what becomes of it' }).press('Enter');
    await reader.getByRole('heading', { level: 1, name: 'The ferry clock runs slow.' }).waitFor();
    assert.match(await reader.locator('.cf-ticket').innerText(), /Front desk owes a confirmation of receipt/);
    await plain.close();
  });
});

test('pages ask nothing of any other site, and nothing of theirs is refused', async () => {
  const asked: string[] = [];
  const complaints: string[] = [];
  const watched = await context.newPage();
  watched.on('request', (request) => asked.push(new URL(request.url()).origin));
  watched.on('requestfailed', (request) => complaints.push(request.url()));
  watched.on('console', (message) => complaints.push(message.text()));
  for (const path of ['/', `/cases/${story.bench}`, `/receipts/${story.lamp}`])
    await watched.goto(served.address + path);
  assert.deepEqual([...new Set(asked)], [served.address]);
  assert.deepEqual(complaints, []);
  const fonts = await watched.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family);
  });
  assert.ok(
    fonts.some((family) => family.includes('Besley')),
    fonts.join(),
  );
  assert.ok(
    fonts.some((family) => family.includes('Atkinson')),
    fonts.join(),
  );
  await watched.close();
});

test('the names of the languages stand in one row on the narrowest screen, in each of them', async () => {
  await page.setViewportSize({ width: 320, height: 700 });
  for (const { code } of languages.values()) {
    await page.goto(`${served.address}/${code}/cases`);
    const rows = await page
      .locator('.cf-languages__link')
      .evaluateAll((links) => links.map((link) => Math.round(link.getBoundingClientRect().top)));
    assert.ok(rows.length > 3 && new Set(rows).size === 1, `${code}: ${rows.join(' ')}`);
  }
});

test('whoever comes to a case for the first time fetches less than 100 kB', async (t) => {
  const visitor = await browser.newContext();
  const first = await visitor.newPage();
  const fetched: Promise<readonly [path: string, bytes: number]>[] = [];
  first.on('requestfinished', (request) =>
    fetched.push(
      request
        .sizes()
        .then((size) => [new URL(request.url()).pathname, size.responseBodySize + size.responseHeadersSize]),
    ),
  );
  await first.goto(`${civicServed.address}/cases/${civic.street}`, { waitUntil: 'networkidle' });
  const sizes = await Promise.all(fetched);
  await visitor.close();
  for (const [path, bytes] of sizes) t.diagnostic(`${path}: ${bytes} bytes`);
  const bytes = sizes.reduce((sum, [, size]) => sum + size, 0);
  assert.ok(sizes.length > 2 && bytes < 100_000, `${bytes} bytes`);
});

test('a receipt prints on one sheet of A4, however long the words are', async () => {
  const { ledger } = story;
  const say = (words: string, lang: string, place?: string) =>
    ledger.say(
      {
        kind: 'input-received',
        process: { id: 'service-request', version: 1 },
        channel: 'web',
        author: 'person',
        text: ledger.text(words, lang),
        ...(place === undefined ? {} : { place: ledger.text(place, lang) }),
      },
      ledger.intakeKey,
    );
  const chinese = await say('請在河邊多放幾張長椅，讓走累的人可以坐下。'.repeat(200), 'zh-Hant');
  const list = await say('A bench here.\n'.repeat(500), 'en');
  const placed = await say('A bench here.\n'.repeat(500), 'en', 'By the weir, '.repeat(23).trim());
  const wide = await say('請在河邊多放幾張長椅。'.repeat(200), 'zh-Hant', '池塘邊'.repeat(100));
  for (const index of [story.lamp, story.minutes, chinese, list, placed, wide]) {
    await page.goto(`${served.address}/receipts/${index}`);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length;
    assert.equal(sheets, 1, `receipt ${index}`);
  }
});
