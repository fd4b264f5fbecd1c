import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MemoryRecord, overlay } from '../../testing/memory-record.ts';
import { Reader } from '../../testing/reader.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';
import { tellStory, type Story } from '../../testing/story.ts';
import { tellTakedownStory } from '../../testing/takedown-story.ts';

let story: Story;
let served: Served;
const reader = new Reader(() => served.address);

before(async () => {
  story = await tellStory();
  served = await serveViewer(story.ledger, { nowMs: story.nowMs });
});
after(() => served[Symbol.asyncDispose]());

describe('the search', () => {
  test('stands in the head of every page, and asks for no script', async () => {
    const { html, headers } = await reader.get('/cases');
    assert.match(html, /<form class="cf-find" method="get" action="\/search" role="search">/);
    assert.doesNotMatch(headers.get('content-security-policy') ?? '', /script-src/);
  });

  test('says of each find who said it, where the words stand, in which case, and where that stands', async () => {
    const { html, text, headers } = await reader.get('/search?q=bench');
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.match(html, /The <mark class="cf-search__found">bench<\/mark> by the duck pond/);
    assert.match(text, /6 texts/);
    assert.match(
      text,
      new RegExp(`A person opened a case The bench by the duck pond .*Case ${story.bench}: .*Decided`),
    );
    assert.ok(html.includes(`href="/cases/${story.bench}?from=${story.bench + 3}#entry-${story.bench + 3}"`));
  });

  test('without words gives the cases, with who owes the next step', async () => {
    const { text, html } = await reader.get('/search?status=overdue');
    assert.match(text, /Front desk owed a confirmation of receipt by the end of/);
    assert.match(html, /<option value="overdue" selected>/);
    assert.match(html, /<details class="cf-search__filters" open>/);
    assert.match((await reader.get('/search?status=merged')).text, /No case fits this/);
    assert.doesNotMatch((await reader.get('/search')).html, /id="finds"/);
  });

  test('says what cannot be looked for, beside the field', async () => {
    const { html } = await reader.get(`/search?q=${'x'.repeat(201)}&from=yesterday&until=2026-02-30`);
    assert.match(html, /<title>Error: /);
    for (const field of ['q', 'from', 'until']) {
      assert.match(html, new RegExp(`href="#${field}"`));
      assert.match(html, new RegExp(`id="${field}-error"`));
    }
    assert.equal((await reader.get('/search?status=lost')).status, 400);
    assert.equal((await reader.get('/search?q=a&q=b')).status, 400);
  });

  test('takes the days of the authority, the last one included', async () => {
    const all = await reader.get('/search?q=bench&from=2026-01-08&until=2026-01-25');
    assert.match(all.text, /6 texts/);
    const some = await reader.get('/search?q=bench&from=2026-01-09&until=2026-01-14');
    assert.match(some.text, /2 texts/);
  });

  test('shows hostile words and texts as what they are', async () => {
    const typed = '<script>alert(1)</script>';
    const { html } = await reader.get(`/search?q=${encodeURIComponent(typed)}`);
    assert.doesNotMatch(html, /<script/);
    assert.match(html, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
  });

  test('shows nothing of a query that no reader could see', async () => {
    const empty = await reader.get('/search?q=%00%1b');
    assert.equal(empty.status, 200);
    assert.match(empty.html, /<title>Search/);
    assert.doesNotMatch(empty.html, /id="finds"/);
    const { html } = await reader.get('/search?q=duck%00pond%E2%80%AE');
    assert.match(html, /<title>Search for “duck pond”/);
    assert.match(html, /id="q"[^>]* value="duck pond"/);
    assert.doesNotMatch(html, /[\0\u202e]/);
  });

  test('leads straight to a number, and to what the word before it says', async () => {
    const goal = async (typed: string): Promise<string | null> =>
      (await reader.get(`/search?q=${encodeURIComponent(typed)}`)).headers.get('location');
    const { lamp } = story;
    for (const typed of [`${lamp}`, `# ${lamp}`, `case ${lamp}`, `Case #${lamp}`])
      assert.equal(await goal(typed), `/cases/${lamp}`);
    assert.equal(await goal(`ENTRY ${lamp}`), `/entries/${lamp}`);
    assert.equal(await goal(`receipt${lamp}`), `/receipts/${lamp}`);
    assert.equal(await goal(`lamp ${lamp}`), null);
  });

  test('goes on where a page ends', async () => {
    const many = await tellStory();
    for (let number = 0; number < 30; number++)
      await many.ledger.say(
        {
          ...{ kind: 'input-received', channel: 'web', author: 'person', case: many.lamp },
          text: many.ledger.text(`Lantern number ${number}`, 'en'),
        },
        many.ledger.intakeKey,
      );
    await using other = await serveViewer(many.ledger, { nowMs: many.nowMs });
    const pages = new Reader(() => other.address);
    const first = await pages.get('/search?q=lantern');
    assert.match(first.text, /30 texts/);
    const next = /rel="next" href="([^"]+)"/.exec(first.html)?.[1] ?? '';
    const second = await pages.get(next.replaceAll('&amp;', '&'));
    const numbers = [first, second].flatMap(({ text }) => text.match(/number \d+/gi) ?? []);
    assert.deepEqual(
      [...new Set(numbers.filter((one) => one.startsWith('number')))],
      Array.from({ length: 30 }, (_, i) => `number ${29 - i}`),
    );
    assert.match(second.html, /href="\/search\?q=lantern">Back to the first/);
  });
});

test('A text that is not in public view is not shown, whatever the index says', async () => {
  const told = await tellTakedownStory();
  const record = new MemoryRecord(told.ledger);
  const hidden = (
    await Promise.all(
      told.ledger.contents.keys().map(async (digest) => ({ digest, state: await record.state('content', digest) })),
    )
  ).filter(({ state }) => state !== undefined && state.state !== 'public' && state.case !== null);
  assert.ok(hidden.length > 2);
  const finds = hidden.map(({ digest, state }) => ({
    digest,
    entry: state?.entry ?? 0,
    case: state?.case ?? 0,
    place: null,
    spellings: [],
  }));
  const stale = overlay(record, {
    search: () => Promise.resolve({ finds, count: 0, isMore: false, size: told.ledger.entries.length, refused: null }),
  });
  await using other = await serveViewer(told.ledger, { record: stale, nowMs: told.nowMs });
  const { html } = await new Reader(() => other.address).get('/search?q=anything');
  assert.doesNotMatch(html, /cf-search__excerpt/);
});
