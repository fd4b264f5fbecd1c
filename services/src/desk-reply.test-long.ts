/** An office replies at the signing desk to a figure about itself: from the page of figures and back to it. SPEC M102, M103. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { parseEntry } from '@counterfoil/ledger/entry';
import { openEnvelope, type StatementOf } from '@counterfoil/ledger/statement';
import { languages } from '@counterfoil/web-viewer/languages';
import { launchBrowser } from '@counterfoil/web-viewer/testing/browser';
import type { Browser } from 'playwright-core';
import { auditService } from './client/testing/audit-service.ts';
import { openCouncil, type Council } from './testing/council.ts';
import { DeskUser, type KeyLines } from './testing/desk-user.ts';
import { startTestService } from './testing/service.ts';
import { until } from './testing/until.ts';

const WIDTHS_PX = [320, 1280] as const;
/** What axe looks at is the same in every language but for the direction. */
const JUDGED: ReadonlySet<string> = new Set(['en', 'ar']);
const SAID = 'Two of us were ill that winter, and the office was closed.';

let service: Awaited<ReturnType<typeof startTestService>>;
let council: Council;
let browser: Browser;
let ada: DeskUser;
let key: KeyLines;

before(async () => {
  [service, browser] = await Promise.all([startTestService(), launchBrowser()]);
  council = await openCouncil(service);
  await until('the figures', async () => (await fetch(`${service.address}/accountability`)).status === 200);
  ada = await DeskUser.open(browser, service.address);
  key = await ada.makeBrowserKey();
});
after(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
});

async function statementAt(index: number): Promise<{ statement: StatementOf<'figure-reply'>; signers: string[] }> {
  const { envelope } = parseEntry(await (await fetch(`${service.address}/api/v1/entries/${index}`)).bytes());
  const { statement } = openEnvelope(envelope);
  assert.ok(statement.kind === 'figure-reply');
  return { statement, signers: envelope.signatures.map(({ keyid }) => keyid) };
}

async function recordedEntry({ page, language }: DeskUser): Promise<number> {
  const href = await page
    .getByRole('link', { name: language.phrase('desk-done-see-entry') })
    .first()
    .getAttribute('href');
  return Number(/\/entries\/(\d+)$/.exec(href ?? '')?.[1]);
}

async function judge({ page, language }: DeskUser, name: string): Promise<void> {
  for (const width of WIDTHS_PX) {
    await page.setViewportSize({ width, height: 900 });
    if (JUDGED.has(language.code)) {
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
      assert.deepEqual(found, [], `${name} in ${language.code} at ${width}`);
    }
    const tooWide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(tooWide, 0, `${name} in ${language.code} at ${width} scrolls sideways`);
  }
}

describe('what is refused', () => {
  test('whoever has no key is led to one, and whose office was not given the right is told so', async () => {
    const nobody = await DeskUser.open(browser, service.address);
    await nobody.go('reply');
    assert.match(await nobody.page.locator('main').innerText(), /Choose a key first/);
    await nobody.close();
    await council.grant('council', key, 'Ada Stone');
    await ada.go('reply?figure=silence');
    const said = await ada.page.locator('main').innerText();
    assert.match(said, /None of your offices was given the right to reply to figures/);
    assert.equal(await ada.page.locator('#desk button').count(), 0);
  });

  test('days that end before they begin, in the form and in an address', async () => {
    const mandate = await council.grant('parks', key, 'Ada Stone');
    await ada.go('reply?figure=silence&from=2026-02-02&until=2026-02-01');
    await ada.press('See the figure');
    assert.match(await ada.refusal(), /The last day comes before the first/);
    await ada.page.locator('.govuk-error-summary a').click();
    assert.equal(await ada.page.evaluate(() => document.activeElement?.getAttribute('type')), 'date');
    await ada.page.getByLabel('Until day').fill('2026-02-28');
    await ada.press('See the figure');
    await ada.heading('The figure as everybody sees it');

    await ada.page.getByLabel('What your office says to it').fill(SAID);
    await ada.press('See what becomes public');
    await ada.heading('This becomes public');
    const { size } = service.recorder.publisher;
    const ended = await council.city.say({ kind: 'mandate-ended', mandate, reason: 'term-ended' }, [
      council.city.registrar,
    ]);
    assert.equal(ended.status, 201);
    await ada.press('Sign and record');
    assert.match(await ada.refusal(), /mandate-ended/, 'what ended meanwhile is refused by the service');
    assert.equal(service.recorder.publisher.size, size + 1);
  });

  test('an address that nobody here has made chooses nothing', async () => {
    await council.grant('parks', key, 'Ada Stone');
    for (const address of ['reply?figure=replies', 'reply?figure=silence&process=none', 'reply?from=2026-02-30']) {
      await ada.go(address);
      assert.equal(await ada.page.getByLabel('Of which process?').inputValue(), '', address);
      assert.equal(await ada.page.getByLabel('What your office says to it').count(), 0, address);
    }
  });
});

