/** Feeds as a feed reader sees them: parsed by a real parser, held to RFC 4287, and followed to their end. */
import assert from 'node:assert/strict';
import { get } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { openCity, type City } from '@counterfoil/ledger/testing/city';
import { tellCivicStory, type CivicStory } from '../../testing/civic-story.ts';
import { MemoryRecord, overlay } from '../../testing/memory-record.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';
import { HOSTILE, tellStory, type Story } from '../../testing/story.ts';
import { hidden, tellTakedownStory, type TakedownStory } from '../../testing/takedown-story.ts';
import { openXmlReader, type Element, type XmlReader } from '../../testing/xml-reader.ts';
import { formatAtom } from './atom.ts';

let story: Story;
let civic: CivicStory;
let gone: TakedownStory;
let [storyAt, civicAt, goneAt]: [Served?, Served?, Served?] = [];
let xml: XmlReader;

before(async () => {
  [story, civic, gone] = [await tellStory(), await tellCivicStory(), await tellTakedownStory()];
  [storyAt, civicAt, goneAt, xml] = await Promise.all([
    serveViewer(story.ledger, { nowMs: story.nowMs }),
    serveViewer(civic.ledger, { nowMs: civic.nowMs }),
    serveViewer(gone.ledger, { nowMs: gone.nowMs }),
    openXmlReader(),
  ]);
});
after(async () => {
  for (const opened of [storyAt, civicAt, goneAt, xml]) await opened?.[Symbol.asyncDispose]();
});

const ATOM = 'http://www.w3.org/2005/Atom';
const of = (element: Element, name: string): readonly Element[] =>
  element.children.filter((child) => child.name === name);
const one = (element: Element, name: string): Element => {
  const [first, ...more] = of(element, name);
  assert.ok(first !== undefined && more.length === 0, `${element.name} has ${more.length + 1} ${name}`);
  return first;
};
const link = (element: Element, rel: string): string | undefined =>
  of(element, 'link').find(({ attributes }) => attributes['rel'] === rel)?.attributes['href'];

/** The kind of the statement. */
const termOf = (entry: Element): string => of(entry, 'category')[0]?.attributes['term'] ?? '';

const feedParts = ['id', 'title', 'subtitle', 'updated', 'author', 'rights', 'link', 'entry'];
const entryParts = ['id', 'title', 'published', 'updated', 'link', 'category', 'summary'];
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** RFC 4287, sections 4.1.1 and 4.1.2, and what they refer to. */
function judge(feed: Element, address: string): void {
  assert.deepEqual([feed.name, feed.namespace], ['feed', ATOM]);
  assert.match(feed.attributes['xml:lang'] ?? '', /^[a-z]{2}$/);
  const judgeCommon = (element: Element, parts: readonly string[]): void => {
    for (const { name, namespace } of element.children) assert.ok(parts.includes(name) && namespace === ATOM, name);
    assert.ok(new URL(one(element, 'id').text).protocol === 'https:');
    assert.ok(one(element, 'title').text.trim() !== '');
    assert.match(one(element, 'updated').text, RFC_3339);
    const links = of(element, 'link').map(({ attributes }) => `${attributes['rel']} ${attributes['type']}`);
    assert.equal(new Set(links).size, links.length);
    assert.ok(link(element, 'alternate')?.startsWith(`${address}/`));
  };
  judgeCommon(feed, feedParts);
  assert.ok(one(one(feed, 'author'), 'name').text !== '');
  assert.ok(link(feed, 'self')?.startsWith(`${address}/`));
  for (const entry of of(feed, 'entry')) {
    judgeCommon(entry, entryParts);
    assert.equal(one(entry, 'published').text, one(entry, 'updated').text);
    const [kind, area, ...more] = of(entry, 'category').map(({ attributes }) => attributes);
    assert.ok(kind?.['term'] && kind['scheme'] === undefined && more.length === 0);
    if (area !== undefined) assert.ok(area['term'] && new URL(area['scheme'] ?? '').protocol === 'https:');
    assert.ok(of(entry, 'summary').length <= 1);
    assert.ok(one(feed, 'updated').text >= one(entry, 'updated').text);
  }
}

interface Followed {
  /** As they came. */
  readonly bodies: readonly string[];
  readonly ids: readonly string[];
  readonly entries: readonly Element[];
  readonly first: Element;
}

