import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Reader, type Answer } from '../../testing/reader.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';
import { tellStory, type Story } from '../../testing/story.ts';
import type { FormDoor, FormRefusal } from '../form-door.ts';

let story: Story;
let served: Served;
const reader = new Reader(() => served.address);

before(async () => {
  story = await tellStory(70);
  served = await serveViewer(story.ledger, { nowMs: story.nowMs });
});
after(() => served[Symbol.asyncDispose]());

describe('the form', () => {
  const good = { process: 'service-request', text: 'The clock is slow.\r\nBy far.', lang: 'en', author: 'person' };

  test('records what was typed and answers with a receipt', async () => {
    const { status, headers } = await reader.send(good);
    assert.equal(status, 303);
    const receipt = await reader.get(headers.get('location') ?? '');
    assert.match(receipt.text, /Your words are on record/);
    assert.match(receipt.html, /The clock is slow\.\nBy far\./);
  });

  test('keeps the language of its address: from the form to the receipt, and wherever they lead', async () => {
    const linksOf = ({ html }: Answer): string[] =>
      [...html.matchAll(/<(?:a|form) (?![^>]* hreflang=)[^>]*?(?:href|action)="(\/[^"]*)"/g)].flatMap(
        ([, href]) => href ?? [],
      );
    const filesForPrograms = new Set(['/ledger.json', '/checkpoint', '/openapi.json']);
    const stays = (answer: Answer, least: number): string[] => {
      const links = linksOf(answer).filter((href) => !filesForPrograms.has(href));
      assert.ok(links.length >= least, 'the page has links');
      assert.deepEqual(
        links.filter((href) => !href.startsWith('/en/')),
        [],
      );
      return links;
    };
    const send = (fields: Readonly<Record<string, string>>): Promise<Answer> =>
      reader.get('/en/inputs/new', { method: 'POST', body: new URLSearchParams(fields) });

    assert.ok(stays(await reader.get('/en/inputs/new'), 12).includes('/en/inputs/new?process=service-request'));
    const form = await reader.get('/en/inputs/new?process=service-request');
    assert.ok(stays(form, 12).includes('/en/inputs/new'));
    assert.match(form.html, /<script type="application\/json" id="phrases" data-prefix="\/en">\{"time-/);
    const again = await send({ ...good, text: '' });
    assert.equal(again.status, 400);
    assert.ok(stays(again, 12).includes('/en/inputs/new'));

    const { status, headers } = await send(good);
    assert.equal(status, 303);
    const address = headers.get('location') ?? '';
    assert.match(address, /^\/en\/receipts\/\d+$/);
    const receipt = await reader.get(address);
    assert.ok(receipt.text.includes(`${served.address}${address}?leaf=`), 'so does the code on paper');
    for (const link of stays(receipt, 15)) assert.equal((await reader.get(link)).status, 200, link);

    const withCode = await send({ ...good, text: 'The clock is slow, still.', follow: 'make' });
    assert.equal(withCode.status, 200);
    stays(withCode, 12);
    assert.ok(withCode.text.includes(`${served.address}/en/follow `), 'and where the code is typed in');
    assert.ok(stays(await reader.get('/en/follow'), 12).includes('/en/follow'));
  });

  test('adds to a case', async () => {
    const { headers } = await reader.send({
      case: String(story.lamp),
      text: 'A third one.',
      lang: 'en',
      author: 'organisation',
    });
    const receipt = await reader.get(headers.get('location') ?? '');
    assert.match(receipt.text, new RegExp(`Case ${story.lamp} Entry`));
  });

  test('warns before anything is sent, and holds two hidden fields: where it goes, and that its author wants a code', async () => {
    const { html, text } = await reader.get(`/inputs/new?case=${story.lamp}`);
    assert.match(text, /What you send is public at once/);
    assert.match(text, /Do not name people/);
    assert.deepEqual(html.match(/<input type="hidden"[^>]*>/g), [
      `<input type="hidden" name="case" value="${story.lamp}">`,
      '<input type="hidden" name="follow" value="make">',
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
      const { status, html, text } = await reader.send(fields);
      assert.equal(status, 400, field);
      assert.match(text, message);
      assert.ok(html.includes(`href="#${field}"`) && html.includes(`id="${field}"`), field);
      assert.match(html, /<title>Error: /);
      if (field !== 'text') assert.match(html, /The clock is slow\.\nBy far\./);
      assert.equal(story.ledger.entries.length, entriesBefore);
    }
  });

  test('takes a text of exactly the greatest length', async () => {
    assert.equal((await reader.send({ ...good, text: '民'.repeat(16_666) + 'ab' })).status, 303);
  });

  test('gives the text back where its place cannot take it any more', async () => {
    for (const place of [{ process: 'unheard-of' }, { case: String(story.bench) }, { case: '999' }]) {
      const { process: _process, ...rest } = good;
      const { status, html } = await reader.send({ ...rest, ...place });
      assert.equal(status, 422, JSON.stringify(place));
      assert.match(html, /The clock is slow\.\nBy far\./);
      assert.match(html, /govuk-error-summary/);
    }
  });

  test('asks once whether a text that seems to tell who somebody is shall go as it stands', async () => {
    const text = 'Ring me: 0171 2345678 or ann@example.org\u202e <b>';
    const entriesBefore = story.ledger.entries.length;
    const asked = await reader.send({ ...good, text });
    assert.equal(asked.status, 422);
    assert.match(asked.text, /a telephone number: 0171 2345678 a mail address: ann@example\.org/);
    assert.match(asked.html, /<input type="hidden" name="asked" value="yes">/);
    assert.match(asked.html, /Send as it stands/);
    assert.ok(asked.html.includes('&lt;b&gt;</textarea>'));
    assert.equal(story.ledger.entries.length, entriesBefore);
    // What is wrong with the rest is said first, and the question is not asked again.
    assert.equal((await reader.send({ ...good, text, author: '' })).status, 400);
    const wrong = await reader.send({ ...good, text, author: '', asked: 'yes' });
    assert.match(wrong.html, /<input type="hidden" name="asked" value="yes">/);
    assert.match(wrong.html, /Send and record/);
    assert.equal((await reader.send({ ...good, text, asked: 'yes' })).status, 303);
    assert.equal((await reader.send({ ...good, text, asked: 'no' })).status, 400);
  });

  test('is turned away with its text kept when too much is sent', async () => {
    const sent: (string | undefined)[] = [];
    const refusals: (FormRefusal | undefined)[] = [
      { code: 'too-many', retryAfterS: 200 },
      { code: 'work-needed', retryAfterS: 5 },
      { code: 'work-wrong', retryAfterS: 1 },
      undefined,
    ];
    const door: FormDoor = {
      challenge: () => 'solve this',
      admitFile: () => undefined,
      admit: (_request, work) => {
        sent.push(work);
        return refusals[sent.length - 1];
      },
    };
    await using busy = await serveViewer(story.ledger, { door });
    const there = new Reader(() => busy.address);
    assert.equal((await there.get('/inputs/challenge')).html, '{"challenge":"solve this"}');
    assert.match((await there.get('/inputs/new?process=service-request')).html, /<noscript>.*several tries/);
    const entriesBefore = story.ledger.entries.length;
    for (const [retryAfter, words] of [
      ['200', /Send it again in 4 minutes/],
      ['5', /without them in 5 seconds/],
      ['1', /without them in 1 second/],
    ] as const) {
      const { status, headers, html } = await there.send({ ...good, work: 'w' });
      assert.deepEqual([status, headers.get('retry-after')], [429, retryAfter]);
      assert.match(html, words);
      assert.match(html, /The clock is slow\.\nBy far\./);
    }
    assert.equal(story.ledger.entries.length, entriesBefore);
    assert.equal((await there.send(good)).status, 303);
    assert.deepEqual(sent, ['w', 'w', 'w', undefined]);
    // A form that would not be recorded is not counted.
    await there.send({ ...good, text: '' });
    assert.equal(sent.length, 4);
    assert.equal((await reader.get('/inputs/challenge')).html, '{"challenge":null}');
  });

  test('passes on the sentence of a refusal by the rulebook', async () => {
    for (const [prefix, told] of [
      ['/en', 'The process knows no such area. "<bdi>Service request</bdi>" has no area "<bdi>nowhere</bdi>".'],
      [
        '/nl',
        'De procedure kent zo’n gebied niet. “<bdi>Service request</bdi>” heeft geen gebied “<bdi>nowhere</bdi>”.',
      ],
      ['/ar', 'لا يعرف الإجراء منطقة كهذه. ليس في «<bdi>Service request</bdi>» منطقة «<bdi>nowhere</bdi>».'],
    ] as const) {
      const body = new URLSearchParams({ ...good, area: 'nowhere' });
      const { status, html } = await reader.get(`${prefix}/inputs/new`, { method: 'POST', body });
      assert.equal(status, 422, prefix);
      const shown = told.replaceAll('"', '&quot;');
      assert.ok(html.includes(`<a href="#text">${shown}</a>`), `${prefix}: in the summary`);
      assert.ok(html.includes(`</span> ${shown}`), `${prefix}: at the field`);
    }
  });

  test('marks as English what it has no words for', async () => {
    const said = [{ text: 'This very wish is on record <already>.', values: [] }];
    const submitInput = () => Promise.resolve({ refused: { code: 'statement-repeated', said } });
    await using refusing = await serveViewer(story.ledger, { submitInput });
    const body = new URLSearchParams(good);
    const response = await fetch(`${refusing.address}/nl/inputs/new`, { method: 'POST', body });
    assert.equal(response.status, 422);
    const shown = '<span lang="en" dir="ltr">This very wish is on record &lt;already&gt;.</span>';
    assert.ok((await response.text()).includes(shown));
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
      reader.get('/inputs/new', { method: 'POST', body, headers });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const wrong: readonly (readonly [Answer, number, string])[] = [
      [await reader.send({ ...good, more: 'field' }), 400, 'form-malformed'],
      [await reader.send({ ...good, case: '10' }), 400, 'form-malformed'],
      [await reader.send({ text: 'x', lang: 'en', author: 'person' }), 400, 'form-malformed'],
      [await reader.send({ ...good, process: 'Not A Code' }), 400, 'form-malformed'],
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