test('an official comes from the page of figures with what was chosen there, sees the figure, signs, and finds the reply beside it', async () => {
  const { page } = ada;
  await page.goto(`${service.address}/accountability?process=hearing&from=2020-01-01&until=2099-12-31`);
  await page.getByRole('link', { name: 'at the signing desk' }).click();
  await ada.ready();
  await page.getByLabel('Which figure?').selectOption({ label: 'Who was not answered' });
  assert.equal(await page.getByLabel('Of which process?').inputValue(), 'hearing');
  assert.equal(await page.getByLabel('From day').inputValue(), '2020-01-01');
  await ada.press('See the figure');
  await ada.heading('The figure as everybody sees it');
  await ada.ready();
  const { size } = service.recorder.publisher;
  const shown = await page.locator('main').innerText();
  for (const words of ['Parks department', 'Public hearing', 'Wednesday 1 January 2020', 'Who was not answered'])
    assert.ok(shown.includes(words), words);
  assert.match(shown, new RegExp(`Counted from all ${size} entries`));
  assert.match(shown, /Your browser has not counted again/);
  const ofPage = await fetch(
    `${service.address}/accountability?office=parks&process=hearing&from=2020-01-01&until=2099-12-31`,
  );
  const [, row = 'none'] = /data-figure="silence"[^]*?<tbody[^>]*>\s*(<tr[^]*?<\/tr>)/.exec(await ofPage.text()) ?? [];
  const cells = await page.locator('.cf-numbers tbody tr').first().locator('th, td').allInnerTexts();
  assert.ok(cells.length > 1);
  for (const cell of cells) assert.ok(row.includes(cell.trim()), `${cell} is what the page shows`);

  await ada.press('See what becomes public');
  assert.match(await ada.refusal(), /Fill in: What your office says to it/);
  await page.getByLabel('What your office says to it').fill(`${SAID} Call +31 6 1234 5678.`);
  await ada.press('See what becomes public');
  await ada.heading('Does your text tell who somebody is?');
  assert.match(await page.locator('.cf-hints').innerText(), /a telephone number: \+31 6 1234 5678/);
  await ada.press('Change it');
  await page.getByLabel('What your office says to it').fill(SAID);
  await ada.press('See what becomes public');
  await ada.heading('This becomes public');
  assert.equal(await page.locator('.cf-hints').count(), 0);
  const preview = await page.locator('.cf-preview .govuk-summary-list').innerText();
  for (const words of [
    ...['Reply of an office to a figure', 'Parks department (Ada Stone)', 'Who was not answered', 'Public hearing'],
    ...['Wednesday 1 January 2020', 'Thursday 31 December 2099', `entry ${size - 1}`, SAID],
  ])
    assert.ok(preview.includes(words), words);
  await ada.press('Sign and record');
  await ada.heading('Recorded');
  const entry = await recordedEntry(ada);
  const { statement, signers } = await statementAt(entry);
  const { office, figure, process, from, until: last } = statement;
  assert.deepEqual(
    [office, figure, process, from, last, statement.size],
    ['parks', 'silence', 'hearing', '2020-01-01', '2099-12-31', size],
  );
  assert.deepEqual(signers, [key.key]);

  await page.getByRole('link', { name: 'See it beside the figure' }).click();
  const beside = page.locator('section[aria-labelledby=silence] .cf-reply');
  await until('the reply on the page', async () => {
    await page.reload();
    return (await beside.count()) === 1;
  });
  const reply = await beside.innerText();
  assert.match(reply, /Parks department replied to this figure as it stood at/);
  assert.ok(reply.includes(SAID));
  assert.deepEqual((await auditService(service)).findings, []);
  assert.deepEqual(
    ada.complaints.filter((text) => !/403|409|422/.test(text)),
    [],
  );
});