/** From its first page to its last one. */
async function follow({ address }: Served, path: string): Promise<Followed> {
  const [bodies, entries]: [string[], Element[]] = [[], []];
  let first: Element | undefined;
  for (let href: string | undefined = address + path; href !== undefined;) {
    const response: Response = await fetch(href);
    assert.equal(response.status, 200, href);
    assert.equal(response.headers.get('content-type'), 'application/atom+xml; charset=utf-8');
    const body = await response.text();
    const feed = await xml.parse(body);
    judge(feed, address);
    assert.equal(link(feed, 'self'), href);
    assert.equal(link(feed, 'first'), address + path);
    if (first !== undefined) assert.equal(one(feed, 'id').text, one(first, 'id').text);
    first ??= feed;
    bodies.push(body);
    entries.push(...of(feed, 'entry'));
    href = link(feed, 'next');
    assert.ok(bodies.length < 100);
  }
  assert.ok(first !== undefined);
  const ids = entries.map((entry) => one(entry, 'id').text);
  assert.equal(new Set(ids).size, ids.length, path);
  return { bodies, ids, entries, first };
}

const served = (at: Served | undefined): Served => {
  assert.ok(at !== undefined);
  return at;
};
const entryIds = (indexes: readonly number[]): string[] =>
  indexes.map((index) => `https://ledger.example.org/rivermouth/entries/${index}`);

test('the feed of everything has every entry once, newest first, over as many pages as it takes', async () => {
  for (const [at, { ledger }] of [
    [storyAt, story],
    [civicAt, civic],
    [goneAt, gone],
  ] as const) {
    const { ids, bodies } = await follow(served(at), '/feed.atom');
    assert.deepEqual(ids, entryIds([...ledger.entries.keys()].reverse()));
    assert.ok(bodies.length === Math.ceil(ledger.entries.length / 50));
  }
});

test('a feed in a language of its own address has the same ids, and leads to pages in that language', async () => {
  const at = served(storyAt);
  const [plain, english] = [await follow(at, '/feed.atom'), await follow(at, '/en/feed.atom')];
  assert.deepEqual(english.ids, plain.ids);
  assert.equal(one(english.first, 'id').text, one(plain.first, 'id').text);
  assert.equal(english.first.attributes['xml:lang'], 'en');
  const pages = [english.first, ...english.entries].map((element) => link(element, 'alternate') ?? '');
  for (const page of pages) assert.ok(page.startsWith(`${at.address}/en/`), page);
});

test('a page begun before something new was recorded goes on without losing anything', async () => {
  const { ledger } = await tellStory();
  await using growing = await serveViewer(ledger);
  const first = await xml.parse(await (await fetch(`${growing.address}/feed.atom?before=40`)).text());
  await ledger.say(
    {
      kind: 'input-received',
      process: { id: 'service-request', version: 1 },
      channel: 'web',
      author: 'person',
      text: ledger.text('New.'),
    },
    ledger.intakeKey,
  );
  const again = await xml.parse(await (await fetch(`${growing.address}/feed.atom?before=40`)).text());
  assert.deepEqual(again, first);
  const { ids } = await follow(growing, '/feed.atom');
  assert.equal(ids.length, ledger.entries.length);
});

