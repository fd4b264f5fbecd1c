/**
 * Three lives on a real service, in a real browser, by mouse and by keyboard alone; the citizen's without scripts too. What else officials do
 * at the desk, and with which keys, is in desk.test-long.ts.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { caseKinds } from '@counterfoil/ledger/statements/rights';
import { working } from '@counterfoil/ledger/testing/city';
import { launchBrowser } from '@counterfoil/web-viewer/testing/browser';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { auditService } from './client/testing/audit-service.ts';
import { openTestCity, type TestCity } from './testing/city.ts';
import { DeskUser } from './testing/desk-user.ts';
import { keyboard, mouse, type Hand } from './testing/hand.ts';
import { startTestService, type TestService } from './testing/service.ts';
import { until } from './testing/until.ts';

const DAY_MS = 86_400_000;
const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

let browser: Browser;
let folder: string;
before(async () => {
  [browser, folder] = await Promise.all([launchBrowser(), mkdtemp(join(tmpdir(), 'counterfoil-lives-'))]);
});
after(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

/** A window of somebody's own, as narrow as a telephone; what its pages complain of is kept. */
async function open(javaScriptEnabled = true): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
  const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  return { context, page, complaints };
}

function link(page: Page | Locator, name: string | RegExp): Locator {
  return page.getByRole('link', { name, exact: true }).first();
}

function button(page: Page | Locator, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

async function heading(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { name, exact: true }).first().waitFor();
}

