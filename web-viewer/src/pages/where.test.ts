import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openCity, type City } from '@counterfoil/ledger/testing/city';
import { Reader, type Answer } from '../../testing/reader.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';

const PLACE = 'Behind the mill, by the second weir';

let city: City;
let served: Served;
let said = 0;
const reader = new Reader(() => served.address);
const good = { process: 'repairs', text: 'The bollard is bent.', lang: 'en', author: 'person' };
const placed = { ...good, area: 'mill-quarter', place: `  ${PLACE} ` };

before(async () => {
  city = await openCity();
  const { ledger, registrars } = city;
  const [anna, bela] = registrars;
  const closed = [{ code: 'closed', title: 'Closed' }];
  const by = { offices: ['front-desk'], signatures: 1 };
  await ledger.say(
    {
      ...{ kind: 'process-published', process: 'repairs', version: 1, title: 'Repairs', level: 'inform' },
      ...{ authors: ['person'], acts: { response: by }, outcomes: closed, dispositions: closed },
      ...{ accounting: 'record', clocks: {} },
      areas: [
        { code: 'harbour', title: 'Harbour and beach' },
        { code: 'mill-quarter', title: 'Mill quarter' },
      ],
    },
    anna,
    bela,
  );
  served = await serveViewer(ledger, { nowMs: ledger.nowMs });
  const { status, headers } = await reader.send(placed);
  assert.equal(status, 303);
  said = Number(/\/receipts\/(\d+)$/.exec(headers.get('location') ?? '')?.[1]);
});
after(() => served[Symbol.asyncDispose]());

describe('the form asks where it is', () => {
  test('by area where the process has areas, and in words everywhere', async () => {
    const form = await reader.get('/inputs/new?process=repairs');
    assert.match(form.html, /<legend[^>]*>Where is it\?<\/legend>/);
    assert.match(form.html, /<option value="mill-quarter" lang="en">Mill quarter<\/option>/);
    assert.match(form.html, /<option value="" selected>None in particular<\/option>/);
    assert.match(form.html, /<input[^>]* id="place" name="place"/);
    const plain = await reader.get('/inputs/new?process=service-request');
    assert.doesNotMatch(plain.html, /name="area"/);
    assert.match(plain.html, /name="place"/);
  });

  test('records both: the receipt and the case show them', async () => {
    for (const path of [`/receipts/${said}`, `/cases/${said}`, `/entries/${said}`]) {
      const { text } = await reader.get(path);
      assert.match(text, /Mill quarter/, path);
      assert.ok(text.includes(PLACE), path);
    }
    const bytes = Buffer.from(city.ledger.entries[said] ?? new Uint8Array());
    const payload = Buffer.from(/"payload":"([^"]+)"/.exec(bytes.toString())?.[1] ?? '', 'base64').toString();
    assert.match(payload, /"area":"mill-quarter"/);
    assert.doesNotMatch(payload, /weir/, 'no words of it stand on the log');
  });

  const wrong: readonly (readonly [string, Readonly<Record<string, string>>, string, RegExp])[] = [
    ['a place that is too long', { place: 'w'.repeat(301) }, 'place', /in one line of at most 300 characters/],
    ['a place of two lines', { place: 'By the pond\r\nbehind it' }, 'place', /in one line/],
    ['a place with a control character', { place: 'By the\u0007pond' }, 'place', /in one line/],
    ['a place with a separator of lines', { place: 'By the\u2028pond' }, 'place', /in one line/],
    ['an area that is no code', { area: 'The Harbour' }, 'area', /Choose an area from the list/],
    ['a place without words to go with it', { text: ' ' }, 'text', /Write what you want to say/],
  ];
  for (const [what, fields, field, message] of wrong)
    test(`refuses ${what}, and gives everything back`, async () => {
      const sizeBefore = city.ledger.entries.length;
      const { status, html, text } = await reader.send({ ...placed, ...fields });
      assert.equal(status, 400);
      assert.match(text, message);
      assert.match(html, new RegExp(`href="#${field}"`));
      if (fields['area'] === undefined) assert.match(html, /<option value="mill-quarter" selected lang="en">/);
      if (fields['place'] === undefined) assert.ok(html.includes(`value="${PLACE}"`));
      assert.equal(city.ledger.entries.length, sizeBefore);
    });

  test('tells of an area that the rules do not know', async () => {
    const { status, text } = await reader.send({ ...placed, area: 'castle' });
    assert.equal(status, 422);
    assert.match(text, /has no area " ?castle ?"/);
  });

  test('takes a place of exactly the greatest length, and none', async () => {
    for (const place of ['𐂂'.repeat(300), '', '   ']) {
      const { status } = await reader.send({ ...good, text: `Place of ${place.length} units.`, place });
      assert.equal(status, 303);
    }
  });

  test('asks about what seems to tell who somebody is in the place as well', async () => {
    const asked = await reader.send({ ...placed, place: 'Ring 0171 2345678 at the weir' });
    assert.equal(asked.status, 422);
    assert.match(asked.text, /a telephone number: 0171 2345678/);
  });
});

describe('it is found by where it is', () => {
  const hits = async (query: string): Promise<Answer> => reader.get(`/search?${query}`);

  test('by words of the place, which the page says', async () => {
    const { text, html } = await hits('q=weir');
    assert.match(text, /1 text\b.*The bollard is bent\. Where it is: Behind the mill, by the second weir/s);
    assert.match(html, /<mark class="cf-search__found">weir<\/mark>/);
    assert.doesNotMatch(html, /Found in the place/);
  });

  test('by words of which some stand in the text and some in the place, as one', async () => {
    const { text, html } = await hits('q=mill+bollard');
    assert.match(text, /1 text\b/);
    for (const word of ['mill', 'bollard']) assert.ok(html.includes(`<mark class="cf-search__found">${word}</mark>`));
    assert.match((await hits('q=bollard+tower')).text, /No text in public view fits this/);
  });

  test('by the area, alone and with words, in the search and in the list of cases', async () => {
    const link = `href="/cases/${said}`;
    for (const path of [
      '/search?area=mill-quarter',
      '/search?q=bollard&area=mill-quarter',
      '/cases?area=mill-quarter',
    ]) {
      const { html } = await reader.get(path);
      assert.ok(html.includes(link), path);
      assert.match(html, /<option value="mill-quarter" selected lang="en">Mill quarter<\/option>/);
    }
    for (const path of ['/search?area=harbour', '/search?q=bollard&area=harbour', '/cases?area=harbour'])
      assert.ok(!(await reader.get(path)).html.includes(link), path);
  });

  test('in the table of inputs', async () => {
    const { body } = await fetch(`${served.address}/downloads/inputs.jsonl`).then(async (answer) => ({
      body: await answer.text(),
    }));
    const rows = body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    const own = rows.find(({ entry }) => entry === said);
    assert.deepEqual([own?.['area'], own?.['place'], own?.['place_state']], ['mill-quarter', PLACE, 'public']);
  });

  test('and people of an area are counted beside those of others', async () => {
    const { html } = await reader.get('/accountability?by=area');
    assert.match(html, /Mill quarter/);
    assert.match(html, /None named/);
  });
});

test('What the rules say names the areas', async () => {
  assert.match((await reader.get('/processes/repairs/1')).text, /Harbour and beach/);
});
