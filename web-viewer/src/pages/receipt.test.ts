import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import { Reader } from '../../testing/reader.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';
import { drawQr } from '../qr.ts';
import { tellStory, type Story } from '../../testing/story.ts';
import { checkReceipt, parseReceipt } from '@counterfoil/ledger/receipt';

let story: Story;
let served: Served;
const reader = new Reader(() => served.address);

before(async () => {
  story = await tellStory(70);
  served = await serveViewer(story.ledger, { nowMs: story.nowMs });
});
after(() => served[Symbol.asyncDispose]());

describe('a receipt', () => {
  test('tells in words where the entry stands', async () => {
    const { text } = await reader.get(`/receipts/${story.library}`);
    assert.ok(text.includes(`Case ${story.library} Entry ${story.library}`));
    assert.match(
      text,
      /Entry \d+ is among the \d+ entries that the log of ledger\.example\.org\/rivermouth has signed for/,
    );
  });

  test('bears a code that leads back to it, and tells whether the paper fits', async () => {
    const path = `/receipts/${story.library}`;
    const { html } = await reader.get(path);
    const address = /class="cf-receipt__print">([^<]+)</.exec(html)?.[1] ?? '';
    assert.match(address, new RegExp(`^${served.address}${path}\\?leaf=[0-9a-f]{16}$`));
    assert.ok(html.includes(drawQr(address).path));
    const { searchParams } = new URL(address);
    const leaf = searchParams.get('leaf') ?? '';
    assert.match((await reader.get(`${path}?leaf=${leaf}`)).text, /fingerprint on your paper fits this entry/);
    const other = leaf.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    assert.match((await reader.get(`${path}?leaf=${other}`)).text, /does not fit this entry\. Keep the paper/);
    assert.doesNotMatch((await reader.get(path)).text, /on your paper/);
  });

  test('comes as a file that anybody can check without the server', async () => {
    const response = await fetch(`${served.address}/receipts/${story.library}.json`);
    assert.equal(response.headers.get('content-disposition'), `attachment; filename=receipt-${story.library}.json`);
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
    const receipt = parseReceipt(new Uint8Array(await response.arrayBuffer()));
    assert.equal(receipt.logKey, story.ledger.vkey);
    assert.equal(await checkReceipt(receipt, createVerifier(nodePlatform(crypto))), 'holds');
  });
});
