import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Reader } from '../../testing/reader.ts';
import { MemoryRecord, overlay } from '../../testing/memory-record.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';
import { HOSTILE, tellStory, type Story } from '../../testing/story.ts';

let story: Story;
let served: Served;
const reader = new Reader(() => served.address);

before(async () => {
  story = await tellStory(70);
  served = await serveViewer(story.ledger, { nowMs: story.nowMs });
});
after(() => served[Symbol.asyncDispose]());

describe('a case', () => {
  test('is told from the first word to the correction of the last', async () => {
    const { text, html } = await reader.get(`/cases/${story.bench}`);
    for (const part of [
      /Case 11 The bench by the duck pond has lost two slats\./,
      /Decided Granted/,
      /Service request, rules, version 1/,
      /Inform: you are told what happens, and why\./,
      /Confirm receipt\. Owed by the end of Tuesday 13 January 2026; done on Friday 9 January 2026\. Entry 12/,
      /A person opened this case on the web, recorded by the service/,
      /A person added to this case by phone, taken down by Front desk: Holder of front-desk/,
      /12 January 2026, 08:05 UTC · recorded 12 January 2026, 09:24 UTC/,
      /What became of it: Adopted in entry 15 The bench has new slats of oak/,
      /Parks department said what became of 2 inputs/,
      /Parks department answered signed by Holder of parks/,
      /Legal basis: Parks by-law, section 4/,
    ])
      assert.match(text, part);
    assert.match(html, /Corrected by entry <a class="govuk-link" href="\/entries\/17">17<\/a>/);
    assert.match(html, /<del [^>]*>The bench is repaired\. Cost: 84 euros/);
    const decision = /aria-labelledby="decision"[^]*?<\/section>/.exec(html)?.[0] ?? '';
    assert.match(decision, /148 euros/);
    assert.doesNotMatch(decision, /84 euros/);
  });

  test('shows plainly what is overdue, and offers to add to it', async () => {
    const { text, html } = await reader.get(`/cases/${story.lamp}`);
    assert.match(
      text,
      /Next step Front desk owed a confirmation of receipt by the end of Tuesday 3 February 2026: 44 days overdue\./,
    );
    assert.match(
      text,
      /Answer\. Front desk, Parks department or Office of the mayor owed an answer by the end of Thursday 12 February 2026/,
    );
    assert.match(text, /Nobody has yet said what became of this\./);
    assert.ok(html.includes(`href="/inputs/new?case=${story.lamp}"`));
  });

  test('shows which inputs a decision passed over', async () => {
    const { text } = await reader.get(`/cases/${story.toilets}`);
    assert.match(text, /Decided without a word on them 2/);
    assert.match(text, /The case was decided without saying what became of this\./);
  });

  test('with many inputs counts what became of them, and pages through its steps', async () => {
    const first = await reader.get(`/cases/${story.promenade}`);
    assert.match(first.text, /What became of 71 of 71 inputs is on record\./);
    assert.match(first.text, /Adopted 36 Rejected 24 Duplicate 11/);
    const pages = [first];
    for (const { html } of pages) {
      const later = /rel="next" href="([^"#]+)/.exec(html)?.[1];
      if (later !== undefined) pages.push(await reader.get(later));
    }
    assert.deepEqual(
      pages.map(({ html }) => html.match(/cf-step--/g)?.length),
      [25, 25, 24],
    );
    // Back again, from each page to the one before it.
    const back = pages.map(({ html }) => /rel="prev" href="([^"#]+)/.exec(html)?.[1]);
    assert.equal(back.shift(), undefined);
    const earlier = await Promise.all(back.map(async (href = '') => (await reader.get(href)).headers.get('location')));
    const later = pages.map(({ html }) => /rel="next" href="([^"#]+)/.exec(html)?.[1]);
    assert.deepEqual(earlier, [`/cases/${story.promenade}#steps`, `${later[0]}#steps`]);
    const last = pages[2]?.text ?? '';
    assert.match(last, /Office of the mayor decided: Granted/);
    assert.match(last, /From the beginning/);
  });

  test('that was copied from a data set promises nothing', async () => {
    const { text } = await reader.get(`/cases/${story.copied}`);
    assert.match(text, /from old-requests, record 1-884213, recorded by the service/);
    assert.match(text, /nobody owes a step and no clock runs/);
    assert.doesNotMatch(text, /Deadlines|Promised to you|Nobody has yet/);
  });

  test('keeps the language and direction of what people wrote', async () => {
    assert.match(
      (await reader.get(`/cases/${story.library}`)).html,
      /<div class="cf-words" lang="zh-Hant" dir="auto">圖書館/,
    );
    assert.match((await reader.get(`/cases/${story.market}`)).html, /<h1[^>]*>[^]*?<bdi lang="ar">لا توجد/);
  });

  test('keeps the lines of what people wrote', async () => {
    const { html } = await reader.get(`/cases/${story.lamp}`);
    assert.match(html, /dark for a week\.\n\nChildren walk home/);
  });

  test('cuts a very long text and links to the whole of it', async () => {
    const { html, text } = await reader.get(`/cases/${story.minutes}`);
    assert.ok(text.length < 5000);
    assert.ok(html.includes(`href="/entries/${story.minutes}">Read the whole text`));
    assert.equal((await reader.get(`/entries/${story.minutes}`)).text.match(/Twenty-three people/g)?.length, 14);
  });

  test('shows a hostile text as the text it is', async () => {
    for (const path of [
      '/',
      '/cases',
      `/cases/${story.hostile}`,
      `/entries/${story.hostile}`,
      `/receipts/${story.hostile}`,
    ]) {
      const { html, text } = await reader.get(path);
      // The one element of that name is the data of a page with a script of its own.
      assert.doesNotMatch(html, /<script(?! type="application\/json" id="phrases")|<img/i, path);
      assert.ok(text.includes(HOSTILE.slice(0, 40)), path);
      assert.doesNotMatch(html, /\b49\b(?=\s*&#39;|\s*")/, path);
    }
    const { html, text } = await reader.get(`/cases/${story.hostile}`);
    assert.ok(text.includes(HOSTILE));
    assert.match(html, /<title>Case \d+: &lt;script&gt;/);
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
        clocks: { decide: { days: 1, count: 'calendar' } },
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
    await ledger.say(
      { kind: 'decision', by, case: copied, outcome: 'yes', basis, text, algorithms: 'none', data: 'none' },
      city.mayor,
    );
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

test('what a page of a case begins with is asked for once, whatever there is of it', async () => {
  const asked: string[] = [];
  const memory = new MemoryRecord(story.ledger);
  const record = overlay(memory, {
    caseAhead: (id, from) => (asked.push('ahead'), memory.caseAhead(id, from)),
    caseSteps: (id, limit, from) => (asked.push('steps'), memory.caseSteps(id, limit, from)),
    caseActs: (id, limit) => (asked.push('acts'), memory.caseActs(id, limit)),
    matters: (id, limit) => (asked.push('matters'), memory.matters(id, limit)),
    entries: (indexes) => (asked.push(`entries ${indexes.join(' ')}`), memory.entries(indexes)),
  });
  await using counting = await serveViewer(story.ledger, { nowMs: story.nowMs, record });
  const said = new Reader(() => counting.address);
  const [, further = assert.fail()] = (await memory.caseSteps(story.promenade, 1000)).slice(-10);
  const crowd = `${story.promenade}`;
  for (const path of [...[story.bench, story.lamp, story.toilets].map(String), crowd, `${crowd}?from=${further}`]) {
    asked.length = 0;
    const [own, other] = [await said.get(`/cases/${path}`), await reader.get(`/cases/${path}`)];
    assert.equal(own.html.replaceAll(counting.address, served.address), other.html);
    // Supporters in a row make one step: of them, more are read.
    assert.deepEqual(
      asked.filter((what) => !what.startsWith('entries')),
      path === crowd ? ['ahead', 'steps'] : ['ahead'],
      `case ${path}`,
    );
  }
  // Its own entries came with it.
  asked.length = 0;
  await said.get(`/cases/${story.lamp}`);
  const own = new Set(await memory.caseSteps(story.lamp, 1000));
  const entries = asked.flatMap((what) => what.split(' ').slice(1).map(Number));
  assert.deepEqual(
    entries.filter((index) => own.has(index)),
    [],
  );
});
