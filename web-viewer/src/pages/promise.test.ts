import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { formatPromise, parsePromise, promiseFileName } from '@counterfoil/ledger/promise';
import { promiseOf, PROMISED, type Promised } from '@counterfoil/ledger/testing/promises';
import { Reader } from '../../testing/reader.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';
import { tellStory, type Story } from '../../testing/story.ts';
import { drawQr } from '../qr.ts';
import type { PromiseState } from '../record.ts';

let story: Story;
let served: Served;
let given: Promised;
let state: PromiseState | undefined;
const reader = new Reader(() => served.address);
const typed = { process: 'service-request', text: PROMISED, lang: 'en', author: 'person' };

before(async () => {
  story = await tellStory(20);
  given = await promiseOf(story.ledger);
  served = await serveViewer(story.ledger, {
    nowMs: story.nowMs,
    submitInput: () => Promise.resolve({ promised: given.file }),
    promiseState: (digest) => Promise.resolve(digest === given.pledge.digest ? state : undefined),
  });
});
after(() => served[Symbol.asyncDispose]());

describe('words that could not be recorded', () => {
  test('are answered with the promise: what it is, until when, as a file and with a code for paper', async () => {
    const { status, html, text, headers } = await reader.send(typed);
    assert.equal(status, 202);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.match(text, /Your words are kept, but not on record yet/);
    assert.ok(text.includes(PROMISED));
    assert.ok(text.includes(given.pledge.digest));
    const [, encoded = ''] = /href="data:application\/json;base64,([^"]+)" download="promise-/.exec(html) ?? [];
    assert.deepEqual(parsePromise(new Uint8Array(Buffer.from(encoded, 'base64'))), given.file);
    assert.equal(Buffer.from(encoded, 'base64').equals(formatPromise(given.file)), true);
    const address = `${served.address}/promises/${given.pledge.digest}`;
    assert.ok(html.includes(drawQr(address).path));
    assert.ok(text.includes(`npm run verify -- promise ${promiseFileName(given.pledge)} --against ${served.address}/`));
  });

  test('give their sender a code to come back by, where one was asked for', async () => {
    const { text } = await reader.send({ ...typed, follow: 'make' });
    assert.match(text, /Your code for coming back (?:[0-9A-Z]{5}-){5}[0-9A-Z]{5}/);
  });
});

describe('what became of a promise', () => {
  const page = () => reader.get(`/promises/${given.pledge.digest}`);

  test('is told in words: kept, waiting, refused, too late, not to be found out', async () => {
    const { at } = given.pledge;
    const later = new Date(story.nowMs + 3_600_000).toISOString();
    for (const [now, sentence] of [
      [{ state: 'recorded', entry: 12, case: 12, time: at }, /The promise was kept.* entry 12.*See the receipt/],
      [{ state: 'waiting', at, deadline: later, refused: null }, /Not on record yet.*There is still time/],
      [
        { state: 'waiting', at, deadline: later, refused: 'case-unknown' },
        /Bring the file of the promise to the counter/,
      ],
      [
        { state: 'waiting', at, deadline: '2026-01-01T00:00:00.000Z', refused: null },
        /The promise was not kept.*--complaint complaint\.json/,
      ],
      [{ state: 'away' }, /It cannot be found out just now/],
    ] as const) {
      state = now;
      const { status, text } = await page();
      assert.equal(status, 200);
      assert.match(text, sentence);
    }
  });

  test('is not known of what was never promised here', async () => {
    for (const digest of ['f'.repeat(64), 'nothing', given.pledge.digest.toUpperCase()]) {
      const { status, text } = await reader.get(`/promises/${digest}`);
      assert.equal(status, 404);
      assert.match(text, /Nothing is known here of such a promise/);
    }
  });
});
