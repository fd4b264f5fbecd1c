/** "Check it yourself", in a real browser: a good record holds, one changed byte is told with its entry, and another copy can be asked. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { RequestHandler } from 'express';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../testing/browser.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';
import { tellStory, type Story } from '../../testing/story.ts';

const WIDTHS_PX = [320, 1280] as const;
/** Where somebody wants to look at the pages. */
const folder = process.env['SCREENSHOTS'];

let browser: Browser;
let page: Page;
let story: Story;
let served: Served;
/** What is served in their place by path. */
let files: Map<string, Uint8Array>;
let asked: string[];
/** Since the browser began: what it has it does not ask for again. */
const scripts: string[] = [];

const publicFiles: RequestHandler = (request, response, next) => {
  const path = request.path.slice(1);
  if (path.endsWith('.js')) scripts.push(path);
  if (!/^(?:checkpoint|ledger\.json|(?:tile|content|file|redactions)\/.+)$/.test(path)) return next();
  asked.push(path);
  const bytes = files.get(path);
  if (bytes === undefined) response.sendStatus(404);
  else response.end(bytes);
};

before(async () => {
  story = await tellStory();
  [browser, served] = await Promise.all([
    launchBrowser(),
    serveViewer(story.ledger, { nowMs: story.nowMs, before: publicFiles }),
  ]);
  page = await browser.newPage();
});
after(async () => {
  await browser.close();
  await served[Symbol.asyncDispose]();
});
beforeEach(async () => {
  files = await story.ledger.files();
  asked = [];
  await page.setViewportSize({ width: 1280, height: 900 });
});

async function check(query: string): Promise<void> {
  await page.goto(`${served.address}/check${query}`);
  await page.getByRole('button', { name: 'Check now' }).click();
  await concluded();
}

async function concluded(): Promise<void> {
  await page.locator('#verdict:not([data-verdict="waiting"])').waitFor();
}

function verdict(): Promise<string> {
  return page.locator('#verdict').innerText();
}

/** What is shown of one check. */
function shown(name: string): Promise<string> {
  return page.locator(`[data-check="${name}"]`).innerText();
}

function flip(path: string, at: number): void {
  const bytes = Uint8Array.from(files.get(path) ?? assert.fail(path));
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  files.set(path, bytes);
}

