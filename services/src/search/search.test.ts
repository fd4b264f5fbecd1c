import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import postgres from 'postgres';
import { openLetters, type Letters } from '../content/testing/letters.ts';
import { isIn, spellings } from '../testing/canary.ts';
import { find } from './find.ts';
import { WordIndex } from './word-index.ts';

interface Finds {
  readonly items: readonly {
    readonly case: number | null;
    readonly entry: number;
    readonly digest: string | null;
    readonly spellings: readonly string[];
    readonly statuses: readonly string[];
  }[];
  readonly count: number;
  readonly isMore: boolean;
  readonly refused: string | null;
  readonly next: string | null;
}

let town: Letters;
before(async () => {
  town = await openLetters();
});
after(() => town[Symbol.asyncDispose]());

async function ask(fields: Readonly<Record<string, string>>): Promise<Finds> {
  const { status, body } = await town.get(`/api/v1/search?${new URLSearchParams(fields).toString()}`);
  assert.equal(status, 200, body);
  return JSON.parse(body) as Finds;
}

const entries = async (q: string, more: Readonly<Record<string, string>> = {}): Promise<readonly number[]> =>
  (await ask({ q, ...more })).items.map(({ entry }) => entry);

async function say(text: string, fields: object = {}): Promise<number> {
  const { status, body } = await town.city.input(text, { process: 'wishes', ...fields });
  assert.equal(status, 201, body.detail);
  return body.index;
}

describe('Texts are found by their words', () => {
  test('in any of their forms, each text as its own language takes it apart', async () => {
    const english = await say('The bridges over the weir are closing.');
    const german = await say('Die Brücken sind gesperrt.', { lang: 'de-AT' });
    const arabic = await say('الجسور مغلقة اليوم.', { lang: 'ar' });
    const chinese = await say('河边的图书馆今天关门了。', { lang: 'zh' });
    const unknown = await say('Mae’r llyfrgell ar gau.', { lang: 'cy' });
    assert.deepEqual(await entries('bridge closed'), [english]);
    assert.deepEqual(await entries('Brücke'), [german]);
    assert.deepEqual(await entries('جسر'), []);
    assert.deepEqual(await entries('الجسور'), [arabic]);
    assert.deepEqual(await entries('图书馆'), [chinese]);
    assert.deepEqual(await entries('llyfrgell'), [unknown]);
    const [found] = (await ask({ q: 'bridge closed' })).items;
    assert.deepEqual(found?.spellings, ['bridges', 'closing']);
    assert.deepEqual(found.statuses, ['open']);
  });

  test('side by side, one or the other, or without a word', async () => {
    const tram = await say('The tram stop at the mill is unlit; see stop/mill <b>lamps</b>.');
    const mill = await say('The mill stop has no tram.');
    assert.deepEqual(await entries('"tram stop"'), [tram]);
    assert.deepEqual(await entries('mill -lamp'), [mill]);
    assert.deepEqual(await entries('unlit or mill'), [mill, tram]);
    assert.deepEqual(await entries('lamps'), [tram]);
  });

  test('and whatever is typed is no error and no command', async () => {
    const typed = [
      `'"" & | ! <-> :* \\`,
      `'); drop table entries; --`,
      '((((',
      'a:b:c & !',
      '\u0000\ue000\ue001',
      '" - or',
      '-'.repeat(200),
      '-(! '.repeat(50),
    ];
    for (const q of typed) assert.deepEqual((await ask({ q })).items, [], q);
    assert.equal((await ask({ q: 'the' })).refused, 'too-common');
    assert.equal((await ask({ q: '-mill' })).refused, 'too-common');
    for (const query of [`q=${'x'.repeat(201)}`, 'words=mill', 'q=a&q=b', 'status=lost', 'after=mill'])
      assert.equal((await town.get(`/api/v1/search?${query}`)).status, 400, query);
  });

  test('page by page, newest first, each of them once', async () => {
    for (let number = 0; number < 7; number++) await say(`Ferry number ${number} is late.`);
    const { db, recorder } = town.service;
    const { size } = recorder.publisher;
    const query = { words: 'ferry', now: new Date().toISOString(), limit: 3 };
    const all = await entries('ferries');
    await new WordIndex(db, () => size).readOn();
    const seen: number[] = [];
    for (let last; ;) {
      const { finds, count } = await find(db, size, size, { ...query, after: last });
      assert.equal(count, 7);
      seen.push(...finds.map(({ entry }) => entry));
      last = finds.at(-1);
      if (finds.length < query.limit) break;
    }
    assert.deepEqual(seen, all);
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => b - a),
    );
    assert.equal(new Set(seen).size, 7);
  });

  test('and no word of what was looked for is kept', async () => {
    const words = 'Kanarienvogel im Schilf';
    for (const path of ['/search', '/api/v1/search', '/search/nowhere'])
      await town.get(`${path}?${new URLSearchParams({ q: words }).toString()}`);
    await town.get(`/api/v1/search?status=${encodeURIComponent(words)}`);
    const { body, headers } = await town.get(`/search?${new URLSearchParams({ q: words }).toString()}`);
    assert.match(headers, /"cache-control","no-store"/);
    assert.ok(isIn(body, spellings(words)), 'the page says what it looked for');
    const needles = [...spellings(words), Buffer.from('Kanarienvogel')];
    assert.equal(isIn(town.service.logged.join(''), needles), false);
    assert.equal(isIn((await town.get('/metrics')).body, needles), false);
  });
});