test('where the service shows no figures, the official says how many entries were counted', async () => {
  const { page } = ada;
  const { size } = service.recorder.publisher;
  await page.route('**/accountability?*', (route) => route.fulfill({ status: 503, body: '<h1>Being counted</h1>' }));
  await ada.go('reply?figure=times');
  assert.match(await page.locator('main').innerText(), /The service does not show this figure now/);
  await page.getByLabel('What your office says to it').fill(SAID);
  await page.getByLabel('How many entries were counted?').fill(String(size + 1));
  await ada.press('See what becomes public');
  assert.match(await ada.refusal(), new RegExp(`a number from 1 to ${size}`));
  await page.getByLabel('How many entries were counted?').fill('7');
  await ada.press('See what becomes public');
  await ada.press('Sign and record');
  await ada.heading('Recorded');
  assert.equal((await statementAt(await recordedEntry(ada))).statement.size, 7);
  await page.unroute('**/accountability?*');
});

test('every figure can be replied to with the keyboard alone, from the navigation of the desk', async () => {
  const { page } = ada;
  await ada.go('due');
  const reach = async (name: RegExp): Promise<void> => {
    for (let press = 0; press < 60; press++) {
      const text = await page.evaluate(() => {
        const active = document.activeElement;
        const label = active?.id ? document.querySelector(`label[for="${active.id}"]`) : null;
        return (label ?? active)?.textContent ?? '';
      });
      if (name.test(text)) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`${name} cannot be reached`);
  };
  await reach(/^Reply to a figure$/);
  await page.keyboard.press('Enter');
  await ada.heading('Reply to a figure about your office');
  await ada.ready();
  await reach(/^Which figure\?$/);
  await page.keyboard.type('Promises');
  await reach(/^See the figure$/);
  await page.keyboard.press('Enter');
  await ada.heading('The figure as everybody sees it');
  await ada.ready();
  assert.match(await page.locator('main').innerText(), /There is nothing to count in this figure/);
  await reach(/^What your office says to it$/);
  await page.keyboard.type(SAID);
  await reach(/^See what becomes public$/);
  await page.keyboard.press('Enter');
  await ada.heading('This becomes public');
  await reach(/^Sign and record$/);
  await page.keyboard.press('Space');
  await ada.heading('Recorded');
  assert.equal((await statementAt(await recordedEntry(ada))).statement.figure, 'commitments');
});

test('every screen of it can be used by those who do not see and fits into a phone, in each language', async () => {
  for (const [code, language] of languages) {
    const user = await DeskUser.open(browser, service.address, code === 'en' ? undefined : code);
    await council.grant('parks', await user.makeBrowserKey(), `Ada ${code}`);
    await user.go('reply');
    await user.press(language.phrase('desk-reply-show'));
    assert.match(await user.refusal(), new RegExp(language.phrase('input-problem')));
    await judge(user, 'the choice, sent empty');
    await user.go('reply?figure=silence');
    await user.press(language.phrase('desk-form-preview'));
    await user.refusal();
    await judge(user, 'the form, sent empty');
    await user.page.getByLabel(language.phrase('desk-reply-words')).fill(`${SAID} Call +31 6 1234 5678.`);
    await user.press(language.phrase('desk-form-preview'));
    await user.heading(language.phrase('desk-preview-title'));
    await judge(user, 'the preview');
    await user.press(language.phrase('desk-preview-sign'));
    await user.heading(language.phrase('desk-done-title'));
    await judge(user, 'recorded');
    assert.equal((await statementAt(await recordedEntry(user))).statement.figure, 'silence');
    assert.deepEqual(user.complaints, []);
    await user.close();
  }
});
