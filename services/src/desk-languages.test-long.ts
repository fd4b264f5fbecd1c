/** The signing desk in another language: what people read is in it, and what they sign is what it always is. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { base64 } from '@counterfoil/ledger/bytes';
import type { Content } from '@counterfoil/ledger/content';
import { signDeskPass } from '@counterfoil/ledger/desk-pass';
import { parseEntry } from '@counterfoil/ledger/entry';
import { openEnvelope, type Statement } from '@counterfoil/ledger/statement';
import { languages } from '@counterfoil/web-viewer/languages';
import { launchBrowser } from '@counterfoil/web-viewer/testing/browser';
import type { Browser } from 'playwright-core';
import { openCouncil, type Council } from './testing/council.ts';
import { DeskUser } from './testing/desk-user.ts';
import { startTestService } from './testing/service.ts';

const SAID = 'We measure the ford in May.';
const WIDTHS_PX = [320, 1280] as const;
/** What axe looks at is the same in every language but for the direction; English is in desk-screens. */
const JUDGED = 'ar';
/** Names of programs and files, which have no other. */
const NAMES = /npm run sign(?: -- restore)?|ssh-keygen|ssh-ed25519|Ed25519/g;

let service: Awaited<ReturnType<typeof startTestService>>;
let council: Council;
let browser: Browser;

before(async () => {
  [service, browser] = await Promise.all([startTestService(), launchBrowser()]);
  council = await openCouncil(service);
});
after(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
});

async function judge({ page, language }: DeskUser, name: string): Promise<void> {
  for (const width of WIDTHS_PX) {
    await page.setViewportSize({ width, height: 900 });
    if (language.code === JUDGED) {
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
      assert.deepEqual(found, [], `${name} at ${width}`);
    }
    const tooWide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(tooWide, 0, `${name} in ${language.code} at ${width} scrolls sideways`);
  }
}

async function statementAt(index: number): Promise<Statement> {
  const response = await fetch(`${service.address}/api/v1/entries/${index}`);
  return openEnvelope(parseEntry(await response.bytes()).envelope).statement;
}

/** Everything that can differ between two answers of the same words: who said it, when, in sight of what, and the salt. */
function withoutCircumstances(statement: Statement): object {
  assert.ok(statement.kind === 'response');
  const { at, seen, by, text, ...rest } = statement;
  return { ...rest, text: { lang: text.lang, mediaType: text.mediaType } };
}

test('an official answers in each language, and signs the same statement', async () => {
  const signed: object[] = [];
  for (const [code, language] of languages) {
    const user = await DeskUser.open(browser, service.address, code === 'en' ? undefined : code);
    const { page } = user;
    await user.go('key');
    await judge(user, 'no key');
    await council.grant('council', await user.makeBrowserKey(), `Ada ${code}`);
    await user.go('due');
    await judge(user, 'what is due');
    await user.go(`case-${council.case}`);
    await judge(user, 'the case');
    await page.getByRole('link', { name: language.phrase('desk-act-response'), exact: true }).click();
    await user.heading(language.phrase('desk-act-response'));
    await user.ready();
    await user.press(language.phrase('desk-form-preview'));
    assert.match(await user.refusal(), new RegExp(language.phrase('input-problem')));
    await judge(user, 'an answer, sent empty');
    await page.getByRole('textbox', { name: language.phrase('desk-field-text') }).fill(SAID);
    await page.getByLabel(language.phrase('desk-form-lang')).selectOption('en');
    await user.press(language.phrase('desk-form-preview'));
    await user.heading(language.phrase('desk-preview-title'));
    const preview = await page.locator('.cf-preview').innerText();
    for (const shown of [SAID, 'City council', `Ada ${code}`, language.phrase('kind-response')])
      assert.ok(preview.includes(shown), `the preview in ${code} shows ${shown}`);
    await judge(user, 'the preview');
    const fingerprint = await user.fingerprint();
    assert.match(fingerprint, /^[0-9a-f -]+$/i, 'the fingerprint is in the same letters everywhere');
    await user.press(language.phrase('desk-preview-sign'));
    await user.heading(language.phrase('desk-done-title'));
    await judge(user, 'recorded');
    const href = await page.getByRole('link', { name: language.phrase('desk-done-see-entry') }).getAttribute('href');
    const [, prefix, entry] = /^(\/[a-z]{2})?\/entries\/(\d+)$/.exec(href ?? '') ?? [];
    assert.equal(prefix, code === 'en' ? undefined : `/${code}`);
    signed.push(withoutCircumstances(await statementAt(Number(entry))));
    assert.deepEqual(user.complaints, []);
    await user.close();
  }
  assert.equal(signed.length, languages.size);
  for (const each of signed) assert.deepEqual(each, signed[0]);
});

/** What the service says of a mandate that ended meanwhile. */
const ENDED = [
  ['nl', 'Het mandaat was beëindigd. Het mandaat van vermelding'],
  ['ar', 'كان التفويض قد أُنهي. أنهى القيد'],
] as const;