describe('the feed of', () => {
  test('a case has its steps, those of other cases that touch it, and nothing else', async () => {
    const at = served(civicAt);
    const record = new MemoryRecord(civic.ledger);
    for (const id of [civic.street, civic.petition, civic.flood, civic.puddle, civic.drain, civic.kiosk]) {
      const { ids } = await follow(at, `/cases/${id}/feed.atom`);
      const own = entryIds(await record.caseSteps(id, 1000));
      assert.ok(ids.length > 1 && own.every((entry) => ids.includes(entry)), String(id));
      const html = await (await fetch(`${at.address}/cases/${id}`)).text();
      for (const step of ids.filter((entry) => !own.includes(entry)))
        assert.ok(html.includes(`id="entry-${step.slice(step.lastIndexOf('/') + 1)}"`), step);
      assert.match(
        html,
        new RegExp(`<link rel="alternate" type="application/atom\\+xml" href="/cases/${id}/feed.atom"`),
      );
      assert.match(html, new RegExp(`<a class="govuk-link" href="/cases/${id}/feed.atom"[^>]*>Follow this case`));
    }
  });

  test('all processes together have every step of every case and the rules', async () => {
    const found = await Promise.all(
      (await new MemoryRecord(civic.ledger).processes()).map(({ id }) =>
        follow(served(civicAt), `/processes/${id}/feed.atom`),
      ),
    );
    const steps = await new MemoryRecord(civic.ledger).newestSteps(10_000);
    const ids = found.flatMap((feed) => feed.ids);
    assert.equal(new Set(ids).size, ids.length);
    const rules = found.flatMap(({ entries }) => entries).filter((entry) => termOf(entry) === 'process-published');
    assert.equal(ids.length, steps.length + rules.length);
    assert.ok(rules.length > 2);
  });

  test('an office has what it signed and what was put to it', async () => {
    const { entries } = await follow(served(storyAt), '/offices/front-desk/feed.atom');
    assert.ok(entries.length > 3);
    for (const entry of entries) assert.match(one(entry, 'title').text, /Front desk/);
    const kinds = new Map<string, Set<string>>();
    for (const { office } of await new MemoryRecord(civic.ledger).offices()) {
      const feed = await follow(served(civicAt), `/offices/${office}/feed.atom`);
      const terms = feed.entries.map(termOf);
      kinds.set(office, new Set(terms));
    }
    for (const kind of ['referral', 'question', 'decision', 'appeal'])
      assert.ok(
        [...kinds.values()].some((terms) => terms.has(kind)),
        kind,
      );
    assert.deepEqual([...(kinds.get('street-watch') ?? [])].sort(), ['commitment', 'milestone']);
  });

  test('what is overdue tells each step once it is late, latest first, and forgets it when it is taken', async () => {
    const { entries, ids, first } = await follow(served(storyAt), '/obligations/feed.atom');
    assert.deepEqual(
      entries.map((entry) => [
        one(entry, 'title').text.slice(0, 40),
        one(entry, 'updated').text,
        one(entry, 'summary').text,
      ]),
      [
        [
          'Overdue: Answer · case 18: \u2068The street l',
          '2026-02-13T01:00:00.000Z',
          'Front desk, Parks department or Office of the mayor owed an answer by the end of Thursday 12 February 2026.',
        ],
        [
          'Overdue: Confirm receipt · case 18: \u2068The',
          '2026-02-04T01:00:00.000Z',
          'Front desk owed a confirmation of receipt by the end of Tuesday 3 February 2026.',
        ],
      ],
    );
    assert.match(one(first, 'title').text, /^City of Rivermouth: What is overdue$/);
    await using later = await serveViewer(story.ledger, { nowMs: story.nowMs + 86_400_000 * 300 });
    const more = await follow(later, '/obligations/feed.atom');
    assert.ok(ids.every((id) => more.ids.includes(id)) && more.ids.length > ids.length);
    const parks = await follow(served(storyAt), '/obligations/feed.atom?office=parks');
    assert.equal(parks.ids.length, 1);
  });

  test('texts taken out of public view is as long and as late as their page', async () => {
    const indexes = await new MemoryRecord(gone.ledger).takedowns(1000);
    const { ids } = await follow(served(goneAt), '/takedowns/feed.atom');
    assert.deepEqual(ids, entryIds(indexes));
    const record = new MemoryRecord(gone.ledger);
    const takedowns = (limit: number, under?: number) => record.takedowns(limit, Math.min(under ?? Infinity, 60));
    await using delayed = await serveViewer(gone.ledger, {
      nowMs: gone.nowMs,
      takedownDelayDays: 7,
      record: overlay(record, { takedowns }),
    });
    const old = await follow(delayed, '/takedowns/feed.atom');
    assert.deepEqual(old.ids, entryIds(indexes.filter((index) => index < 60)));
    assert.ok(old.ids.length > 0 && old.ids.length < ids.length);
    const { headers } = await fetch(`${delayed.address}/takedowns/feed.atom`);
    assert.equal(headers.get('last-modified'), null);
  });
});