/** What comes down when the link is followed. */
async function download(page: Page, hand: Hand, from: Locator): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), hand.press(from)]);
  const path = join(folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

describe('a citizen', () => {
  let service: TestService & AsyncDisposable;
  let city: TestCity;
  before(async () => {
    service = await startTestService();
    city = await openTestCity(service);
  });
  after(() => service[Symbol.asyncDispose]());

  for (const [how, hand, hasScripts] of [
    ['by mouse', mouse, true],
    ['by keyboard alone', keyboard, true],
    ['by mouse, without scripts', mouse, false],
    ['by keyboard alone, without scripts', keyboard, false],
  ] as const)
    test(`says something, keeps the receipt, traces it, disputes and looks back: ${how}`, async () => {
      const { context, page, complaints } = await open(hasScripts);
      await page.goto(service.address);
      await hand.press(link(page, 'Say something'));
      await hand.press(link(page, 'request'));

      // What may tell who somebody is, is pointed at before it is public.
      const words = page.getByLabel('What do you want to say?');
      await words.waitFor();
      // Before the script has come the server is the one that points at it.
      await page.waitForLoadState('load');
      await hand.write(words, 'Mend the swing. Call me: 06 12345678.');
      await hand.choose(page.getByLabel('Language of your text'), 'English');
      await hand.mark(page.getByLabel('For myself'));
      await hand.press(button(page, 'Send and record'));
      await heading(page, 'Does your text tell who somebody is?');
      assert.match(await page.locator('.cf-hints').innerText(), /a telephone number: 06 12345678/);
      const entry = service.recorder.publisher.size;
      await hand.write(words, 'Mend the swing in the park.');
      // The script has seen that the words are other ones now; without it the page was asked about the first.
      await hand.press(button(page, hasScripts ? 'Send and record' : 'Send as it stands'));
      await heading(page, 'Your words are on record');
      assert.equal(service.recorder.publisher.size, entry + 1);
      const code = (await page.locator('.cf-code-slip__code').innerText()).replaceAll(/\s/g, '');

      const receipt = await download(page, hand, link(page, 'Download the receipt'));
      await hand.press(link(page, 'Check the file in your browser'));
      await heading(page, 'Check a receipt');
      if (hasScripts) {
        await hand.give(page.locator('#receipt-file'), receipt);
        await page.locator('.cf-check__verdict--holds').waitFor();
        assert.match(await page.locator('.cf-check').innerText(), /Mend the swing in the park\./);
      } else {
        const command = await page.locator('noscript .cf-command').innerText();
        const [, program, action] = /^npm run (verify) -- (receipt) receipt-12\.json$/.exec(command) ?? [];
        const path = join(root, `verifier-cli/src/${program ?? ''}.ts`);
        const { stdout } = await run(process.execPath, [path, action ?? '', receipt]);
        assert.match(stdout, /holds/i);
      }

      // Found again by the number on the receipt.
      const find = page.getByRole('searchbox', { name: 'Search the record' }).first();
      await hand.write(find, `receipt ${entry}`);
      await hand.press(button(page, 'Search').first());
      await heading(page, 'Your words are on record');
      await hand.press(link(page, 'See what becomes of it'));
      await page.locator('h1').filter({ hasText: 'Mend the swing in the park.' }).waitFor();
      assert.match(await page.locator('.cf-ticket').innerText(), /Desk owes an answer/);

      const [by, answer, decision] = [[city.mandate], city.text('Next year.'), city.text('It is mended.')];
      const answered = await city.say(
        { kind: 'response', by, case: entry, text: answer.ref },
        [city.official],
        [answer.content],
      );
      const decided = await city.say(
        {
          ...{ kind: 'decision', by, case: entry, outcome: 'yes', basis: 'By-law', algorithms: 'none', data: 'none' },
          text: decision.ref,
        },
        [city.official],
        [decision.content],
      );
      assert.deepEqual([answered.status, decided.status], [201, 201]);

      await hand.press(link(page, 'Follow up'));
      // Before the script has come the page would send the code, as it does without scripts.
      if (hasScripts) await page.locator('#follow-code + .cf-aside').waitFor();
      await hand.write(page.getByLabel('Your code'), code);
      await hand.press(button(page, 'Show'));
      await heading(page, 'What you said');
      assert.match(await page.locator('#follow-view').innerText(), /Next year\.|Yes/);

      const act = async (title: string, fill: (form: Locator) => Promise<void>, send: string): Promise<number> => {
        const index = service.recorder.publisher.size;
        const box = page.locator('details.cf-act').filter({ hasText: title });
        await hand.press(box.locator('summary'));
        await fill(box);
        await hand.press(button(box, send));
        if (hasScripts) await hand.press(button(box, 'Send it'));
        await page.getByText(`It is on record, as entry ${index}.`).waitFor();
        return index;
      };
      const disputed = await act(
        'Dispute a step',
        async (form) => {
          const steps = form.getByLabel('Which step?');
          const option = await steps.locator(`option[value="${answered.body.index}"]`).innerText();
          await hand.choose(steps, option.trim());
          await hand.write(form.locator('textarea'), 'Children want to swing now.');
        },
        'Dispute it',
      );
      const evaluated = await act(
        'Say how it went',
        async (form) => {
          for (const [question, said] of [
            ['heard', 'yes'],
            ['explained', 'partly'],
            ['achieved', 'no'],
          ] as const)
            await hand.mark(form.locator(`input[name="${question}"][value="${said}"]`));
          await hand.write(form.locator('textarea'), 'It creaks.');
        },
        'Send',
      );

      await hand.press(link(page.locator('#follow-view'), 'The whole case, step by step'));
      await heading(page, 'Looking back');
      const story = await page.locator('main').innerText();
      for (const told of ['Children want to swing now.', 'It creaks.', 'Next year.', 'It is mended.'])
        assert.ok(story.includes(told), told);
      for (const index of [disputed, evaluated]) assert.equal(await page.locator(`#entry-${index}`).count(), 1);
      // Where the form points at something, the browser calls that a failure.
      if (hasScripts) assert.deepEqual(complaints, []);
      await context.close();
    });

  test('leaves a record that strangers can verify', async () => {
    const { verdict, findings } = await auditService(service);
    assert.equal(verdict, 'verified', JSON.stringify(findings.slice(0, 3)));
  });
});

describe('a journalist', () => {
  let service: TestService & AsyncDisposable;
  let silent: number;
  before(async () => {
    let aheadMs = 0;
    service = await startTestService({ now: () => Date.now() + aheadMs });
    const city = await openTestCity(service);
    silent = (await city.input('The bridge creaks at night.')).body.index;
    const answered = (await city.input('The clock is slow.')).body.index;
    const text = city.text('It is set.');
    await city.say(
      { kind: 'response', by: [city.mandate], case: answered, text: text.ref },
      [city.official],
      [text.content],
    );
    // Ten working days to answer are over by then, whatever day it is.
    aheadMs = 40 * DAY_MS;
    await city.input('A new bench, please.');
    // Who comes before they were ever counted is told to come again.
    await until('the figures', async () => (await fetch(`${service.address}/accountability`)).status === 200);
  });
  after(() => service[Symbol.asyncDispose]());

  async function concluded(page: Page): Promise<string> {
    const verdict = page.locator('#verdict:not([data-verdict="waiting"])');
    await verdict.waitFor();
    return verdict.innerText();
  }

  for (const [how, hand] of [
    ['by mouse', mouse],
    ['by keyboard alone', keyboard],
  ] as const)
    test(`finds whom an office has not answered, takes the list along, and verifies a case: ${how}`, async () => {
      const { context, page, complaints } = await open();
      await page.goto(service.address);
      await hand.press(link(page, 'Owed now'));
      await hand.choose(page.getByLabel('State'), 'Overdue only');
      await hand.choose(page.getByLabel('Office'), 'Desk');
      await hand.press(button(page, 'Show these'));
      await heading(page, 'Overdue');
      const late = await page.locator('.cf-duties__item').allInnerTexts();
      assert.equal(late.length, 1);
      assert.match(late[0] ?? '', /Desk.*The bridge creaks at night\./s);
      const list = page.url();

      await hand.press(link(page, 'This list as data'));
      const data = JSON.parse(await page.locator('pre').innerText()) as { items: { case: number; overdue: boolean }[] };
      assert.deepEqual(
        data.items.map(({ case: id, overdue }) => ({ id, overdue })),
        [{ id: silent, overdue: true }],
      );
      await page.goBack();
      await hand.press(link(page, 'Who was answered, and who was not').first());
      await heading(page, 'Who was answered, and who was not');
      const overdue = link(page, /^Entries behind “Overdue for longest/);
      const [, ...rows] = (await readFile(await download(page, hand, overdue), 'utf8')).trim().split(/\r?\n/);
      assert.equal(rows.length, 1);
      assert.match(rows[0] ?? '', new RegExp(`request,respond,desk,.*overdue,${silent},.*/entries/${silent}$`));

      await page.goto(list);
      await hand.press(link(page, 'The bridge creaks at night.'));
      await hand.press(link(page, 'Check it yourself'));
      await hand.press(button(page, 'Check now'));
      assert.match(await concluded(page), new RegExp(`Nothing in case ${silent} was`));
      assert.deepEqual(complaints, []);
      await context.close();
    });

  test('catches an entry of which one byte was changed on its way', async () => {
    const { context, page } = await open();
    const entry = Buffer.from(await (await fetch(`${service.address}/api/v1/entries/${silent}`)).arrayBuffer());
    await context.route('**/tile/entries/**', async (route) => {
      const answer = await route.fetch();
      const body = Buffer.from(await answer.body());
      const at = body.indexOf(entry) + entry.indexOf('"payload":"') + 40;
      body[at] = (body[at] ?? 0) ^ 1;
      await route.fulfill({ response: answer, body });
    });
    await page.goto(`${service.address}/check?case=${silent}`);
    await mouse.press(button(page, 'Check now'));
    assert.match(await concluded(page), new RegExp(`Something does not hold.*Entry ${silent}: `, 's'));
    assert.match(
      await page.locator('[data-check="included"]').innerText(),
      /✗ Does not hold\n.*This is not the entry that was recorded here/s,
    );
    await context.close();
  });
});

test('an official decides with a co-signer, by keyboard alone', async () => {
  await using service = await startTestService();
  const city = await openTestCity(service);
  const desk = { offices: ['desk'], signatures: 1 };
  const acts = { ...Object.fromEntries(caseKinds.map((kind) => [kind, desk])), decision: { ...desk, signatures: 2 } };
  const codes = [{ code: 'built', title: 'It is built' }];
  const rules = { acts, outcomes: codes, dispositions: codes, clocks: { decide: working(5) } };
  const process = { process: 'plan', version: 1, title: 'Plan', level: 'consult', accounting: 'record' } as const;
  await city.say({ kind: 'process-published', ...process, ...rules, authors: ['person'] }, [city.registrar]);
  const opened = (await city.input('A bridge for walkers.', { process: 'plan' })).body.index;

  const hand = keyboard;
  const begin = async (name: string): Promise<DeskUser> => {
    const user = await DeskUser.open(browser, service.address);
    await user.page.goto(service.address);
    await hand.press(link(user.page, 'Signing desk for officials'));
    await hand.press(button(user.page, 'Make a key in this browser'));
    const { person, key } = await user.keyLines();
    const holder = city.text(name);
    const granted = { kind: 'mandate-granted', office: 'desk', from: '2020-01-01T00:00:00.000Z' } as const;
    const { status } = await city.say(
      { ...granted, person, key, holder: holder.ref },
      [city.registrar],
      [holder.content],
    );
    assert.equal(status, 201);
    return user;
  };
  const [ada, bo] = [await begin('Ada Stone'), await begin('Bo Reed')];

  const { page } = ada;
  await page.reload();
  await hand.press(link(page, 'What is due'));
  await hand.press(link(page, 'A bridge for walkers.'));
  await hand.press(link(page, 'Decide'));
  await hand.mark(page.getByLabel('It is built', { exact: true }));
  await hand.write(page.getByLabel('The decision and why'), 'The city builds it of oak.');
  await hand.write(page.getByLabel('Legal basis'), 'Roads act, section 12');
  await hand.mark(page.getByLabel('None: no algorithm'));
  await hand.mark(page.getByLabel('None: no registered use'));
  await hand.mark(page.getByLabel(/Bo Reed/));
  await hand.press(button(page, 'See what becomes public'));
  await heading(page, 'This becomes public');
  const fingerprint = await ada.fingerprint();
  await hand.press(button(page, 'Sign and put into the tray'));
  await heading(page, 'It waits for the others');

  await bo.page.reload();
  await hand.press(link(bo.page, 'Tray'));
  await hand.press(link(bo.page, `Decision, case ${opened}`));
  await heading(bo.page, 'This becomes public');
  assert.equal(await bo.fingerprint(), fingerprint);
  await hand.press(button(bo.page, 'Add my signature'));
  await heading(bo.page, 'Recorded');
  await bo.page.goto(`${service.address}/cases/${opened}`);
  assert.match(await bo.page.locator('.cf-ticket').innerText(), /The city builds it of oak\./);
  assert.deepEqual([...ada.complaints, ...bo.complaints], []);
  await Promise.all([ada.close(), bo.close()]);
});
