/** The table of worked cases in a real browser. SPEC 9.1, M40, M42. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { dueAfter, type Calendar } from '@counterfoil/ledger/calendar';
import { launchBrowser } from './browser.ts';
import { bundleForBrowser } from './bundle.ts';
import type { Answers, Question } from './clocks-page.ts';

type Row = Calendar & { readonly cases: readonly (Omit<Question, 'calendar'> & { readonly due: string })[] };

const table = JSON.parse(
  readFileSync(new URL('../../ledger/vectors/clocks.json', import.meta.url), 'utf8'),
) as readonly Row[];
const questions = table.flatMap(({ cases, ...calendar }) =>
  cases.map(({ since, span }): Question => ({ calendar, since, span })),
);
const due = table.flatMap(({ cases }) => cases.map((one) => one.due));

let browser: Browser;
let address: string;
const server = createServer();

before(async () => {
  const script = await bundleForBrowser(fileURLToPath(new URL('clocks-page.ts', import.meta.url)));
  server.on('request', (request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><title>Clocks</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  browser = await launchBrowser();
});

after(async () => {
  await browser.close();
  server.close();
});

async function askInPage(timezoneId: string): Promise<Answers> {
  const context = await browser.newContext({ timezoneId });
  const page = await context.newPage();
  await page.goto(address);
  const answers = await page.evaluate(async (input) => {
    const script = '/page.js';
    const { answer } = (await import(script)) as typeof import('./clocks-page.ts');
    return answer(input);
  }, questions);
  await context.close();
  return answers;
}

for (const zone of ['Europe/Berlin', 'Pacific/Apia', 'America/St_Johns']) {
  test(`the browser counts every deadline of the table as Node does, on a computer in ${zone}`, async () => {
    const answers = await askInPage(zone);
    assert.equal(answers.zone, zone);
    assert.ok(answers.due.length >= 40);
    assert.deepEqual(answers.due, due);
    assert.deepEqual(
      answers.due,
      questions.map(({ calendar, since, span }) => dueAfter(calendar, since, span)),
    );
  });
}
