/** A server that lies to the signing desk: in each of these the desk refuses to go on, and says why. */
import assert from 'node:assert/strict';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { base64, parseBase64 } from '@counterfoil/ledger/bytes';
import { formatCheckpoint, parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote } from '@counterfoil/ledger/note';
import { formatTile, parseTile } from '@counterfoil/ledger/tile';
import { Frontier, leafHash, type Hash } from '@counterfoil/ledger/tree';
import { launchBrowser } from '@counterfoil/web-viewer/testing/browser';
import type { Browser, Route } from 'playwright-core';
import { LogKeys } from './recorder/log-keys.ts';
import { openCouncil, type Council } from './testing/council.ts';
import { DeskUser } from './testing/desk-user.ts';
import { startTestService } from './testing/service.ts';

let service: Awaited<ReturnType<typeof startTestService>>;
let council: Council;
let browser: Browser;
let ada: DeskUser;
/** Size and hashes of the leaves, as they truly are. */
let size: number;
let leaves: Hash[];

before(async () => {
  [service, browser] = await Promise.all([startTestService(), launchBrowser()]);
  council = await openCouncil(service);
  ada = await DeskUser.open(browser, service.address);
  await council.grant('council', await ada.makeBrowserKey(), 'Ada Stone');
});
after(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await ada.page.unrouteAll({ behavior: 'wait' });
  // What the browser remembers from here on.
  await ada.go(`case-${council.case}`);
  size = parseCheckpoint(parseNote(await text('checkpoint')).text).size;
  const tile = await fetch(`${service.address}/tile/0/000.p/${size}`);
  leaves = parseTile(await tile.bytes(), size);
});

async function text(path: string): Promise<string> {
  return (await fetch(`${service.address}/${path}`)).text();
}

/** Puts something else in the place of what the service answers. */
async function lie(path: string | RegExp, answer: (route: Route) => Promise<string | Buffer>): Promise<void> {
  await ada.page.route(typeof path === 'string' ? `**/${path}` : path, async (route) => {
    await route.fulfill({ status: 200, body: await answer(route) });
  });
}

/** A checkpoint over these leaves, signed with the very key of the log. */
async function sign(hashes: readonly Hash[]): Promise<string> {
  const { origin, dataFolder } = service.config;
  const keys = await LogKeys.read(join(dataFolder, 'keys'), origin);
  const frontier = Frontier.empty();
  for (const hash of hashes) frontier.append(hash, () => undefined);
  return keys.sign(formatCheckpoint({ origin, size: hashes.length, root: frontier.root() }), keys.first.vkey);
}

async function lieOfHistory(hashes: readonly Hash[]): Promise<void> {
  const note = await sign(hashes);
  await lie('checkpoint', () => Promise.resolve(note));
  await lie(/\/tile\/0\/000\.p\/\d+$/, () => Promise.resolve(Buffer.from(formatTile(hashes))));
}

/** Nothing that could sign is on the page. */
async function refusesOn(page: string, expected: RegExp): Promise<void> {
  await ada.go(page);
  assert.match(await ada.refusal(), expected);
  assert.match(await ada.refusal(), /Sign nothing/);
  const buttons = await ada.page.locator('#desk button').allInnerTexts();
  assert.deepEqual(buttons, []);
  assert.deepEqual(await ada.page.locator('#desk a[href^="#case-"]').allInnerTexts(), []);
}

const PAGES = (): readonly string[] => ['due', `case-${council.case}/response`];

