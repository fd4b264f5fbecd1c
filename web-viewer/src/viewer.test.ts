import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { request, type OutgoingHttpHeaders } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import { openCity } from '@counterfoil/ledger/testing/city';
import { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { MemoryRecord, overlay } from '../testing/memory-record.ts';
import { serveViewer, type Served } from '../testing/serve.ts';
import { HOSTILE, tellStory, type Story } from '../testing/story.ts';
import { checkReceiptFile, parseReceiptFile } from './receipt-file.ts';

let story: Story;
let served: Served;

before(async () => {
  story = await tellStory(70);
  served = await serveViewer(story.ledger, { nowMs: story.nowMs });
});
after(() => served[Symbol.asyncDispose]());

interface Answer {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
  /** What a reader reads: no tags, entities resolved, white space folded. */
  readonly text: string;
}

async function get(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(served.address + path, { redirect: 'manual', ...init });
  const html = await response.text();
  const main = /<main[^]*<\/main>/.exec(html)?.[0] ?? html;
  const text = unescape(main.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');
  return { status: response.status, html, headers: response.headers, text };
}

/** With exactly these headers; `fetch` sets some of its own. */
function ask(path: string, headers: OutgoingHttpHeaders): Promise<{ status: number | undefined; html: string }> {
  return new Promise((resolve, reject) => {
    request(served.address + path, { headers }, (response) => {
      let html = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (html += part));
      response.on('end', () => resolve({ status: response.statusCode, html }));
    })
      .on('error', reject)
      .end();
  });
}

function unescape(html: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", '#96': '`', amp: '&' };
  return html.replace(/&([a-z]+|#\d+);/g, (whole, name: string) => entities[name] ?? whole);
}

function send(fields: Readonly<Record<string, string>>): Promise<Answer> {
  return get('/inputs/new', { method: 'POST', body: new URLSearchParams(fields) });
}

describe('every page', () => {
  const paths = () => [
    '/',
    '/cases',
    `/cases/${story.bench}`,
    `/entries/${story.bench}`,
    '/entries/0',
    '/inputs/new',
    '/inputs/new?process=service-request',
    `/receipts/${story.lamp}`,
    '/about',
    '/nothing-here',
  ];

  test('runs no script, names no other site and carries strict headers', async () => {
    for (const path of paths()) {
      const { html, headers } = await get(path);
      const tags = html.match(/<[a-z][^>]*>/gi)?.join('') ?? '';
      assert.doesNotMatch(tags, /<script|<img|javascript:|\son[a-z]+=|\sstyle=/i, path);
      assert.doesNotMatch(tags, /(?:src|href|action)="(?:[a-z]+:)?\/\//i, path);
      const policy = headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/, path);
      assert.match(policy, /frame-ancestors 'none'/, path);
      assert.doesNotMatch(policy, /unsafe/, path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
      assert.equal(headers.get('x-powered-by'), null, path);
    }
  });

  test('has a title, one main heading, a language and a way past the navigation', async () => {
    for (const path of paths()) {
      const { html } = await get(path);
      assert.match(html, /<html lang="en"/, path);
      assert.match(html, /<title>[^<]+City of Rivermouth, the public record<\/title>/, path);
      assert.equal(html.match(/<h1/g)?.length, 1, path);
      assert.match(html, /class="govuk-skip-link"/, path);
    }
  });

  test('shows neither the crown nor the typeface of another government', async () => {
    const { html } = await get('/');
    const styles = /href="(\/assets\/main-[0-9a-f]{16}\.css)"/.exec(html)?.[1] ?? '';
    const css = await get(styles);
    assert.equal(css.status, 200);
    assert.match(css.headers.get('cache-control') ?? '', /max-age=31536000, immutable/);
    assert.doesNotMatch(html + css.html, /GDS Transport|govuk-crest|govuk-logo|gov\.uk\//i);
    const fonts = [...css.html.matchAll(/url\("?([^")]+\.woff2)"?\)/g)].map(([, name]) => name ?? '');
    assert.equal(fonts.length, 6);
    for (const font of fonts) assert.equal((await get(`/assets/${font}`)).status, 200, font);
  });

  test('is asked about again, and answered in a few bytes while nothing has changed', async () => {
    const { headers } = await get('/about');
    assert.equal(headers.get('cache-control'), 'no-cache');
    const again = await ask('/about', { 'if-none-match': headers.get('etag') ?? '' });
    assert.equal(again.status, 304);
  });
});

describe('home', () => {
  test('of a record that was just opened invites the first words', async () => {
    await using fresh = await serveViewer((await openCity()).ledger);
    const html = await (await fetch(`${fresh.address}/`)).text();
    assert.match(html, /be the first to say something/);
    assert.match(html, /No case is open/);
    assert.match(await (await fetch(`${fresh.address}/cases`)).text(), /No case fits this choice/);
  });

  test('shows the figures, the newest steps and the command to check it all', async () => {
    const { text } = await get('/');
    const { ledger } = story;
    assert.match(text, /10 cases/);
    assert.match(text, /3 decided/);
    assert.ok(text.includes(`${ledger.entries.length} entries in all`));
    assert.match(text, /1 of the 7 newest open cases is overdue/);
    assert.match(text, /Office of the mayor decided: Refused/);
    assert.match(text, /Case \d+ · 2 hours ago, 20 March 2026, 07:31 UTC/);
    assert.ok(text.includes(`npm run verify -- ${served.address}/`));
  });

  test('takes nothing but a host from the Host header', async () => {
    const { html } = await ask('/', { host: '$(reboot)"<b>' });
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

describe('the list of cases', () => {
  test('tells of each where it stands and who owes the next step', async () => {
    const { text } = await get('/cases');
    assert.match(text, /Front desk owed a confirmation of receipt by 1 February 2026: 46 days overdue\. Overdue/);
    assert.match(text, /Office of the mayor owes a decision by 3 May 2026\. Answered/);
    assert.match(text, /Copied record/);
  });

  test('can be narrowed to a state and a process', async () => {
    const decided = await get('/cases?state=decided');
    assert.equal(decided.html.match(/cf-cases__item/g)?.length, 3);
    const both = await get('/cases?state=decided&process=consultation');
    assert.equal(both.html.match(/cf-cases__item/g)?.length, 1);
    assert.match(both.html, /<option value="consultation" selected>/);
    assert.match((await get('/cases?process=unheard-of')).text, /No case fits this choice/);
  });

  test('goes on from page to page until every case was shown once', async () => {
    const many = await tellStory();
    for (let i = 0; i < 60; i++) {
      const text = many.ledger.text(`Wish number ${i}`);
      const process = { id: 'service-request', version: 1 };
      await many.ledger.say(
        { kind: 'input-received', process, channel: 'web', author: 'person', text },
        many.ledger.intakeKey,
      );
    }
    await using pages = await serveViewer(many.ledger);
    const seen: string[] = [];
    let next: string | undefined = '/cases?state=open';
    while (next !== undefined) {
      const html = await (await fetch(pages.address + next)).text();
      seen.push(
        ...[...html.matchAll(/cf-cases__title"><a class="govuk-link" href="\/cases\/(\d+)"/g)].map(
          ([, id]) => id ?? '',
        ),
      );
      next = /rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
      if (next !== undefined) assert.match(next, /^\/cases\?state=open&before=\d+$/);
    }
    assert.equal(seen.length, 67);
    assert.equal(new Set(seen).size, 67);
  });

  test('finds a case by its number and by that of any of its entries', async () => {
    const byCase = await get(`/cases?number=${story.bench}`);
    assert.deepEqual([byCase.status, byCase.headers.get('location')], [303, `/cases/${story.bench}`]);
    const index = story.bench + 3;
    const byEntry = await get(`/cases?number=+${index}`);
    assert.deepEqual(
      [byEntry.status, byEntry.headers.get('location')],
      [303, `/cases/${story.bench}?from=${index}#entry-${index}`],
    );
    for (const number of ['', 'x', '-1', '1.5', '0', '999999', '99999999999999999999']) {
      const { status, html } = await get(`/cases?number=${number}`);
      assert.equal(status, 404, number);
      assert.match(html, /govuk-error-summary/, number);
    }
  });
});

describe('a case', () => {
  test('is told from the first word to the correction of the last', async () => {
    const { text, html } = await get(`/cases/${story.bench}`);
    for (const part of [
      /Case 10 The bench by the duck pond has lost two slats\./,
      /Decided Granted/,
      /Service request, rules, version 1/,
      /Inform: you are told what happens, and why\./,
      /Confirm receipt\. Owed by 11 January 2026; done on 9 January 2026\. Entry 11/,
      /A person opened this case on the web, recorded by the service/,
      /A person added to this case by phone, taken down by Front desk/,
      /12 January 2026, 08:05 UTC · recorded 12 January 2026, 09:24 UTC/,
      /What became of it: Adopted in entry 14 The bench has new slats of oak/,
      /Parks department said what became of 2 inputs/,
      /Signed by Holder of parks/,
      /Legal basis: Parks by-law, section 4/,
    ])
      assert.match(text, part);
    assert.match(html, /Corrected by entry <a class="govuk-link" href="\/entries\/16">16<\/a>/);
    assert.match(html, /<del [^>]*>The bench is repaired\. Cost: 84 euros/);
    const decision = /aria-labelledby="decision"[^]*?<\/section>/.exec(html)?.[0] ?? '';
    assert.match(decision, /148 euros/);
    assert.doesNotMatch(decision, /84 euros/);
  });

  test('shows plainly what is overdue, and offers to add to it', async () => {
    const { text, html } = await get(`/cases/${story.lamp}`);
    assert.match(text, /Next step Front desk owed a confirmation of receipt by 1 February 2026: 46 days overdue\./);
    assert.match(
      text,
      /Answer\. Front desk, Parks department or Office of the mayor owed an answer by 12 February 2026/,
    );
    assert.match(text, /Nobody has yet said what became of this\./);
    assert.ok(html.includes(`href="/inputs/new?case=${story.lamp}"`));
  });

  test('shows which inputs a decision passed over', async () => {
    const { text } = await get(`/cases/${story.toilets}`);
    assert.match(text, /Decided without a word on them 2/);
    assert.match(text, /The case was decided without saying what became of this\./);
  });

  test('with many inputs counts what became of them, and pages through its steps', async () => {
    const first = await get(`/cases/${story.promenade}`);
    assert.match(first.text, /What became of 71 of 71 inputs is on record\./);
    assert.match(first.text, /Adopted 36 Rejected 24 Duplicate 11/);
    assert.equal(first.html.match(/cf-step--/g)?.length, 50);
    const later = /rel="next" href="([^"#]+)/.exec(first.html)?.[1] ?? '';
    const second = await get(later);
    assert.equal(second.html.match(/cf-step--/g)?.length, 24);
    assert.match(second.text, /Office of the mayor decided: Granted/);
    assert.match(second.text, /From the beginning/);
  });

  test('that was copied from a data set promises nothing', async () => {
    const { text } = await get(`/cases/${story.copied}`);
    assert.match(text, /from old-requests, record 1-884213, recorded by the service/);
    assert.match(text, /nobody owes a step and no clock runs/);
    assert.doesNotMatch(text, /Deadlines|Promised to you|Nobody has yet/);
  });

  test('keeps the language and direction of what people wrote', async () => {
    assert.match((await get(`/cases/${story.library}`)).html, /<div class="cf-words" lang="zh-Hant" dir="auto">圖書館/);
    assert.match((await get(`/cases/${story.market}`)).html, /<h1[^>]*>[^]*?<bdi lang="ar">لا توجد/);
  });

  test('keeps the lines of what people wrote', async () => {
    const { html } = await get(`/cases/${story.lamp}`);
    assert.match(html, /dark for a week\.\n\nChildren walk home/);
  });

  test('cuts a very long text and links to the whole of it', async () => {
    const { html, text } = await get(`/cases/${story.minutes}`);
    assert.ok(text.length < 5000);
    assert.ok(html.includes(`href="/entries/${story.minutes}">Read the whole text`));
    assert.equal((await get(`/entries/${story.minutes}`)).text.match(/Twenty-three people/g)?.length, 14);
  });

  test('shows a hostile text as the text it is', async () => {
    for (const path of [
      '/',
      '/cases',
      `/cases/${story.hostile}`,
      `/entries/${story.hostile}`,
      `/receipts/${story.hostile}`,
    ]) {
      const { html, text } = await get(path);
      assert.doesNotMatch(html, /<script|<img/i, path);
      assert.ok(text.includes(HOSTILE.slice(0, 40)), path);
      assert.doesNotMatch(html, /\b49\b(?=\s*&#39;|\s*")/, path);
    }
    assert.ok((await get(`/cases/${story.hostile}`)).text.includes(HOSTILE));
  });

  test('shows hostile codes and titles as the text they are', async () => {
    const { ledger, city } = await tellStory();
    const [anna, bela] = city.registrars;
    await ledger.say(
      {
        kind: 'process-published',
        process: 'odd',
        version: 1,
        title: '<u>Title</u>',
        level: 'inform',
        authors: ['data-set', 'person'],
        acts: { decision: { offices: ['mayor'], signatures: 1 } },
        outcomes: [{ code: 'yes', title: '<u>Yes</u>' }],
        dispositions: [{ code: 'no', title: '<u>No</u>' }],
        accounting: 'record',
        clocks: { decide: 1 },
      },
      anna,
      bela,
    );
    const copied = await ledger.say(
      {
        kind: 'input-received',
        process: { id: 'odd', version: 1 },
        channel: 'other',
        author: 'data-set',
        source: { name: 'odd', id: '<u>"1"</u>' },
        text: ledger.text('x'),
      },
      ledger.intakeKey,
    );
    const basis = '<u>basis</u>';
    const text = ledger.text('y');
    const by = [city.mandate.mayor];
    await ledger.say({ kind: 'decision', by, case: copied, outcome: 'yes', basis, text }, city.mayor);
    await using odd = await serveViewer(ledger);
    const last = ledger.entries.length - 1;
    const paths = [
      '/',
      '/cases',
      `/cases/${copied}`,
      `/entries/${last}`,
      `/entries/${last - 1}`,
      `/entries/${last - 2}`,
      '/inputs/new',
      '/inputs/new?process=odd',
    ];
    for (const path of paths) {
      const html = await (await fetch(odd.address + path)).text();
      assert.match(html, /&lt;u&gt;/, path);
      assert.doesNotMatch(html, /<u>/, path);
    }
  });

  test('says when a text is gone, and never shows one that is not the recorded one', async () => {
    const { ledger, lamp } = await tellStory();
    const digests = [...ledger.contents.keys()];
    const words = (start: string) =>
      digests.find((digest) => ledger.contents.get(digest)?.text.startsWith(start)) ?? '';
    ledger.contents.delete(words('The street lamp'));
    ledger.contents.set(words('Still dark'), { salt: new Uint8Array(32), text: 'All is well.' });
    await using tampered = await serveViewer(ledger);
    const html = await (await fetch(`${tampered.address}/cases/${lamp}`)).text();
    assert.match(html, /Case \d+, whose text is not there/);
    assert.match(html, /The record does not hold this text/);
    assert.match(html, /is not the one that was recorded, so it is not shown/);
    assert.doesNotMatch(html, /All is well/);
    const entry = await (await fetch(`${tampered.address}/entries/${lamp + 1}`)).text();
    assert.match(entry, /cf-tag--failed">Does not hold/);
  });
});

describe('an entry', () => {
  test('tells who signed, what was checked, and shows every byte', async () => {
    const index = story.bench + 3;
    const { text, html } = await get(`/entries/${index}`);
    assert.match(text, /Parks department answered/);
    assert.match(text, /Parks department: Holder of parks ?, under the mandate of entry 5/);
    assert.match(text, /Holds It is part of the record: 7 steps lead from its fingerprint/);
    assert.match(text, /Holds The log of ledger\.example\.org\/rivermouth has signed that root\./);
    assert.match(text, /Holds The signature belongs to these words/);
    assert.match(text, /Holds The text shown is the one that was recorded\./);
    assert.match(text, /This page was made by the server/);
    assert.doesNotMatch(text, /Does not hold/);
    assert.ok(html.includes(`href="/api/v1/entries/${index}"`));
    assert.ok(html.includes(`href="/api/v1/entries/${index}/proof"`));
    assert.ok(html.includes(`href="/entries/${index - 1}"`) && html.includes(`href="/entries/${index + 1}"`));
    assert.match(html, /&quot;kind&quot;: &quot;response&quot;/);
  });

  test('of every kind has its sentence and its fields', async () => {
    for (const index of story.ledger.entries.keys()) {
      const { status, html, text } = await get(`/entries/${index}`);
      assert.equal(status, 200, String(index));
      assert.match(html, /<h1[^>]*><span[^>]*>Entry \d+<\/span>[^<\s]/, String(index));
      assert.doesNotMatch(text, /Does not hold|undefined|\[object/, String(index));
    }
    const rules = await get('/entries/8');
    assert.match(rules.text, /Deadlines Confirm receipt within 3 days Answer within 14 days Decide within 60 days/);
  });

  test('shows a proof that does not hold as one that does not hold', async () => {
    const { ledger, bench } = story;
    const record = new MemoryRecord(ledger);
    const forged = overlay(record, {
      checkpoint: async () => (await ledger.checkpoint()).replace(/\n[^\n]+=\n\n/, `\n${'A'.repeat(43)}=\n\n`),
    });
    await using other = await serveViewer(ledger, { record: forged });
    const entry = await (await fetch(`${other.address}/entries/${bench}`)).text();
    assert.match(entry, /does not lead to the root/);
    assert.match(entry, /is not the one of the log/);
    const receipt = await (await fetch(`${other.address}/receipts/${bench}`)).text();
    assert.match(receipt, /The proof does not hold/);
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
    ['/cases/10?from=x', 400, 'query-malformed'],
    ['/cases/10?from=1&from=2', 400, 'query-malformed'],
    ['/cases?before=x', 400, 'query-malformed'],
    ['/cases?state=maybe', 400, 'query-malformed'],
    ['/cases?process=A%00', 400, 'query-malformed'],
    ['/entries/999', 404, 'entry-unknown'],
    ['/entries/-1', 404, 'entry-unknown'],
    ['/entries/99999999999999999999', 404, 'entry-unknown'],
    ['/receipts/999', 404, 'receipt-unknown'],
    ['/receipts/0', 404, 'receipt-unknown'],
    ['/receipts/x.json', 404, 'receipt-unknown'],
    ['/receipts/0.json', 404, 'receipt-unknown'],
    ['/inputs/new?process=unheard-of', 404, 'process-unknown'],
    ['/inputs/new?process=../x', 400, 'query-malformed'],
    ['/inputs/new?process=service-request&case=10', 400, 'query-malformed'],
    ['/inputs/new?case=999', 404, 'case-unknown'],
    ['/inputs/new?case=10', 409, 'case-closed'],
    ['/assets/../package.json', 404, 'page-unknown'],
    ['/assets/%2e%2e/build.json', 404, 'page-unknown'],
    ['/%E0%A4%A', 404, 'page-unknown'],
    ['/nothing', 404, 'page-unknown'],
  ];

  test('gets its status, its stable code and a page that says what to do', async () => {
    for (const [path, status, code] of wrong) {
      const answer = await get(path);
      assert.deepEqual([answer.status, answer.html.includes(`>${code}</code>`)], [status, true], path);
      assert.match(answer.html, /href="\/cases"/, path);
    }
  });

  test('is pointed to the case that the number belongs to', async () => {
    const { html } = await get(`/cases/${story.bench + 1}`);
    assert.ok(html.includes(`href="/cases/${story.bench}?from=${story.bench + 1}#entry-${story.bench + 1}"`));
  });
});

describe('the form', () => {
  const good = { process: 'service-request', text: 'The clock is slow.\r\nBy far.', lang: 'en', author: 'person' };

  test('records what was typed and answers with a receipt', async () => {
    const { status, headers } = await send(good);
    assert.equal(status, 303);
    const receipt = await get(headers.get('location') ?? '');
    assert.match(receipt.text, /Your words are on record/);
    assert.match(receipt.html, /The clock is slow\.\nBy far\./);
  });

  test('adds to a case', async () => {
    const { headers } = await send({
      case: String(story.lamp),
      text: 'A third one.',
      lang: 'en',
      author: 'organisation',
    });
    const receipt = await get(headers.get('location') ?? '');
    assert.match(receipt.text, new RegExp(`Case ${story.lamp} Entry`));
  });

  test('warns before anything is sent, and holds one hidden field', async () => {
    const { html, text } = await get(`/inputs/new?case=${story.lamp}`);
    assert.match(text, /What you send is public at once/);
    assert.match(text, /Do not name people/);
    assert.deepEqual(html.match(/<input type="hidden"[^>]*>/g), [
      `<input type="hidden" name="case" value="${story.lamp}">`,
    ]);
  });

  test('asks again for what is missing or wrong, and keeps what was typed', async () => {
    const wrong: readonly (readonly [Readonly<Record<string, string>>, RegExp, string])[] = [
      [{ ...good, text: '' }, /Write what you want to say/, 'text'],
      [{ ...good, text: ' \r\n\t ' }, /Write what you want to say/, 'text'],
      [{ ...good, text: 'é'.repeat(25_001) }, /takes 50,002 bytes; at most 50,000/, 'text'],
      [{ ...good, text: 'a\0b' }, /a character that cannot be recorded/, 'text'],
      [{ ...good, lang: 'English' }, /Choose the language/, 'lang'],
      [{ ...good, author: '' }, /Say for whom you write/, 'author'],
      [{ ...good, author: 'device' }, /Say for whom you write/, 'author'],
    ];
    for (const [fields, message, field] of wrong) {
      const entriesBefore = story.ledger.entries.length;
      const { status, html, text } = await send(fields);
      assert.equal(status, 400, field);
      assert.match(text, message);
      assert.ok(html.includes(`href="#${field}"`) && html.includes(`id="${field}"`), field);
      assert.match(html, /<title>Error: /);
      if (field !== 'text') assert.match(html, /The clock is slow\.\nBy far\./);
      assert.equal(story.ledger.entries.length, entriesBefore);
    }
  });

  test('takes a text of exactly the greatest length', async () => {
    assert.equal((await send({ ...good, text: '民'.repeat(16_666) + 'ab' })).status, 303);
  });

  test('gives the text back where its place cannot take it any more', async () => {
    for (const place of [{ process: 'unheard-of' }, { case: String(story.bench) }, { case: '999' }]) {
      const { process: _process, ...rest } = good;
      const { status, html } = await send({ ...rest, ...place });
      assert.equal(status, 422, JSON.stringify(place));
      assert.match(html, /The clock is slow\.\nBy far\./);
      assert.match(html, /govuk-error-summary/);
    }
  });

  test('passes on the sentence of a refusal by the rulebook', async () => {
    const detail = 'This very wish is on record already.';
    const submitInput = () => Promise.resolve({ refused: { code: 'statement-repeated', detail } });
    await using refusing = await serveViewer(story.ledger, { submitInput });
    const response = await fetch(`${refusing.address}/inputs/new`, { method: 'POST', body: new URLSearchParams(good) });
    assert.equal(response.status, 422);
    assert.ok((await response.text()).includes(detail));
  });

  test('does not claim to have recorded, or not, what it cannot know', async () => {
    const submitInput = () => Promise.reject(new Error('the recorder is gone'));
    await using broken = await serveViewer(story.ledger, { submitInput });
    const response = await fetch(`${broken.address}/inputs/new`, { method: 'POST', body: new URLSearchParams(good) });
    const html = await response.text();
    assert.equal(response.status, 503);
    assert.match(html, /could not make sure/);
    assert.match(html, /The clock is slow/);
    assert.doesNotMatch(html, /the recorder is gone/);
    assert.equal(broken.errors.length, 1);
  });

  test('refuses what is not this form', async () => {
    const post = (body: BodyInit, headers: Record<string, string> = {}) =>
      get('/inputs/new', { method: 'POST', body, headers });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const wrong: readonly (readonly [Answer, number, string])[] = [
      [await send({ ...good, more: 'field' }), 400, 'form-malformed'],
      [await send({ ...good, case: '10' }), 400, 'form-malformed'],
      [await send({ text: 'x', lang: 'en', author: 'person' }), 400, 'form-malformed'],
      [await send({ ...good, process: 'Not A Code' }), 400, 'form-malformed'],
      [await post('text=%FF&process=service-request', form), 400, 'form-malformed'],
      [await post('', form), 400, 'form-malformed'],
      [await post('{}', { 'content-type': 'application/json' }), 415, 'form-type'],
      [await post(`text=${'a'.repeat(500_000)}`, form), 413, 'form-too-large'],
      [await post('text=a', { ...form, 'content-encoding': 'gzip' }), 415, 'form-type'],
    ];
    for (const [{ status, html }, expected, code] of wrong)
      assert.deepEqual([status, html.includes(`>${code}</code>`)], [expected, true], code);
  });
});

describe('a receipt', () => {
  test('tells in words where the entry stands', async () => {
    const { text } = await get(`/receipts/${story.library}`);
    assert.ok(text.includes(`Case ${story.library} Entry ${story.library}`));
    assert.match(
      text,
      /Entry \d+ is among the \d+ entries that the log of ledger\.example\.org\/rivermouth has signed for/,
    );
  });

  test('comes as a file that anybody can check without the server', async () => {
    const response = await fetch(`${served.address}/receipts/${story.library}.json`);
    assert.equal(response.headers.get('content-disposition'), `attachment; filename=receipt-${story.library}.json`);
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
    const receipt = parseReceiptFile(new Uint8Array(await response.arrayBuffer()));
    assert.equal(receipt.logKey, story.ledger.vkey);
    assert.equal(await checkReceiptFile(receipt, createVerifier(nodePlatform(crypto))), 'holds');
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
      entry: () => Promise.resolve(new TextEncoder().encode('{}')),
    });
    await using broken = await serveViewer(story.ledger, { record: damaged });
    const response = await fetch(`${broken.address}/entries/1`);
    assert.equal(response.status, 500);
    assert.match(await response.text(), />record-damaged<\/code>/);
    assert.equal(broken.errors.length, 1);
  });
});
