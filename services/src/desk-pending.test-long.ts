/** The page of the signing desk on which texts are looked at, in a real browser and on a real service. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { parseEntry } from '@counterfoil/ledger/entry';
import { contentRefs, openEnvelope, type Statement } from '@counterfoil/ledger/statement';
import { launchBrowser } from '@counterfoil/web-viewer/testing/browser';
import type { Browser } from 'playwright-core';
import { auditService } from './client/testing/audit-service.ts';
import { openRivermouth, type Rivermouth } from './client/testing/open-rivermouth.ts';
import { signIn } from './client/testing/sign-in.ts';
import { png } from './files/testing/pictures.ts';
import { DeskUser } from './testing/desk-user.ts';
import { startTestService, type TestService } from './testing/service.ts';

describe('somebody of the front desk looks at what people sent', () => {
  let service: TestService & AsyncDisposable;
  let city: Rivermouth;
  let browser: Browser;
  let sasha: DeskUser;
  let first: number;
  let second: number;
  let insult: number;
  before(async () => {
    [service, browser] = await Promise.all([startTestService(), launchBrowser()]);
    city = await openRivermouth(service);
    sasha = await DeskUser.open(browser, service.address);
    const { person, key } = await sasha.makeBrowserKey();
    const grant = ['mandate', 'front-desk', '--person', person, '--public-key', key, '--holder', 'Sasha Shellworth'];
    await signIn(service).signed(grant, ['registrar-agnes', 'registrar-celia']);
    const send = async (text: string, goes: object): Promise<number> =>
      (await city.client.sendInput({ text, lang: 'en', author: 'person', ...goes })).index;
    first = await send('The bus driver did not wait.', { process: 'complaint' });
    second = await send('Nor for me, <b>twice</b>.', { case: first });
    insult = await send('The bus driver is a goat.', { process: 'complaint' });
  });
  after(async () => {
    city.client.close();
    await browser.close();
    await service[Symbol.asyncDispose]();
  });
  const statementAt = async (index: number): Promise<Statement> => {
    const bytes = await (await fetch(`${service.address}/api/v1/entries/${index}`)).bytes();
    return openEnvelope(parseEntry(bytes).envelope).statement;
  };
  const isPublic = async (entry: number): Promise<boolean> => {
    const [ref] = contentRefs(await statementAt(entry));
    return (await fetch(`${service.address}/content/${ref?.digest ?? ''}`)).status === 200;
  };
  const recorded = async (): Promise<Statement> => {
    await sasha.heading('Recorded');
    const said = await sasha.page.locator('.cf-done').innerText();
    return statementAt(Number(/It is entry (\d+)\./.exec(said)?.[1]));
  };

  test('each text is there word for word, and the page has no barriers', async () => {
    await sasha.go('pending');
    const page = await sasha.page.locator('main').innerText();
    assert.match(page, /The bus driver did not wait\./);
    assert.match(page, /Nor for me, <b>twice<\/b>\./);
    assert.match(page, /The bus driver is a goat\./);
    const { violations } = await new AxeBuilder({ page: sasha.page }).setLegacyMode(true).analyze();
    assert.deepEqual(violations, []);
  });

  test('two texts of a case are let through with one signature, after the preview shows them', async () => {
    await sasha.page.getByLabel(`Let the words of entry ${first} into public view`).check();
    await sasha.page.getByLabel(`Let the words of entry ${second} into public view`).check();
    const section = sasha.page.getByRole('region', { name: `Case ${first}` });
    await section.getByRole('button', { name: 'See what becomes public' }).click();
    await sasha.heading('This becomes public');
    assert.match(await sasha.page.locator('.cf-preview').innerText(), /did not wait\..*twice/s);
    assert.deepEqual([await isPublic(first), await isPublic(second)], [false, false]);
    await sasha.press('Sign and record');
    const statement = await recorded();
    assert.ok(statement.kind === 'content-published');
    assert.deepEqual(
      statement.items.map(({ entry }) => entry),
      [first, second],
    );
    assert.deepEqual([await isPublic(first), await isPublic(second), await isPublic(insult)], [true, true, false]);
  });

  test('one is kept back, with ground, legal basis, and how to appeal', async () => {
    await sasha.go('pending');
    assert.doesNotMatch(await sasha.page.locator('main').innerText(), /did not wait/);
    await sasha.page.getByRole('link', { name: `Keep the words of entry ${insult} back` }).click();
    await sasha.heading('Keep a text back');
    await sasha.press('See what becomes public');
    assert.match(await sasha.refusal(), /Choose: On which ground\?/);
    await sasha.page.getByLabel('It insults somebody').check();
    await sasha.page.getByLabel('Legal basis').fill('Rules of Conduct, section 8');
    await sasha.page.getByLabel('No', { exact: true }).check();
    await sasha.page.getByLabel('How to appeal').fill('Write to the clerk.');
    await sasha.press('See what becomes public');
    await sasha.heading('This becomes public');
    assert.match(await sasha.page.locator('.cf-preview').innerText(), /It insults somebody.*Write to the clerk\./s);
    await sasha.press('Sign and record');
    const statement = await recorded();
    assert.ok(statement.kind === 'content-withheld');
    assert.deepEqual([statement.entry, statement.ground, statement.told], [insult, 'insult', 'no']);
    assert.equal(await isPublic(insult), false);
    await sasha.go('pending');
    const page = await sasha.page.locator('main').innerText();
    assert.match(page, /No text waits for your offices\./);
    assert.match(page, /Kept back.*The bus driver is a goat\./s);
  });

  test('a picture is looked at before it is let through, without leaving the page', async () => {
    const sent = await fetch(`${service.address}/api/v1/files`, { method: 'POST', body: Buffer.from(png()) });
    const { token, digest } = (await sent.json()) as { token: string; digest: string };
    const complaint = { text: 'This is where he stood.', lang: 'en', author: 'person', process: 'complaint' } as const;
    const { index } = await city.client.sendInput({ ...complaint, files: [token] });
    const isShown = async (): Promise<boolean> => (await fetch(`${service.address}/file/${digest}`)).status === 200;
    await sasha.go('due');
    await sasha.page.reload();
    await sasha.go('pending');
    await sasha.page.getByRole('button', { name: 'Look at the file' }).click();
    const picture = sasha.page.getByAltText('The picture that waits');
    await picture.waitFor();
    assert.equal(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)), 8);
    assert.equal(await isShown(), false);
    await sasha.page.getByLabel(`Let this file of entry ${index} into public view`).check();
    await sasha.page.getByRole('button', { name: 'See what becomes public' }).first().click();
    await sasha.heading('This becomes public');
    await sasha.press('Sign and record');
    const statement = await recorded();
    assert.ok(statement.kind === 'content-published');
    assert.deepEqual(statement.items, [{ entry: index, digest }]);
    assert.equal(await isShown(), true);
    assert.equal(await isPublic(index), false, 'the words still wait');
  });

  test('nobody was hindered, and the whole ledger verifies', async () => {
    // The browser itself says of a text that is not public that it is not there.
    assert.deepEqual(
      sasha.complaints.filter((complaint) => !complaint.includes('404')),
      [],
    );
    const audited = await auditService(service);
    assert.equal(audited.verdict, 'verified', JSON.stringify(audited.findings.slice(0, 3)));
  });
});