async function look(name: string): Promise<void> {
  for (const width of WIDTHS_PX) {
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`),
      [],
      name,
    );
    const isWide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(isWide, 0, `${name} scrolls sideways at ${width}`);
    if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: true });
  }
}

function widthOfRecord(): number {
  return story.ledger.entries.length;
}

test('nothing is read before the reader asks for it, and the page looks right while it waits', async () => {
  await page.goto(`${served.address}/check?case=${story.bench}`);
  await page.getByRole('button', { name: 'Check now' }).waitFor();
  assert.deepEqual(asked, []);
  assert.match(await shown('signed'), /Waiting\n+Is every statement signed/);
  await page.getByText('Another source, or a key of your own').click();
  assert.equal(await page.locator('.govuk-error-message:visible').count(), 0);
  assert.equal(await page.getByRole('button', { name: 'Stop' }).count(), 0);
  await look('waiting');
});

describe('a good record', () => {
  test('a case holds, in sentences', async () => {
    await check(`?case=${story.bench}`);
    assert.match(await verdict(), new RegExp(`Everything that was checked holds. Nothing in case ${story.bench} was`));
    for (const name of ['checkpoint', 'included', 'chained', 'signed', 'mandated', 'ruled', 'texts'])
      assert.match(await shown(name), /^✓ Holds\n/, name);
    assert.match(await shown('witnesses'), /Not asked\n.*You named none/s);
    assert.match(await page.locator('#facts').innerText(), /The source itself names this key/);
    assert.ok(asked.some((path) => path.startsWith('content/')));
    // These two, of which assets.test.ts knows the size; what else there is, few need.
    assert.deepEqual([...new Set(scripts.map((path) => path.replace(/-[0-9a-f]{16}\.js$/, '')))].toSorted(), [
      'assets/record-check',
      'assets/record-check-work',
    ]);
    await look('good');
  });

  test('so do an entry and the whole record', async () => {
    await check(`?entry=${story.lamp}`);
    assert.match(await verdict(), new RegExp(`Entry ${story.lamp} is what was recorded`));
    await check('');
    assert.match(await verdict(), /Nothing in the record was changed/);
    assert.equal(await page.getByText('Entries of what you asked for').isVisible(), false);
  });

  test('a key that the reader brought is held to, and another one is refused', async () => {
    await page.goto(`${served.address}/check?case=${story.bench}`);
    await page.getByText('Another source, or a key of your own').click();
    const field = page.getByLabel('Key of the log, or policy with witnesses');
    await field.fill(story.ledger.vkey);
    await page.getByRole('button', { name: 'Check now' }).click();
    await concluded();
    assert.match(await page.locator('#facts').innerText(), /You brought this key/);

    // The second is read by a file that is fetched for it.
    for (const neither of ['not a key', 'quorum nobody']) {
      await field.fill(neither);
      await page.getByRole('button', { name: 'Check now' }).click();
      await page.getByText('This is neither the key of a log nor a policy.').waitFor();
    }

    const stranger = await story.ledger.actor('somebody else');
    await field.fill(story.ledger.vkeyOf(stranger));
    await page.getByRole('button', { name: 'Check now' }).click();
    await concluded();
    assert.match(await verdict(), /Something does not hold/);
    assert.match(await shown('checkpoint'), /another log key than the one you gave/);
  });

  test('witnesses are asked for where a policy names them', async () => {
    await page.goto(`${served.address}/check?case=${story.bench}`);
    await page.getByText('Another source, or a key of your own').click();
    await page.getByLabel('Key of the log, or policy with witnesses').fill(`log ${story.ledger.vkey}\nquorum none\n`);
    await page.getByRole('button', { name: 'Check now' }).click();
    await concluded();
    assert.match(await verdict(), /Everything that was checked holds/);
  });
});

describe('one changed byte', () => {
  const last = (): number => widthOfRecord();

  test('in an entry is told with the entry', async () => {
    const path = `tile/entries/000.p/${last()}`;
    const bytes = Buffer.from(files.get(path) ?? []);
    const entry = Buffer.from(story.ledger.entries[story.bench] ?? []);
    flip(path, bytes.indexOf(entry) + entry.indexOf('"payload":"') + 40);
    await check(`?case=${story.bench}`);
    assert.match(await verdict(), new RegExp(`Something does not hold.*Entry ${story.bench}: `, 's'));
    assert.match(await shown('included'), /✗ Does not hold\n.*This is not the entry that was recorded here/s);
    assert.match(await shown('ruled'), /Not checked/);
    await look('bad');
  });

  for (const [language, found, unseen] of [
    [
      'es',
      'Esta no es la anotación que se registró aquí.',
      /Las reglas no se repasaron hasta el final\. No se pudo juzgar/,
    ],
    [
      'nl',
      'Dit is niet de vermelding die hier is vastgelegd.',
      /De regels zijn niet tot het einde nagelopen\. Wat er in/,
    ],
    ['ar', 'ليس هذا هو القيد الذي سُجّل هنا.', /لم تُطبَّق القواعد من جديد حتى النهاية\. تعذّر الحكم/],
  ] as const) {
    test(`in an entry is told in ${language}, and nothing in English`, async () => {
      const path = `tile/entries/000.p/${last()}`;
      const entry = Buffer.from(story.ledger.entries[story.bench] ?? []);
      flip(path, Buffer.from(files.get(path) ?? []).indexOf(entry) + entry.indexOf('"payload":"') + 40);
      await page.goto(`${served.address}/${language}/check?case=${story.bench}`);
      await page.locator('#begin').click();
      await concluded();
      const lead = page.locator('#lead');
      assert.match(await lead.innerText(), new RegExp(`${story.bench}.*: ${found}`));
      assert.match(await shown('included'), /\(entry-changed\)/);
      assert.match(await shown('ruled'), unseen);
      assert.equal(await page.locator('#answer [lang="en"]').count(), 0);
      const href = await lead.getByRole('link').getAttribute('href');
      assert.equal(new URL(href ?? '').pathname, `/${language}/entries/${story.bench}`);
      await look(`bad-${language}`);
    });
  }

  test('is told in English, marked as such, where the sentences of the language do not come', async () => {
    flip('checkpoint', (files.get('checkpoint')?.length ?? 0) - 8);
    await page.route('**/sentences-es-*.json', (route) => route.abort());
    await page.goto(`${served.address}/es/check`);
    await page.locator('#begin').click();
    await concluded();
    await page.unroute('**/sentences-es-*.json');
    const [found] = await page.locator('#lead [lang="en"][dir="ltr"]').allInnerTexts();
    assert.match(found ?? '', /checkpoint/);
  });

  test('in a file of hashes is told with the entry', async () => {
    flip(`tile/0/000.p/${last()}`, 32 * story.bench + 5);
    await check(`?case=${story.bench}`);
    assert.match(await verdict(), new RegExp(`Something does not hold.*\\b[Ee]ntry ${story.bench}\\b`, 's'));
    assert.match(await shown('included'), /A file of hashes does not fit the entries/);
  });

  test('in a text is told with the entry', async () => {
    const path = [...files.keys()].find((name) => name.startsWith('content/') && asText(name).includes('bench'));
    flip(path ?? assert.fail(), asText(path ?? '').indexOf('bench'));
    await check(`?case=${story.bench}`);
    assert.match(await verdict(), new RegExp(`Something does not hold.*Entry ${story.bench}: `, 's'));
    assert.match(await shown('texts'), /✗ Does not hold\n.*A text is not the one that was signed/s);
    assert.match(await shown('signed'), /✓ Holds/);
  });

  test('in the checkpoint leaves nothing standing', async () => {
    flip('checkpoint', (files.get('checkpoint')?.length ?? 0) - 8);
    await check(`?case=${story.bench}`);
    assert.match(await verdict(), /Something does not hold.*checkpoint/s);
    for (const name of ['included', 'chained', 'signed', 'mandated', 'ruled', 'texts'])
      assert.match(await shown(name), /^\? Not checked\n/, name);
  });

  function asText(path: string): string {
    return Buffer.from(files.get(path) ?? []).toString('latin1');
  }
});

describe('another copy', () => {
  async function serveCopy(allow: boolean): Promise<AsyncDisposable & { address: string; paths: string[] }> {
    const paths: string[] = [];
    const copies = new Map(files);
    const server = createServer((request, response) => {
      const path = (request.url ?? '').slice('/copy/'.length);
      paths.push(path);
      if (allow) response.setHeader('Access-Control-Allow-Origin', '*');
      const bytes = copies.get(path);
      response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/copy`,
      paths,
      async [Symbol.asyncDispose]() {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }

  async function checkAt(address: string): Promise<void> {
    await page.goto(`${served.address}/check?case=${story.bench}`);
    await page.getByText('Another source, or a key of your own').click();
    await page.getByLabel('Address of another copy').fill(address);
    await page.getByRole('button', { name: 'Check now' }).click();
  }

  test('is read instead, and says the truth where this site does not', async () => {
    await using copy = await serveCopy(true);
    flip('checkpoint', 3);
    await checkAt(copy.address);
    await concluded();
    assert.match(await verdict(), /Everything that was checked holds/);
    assert.ok(copy.paths.includes('checkpoint'));
    assert.deepEqual(asked, []);
  });

  test('that allows no other page to read it is told in words', async () => {
    await using copy = await serveCopy(false);
    await checkAt(copy.address);
    await concluded();
    assert.match(await verdict(), /Nothing could be read from this source.*Access-Control-Allow-Origin/s);
    assert.match(await shown('checkpoint'), /Not checked/);
    await look('not-allowed');
  });

  test('at no address is told at the field', async () => {
    await checkAt('ftp://copy.example');
    await page.getByText('Write an address that begins with https://').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'source');
    await look('slip');
  });
});

test('the keyboard alone does it all, and the verdict is where one then is', async () => {
  await page.goto(`${served.address}/cases/${story.bench}`);
  await page.getByRole('main').getByRole('link', { name: 'Check it yourself' }).press('Enter');
  await page.getByRole('button', { name: 'Check now' }).press('Enter');
  await concluded();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'verdict');
});

test('without scripts the page says what can be done instead', async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const reader = await plain.newPage();
  await reader.goto(`${served.address}/check?case=${story.bench}`);
  // Texts in there are passed over by name.
  const [instead] = await reader.locator('noscript p').all();
  assert.ok(await instead?.isVisible());
  assert.match((await instead?.innerText()) ?? '', /Scripts are switched off in your browser/);
  assert.equal(await reader.getByRole('button', { name: 'Check now' }).count(), 0);
  assert.match(await reader.locator('.cf-command').innerText(), new RegExp(`-- case ${story.bench} http://127`));
  await plain.close();
});
