/** The figures of a page are those that the ledger counts, and every row of a file leads to its entry. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Selection } from '@counterfoil/ledger/accountability';
import type { Figure } from '@counterfoil/ledger/accountability/figure';
import { openCity } from '@counterfoil/ledger/testing/city';
import { figuresOf } from '@counterfoil/ledger/testing/figures';
import { tellCivicStory, type CivicStory } from '../../testing/civic-story.ts';
import { MemoryRecord, overlay } from '../../testing/memory-record.ts';
import { Reader } from '../../testing/reader.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';
import { figureNames } from '@counterfoil/ledger/accountability/figure-names';

let story: CivicStory;
let served: Served;
const reader = new Reader(() => served.address);

before(async () => {
  story = await tellCivicStory();
  served = await serveViewer(story.ledger, { nowMs: story.nowMs });
});
after(() => served[Symbol.asyncDispose]());

/** Numbers of the tiles, in their order. */
function tilesOf(html: string): readonly number[] {
  return [...html.matchAll(/cf-figures__number">([\d,]+)</g)].map(([, number = '']) => Number(number.replace(',', '')));
}

async function linesOf(path: string): Promise<readonly (readonly string[])[]> {
  const response = await fetch(served.address + path);
  assert.equal(response.status, 200, path);
  assert.match(response.headers.get('content-type') ?? '', /^text\/csv; charset=utf-8/);
  assert.match(response.headers.get('content-disposition') ?? '', /^attachment; filename="[A-Za-z0-9.-]+\.csv"$/);
  const text = await response.text();
  return text
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => line.split(','));
}

describe('The figures of accountability on a page', () => {
  test('are those of the ledger: of everything, of one process, of one office, of some days', async () => {
    const chosen: readonly (readonly [string, Selection])[] = [
      ['', {}],
      ['?process=street-plan', { process: 'street-plan' }],
      ['?office=council', { office: 'council' }],
      ['?from=2026-02-01&until=2026-04-30', { from: '2026-02-01', until: '2026-04-30' }],
    ];
    const seen = new Set<string>();
    for (const [query, selection] of chosen) {
      const { status, html: text } = await reader.get(`/accountability${query}`);
      assert.equal(status, 200, query);
      const { totals, overdue, outOfView } = figuresOf(story.ledger, selection);
      const hidden = outOfView.withheld.count + outOfView.erased.count;
      const [said, answered, unanswered] = [totals.inputs.count, totals.answered.count, totals.unanswered.count];
      const tiles = [said, answered, unanswered, overdue.length, totals.unaccounted.count, hidden];
      assert.deepEqual(tilesOf(text), said === 0 ? [] : tiles, query);
      seen.add(JSON.stringify(tiles));
      const newest = story.ledger.entries.length - 1;
      assert.ok(text.includes(`href="/entries/${newest}"`), 'it says how far it reaches');
    }
    assert.ok(seen.size > 2, 'what is chosen makes a difference');
  });

  test('come with every chart named, described and followed by its table and its file', async () => {
    const { html: text } = await reader.get('/accountability?by=office');
    const charts = [...text.matchAll(/<figcaption[^]*?(?=<figcaption|$)/g)].map(([chart]) => chart);
    assert.ok(charts.length >= 7, String(charts.length));
    for (const chart of charts) {
      const [, title = assert.fail()] = /^<figcaption [^>]*id="([a-z-]+-title)">[^<]+<\/figcaption>/.exec(chart) ?? [];
      const [, named, about = assert.fail()] = /role="img" aria-labelledby="([^" ]+) ([^" ]+)"/.exec(chart) ?? [];
      assert.equal(named, title);
      assert.match(chart, new RegExp(`<p id="${about}" hidden>[^<]+</p>[^]*<svg[^]*<table`));
      assert.match(chart, /href="\/accountability\.csv\?/);
    }
    assert.doesNotMatch(text, /\sstyle=|<style|<script/);
  });

  test('have files whose rows are the entries that the ledger counts, each with a link that opens', async () => {
    const all = figuresOf(story.ledger);
    const links = new Set<string>();
    for (const figure of figureNames) {
      const [head = [], ...rows] = await linesOf(`/accountability.csv?figure=${figure}`);
      assert.equal(head[0], 'record_size', figure);
      assert.deepEqual(head.slice(-3), ['counted_as', 'entry', 'link'], figure);
      for (const row of rows) {
        const link = row.at(-1) ?? '';
        assert.equal(new URL(link).pathname, `/entries/${row.at(-2)}`);
        links.add(link);
      }
    }
    const counted = async (figure: string, as: string): Promise<readonly number[]> =>
      (await linesOf(`/accountability.csv?figure=${figure}`))
        .filter((row) => row.at(-3) === as)
        .map((row) => Number(row.at(-2)));
    const wanted: readonly (readonly [string, string, Figure])[] = [
      ['totals', 'inputs', all.totals.inputs],
      ['totals', 'unanswered', all.totals.unanswered],
      ['totals', 'passedOver', all.totals.passedOver],
    ];
    for (const [figure, as, { entries }] of wanted) assert.deepEqual(await counted(figure, as), entries, as);
    const overdue = all.overdue.map(({ entry }) => entry);
    assert.deepEqual(await counted('overdue', 'overdue'), overdue);
    assert.ok(links.size > all.totals.inputs.count);
    for (const link of links) {
      const opened = await fetch(link.replace(new URL(link).origin, served.address));
      assert.equal(opened.status, 200, link);
      await opened.body?.cancel();
    }
  });

  test('compare by what is chosen, and count every input once in each comparison', async () => {
    const { totals } = figuresOf(story.ledger);
    for (const by of ['office', 'channel', 'author', 'category', 'language', 'process']) {
      const { status } = await reader.get(`/accountability?by=${by}`);
      assert.equal(status, 200);
      const [, ...rows] = await linesOf(`/accountability.csv?figure=outcomes&by=${by}`);
      const entries = rows.flatMap((row) => (row[1] === by ? [Number(row.at(-2))] : [])).sort((a, b) => a - b);
      assert.deepEqual(entries, totals.inputs.entries, by);
    }
  });

  test('are linked from every page, from what is owed and from the rules of a process', async () => {
    assert.match((await reader.get('/')).html, /href="\/accountability"/);
    assert.match((await reader.get('/obligations?office=council')).html, /href="\/accountability\?office=council"/);
    assert.match((await reader.get('/processes/street-plan/1')).html, /href="\/accountability\?process=street-plan"/);
  });

  test('refuse what is malformed or unknown with a page that says so', async () => {
    for (const [path, status] of [
      ['/accountability?from=yesterday', 400],
      ['/accountability?by=colour', 400],
      ['/accountability?process=%3Cb%3E', 400],
      ['/accountability?process=none-such', 404],
      ['/accountability?office=none-such', 404],
      ['/accountability.csv', 400],
      ['/accountability.csv?figure=everything', 400],
      ['/accountability.csv?figure=totals&office=none-such', 404],
    ] as const)
      assert.equal((await reader.get(path)).status, status, path);
    assert.deepEqual(served.errors, []);
  });

  test('that are still being counted have a page that says how far it is, and a file that says when to come back', async () => {
    let still = { read: 1500, of: 90_000, leftMs: 119_000 as number | undefined };
    const record = overlay(new MemoryRecord(story.ledger), { accountability: () => Promise.resolve(still) });
    await using counting = await serveViewer(story.ledger, { record, nowMs: story.nowMs });
    const visitor = new Reader(() => counting.address);
    const page = await visitor.get('/accountability?office=council&by=language');
    assert.equal(page.status, 202);
    assert.match(
      page.text,
      /being counted for the first time .* 1,500 of 90,000 entries have been read\. The rest takes about 2 minutes\./,
    );
    assert.match(page.html, /href="\/accountability\?office=council&amp;by=language">Look again</);
    still = { read: 0, of: 90_000, leftMs: undefined };
    const first = await visitor.get('/accountability');
    assert.match(first.text, /0 of 90,000 entries have been read\. Look again/);
    const file = await visitor.get('/accountability.csv?figure=totals');
    assert.equal(file.status, 503);
    assert.ok(Number(file.headers.get('retry-after')) > 0);
    assert.deepEqual(counting.errors, []);
  });

  test('of a record in which nobody has said anything say that', async () => {
    const { ledger } = await openCity();
    await using empty = await serveViewer(ledger);
    const { status, html: text } = await new Reader(() => empty.address).get('/accountability');
    assert.equal(status, 200);
    assert.match(text, /Nobody has said anything in what is chosen/);
    assert.doesNotMatch(text, /class="cf-chart/);
  });

  test('show titles that would be markup, formulas or very long as what they are', async () => {
    const { ledger, registrars, mandate, clerk } = await openCity();
    const [anna, bela] = registrars;
    const title = `=1+1 <script>alert("x")</script> ${'long '.repeat(15)}`.trim();
    await ledger.say({ kind: 'office-defined', office: 'front-desk', title, may: ['acknowledgement'] }, anna, bela);
    const said = { kind: 'input-received', channel: 'web', author: 'person' } as const;
    const process = { id: 'service-request', version: 1 };
    const text = ledger.text('A lamp is dark.');
    const id = await ledger.say({ ...said, process, text }, ledger.intakeKey);
    await ledger.say({ kind: 'acknowledgement', by: [mandate.clerk], case: id }, clerk);
    await using hostile = await serveViewer(ledger);
    const page = await (await fetch(`${hostile.address}/accountability?by=office`)).text();
    assert.ok(page.includes('=1+1 &lt;script&gt;'));
    assert.ok(!page.includes('<script>alert'));
    assert.deepEqual(hostile.errors, []);
  });
});