describe('What is not in public view is not found', () => {
  const rows = (digest: string) =>
    town.service.db
      .selectFrom('search_texts')
      .select('entry')
      .where((of) =>
        of.or([of('digest', '=', Uint8Array.fromHex(digest)), of('place', '=', Uint8Array.fromHex(digest))]),
      )
      .execute();

  test('while it waits, once it is withheld or erased: neither in the list nor in the count', async () => {
    const letter = await town.write('The heronry behind the gasworks.');
    assert.equal((await ask({ q: 'heronry' })).count, 0);
    await town.publish(letter);
    assert.deepEqual(await entries('heronry'), [letter.entry]);
    await town.withhold(letter);
    assert.deepEqual(await rows(letter.digest), []);
    assert.equal((await ask({ q: 'heronry' })).count, 0);
    await town.restore(letter);
    assert.deepEqual(await entries('heronry'), [letter.entry]);
    assert.equal((await rows(letter.digest)).length, 1);
    await town.redact(letter);
    assert.deepEqual(await rows(letter.digest), [], 'gone with the entry that says so');
    assert.equal((await ask({ q: 'heronry' })).count, 0);
    const { body } = await town.get('/search?q=heronry');
    assert.match(body, /No text in public view fits this/);
  });

  test('by where it is as well, for as long as that is in public view', async () => {
    const letter = await town.write('A lamp is out.', 'letters', { area: 'harbour', place: 'By the spoonbill pond' });
    const place = await town.placeOf(letter);
    assert.deepEqual(await entries('spoonbill'), []);
    await town.publish(letter);
    assert.deepEqual(await entries('spoonbill'), [], 'each by itself');
    await town.publish(place);
    const whole = { ...letter, place: place.digest, statuses: ['open'] };
    const here = { area: 'harbour' };
    const both = async (): Promise<Finds['items']> => (await ask({ q: 'ponds lamp', ...here })).items;
    assert.deepEqual((await ask({ q: 'spoonbill ponds' })).items, [{ ...whole, spellings: ['spoonbill', 'pond'] }]);
    assert.deepEqual(await both(), [{ ...whole, spellings: ['lamp', 'pond'] }], 'together with its words');
    assert.deepEqual(await entries('lamp or pond', here), [letter.entry], 'once');
    assert.deepEqual(await entries('lamp -spoonbill', here), []);
    assert.match((await town.get('/search?q=lamp+spoonbill')).body, /<mark[^>]*>spoonbill<\/mark>/);
    assert.match((await town.get(`/cases/${letter.case}`)).body, /spoonbill/);
    await town.withhold(place);
    assert.deepEqual(await rows(place.digest), []);
    for (const q of ['spoonbill', 'lamp spoonbill', 'lamp pond']) assert.deepEqual(await entries(q, here), [], q);
    assert.deepEqual(await entries('lamp -spoonbill', here), [letter.entry]);
    await town.restore(place);
    assert.equal((await both()).length, 1);
    await town.withhold(letter);
    assert.deepEqual(await rows(letter.digest), []);
    assert.deepEqual(await entries('lamp', here), []);
    assert.deepEqual((await ask({ q: 'spoonbill' })).items, [
      { ...whole, digest: place.digest, place: null, spellings: ['spoonbill'] },
    ]);
    assert.match((await town.get('/search?q=spoonbill')).body, /Found in the place/);
    await town.restore(letter);
    assert.equal((await both()).length, 1);
    await town.withhold(place);
    for (const path of ['/search?q=lamp', `/cases/${letter.case}`, `/entries/${letter.entry}`, '/downloads/inputs.csv'])
      assert.doesNotMatch((await town.get(path)).body, /spoonbill/, path);
    await town.redact(place);
    assert.equal((await ask({ q: 'spoonbill' })).count, 0);
    assert.deepEqual(await entries('lamp', { area: 'harbour' }), [letter.entry], 'its text stays');
  });

  test('of an office’s reply to a figure, which belongs to no case', async () => {
    const { city } = town;
    const words = city.text('Our barge had sunk at the wharf.');
    const reply = { kind: 'figure-reply', office: 'desk', figure: 'silence', size: 1, text: words.ref } as const;
    const entry = await town.done({ ...reply, by: [city.mandate] }, [words.content]);
    assert.deepEqual((await ask({ q: 'barges' })).items, [
      { case: null, entry, digest: words.ref.digest, place: null, spellings: ['barge'], statuses: [] },
    ]);
    assert.deepEqual(await entries('barge', { status: 'open' }), []);
    assert.match((await town.get('/search?q=barge')).body, /Desk replied to the figure “Who was not answered”/);
    const appeal = city.text('Write to the registrars.');
    const target = { entry, digest: words.ref.digest, ground: 'mistake', basis: 'By-law', told: 'yes' } as const;
    const taken = await city.say(
      { kind: 'content-withheld', at: new Date(town.now() - 1000).toISOString(), ...target, appeal: appeal.ref },
      [city.registrar],
      [appeal.content],
    );
    assert.equal(taken.status, 201, taken.body.detail);
    assert.deepEqual(await rows(words.ref.digest), []);
    assert.deepEqual(await entries('barge'), []);
    for (const path of [`/entries/${entry}`, '/accountability', '/downloads/entries.csv', '/offices/desk/feed.atom'])
      assert.doesNotMatch((await town.get(path)).body, /barge/, path);
  });

  test('also where some are taken out at the very moment at which they are read', async () => {
    const owner = postgres(town.service.databaseUrl, { max: 1 });
    // As the database refuses words whose text has just gone: three times, whoever comes.
    await owner`create sequence refusals`;
    await owner`create function refuse() returns trigger language plpgsql security definer as $$
      begin if nextval('refusals') < 4 then raise foreign_key_violation; end if; return new; end $$`;
    await owner`create trigger refuse before insert on search_texts execute function refuse()`;
    const entry = await say('The ferryman whistles.');
    assert.deepEqual(await entries('ferryman whistle'), [entry]);
    const [{ last } = assert.fail()] = await owner<{ last: string }[]>`select last_value as last from refusals`;
    assert.ok(Number(last) >= 4);
    await owner`drop function refuse cascade`;
    await owner.end();
  });

  test('also where what is to be read was taken out before it was read', async () => {
    const { db, recorder } = town.service;
    const letter = await town.write('The cormorant on the pier.', 'wishes');
    await town.redact(letter);
    for (let isMore = true; isMore;) ({ isMore } = await new WordIndex(db, () => recorder.publisher.size).readOn());
    assert.equal((await ask({ q: 'cormorant' })).count, 0);
  });
});