describe('a history other than the one that this browser saw', () => {
  test('an honest one that has grown is gone on with', async () => {
    await council.city.input('One more.', { case: council.case });
    await ada.go(`case-${council.case}`);
    await ada.heading('What you can do');
  });

  test('one that another page of the browser has seen grow meanwhile is no lie', async () => {
    const [asked, grown] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const holdOnce = async (route: Route): Promise<void> => {
      const response = await route.fetch();
      asked.resolve(undefined);
      await grown.promise;
      await route.fulfill({ response });
    };
    await ada.page.route('**/checkpoint', holdOnce, { times: 1 });
    const going = ada.go(`case-${council.case}`);
    await asked.promise;
    await council.city.input('And another one.', { case: council.case });
    const other = await ada.context.newPage();
    await other.goto(`${service.address}/desk#due`);
    await other.getByRole('heading', { name: 'What is due' }).waitFor();
    grown.resolve(undefined);
    await going;
    await ada.heading('What you can do');
    await other.close();
  });

  test('a shorter one', async () => {
    await lieOfHistory(leaves.slice(0, -1));
    for (const page of PAGES()) await refusesOn(page, /The record has become shorter/);
  });

  test('another one of the same length', async () => {
    await lieOfHistory([...leaves.slice(0, -1), leafHash(Buffer.from('another entry'))]);
    for (const page of PAGES()) await refusesOn(page, /There are two histories/);
  });

  test('a longer one with another past', async () => {
    const past = [...leaves];
    past[3] = leafHash(Buffer.from('another entry'));
    await lieOfHistory([...past, leafHash(Buffer.from('one more'))]);
    for (const page of PAGES()) await refusesOn(page, /There are two histories/);
  });

  test('a checkpoint that the log did not sign', async () => {
    const note = await text('checkpoint');
    await lie('checkpoint', () => Promise.resolve(note.replace(`\n${size}\n`, `\n${size + 1}\n`)));
    for (const page of PAGES()) await refusesOn(page, /does not carry the signature of its log/);
  });

  test('another key of the log, which the one before did not vouch for', async () => {
    const folder = join(service.folder, 'foreign');
    await mkdir(folder);
    const foreign = await LogKeys.open(folder, service.config.origin);
    const { text: checkpoint } = parseNote(await text('checkpoint'));
    const note = await foreign.sign(checkpoint, foreign.first.vkey);
    const info = JSON.parse(await text('ledger.json')) as object;
    await lie('ledger.json', () => Promise.resolve(JSON.stringify({ ...info, logKey: foreign.first.vkey })));
    await lie('checkpoint', () => Promise.resolve(note));
    await ada.go(`case-${council.case}`);
    assert.match(await ada.refusal(), /signed with another key than the one this browser knows/);
  });

  test('another key of the log is gone on with where the one before signs beside it', async () => {
    const bo = await DeskUser.open(browser, service.address);
    await bo.go('key');
    const folder = join(service.folder, 'rotated');
    await cp(join(service.folder, 'keys'), folder, { recursive: true });
    const keys = await LogKeys.open(folder, service.config.origin);
    const next = await keys.haveNext(keys.first.vkey);
    const note = await keys.sign(parseNote(await text('checkpoint')).text, next.vkey);
    const info = JSON.parse(await text('ledger.json')) as object;
    const body = JSON.stringify({ ...info, logKey: next.vkey });
    await bo.page.route('**/ledger.json', (route) => route.fulfill({ status: 200, body }));
    await bo.page.route('**/checkpoint', (route) => route.fulfill({ status: 200, body: note }));
    await bo.go('key');
    await bo.heading('Who signs?');
    await bo.close();
  });

  test('what was remembered before the lie is remembered after it', async () => {
    await lieOfHistory(leaves.slice(0, -1));
    await ada.go('due');
    await ada.page.unrouteAll({ behavior: 'wait' });
    await ada.go('due');
    await ada.heading('What is due');
  });
});

describe('what stands in the case', () => {
  test('a changed text', async () => {
    await lie(/\/content\/[0-9a-f]{64}$/, async (route) => {
      const { salt, text: words } = (await (await route.fetch()).json()) as { salt: string; text: string };
      return JSON.stringify({ salt, text: words.replace('bridge', 'tunnel') });
    });
    for (const page of [`case-${council.case}`, `case-${council.case}/response`])
      await refusesOn(page, /not the one that was recorded. Somebody has changed it/);
  });

  test('a changed entry', async () => {
    const other = await (await fetch(`${service.address}/api/v1/entries/${council.inputs[1] ?? 0}`)).bytes();
    await lie(`api/v1/entries/${council.inputs[2] ?? 0}`, () => Promise.resolve(Buffer.from(other)));
    await refusesOn(`case-${council.case}`, /is not what stands in the record/);
  });

  test('the rules of another process, under which the codes mean something else', async () => {
    const { processes, ...rest } = JSON.parse(await text('api/v1/directory')) as {
      processes: { process: string; entry: number }[];
    };
    const another = processes.find(({ process }) => process === 'strict')?.entry ?? 0;
    const lied = processes.map((each) => (each.process === 'hearing' ? { ...each, entry: another } : each));
    await lie('api/v1/directory', () => Promise.resolve(JSON.stringify({ ...rest, processes: lied })));
    await refusesOn(`case-${council.case}`, /is not what stands in the record/);
  });

  test('an input of another case', async () => {
    const stranger = await council.city.input('Quite another matter.', { process: 'hearing' });
    await ada.go('due');
    await lie(new RegExp(`/api/v1/cases/${council.case}$`), async (route) => {
      const told = (await (await route.fetch()).json()) as { steps: object[] };
      return JSON.stringify({ ...told, steps: [...told.steps, { index: stranger.body.index }] });
    });
    await refusesOn(`case-${council.case}`, /is not what stands in the record/);
  });
});

