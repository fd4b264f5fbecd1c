/** Coming back by a code in a real browser, with scripts and without: every act once, and the record verified in the end. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { languageOf } from '@counterfoil/web-viewer/languages';
import { launchBrowser } from '@counterfoil/web-viewer/testing/browser';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { auditService } from './client/testing/audit-service.ts';
import { MailServer } from './contacts/testing/mail-server.ts';
import { openLetters, type Letters } from './content/testing/letters.ts';
import { DeskUser } from './testing/desk-user.ts';

const CODE = /(?:[0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{5}/;

let browser: Browser;
let letters: Letters;
let mails: MailServer;
before(async () => {
  mails = await MailServer.start();
  const env = { COUNTERFOIL_SMTP_URL: mails.url, COUNTERFOIL_MAIL_FROM: 'record@city.example' };
  [letters, browser] = await Promise.all([openLetters(env), launchBrowser()]);
});
after(async () => {
  await browser.close();
  await letters[Symbol.asyncDispose]();
  await mails[Symbol.asyncDispose]();
});

/**
 * Accessible, and nothing scrolls sideways, at both widths. What judges needs scripts: a page that came without is laid out once more where they
 * run, with nothing of its own running.
 */
async function judge(visited: Page, name: string, hasScripts: boolean): Promise<void> {
  const page = hasScripts ? visited : await browser.newPage();
  if (!hasScripts) {
    const body = (await visited.content()).replaceAll(/<script[^>]*><\/script>/g, '');
    const address = `${letters.service.address}/judged`;
    await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body }));
    await page.goto(address);
  }
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
    assert.deepEqual(found, [], `${name} at ${width}`);
    const tooWide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(tooWide, 0, `${name} scrolls sideways at ${width}`);
    const folder = process.env['COUNTERFOIL_SCREENSHOTS'];
    const path = `${folder ?? ''}/${name}-${hasScripts ? 'scripts' : 'plain'}-${width}.png`;
    if (folder !== undefined) await page.screenshot({ path, fullPage: true });
  }
  if (!hasScripts) await page.close();
}

interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** All that went to the server. */
  readonly sent: string[];
  readonly complaints: string[];
}

