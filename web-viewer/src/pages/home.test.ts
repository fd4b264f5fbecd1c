import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { openCity } from '@counterfoil/ledger/testing/city';
import { Reader } from '../../testing/reader.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';
import { tellStory, type Story } from '../../testing/story.ts';

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
    assert.match(await (await fetch(`${fresh.address}/cases`)).text(), /No case fits this choice/);
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

  test('takes nothing but a host from the Host header', async () => {
    const { html } = await reader.ask('/', { host: '$(reboot)"<b>' });
    assert.doesNotMatch(html, /reboot/);
    assert.match(html, /npm run verify -- https:\/\/ledger\.example\.org\/rivermouth/);
  });

  test('says what the operator has to do while the record is not open', async () => {
    await using empty = await serveViewer(await LedgerBuilder.create());
    const home = await fetch(`${empty.address}/`);
    assert.equal(home.status, 200);
    assert.match(await home.text(), /npm run open/);
    const cases = await fetch(`${empty.address}/cases`);
    assert.equal(cases.status, 404);
    assert.match(await cases.text(), /ledger-not-opened/);
    assert.equal((await fetch(`${empty.address}/about`)).status, 200);
  });
});