describe('what comes back', () => {
  test('an answer whose proof is of another entry is not believed, though the signature was given', async () => {
    await lie('api/v1/statements', async (route) => {
      const told = (await (await route.fetch()).json()) as { index: number };
      return JSON.stringify({ ...told, index: told.index - 1 });
    });
    await ada.go(`case-${council.case}/response`);
    await ada.page.getByRole('textbox', { name: 'Your words' }).fill('We shall see.');
    await ada.press('See what becomes public');
    await ada.press('Sign and record');
    assert.match(await ada.refusal(), /is not what you signed/);
  });

  test('a refusal of the rulebook is shown in its own sentence, and what was written stays', async () => {
    await ada.go(`case-${council.case}/correction`);
    await ada.page
      .getByLabel(/Answer/)
      .first()
      .check();
    await ada.page.getByRole('textbox', { name: 'Your words' }).fill('We have seen.');
    await ada.press('See what becomes public');
    // Meanwhile the same step is corrected from elsewhere.
    const { page } = ada;
    const other = await ada.context.newPage();
    await other.goto(page.url());
    await other
      .getByLabel(/Answer/)
      .first()
      .check();
    await other.getByRole('textbox', { name: 'Your words' }).fill('Seen, by now.');
    await other.getByRole('button', { name: 'See what becomes public' }).click();
    await other.getByRole('button', { name: 'Sign and record' }).click();
    await other.getByRole('heading', { name: 'Recorded' }).waitFor();
    await ada.press('Sign and record');
    assert.match(await ada.refusal(), /correction-target/);
    await ada.press('Change it');
    assert.equal(await page.getByRole('textbox', { name: 'Your words' }).inputValue(), 'We have seen.');
    await other.close();
  });
});

test('what waits in the tray is shown only as the bytes it is named for', async () => {
  const bo = await DeskUser.open(browser, service.address);
  const lines = await bo.makeBrowserKey();
  await council.grant('council', lines, 'Bo Reed');
  const cy = await DeskUser.open(browser, service.address);
  await council.grant('council', await cy.makeBrowserKey(), 'Cy Marsh');
  await ada.go(`case-${council.case}/dispositions`);
  await ada.page.getByRole('button', { name: /Choose or clear all/ }).click();
  await ada.page.getByLabel('Adopted', { exact: true }).check();
  await ada.page.getByLabel('Reason').fill('It is done.');
  await ada.press('See what becomes public');
  await ada.press('Sign and record');
  await ada.heading('Recorded');
  await ada.go(`case-${council.case}/decision`);
  await ada.page.getByLabel('It is not built').check();
  await ada.page.getByLabel('The decision and why').fill('No bridge is built.');
  await ada.page.getByLabel('Legal basis').fill('Roads act');
  await ada.page.getByLabel('What is to be achieved').fill('Nothing.');
  await ada.page.getByLabel('None: nobody who decides').check();
  await ada.page.getByLabel('None: no algorithm').check();
  await ada.page.getByLabel('None: no registered use').check();
  await ada.page.getByLabel(/Bo Reed/).check();
  await ada.page.getByLabel(/Cy Marsh/).check();
  await ada.press('See what becomes public');
  await ada.press('Sign and put into the tray');
  await ada.heading('It waits for the others');
  const [id = ''] =
    /[0-9a-f]{64}/.exec((await ada.page.locator('.cf-done a').first().getAttribute('href')) ?? '') ?? [];

  const lies: Readonly<Record<string, (told: Proposal) => object>> = {
    'other words': (told) => ({
      ...told,
      contents: told.contents.map((each) => ({ ...each, text: each.text.replace('No bridge', 'A bridge') })),
    }),
    'another outcome': ({ envelope, ...told }) => {
      const payload = Buffer.from(envelope.payload, 'base64').toString().replace('"not-built"', '"built"');
      return { ...told, envelope: { ...envelope, payload: base64(Buffer.from(payload)) } };
    },
    'a signature that does not hold': ({ envelope, ...told }) => {
      const [first] = envelope.signatures;
      const sig = parseBase64(first?.sig ?? '').toReversed();
      return { ...told, envelope: { ...envelope, signatures: [{ keyid: first?.keyid, sig: base64(sig) }] } };
    },
  };
  for (const [name, change] of Object.entries(lies)) {
    await bo.page.unrouteAll({ behavior: 'wait' });
    await bo.page.route(`**/api/v1/proposals/${id}`, async (route) => {
      const told = (await (await route.fetch()).json()) as Proposal;
      await route.fulfill({ status: 200, body: JSON.stringify(change(told)) });
    });
    await bo.go(`tray-${id}`);
    assert.match(await bo.refusal(), /Sign nothing/, name);
    assert.equal(await bo.page.getByRole('button', { name: 'Add my signature' }).count(), 0, name);
  }
  await bo.page.unrouteAll({ behavior: 'wait' });
  await bo.go(`tray-${id}`);
  await bo.page.getByRole('button', { name: 'Add my signature' }).waitFor();
});

interface Proposal {
  readonly contents: readonly { readonly salt: string; readonly text: string }[];
  readonly envelope: { readonly payload: string; readonly signatures: readonly { keyid: string; sig: string }[] };
}