describe('where something is', () => {
  const WEIR = 'By the weir & <behind> it';
  let city: City;
  let placed: number;
  let at: Served;

  before(async () => {
    city = await openCity();
    const { ledger, registrars } = city;
    const closed = [{ code: 'closed', title: 'Closed' }];
    const areas = [
      { code: 'harbour', title: 'Harbour & beach' },
      { code: 'mill', title: 'Mill quarter' },
    ];
    const publish = (version: number, named: typeof areas): Promise<number> =>
      ledger.say(
        {
          ...{ kind: 'process-published', process: 'repairs', version, title: 'Repairs', level: 'inform' },
          ...{ authors: ['person'], acts: { response: { offices: ['front-desk'], signatures: 1 } } },
          ...{ outcomes: closed, dispositions: closed, accounting: 'record', clocks: {}, areas: named },
        },
        ...registrars,
      );
    await publish(1, areas);
    const input = { kind: 'input-received', channel: 'web', author: 'person' } as const;
    const opens = { ...input, process: { id: 'repairs', version: 1 } };
    placed = await ledger.say(
      { ...opens, area: 'mill', text: ledger.text('A lamp is out.'), place: ledger.text(WEIR) },
      ledger.intakeKey,
    );
    await ledger.say({ ...opens, area: 'harbour', text: ledger.text('A bollard is bent.') }, ledger.intakeKey);
    await ledger.say({ ...input, case: placed, text: ledger.text('And another.') }, ledger.intakeKey);
    await ledger.say({ ...opens, text: ledger.text('Somewhere else.') }, ledger.intakeKey);
    // An area that no rules in force name any more keeps its feed.
    await publish(2, areas.slice(0, 1));
    at = await serveViewer(ledger, { nowMs: ledger.nowMs });
  });
  after(() => at[Symbol.asyncDispose]());

  test('is said by each of its entries: the area as a category of its own, the place beside the words', async () => {
    const { entries } = await follow(at, '/feed.atom');
    const told = new Map(entries.map((entry) => [one(entry, 'id').text.split('/').at(-1), entry]));
    const own = told.get(String(placed));
    assert.ok(own !== undefined);
    assert.equal(
      one(own, 'summary').text,
      `A lamp is out.\nArea: \u2068Mill quarter\u2069\nWhere it is: \u2068${WEIR}\u2069`,
    );
    const areas = entries.map((entry) => of(entry, 'category')[1]?.attributes);
    const scheme = 'https://ledger.example.org/rivermouth/areas';
    const mill = { scheme, term: 'mill', label: 'Mill quarter', 'xml:lang': 'en' };
    const harbour = { ...mill, term: 'harbour', label: 'Harbour & beach' };
    assert.deepEqual(areas.slice(0, 5), [undefined, undefined, mill, harbour, mill]);
    assert.ok(areas.slice(5).every((area) => area === undefined));
  });

  test('has a feed for each area, to which the lists of its cases point, with the same ids in every language', async () => {
    const { ids, first } = await follow(at, '/areas/mill/feed.atom');
    assert.deepEqual(ids, entryIds([placed + 2, placed]));
    assert.equal(one(first, 'id').text, 'https://ledger.example.org/rivermouth/areas/mill/feed.atom');
    assert.equal(one(first, 'title').text, 'City of Rivermouth: Cases in the area “Mill quarter”');
    assert.equal(link(first, 'alternate'), `${at.address}/cases?area=mill`);
    for (const language of ['es', 'nl', 'ar'])
      assert.deepEqual((await follow(at, `/${language}/areas/mill/feed.atom`)).ids, ids);
    for (const path of ['/cases?area=harbour', '/search?area=harbour']) {
      const html = await (await fetch(at.address + path)).text();
      const href = 'href="/areas/harbour/feed.atom"';
      assert.ok(html.includes(`<link rel="alternate" type="application/atom+xml" ${href}`), path);
      assert.ok(html.includes(`<a class="govuk-link" ${href}`), path);
    }
    const plain = await (await fetch(`${at.address}/cases`)).text();
    assert.ok(!plain.includes('/areas/'));
    assert.match(
      await (await fetch(`${at.address}/record`)).text(),
      /By area<\/h3>[^]*href="\/areas\/harbour\/feed.atom"/,
    );
  });
});

test('no feed has a word of a text that is not in public view, even where the record still has it', async () => {
  const anyOfThem = new RegExp(hidden.join('|'), 'i');
  const contents = (digests: readonly string[]) =>
    Promise.resolve(digests.map((digest) => gone.ledger.contents.get(digest)));
  const record = new MemoryRecord(gone.ledger);
  await using leaky = await serveViewer(gone.ledger, { nowMs: gone.nowMs, record: overlay(record, { contents }) });
  const cases = (await record.cases({ limit: 1000 })).map((id) => `/cases/${id}/feed.atom`);
  const processes = (await record.processes()).map(({ id }) => `/processes/${id}/feed.atom`);
  const offices = (await record.offices()).map(({ office }) => `/offices/${office}/feed.atom`);
  const all = ['/feed.atom', '/obligations/feed.atom', '/takedowns/feed.atom', ...cases, ...processes, ...offices];
  assert.ok(all.length > 15);
  let words = '';
  for (const path of all)
    for (const body of (await follow(leaky, path)).bodies) {
      assert.doesNotMatch(body, anyOfThem, path);
      words += body;
    }
  for (const shown of ['marigolds', 'This text was erased.', 'This text is not public yet.', '█'])
    assert.ok(words.includes(shown), shown);
});