describe('Cases are found by what is known of them', () => {
  test('status, process, office, topic and time, alone and with words', async () => {
    const asked = await say('A bench for the quay.', { category: 'benches' });
    const decided = await say('A bench for the station.', { category: 'benches' });
    await town.decide({ case: decided, entry: decided, digest: '' });
    const benches = { category: 'benches' };
    assert.deepEqual(await entries('', benches), [decided, asked]);
    assert.deepEqual(await entries('', { ...benches, status: 'open' }), [asked]);
    assert.deepEqual(await entries('', { ...benches, status: 'decided' }), [decided]);
    assert.deepEqual(await entries('bench', { ...benches, status: 'decided' }), [decided]);
    assert.deepEqual(await entries('', { ...benches, office: 'desk' }), [decided, asked]);
    assert.deepEqual(await entries('', { ...benches, office: 'archive' }), []);
    assert.deepEqual(await entries('bench', { ...benches, process: 'letters' }), []);
    const { time } = JSON.parse((await town.get(`/api/v1/entries/${decided}`)).body) as { time: string };
    assert.deepEqual(await entries('', { ...benches, from: time }), [decided]);
    const quay = await say('A bollard is bent.', { area: 'harbour' });
    assert.ok((await entries('', { area: 'harbour' })).includes(quay));
    assert.deepEqual(await entries('bollard', { area: 'harbour' }), [quay]);
    assert.deepEqual(await entries('bollard', { area: 'hill' }), []);
    assert.deepEqual(await entries('', { ...benches, area: 'harbour' }), []);
    assert.match((await town.get('/cases?area=harbour')).body, new RegExp(`href="/cases/${quay}"`));
    assert.doesNotMatch((await town.get('/cases?area=harbour')).body, new RegExp(`href="/cases/${asked}"`));
    assert.deepEqual(await entries('bench', { ...benches, before: time }), [asked]);
    assert.deepEqual((await ask({ ...benches, status: 'overdue' })).items, []);
    assert.deepEqual((await ask(benches)).items[0]?.statuses, ['decided']);
  });

  test('and a number, with or without its kind, leads straight there', async () => {
    const input = await say('A number to be found.');
    const went = async (q: string): Promise<string | null> => {
      const path = `${town.service.address}/search?${new URLSearchParams({ q }).toString()}`;
      return (await fetch(path, { redirect: 'manual' })).headers.get('location');
    };
    const digest = (await ask({ q: '"number to be found"' })).items[0]?.digest ?? '';
    assert.equal(await went(String(input)), `/cases/${input}`);
    assert.equal(await went(`Case #${input}`), `/cases/${input}`);
    assert.equal(await went(`entry ${input}`), `/entries/${input}`);
    assert.equal(await went(`receipt ${input}`), `/receipts/${input}`);
    assert.equal(await went('0'), '/entries/0');
    assert.equal(await went(digest.toUpperCase()), `/entries/${input}`);
    assert.equal(await went('999999'), null);
    assert.equal(await went('0'.repeat(64)), null);
  });
});

test('Several may read at the same time, and each text is read once', async () => {
  const { db, recorder } = town.service;
  for (let number = 0; number < 5; number++) await say(`Kettle number ${number}.`);
  const readers = Array.from({ length: 4 }, () => new WordIndex(db, () => recorder.publisher.size));
  await Promise.all(readers.map((reader) => reader.readOn()));
  assert.equal((await ask({ q: 'kettles' })).count, 5);
});
