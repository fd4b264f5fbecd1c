import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { openCity } from '@counterfoil/ledger/testing/city';
import { Reader } from '../../testing/reader.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';
import { tellStory, type Story } from '../../testing/story.ts';
import { languages } from '../languages.ts';

let story: Story;
let served: Served;
const reader = new Reader(() => served.address);

before(async () => {
  story = await tellStory(70);
  served = await serveViewer(story.ledger, { nowMs: story.nowMs });
});
after(() => served[Symbol.asyncDispose]());

describe('home', () => {
  test('of a record that was just opened invites the first words', async () => {
    await using fresh = await serveViewer((await openCity()).ledger);
    const html = await (await fetch(`${fresh.address}/`)).text();
    assert.match(html, /be the first to say something/);
    assert.match(html, /Nothing is overdue/);
    assert.match(html, /There are no cases yet/);
    const cases = await (await fetch(`${fresh.address}/cases`)).text();
    assert.match(cases, /There are no cases yet\. <a [^>]*href="\/inputs\/new">Be the first to say something</);
    assert.doesNotMatch(cases, /No case fits/);
    assert.match(await (await fetch(`${fresh.address}/cases?state=open`)).text(), /No case fits this choice/);
  });

  test('of a record with nothing but its first entry leads to pages that say what there is', async () => {
    const ledger = await LedgerBuilder.create();
    const registrar = await ledger.actor('registrar');
    await ledger.say(
      {
        kind: 'ledger-opened',
        authority: { name: 'City of Rivermouth', lang: 'en' },
        licence: 'CC-BY-4.0',
        registrars: [{ person: registrar.person, key: registrar.keyid }],
        threshold: 1,
        logKey: ledger.vkey,
        intakeKey: ledger.intakeKey.keyid,
      },
      registrar,
    );
    await using first = await serveViewer(ledger);
    const at = new Reader(() => first.address);
    const entry = await at.get('/entries/0');
    assert.match(entry.text, /Holds It is the whole record: its fingerprint is itself the root/);
    assert.match(entry.text, /Record as the author saw it Still empty/);
    assert.doesNotMatch(entry.text, /0 steps|1 entry/);
    const cases = await at.get('/cases');
    assert.match(cases.text, /There are no cases yet\. No process takes new cases at the moment\./);
    assert.match(cases.html, /<main[^]*href="\/feed\.atom"[^]*<\/main>/);
  });

  test('shows the figures, the newest steps and the command to check it all', async () => {
    const { text } = await reader.get('/');
    const { ledger } = story;
    assert.match(text, /10 cases/);
    assert.match(text, /3 decided/);
    assert.ok(text.includes(`${ledger.entries.length} entries in all`));
    assert.match(text, /2 steps are overdue/);
    assert.match(text, /Office of the mayor decided: Refused/);
    assert.match(text, /Case \d+ · 2 hours ago, 20 March 2026, 07:31 UTC/);
    assert.ok(text.includes(`npm run verify -- ${served.address}/`));
  });

  test('offers readers their own language, where nobody has chosen one', async () => {
    const page = await reader.get('/', { headers: { 'accept-language': 'tlh, en;q=0.5' } });
    assert.match(page.headers.get('vary') ?? '', /accept-language/i);
    for (const language of languages.values()) assert.ok(!page.html.includes(language.phrase('home-also')));
    for (const language of languages.values()) {
      const { html } = await reader.get('/', {
        headers: { 'accept-language': `${language.code}-XX,en;q=0.5` },
      });
      assert.equal(html.includes(language.phrase('home-also')), language.code !== 'en', language.code);
      const chosen = await reader.get(`/${language.code}/`);
      assert.doesNotMatch(chosen.headers.get('vary') ?? '', /accept-language/i);
    }
  });

  test('stands at one address, whichever way the reader came', async () => {
    const canonical = async (path: string): Promise<string | undefined> =>
      /<link rel="canonical" href="([^"]*)"/.exec((await reader.get(path)).html)?.[1];
    for (const path of ['/', '/cases?state=open'])
      for (const way of [path, `/en${path}`]) assert.equal(await canonical(way), served.address + path, way);
  });

  test('takes nothing but a host from the Host header', async () => {
    const { html } = await reader.ask('/', { host: '$(reboot)"<b>' });
    assert.doesNotMatch(html, /reboot/);
    assert.match(html, /npm run verify -- https:\/\/ledger\.example\.org\/rivermouth/);
  });

  test('says what the operator has to do while the record is not open', async () => {
    await using empty = await serveViewer(await LedgerBuilder.create());
    const home = await fetch(`${empty.address}/`);
    assert.equal(home.status, 200);
    assert.match(await home.text(), /npm run open -- [^<]*--to http[^<]* --token-file/);
    const cases = await fetch(`${empty.address}/cases`);
    assert.equal(cases.status, 404);
    const error = await cases.text();
    assert.match(error, /ledger-not-opened/);
    const [, main = ''] = /<main([^]*)<\/main>/.exec(error) ?? [];
    assert.deepEqual(
      [...main.matchAll(/href="([^"]+)">([^<]+)/g)].map(([, href, text]) => [href, text]),
      [['/', 'What to do until it is open']],
    );
    assert.equal((await fetch(`${empty.address}/about`)).status, 200);
  });
});
