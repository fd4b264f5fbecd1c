import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Reader, type Answer } from '../../testing/reader.ts';
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

describe('the form', () => {
  const good = { process: 'service-request', text: 'The clock is slow.\r\nBy far.', lang: 'en', author: 'person' };

  test('records what was typed and answers with a receipt', async () => {
    const { status, headers } = await reader.send(good);
    assert.equal(status, 303);
    const receipt = await reader.get(headers.get('location') ?? '');
    assert.match(receipt.text, /Your words are on record/);
    assert.match(receipt.html, /The clock is slow\.\nBy far\./);
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

  test('warns before anything is sent, and holds one hidden field', async () => {
    const { html, text } = await reader.get(`/inputs/new?case=${story.lamp}`);
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