async function visit(hasScripts: boolean): Promise<Visitor> {
  const context = await browser.newContext({ javaScriptEnabled: hasScripts });
  const page = await context.newPage();
  const [sent, complaints]: [string[], string[]] = [[], []];
  page.on('request', (request) => {
    sent.push(`${request.url()}\n${JSON.stringify(request.headers())}\n${request.postData() ?? ''}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  return { context, page, sent, complaints };
}

async function speak({ page }: Visitor, process: string, text: string): Promise<{ shown: string; entry: number }> {
  await page.goto(`${letters.service.address}/inputs/new?process=${process}`);
  await page.getByLabel('What do you want to say?').fill(text);
  await page.getByLabel('Language of your text').selectOption('English');
  await page.getByRole('button', { name: 'Send and record' }).click();
  const slip = page.getByRole('heading', { name: 'Your code for coming back' });
  await slip.waitFor();
  const shown = CODE.exec((await page.locator('.cf-code-slip__code').innerText()).replaceAll(/\s/g, ''))?.[0] ?? '';
  assert.match(shown, CODE);
  return { shown, entry: letters.service.recorder.publisher.size - 1 };
}

async function enter({ page }: Visitor, shown: string): Promise<void> {
  await page.goto(`${letters.service.address}/follow`);
  await page.getByLabel('Your code').fill(shown.toLowerCase());
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByRole('heading', { name: 'What you said', exact: true }).first().waitFor();
}

/** What is asked and chosen is shown before it is signed, and what is missing is told where it is missing. */
async function looksBack(page: Page): Promise<void> {
  const box = page.locator('details.cf-act').filter({ hasText: 'Say how it went' }).last();
  await box.locator('summary').click();
  await box.locator('input[name="heard"][value="no"]').check();
  await box.getByRole('button', { name: 'Send' }).click();
  await box.getByText('Answer all three questions').waitFor();
  for (const name of ['explained', 'achieved']) await box.locator(`input[name="${name}"][value="partly"]`).check();
  await box.getByRole('button', { name: 'Send' }).click();
  await box.getByRole('heading', { name: 'Read this before you send it' }).waitFor();
  const shown = (await box.locator('dl').innerText()).replaceAll(/\s+/g, ' ');
  assert.match(shown, /taken into account\? no .*understandably\? in part .*meant to do\? in part/);
  await box.getByRole('button', { name: 'Change it' }).click();
  const dispute = page.locator('details.cf-act').filter({ hasText: 'Dispute a step' }).last();
  await dispute.locator('summary').click();
  await dispute.getByRole('button', { name: 'Dispute it' }).click();
  const missing = dispute.getByText('Write what you want to say');
  assert.equal(await missing.evaluate((told) => told.nextElementSibling?.tagName), 'TEXTAREA');
}

for (const hasScripts of [true, false]) {
  const how = hasScripts ? 'with scripts' : 'without scripts';
  describe(how, () => {
    /** Opens a form of the page, fills it in, sends it. */
    async function act(
      { page }: Visitor,
      title: string | RegExp,
      fields: { readonly text?: string; readonly against?: string; readonly radios?: readonly string[] },
      button: string,
    ): Promise<number> {
      const size = letters.service.recorder.publisher.size;
      const box = page.locator('details.cf-act').filter({ hasText: title }).last();
      if ((await box.getAttribute('open')) === null) await box.locator('summary').click();
      if (fields.text !== undefined) await box.locator('textarea').fill(fields.text);
      if (fields.against !== undefined) await box.getByLabel('Which step?').selectOption({ value: fields.against });
      for (const name of fields.radios ?? []) await box.locator(`input[name="${name}"][value="partly"]`).check();
      await box.getByRole('button', { name: button }).click();
      if (hasScripts) {
        await box.getByRole('heading', { name: 'Read this before you send it' }).waitFor();
        await box.getByRole('button', { name: 'Send it' }).click();
      } else if (button === 'Take it back' || button === 'Ask for erasure') {
        await page.getByRole('heading', { name: 'Read this before you send it' }).waitFor();
        await judge(page, 'follow-review', hasScripts);
        await page.getByRole('button', { name: 'Send it', exact: true }).click();
      }
      await page.getByText(`It is on record, as entry ${size}.`).waitFor();
      assert.equal(letters.service.recorder.publisher.size, size + 1);
      return size;
    }

    test('what was said is followed, added to, answered, disputed, appealed, evaluated, taken back, and asked to be erased', async () => {
      const visitor = await visit(hasScripts);
      const { page, sent, complaints } = visitor;
      const by = [letters.city.mandate];
      const { shown, entry } = await speak(visitor, 'wishes', 'A crossing before the school, please.');
      await judge(page, 'slip', hasScripts);
      await page.goto(`${letters.service.address}/follow`);
      await judge(page, 'follow-empty', hasScripts);

      const question = letters.city.text('Which of the two doors do you mean?');
      await letters.done({ kind: 'question', by, case: entry, text: question.ref }, [question.content]);
      const response = letters.city.text('It is planned for May.');
      const responded = await letters.done({ kind: 'response', by, case: entry, text: response.ref }, [
        response.content,
      ]);
      await enter(visitor, shown);
      await judge(page, 'follow-open', hasScripts);
      assert.match(await page.locator('#follow-view').innerText(), /Which of the two doors do you mean\?/);

      await act(visitor, 'Answer a question', { text: 'The one at the front.' }, 'Send the answer');
      const added = await act(visitor, 'Add something', { text: 'And a light.' }, 'Add it');
      await act(visitor, 'Dispute a step', { text: 'May is too late.', against: String(responded) }, 'Dispute it');
      await act(visitor, new RegExp(`Take back entry ${added}`), {}, 'Take it back');
      const decided = letters.city.text('A crossing is built.');
      const fields = { outcome: 'read', basis: 'By-law', algorithms: 'none', data: 'none', text: decided.ref } as const;
      await letters.done({ kind: 'decision', by, case: entry, ...fields }, [decided.content]);
      await enter(visitor, shown);
      await act(visitor, 'Appeal against the decision', { text: 'The light was forgotten.' }, 'Appeal');
      if (hasScripts) await looksBack(page);
      await act(visitor, 'Say how it went', { text: 'Nearly.', radios: ['heard', 'explained', 'achieved'] }, 'Send');
      await act(visitor, new RegExp(`the words of entry ${entry} be erased`), {}, 'Ask for erasure');
      await judge(page, 'follow-done', hasScripts);
      const followed = await page.locator('#follow-view').innerText();
      assert.match(followed, /You took this back with entry/);
      assert.match(followed, /You asked on .* that the words be erased \(.*\)\. An answer is owed/);

      // The code stayed where it was made.
      if (hasScripts) {
        const code = shown.replaceAll('-', '');
        for (const each of sent) assert.ok(!each.includes(shown) && !each.toUpperCase().includes(code), each);
        assert.deepEqual(complaints, []);
      }
      await visitor.context.close();
    });

    test('words that wait are shown to their author alone, and letters are asked for', async () => {
      const visitor = await visit(hasScripts);
      const { page } = visitor;
      const { shown } = await speak(visitor, 'letters', 'The heron waits at the weir.');
      await page.goto('about:blank');
      await enter(visitor, shown);
      await page.getByText('The heron waits at the weir.', { exact: true }).waitFor();
      await page.getByText(/Take back entry \d+: “The heron waits at the weir\.”/).waitFor();
      const sentBefore = mails.mails.length;
      await page.getByLabel('Your e-mail address').fill(`heron${sentBefore}@example.org`);
      await page.getByRole('button', { name: 'Send me letters' }).click();
      await page.getByText('We have sent you a letter').waitFor();
      const mail = (await mails.received(sentBefore + 1))[sentBefore];
      assert.deepEqual(mail?.to, [`heron${sentBefore}@example.org`]);
      const token = /letters\/([A-Za-z0-9_-]{32})/.exec(mail?.body ?? '')?.[1] ?? '';
      await page.goto(`${letters.service.address}/letters/${token}`);
      await judge(page, 'letters', hasScripts);
      await page.getByRole('button', { name: 'Yes, send me letters' }).click();
      await page.getByText('Confirmed.').waitFor();
      await page.getByRole('button', { name: 'Erase my address' }).click();
      await page.getByText('Your address is erased.').waitFor();
      await visitor.context.close();
    });

    test('mistakes are told beside the field, and unknown codes in plain words', async () => {
      const visitor = await visit(hasScripts);
      const { page } = visitor;
      await page.goto(`${letters.service.address}/follow`);
      await page.getByLabel('Your code').fill('12345-6789A-BCDEF-GHJKM-NPQRS-TVWXB');
      await page.getByRole('button', { name: 'Show' }).click();
      await page.getByText('One letter is wrong').first().waitFor();
      await judge(page, 'follow-mistyped', hasScripts);
      await page.getByLabel('Your code').fill('12345-6789A-BCDEF-GHJKM-NPQRS-TVWXA');
      await page.getByRole('button', { name: 'Show' }).click();
      await page.getByRole('heading', { name: 'Not on record yet' }).waitFor();
      await judge(page, 'follow-unknown', hasScripts);
      await visitor.context.close();
    });
  });
}

for (const [code, told] of [
  ['nl', 'De auteur heeft het zelf ingetrokken.'],
  ['ar', 'تراجع عنه صاحبه نفسه.'],
] as const) {
  test(`what the service refuses is told in the language of the page: ${code}`, async () => {
    const language = languageOf(code);
    const visitor = await visit(true);
    const { page } = visitor;
    const { shown, entry } = await speak(visitor, 'wishes', 'A lamp at the bridge.');
    await page.goto(`${letters.service.address}/${code}/follow`);
    await page.getByLabel(language.phrase('follow-code'), { exact: true }).fill(shown);
    await page.getByRole('button', { name: language.phrase('follow-show'), exact: true }).click();
    const box = page.locator('details.cf-act:has(input[name="act"][value="withdraw"])');
    await box.locator('summary').click();
    // Meanwhile it is taken back from elsewhere.
    const there = { code: shown, case: String(entry), speaker: String(entry) };
    const fields = { ...there, form: 'x', act: 'withdraw', reviewed: 'yes' };
    const back = await fetch(`${letters.service.address}/follow`, {
      method: 'POST',
      body: new URLSearchParams(fields),
    });
    assert.equal(back.status, 200);
    await box.getByRole('button', { name: language.phrase('follow-button-withdraw') }).click();
    await box.getByRole('button', { name: language.phrase('follow-preview-send') }).click();
    const message = box.locator('.govuk-error-message');
    await message.waitFor();
    assert.ok((await message.innerText()).startsWith(told), await message.innerText());
    assert.equal(await message.locator('[lang="en"]').count(), 0);
    await judge(page, `follow-refused-${code}`, true);
    await visitor.context.close();
  });
}

test('a code stays in the browser too where its button is pressed before the script has come', async () => {
  const visitor = await visit(true);
  const { page, sent } = visitor;
  const { shown } = await speak(visitor, 'wishes', 'The swing squeaks.');
  const coming = Promise.withResolvers<undefined>();
  await page.route(/follow-[0-9a-f]+\.js$/, async (route) => {
    await coming.promise;
    await route.continue();
  });
  await page.goto(`${letters.service.address}/follow`, { waitUntil: 'commit' });
  sent.length = 0;
  await page.getByLabel('Your code').fill(shown);
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByRole('alert').getByText('has not arrived yet. Nothing was sent.').waitFor();
  await judge(page, 'follow-waits', true);
  coming.resolve(undefined);
  await page.getByRole('heading', { name: 'What you said', exact: true }).first().waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
  assert.ok(sent.every((request) => !request.includes(shown) && !request.includes(shown.replaceAll('-', ''))));
  assert.deepEqual(visitor.complaints, []);
  await visitor.context.close();
});

test('the link of a slip opens the page, and the code is gone from the address', async () => {
  const visitor = await visit(true);
  const { shown } = await speak(visitor, 'wishes', 'A bench.');
  await visitor.page.goto(`${letters.service.address}/follow#${shown}`);
  await visitor.page.getByRole('heading', { name: 'What you said', exact: true }).waitFor();
  assert.equal(new URL(visitor.page.url()).hash, '');
  await visitor.context.close();
});

test('an assistant takes down at the desk what somebody said, and the slip leads to it', async () => {
  const desk = await DeskUser.open(browser, letters.service.address);
  const { person, key } = await desk.makeBrowserKey();
  const from = '2020-01-01T00:00:00.000Z';
  const granted = await letters.city.say({ kind: 'mandate-granted', office: 'desk', person, key, from }, [
    letters.city.registrar,
  ]);
  assert.equal(granted.status, 201);
  const { page } = desk;
  await desk.go('intake');
  await judge(page, 'desk-intake', true);
  await desk.press('See what becomes public');
  assert.match(await desk.refusal(), /There is a problem/);
  await page.getByLabel('By phone').check();
  await page.getByLabel('Where does it go?').selectOption('wishes');
  await page.getByLabel('What was said').fill('The lamp at the ferry is dark.');
  await desk.press('See what becomes public');
  await desk.heading('This becomes public');
  await desk.press('Sign and record');
  await desk.heading('Your code for coming back');
  await judge(page, 'desk-slip', true);
  const shown = CODE.exec((await page.locator('.cf-code-slip__code').innerText()).replaceAll(/\s/g, ''))?.[0] ?? '';
  assert.ok(desk.traffic.every((bytes) => !bytes.includes(shown) && !bytes.includes(shown.replaceAll('-', ''))));
  assert.deepEqual(desk.complaints, []);
  await desk.close();
  const visitor = await visit(false);
  await enter(visitor, shown);
  assert.match(await visitor.page.locator('#follow-view').innerText(), /The lamp at the ferry is dark\./);
  await visitor.context.close();
});

test('the record that came of it is verified', async () => {
  const { verdict, findings } = await auditService(letters.service);
  assert.equal(verdict, 'verified', JSON.stringify(findings.slice(0, 3)));
});