test('hostile words arrive as words, and what XML cannot hold as a mark that something was there', async () => {
  const { entries } = await follow(served(storyAt), `/cases/${story.hostile}/feed.atom`);
  assert.equal(one(entries.at(-1) as Element, 'summary').text, HOSTILE);
  const text = `]]> &amp; <!-- \u0000\u0008\u001f\ud800\ufffe\uffff \u007f\u0085 tab\tend\r\n '"`;
  const shown = text
    .replaceAll(/\ud800|\p{Noncharacter_Code_Point}/gu, '\ufffd')
    .replace(/(?<=<!-- ).{3}/s, '\ufffd'.repeat(3));
  const feed = await xml.parse(
    formatAtom({
      ...{ id: text, title: text, subtitle: text, lang: text, author: text, rights: text, updated: text },
      ...{ alternate: text, self: text, first: text, next: text },
      entries: [
        {
          id: text,
          href: text,
          title: text,
          updated: text,
          category: { term: text, label: text },
          area: { scheme: text, term: text, label: text, lang: text },
          summary: { text, lang: text },
        },
      ],
    }),
  );
  const leaves = (element: Element): readonly string[] => [
    ...Object.entries(element.attributes).flatMap(([name, value]) =>
      /^(href|scheme|term|label|xml:lang)$/.test(name) ? [value] : [],
    ),
    ...(element.children.length > 0
      ? element.children.flatMap(leaves)
      : element.name === 'link' || element.name === 'category'
        ? []
        : [element.text]),
  ];
  const found = leaves(feed);
  assert.equal(found.length, 24);
  for (const value of found) assert.equal(value, shown);
});

/** With exactly these headers. */
function ask(address: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(address, { headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

test('whoever has it already is told so, until something new is recorded', async () => {
  const { ledger } = await tellStory();
  let nowMs = ledger.nowMs;
  await using growing = await serveViewer(ledger, { clock: () => nowMs });
  const path = `${growing.address}/feed.atom`;
  const { headers } = await fetch(path);
  const [etag, modified] = [headers.get('etag') ?? '', headers.get('last-modified') ?? ''];
  assert.equal(Date.parse(modified), Date.parse('2026-03-20T07:31:00.000Z'));
  assert.equal(headers.get('cache-control'), 'no-cache');
  assert.equal(await ask(path, { 'If-None-Match': etag }), 304);
  assert.equal(await ask(path, { 'If-Modified-Since': modified }), 304);
  await ledger.say(
    {
      kind: 'input-received',
      process: { id: 'service-request', version: 1 },
      channel: 'web',
      author: 'person',
      text: ledger.text('New.'),
    },
    ledger.intakeKey,
  );
  nowMs = ledger.nowMs;
  assert.equal(await ask(path, { 'If-None-Match': etag }), 200);
  assert.equal(await ask(path, { 'If-Modified-Since': modified }), 200);
  // Something else may yet be recorded in the same second.
  assert.equal((await fetch(path)).headers.get('last-modified'), null);
  nowMs += 61_000;
  assert.notEqual((await fetch(path)).headers.get('last-modified'), null);
});

test('an address that asks for no feed that there is says so', async () => {
  const { address } = served(storyAt);
  for (const [path, status] of [
    ['/cases/12345/feed.atom', 404],
    ['/cases/x/feed.atom', 404],
    ['/processes/none/feed.atom', 404],
    ['/processes/%00/feed.atom', 404],
    ['/offices/none/feed.atom', 404],
    ['/offices/%00/feed.atom', 404],
    ['/areas/none/feed.atom', 404],
    ['/areas/%00/feed.atom', 404],
    ['/feed.atom?before=x', 400],
    ['/feed.atom?before=1&before=2', 400],
    ['/obligations/feed.atom?after=x', 400],
  ] as const)
    assert.equal((await fetch(address + path)).status, status, path);
  const empty = await xml.parse(await (await fetch(`${address}/feed.atom?before=0`)).text());
  judge(empty, address);
  assert.deepEqual(of(empty, 'entry'), []);
});