test('what the service refuses is told in the language of the desk, whose sentences are fetched only then', async () => {
  const { city, grant } = council;
  const mandates: number[] = [];
  const users: DeskUser[] = [];
  for (const [code, ended] of ENDED) {
    const user = await DeskUser.open(browser, service.address, code);
    users.push(user);
    const { page, language } = user;
    const key = await user.makeBrowserKey();
    const mandate = await grant('council', key, `Bo ${code}`);
    await user.go(`case-${council.case}/response`);
    await page.getByRole('textbox', { name: language.phrase('desk-field-text') }).fill(SAID);
    await page.getByLabel(language.phrase('desk-form-lang')).selectOption('en');
    await user.press(language.phrase('desk-form-preview'));
    await user.heading(language.phrase('desk-preview-title'));
    await endMandate(mandate);
    const sentences = `${service.address}/assets/refusals-${code}`;
    const isFetched = (): boolean => user.traffic.some((bytes) => bytes.toString().startsWith(sentences));
    assert.equal(isFetched(), false);
    await user.press(language.phrase('desk-preview-sign'));
    await told(user, ended);
    assert.match(await user.refusal(), /mandate-ended/);
    assert.equal(isFetched(), true);
    await judge(user, 'a refusal');
    mandates.push(await grant('council', key, `Bo ${code}`));
  }

  const { official } = city;
  assert.ok(official.person !== undefined);
  const own = await grant('council', { person: official.person, key: official.keyid }, 'Cy Marsh');
  const id = await proposeDecision([own, ...mandates]);
  await endMandate(own);
  for (const [i, user] of users.entries()) {
    await user.go(`tray-${id}`);
    await user.heading(user.language.phrase('desk-tray-obstacle'));
    await told(user, ENDED[i]?.[1] ?? '');
    await judge(user, 'an obstacle');
    await user.close();
  }
});

/** In the page’s own words, and none of them English. */
async function told(user: DeskUser, words: string): Promise<void> {
  assert.ok((await user.refusal()).includes(words), await user.refusal());
  assert.equal(await user.page.locator('.govuk-error-summary [lang="en"]').count(), 0);
}

async function endMandate(mandate: number): Promise<void> {
  const { city } = council;
  const { status } = await city.say({ kind: 'mandate-ended', mandate, reason: 'term-ended' }, [city.registrar]);
  assert.equal(status, 201);
}

/** @param mandates of those who are to sign a decision; the first is the official’s, who has. @returns the name of the proposal */
async function proposeDecision(mandates: readonly number[]): Promise<string> {
  const { city } = council;
  const { official } = city;
  const [by, inputs] = [mandates.slice(0, 1), [...council.inputs]];
  const [reason, text, goal] = [city.text('A ford is enough.'), city.text('No bridge.'), city.text('Dry feet.')];
  const accounted = await city.say(
    { kind: 'dispositions', by, case: council.case, items: [{ code: 'declined', reason: reason.ref, inputs }] },
    [official],
    [reason.content],
  );
  assert.equal(accounted.status, 201, accounted.body.detail);
  const decided = { case: council.case, outcome: 'not-built', basis: 'Roads act' };
  const stated = { text: text.ref, goal: goal.ref, interests: 'none', algorithms: 'none', data: 'none' } as const;
  const envelope = await city.sign({ kind: 'decision', by: [...mandates], ...decided, ...stated }, [official]);
  const contents = [text, goal].map(({ content }: { readonly content: Content }) => ({
    salt: base64(content.salt),
    text: content.text,
  }));
  const from = Date.now() - 60_000;
  const hours = { from: new Date(from).toISOString(), until: new Date(from + 3_600_000).toISOString() };
  const pass = await signDeskPass({ origin: service.config.origin, ...hours }, official);
  const response = await fetch(`${service.address}/api/v1/proposals`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: pass },
    body: JSON.stringify({ envelope, contents }),
  });
  const placed = (await response.json()) as { readonly id: string; readonly detail?: string };
  assert.equal(response.status, 202, String(placed.detail));
  return placed.id;
}

test('a page of the desk holds no English where it is read in another language', async () => {
  const user = await DeskUser.open(browser, service.address, 'ar');
  await user.makeBrowserKey();
  for (const place of ['key', 'due', 'pending', 'intake', 'reply', 'tray', 'case-9999999']) {
    await user.go(place);
    // What is not of this language stands in an element that says so.
    const left = await user.page.locator('#desk').evaluate((desk) => {
      for (const foreign of desk.querySelectorAll('[lang], code, pre, select, input')) foreign.remove();
      return desk.textContent;
    });
    assert.match(left, /\p{Script=Arabic}{3}/u, place);
    assert.deepEqual(left.replaceAll(NAMES, '').match(/[A-Za-z]{4,}/g), null, place);
  }
  await user.close();
});
