import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MemoryRecord, overlay } from '../testing/memory-record.ts';
import { Reader } from '../testing/reader.ts';
import { serveViewer, type Served } from '../testing/serve.ts';
import { tellStory, type Story } from '../testing/story.ts';

let story: Story;
let served: Served;
const reader = new Reader(() => served.address);

before(async () => {
  story = await tellStory(70);
  served = await serveViewer(story.ledger, { nowMs: story.nowMs });
});
after(() => served[Symbol.asyncDispose]());

describe('every page', () => {
  const paths = () => [
    '/',
    '/cases',
    `/cases/${story.bench}`,
    `/entries/${story.bench}`,
    '/entries/0',
    '/inputs/new',
    `/receipts/${story.lamp}`,
    '/obligations',
    '/registers',
    '/processes/service-request/1',
    '/about',
    '/nothing-here',
  ];

  test('runs no script, names no other site and carries strict headers', async () => {
    for (const path of paths()) {
      const { html, headers } = await reader.get(path);
      const tags = html.match(/<[a-z][^>]*>/gi)?.join('') ?? '';
      assert.doesNotMatch(tags, /<script|<img|javascript:|\son[a-z]+=|\sstyle=/i, path);
      const others = tags.replaceAll(`href="${served.address}/`, 'href="/');
      assert.doesNotMatch(others, /(?:src|href|action)="(?:[a-z]+:)?\/\//i, path);
      const policy = headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/, path);
      assert.match(policy, /frame-ancestors 'none'/, path);
      assert.doesNotMatch(policy, /unsafe/, path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
      assert.equal(headers.get('x-powered-by'), null, path);
    }
  });

  test('leads to the check in the reader’s own browser: of a case and of an entry, and else of the whole record', async () => {
    for (const path of [...paths(), '/search?q=bench', '/follow', '/receipt-check', '/accountability', '/reference']) {
      const own = /^\/(?:(case)s|(?:entrie|receipt)s)\/(\d+)$/.exec(path);
      const of = own === null ? '' : `?${own[1] ?? 'entry'}=${own[2]}`;
      const footer = /<footer[^]*<\/footer>/.exec((await reader.get(path)).html)?.[0] ?? '';
      assert.ok(footer.includes(`href="/check${of}">Check it yourself</a>`), path);
    }
  });

  test('runs one script of our own where it is the form, and hands it its words as data', async () => {
    const { html, headers } = await reader.get('/inputs/new?process=service-request');
    assert.deepEqual(
      html.match(/<script[^>]*>/g)?.map((tag) => tag.replace(/-[0-9a-f]{16}/, '')),
      ['<script type="application/json" id="phrases" data-prefix="">', '<script type="module" src="/assets/say.js">'],
    );
    assert.doesNotMatch(html, /javascript:|<[^>]*(?:\son[a-z]+=|\sstyle=)/i);
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'.*script-src 'self'; connect-src 'self'$/);
  });

  test('has a title, one main heading, a language and a way past the navigation', async () => {
    for (const path of [...paths(), '/inputs/new?process=service-request']) {
      const { html } = await reader.get(path);
      assert.match(html, /<html lang="en"/, path);
      assert.match(html, /<title>[^<]+City of Rivermouth, the public record<\/title>/, path);
      assert.equal(html.match(/<h1/g)?.length, 1, path);
      assert.match(html, /class="govuk-skip-link"/, path);
    }
  });

  test('shows neither the crown nor the typeface of another government', async () => {
    const { html } = await reader.get('/');
    const styles = /href="(\/assets\/main-[0-9a-f]{16}\.css)"/.exec(html)?.[1] ?? '';
    const css = await reader.get(styles);
    assert.equal(css.status, 200);
    assert.match(css.headers.get('cache-control') ?? '', /max-age=31536000, immutable/);
    assert.doesNotMatch(html + css.html, /GDS Transport|govuk-crest|govuk-logo|gov\.uk\//i);
    const fonts = [...css.html.matchAll(/url\(["']?([^"')]+\.woff2)["']?\)/g)].map(([, name]) => name ?? '');
    assert.equal(fonts.length, 6);
    for (const font of fonts) assert.equal((await reader.get(`/assets/${font}`)).status, 200, font);
  });

  test('is asked about again, and answered in a few bytes while nothing has changed', async () => {
    const { headers } = await reader.get('/about');
    assert.equal(headers.get('cache-control'), 'no-cache');
    const again = await reader.ask('/about', { 'if-none-match': headers.get('etag') ?? '' });
    assert.equal(again.status, 304);
  });
});

describe('an address that leads nowhere', () => {
  const wrong: readonly (readonly [path: string, status: number, code: string])[] = [
    ['/cases/999', 404, 'case-unknown'],
    ['/cases/3', 404, 'case-unknown'],
    ['/cases/abc', 404, 'case-unknown'],
    ['/cases/-1', 404, 'case-unknown'],
    ['/cases/010', 404, 'case-unknown'],
    ['/cases/1e1', 404, 'case-unknown'],
    ['/cases/9007199254740993', 404, 'case-unknown'],
    ['/cases/11?from=x', 400, 'query-malformed'],
    ['/cases/11?from=1&from=2', 400, 'query-malformed'],
    ['/cases?before=x', 400, 'query-malformed'],
    ['/cases?state=maybe', 400, 'query-malformed'],
    ['/cases?process=A%00', 400, 'query-malformed'],
    ['/obligations?state=maybe', 400, 'query-malformed'],
    ['/obligations?office=Front%20desk', 400, 'query-malformed'],
    ['/obligations?after=12', 400, 'query-malformed'],
    ['/processes/service-request/2', 404, 'process-unknown'],
    ['/processes/service-request/01', 404, 'process-unknown'],
    ['/processes/unheard-of/1', 404, 'process-unknown'],
    ['/entries/999', 404, 'entry-unknown'],
    ['/entries/-1', 404, 'entry-unknown'],
    ['/entries/99999999999999999999', 404, 'entry-unknown'],
    ['/receipts/999', 404, 'receipt-unknown'],
    ['/receipts/0', 404, 'receipt-unknown'],
    ['/receipts/x.json', 404, 'receipt-unknown'],
    ['/receipts/0.json', 404, 'receipt-unknown'],
    ['/receipts/11?leaf=x', 400, 'query-malformed'],
    ['/inputs/new?process=unheard-of', 404, 'process-unknown'],
    ['/inputs/new?process=../x', 400, 'query-malformed'],
    ['/inputs/new?process=service-request&case=11', 400, 'query-malformed'],
    ['/inputs/new?case=999', 404, 'case-unknown'],
    ['/inputs/new?case=11', 409, 'case-closed'],
    ['/assets/../package.json', 404, 'page-unknown'],
    ['/assets/%2e%2e/build.json', 404, 'page-unknown'],
    ['/%E0%A4%A', 404, 'page-unknown'],
    ['/nothing', 404, 'page-unknown'],
  ];

  test('gets its status, its stable code and a page that says what to do', async () => {
    for (const [path, status, code] of wrong) {
      const answer = await reader.get(path);
      assert.deepEqual([answer.status, answer.html.includes(`>${code}</code>`)], [status, true], path);
      assert.match(answer.html, /href="\/cases"/, path);
    }
  });

  test('is pointed to the case that the number belongs to', async () => {
    const { html } = await reader.get(`/cases/${story.bench + 1}`);
    assert.ok(html.includes(`href="/cases/${story.bench}?from=${story.bench + 1}#entry-${story.bench + 1}"`));
  });
});

describe('a fault on our side', () => {
  test('shows a code and no more, and is reported', async () => {
    const record = new MemoryRecord(story.ledger);
    const failing = overlay(record, {
      counts: () => Promise.reject(new Error('secret of the database')),
    });
    await using broken = await serveViewer(story.ledger, { record: failing });
    const response = await fetch(`${broken.address}/`);
    const html = await response.text();
    assert.equal(response.status, 500);
    assert.match(html, />internal-error<\/code>/);
    assert.doesNotMatch(html, /secret/);
    assert.match(String(broken.errors[0]), /secret of the database/);
  });

  test('of the whole record is still answered in a sentence', async () => {
    const dead = overlay(new MemoryRecord(story.ledger), {
      info: () => Promise.reject(new Error('no connection')),
    });
    await using broken = await serveViewer(story.ledger, { record: dead });
    const response = await fetch(`${broken.address}/cases`);
    assert.equal(response.status, 500);
    const text = await response.text();
    assert.match(text, /\(internal-error\)/);
    assert.doesNotMatch(text, /no connection/);
  });

  test('in a stored entry is told as damage to the record', async () => {
    const record = new MemoryRecord(story.ledger);
    const damaged = overlay(record, {
      entries: (indexes) => Promise.resolve(indexes.map((index) => ({ index, bytes: new TextEncoder().encode('{}') }))),
    });
    await using broken = await serveViewer(story.ledger, { record: damaged });
    const response = await fetch(`${broken.address}/entries/1`);
    assert.equal(response.status, 500);
    assert.match(await response.text(), />record-damaged<\/code>/);
    assert.equal(broken.errors.length, 1);
  });
});
