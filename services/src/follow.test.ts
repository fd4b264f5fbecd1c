/** Coming back by a code, over HTTP alone: as a program does, and as a form without scripts. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { base64 } from '@counterfoil/ledger/bytes';
import { signDeskPass } from '@counterfoil/ledger/desk-pass';
import { followSigner, makeFollowCode, parseFollowCode, type FollowCode } from '@counterfoil/ledger/follow-code';
import type { Said } from '@counterfoil/ledger/testing/builder';
import { formatKeyName } from '@counterfoil/web-viewer/follow/key-name';
import { openLetters, type Letters } from './content/testing/letters.ts';
import { jpeg } from './files/testing/pictures.ts';

let letters: Letters;
let address: string;
before(async () => {
  letters = await openLetters();
  address = letters.service.address;
});
after(() => letters[Symbol.asyncDispose]());

let codes = 0;
function newCode(): FollowCode {
  return makeFollowCode(new Uint8Array(29).fill(++codes));
}

interface Followed {
  readonly code: FollowCode;
  readonly entry: number;
}

async function speak(text: string, process = 'wishes'): Promise<Followed> {
  const code = newCode();
  const { status, body } = await letters.city.input(text, { process, followKey: followSigner(code).keyid });
  assert.equal(status, 201, body.detail);
  return { code, entry: body.index };
}

interface Answered {
  readonly status: number;
  readonly code: string;
  readonly index: number;
}

async function sayOn({ code }: Pick<Followed, 'code'>, said: Said, text?: string): Promise<Answered> {
  const words = text === undefined ? undefined : letters.city.text(text);
  const envelope = await letters.city.sign({ ...said, ...(words && { text: words.ref }) }, [followSigner(code)]);
  const contents = words === undefined ? [] : [{ salt: base64(words.content.salt), text: words.content.text }];
  const { status, body } = await letters.city.post('/api/v1/follow', JSON.stringify({ envelope, contents }));
  return { status, code: body.code, index: body.index };
}

async function pass(code: FollowCode, lastsMs = 300_000): Promise<string> {
  const from = letters.now() - 60_000;
  const hours = { from: new Date(from).toISOString(), until: new Date(from + lastsMs).toISOString() };
  return signDeskPass({ origin: letters.service.config.origin, ...hours }, followSigner(code));
}

async function post(path: string, fields: Record<string, string>): Promise<{ status: number; page: string }> {
  const response = await fetch(address + path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  return { status: response.status, page: await response.text() };
}

describe('a follow-up key', () => {
  test('speaks on, answers nothing else, and is found by its name', async () => {
    const said = await speak('A bench at the harbour, please.');
    const there = { case: said.entry, speaker: said.entry };
    const key = followSigner(said.code).keyid;
    const added = await sayOn(
      said,
      { kind: 'input-received', channel: 'web', author: 'person', followKey: key, ...there } as unknown as Said,
      'In the shade.',
    );
    assert.equal(added.status, 201);
    const known: unknown = await (await fetch(`${address}/api/v1/follow/${formatKeyName(key)}`)).json();
    assert.deepEqual(known, {
      key,
      entries: [
        { entry: said.entry, case: said.entry, withdrawn: null },
        { entry: added.index, case: said.entry, withdrawn: null },
      ],
    });
    const other = await speak('Another.');
    const stolen = await sayOn(other, { kind: 'withdrawal', ...there });
    assert.deepEqual([stolen.status, stolen.code], [403, 'key-unknown']);
    const back = await sayOn(said, { kind: 'withdrawal', ...there });
    assert.equal(back.status, 201);
    assert.equal((await sayOn(said, { kind: 'withdrawal', ...there })).code, 'speaker-withdrawn');
    assert.equal((await fetch(`${address}/receipts/${back.index}`)).status, 200);
  });

  test('does not get round the door: officials’ address refuses it', async () => {
    const said = await speak('By the other door.');
    const envelope = await letters.city.sign({ kind: 'withdrawal', case: said.entry, speaker: said.entry }, [
      followSigner(said.code),
    ]);
    const { status, body } = await letters.city.post('/api/v1/statements', JSON.stringify({ envelope, contents: [] }));
    assert.deepEqual([status, body.code], [422, 'follow-elsewhere']);
    const unnamed = await letters.city.sign({ kind: 'acknowledgement', by: [letters.city.mandate], case: said.entry }, [
      letters.city.official,
    ]);
    const answer = await letters.city.post('/api/v1/follow', JSON.stringify({ envelope: unnamed, contents: [] }));
    assert.deepEqual([answer.status, answer.body.code], [400, 'request-malformed']);
  });

  test('opens the words of its own that are not public, for some minutes, and those of nobody else', async () => {
    const said = await speak('The canary waits at the quay.', 'letters');
    const other = await speak('The heron waits as well.', 'letters');
    const path = `/api/v1/follow/${formatKeyName(followSigner(said.code).keyid)}/texts`;
    const shown = await letters.get(path, await pass(said.code));
    assert.equal(shown.status, 200, shown.body);
    assert.match(shown.body, /canary/);
    assert.doesNotMatch(shown.body, /heron/);
    for (const [header, status] of [
      [undefined, 401],
      [await pass(other.code), 403],
      [await pass(said.code, 3_600_000), 403],
      ['Counterfoil e30', 400],
    ] as const)
      assert.equal((await letters.get(path, header)).status, status);
    const view = await letters.get(`/follow/${formatKeyName(followSigner(said.code).keyid)}`);
    assert.equal(view.status, 200);
    assert.doesNotMatch(view.body, /canary/);
  });
});

describe('without scripts', () => {
  test('the service makes a code, shows it once, and keeps it nowhere', async () => {
    const form = { process: 'wishes', text: 'More trees.', lang: 'en', author: 'person', follow: 'make' };
    const { status, page } = await post('/inputs/new', form);
    assert.equal(status, 200);
    const shown = /cf-code-slip__code">(.*?)<\/p>/.exec(page)?.[1]?.replaceAll(/<[^>]+>/g, '') ?? '';
    const parsed = parseFollowCode(shown);
    assert.ok('code' in parsed, shown);
    const index = /<dt>Entry<\/dt><dd>(\d+)/.exec(page)?.[1] ?? '';
    const again = await letters.get(`/receipts/${index}`);
    const file = await letters.get(`/receipts/${index}.json`);
    for (const text of [again.body, file.body, letters.service.logged.join('\n')])
      for (const spelled of [parsed.code, shown]) assert.ok(!text.includes(spelled));
    const followed = await post('/follow', { code: shown.toLowerCase() });
    assert.equal(followed.status, 200);
    assert.match(followed.page, /More trees\./);
  });

  test('what became of it is shown, and something is added, disputed and taken back', async () => {
    const { code, entry } = await speak('A crossing for the school.');
    const words = letters.city.text('It is planned for May.');
    const response = await letters.done(
      { kind: 'response', by: [letters.city.mandate], case: entry, text: words.ref },
      [words.content],
    );
    const there = { code, case: String(entry), speaker: String(entry), lang: 'en', author: 'person' };
    const added = await post('/follow', { ...there, form: 'x', act: 'add', text: 'And a light.' });
    assert.equal(added.status, 200);
    assert.match(added.page, /It is on record, as entry \d+/);
    assert.match(added.page, /And a light\./);
    const disputed = await post('/follow', {
      ...{ ...there, form: 'x', act: 'dispute', against: String(response), text: 'May is too late.' },
    });
    assert.match(disputed.page, /It is on record/);
    const empty = await post('/follow', { ...there, form: 'x', act: 'add', text: ' ' });
    assert.equal(empty.status, 400);
    assert.match(empty.page, /Write what you want to say/);
    const { lang: _lang, author: _author, ...named } = there;
    const { size } = letters.service.recorder.publisher;
    const review = await post('/follow', { ...named, form: 'x', act: 'withdraw' });
    assert.equal(review.status, 200);
    assert.match(review.page, /Read this before you send it[^]*cannot be changed/);
    assert.equal(letters.service.recorder.publisher.size, size, 'nothing is recorded at the first press');
    const sent = { ...named, form: 'x', act: 'withdraw', reviewed: 'yes' };
    const back = await post('/follow', sent);
    assert.match(back.page, /You took this back with entry/);
    const twice = await post('/follow', sent);
    assert.equal(twice.status, 400);
  });

  test('what the record refuses is told in the language of the page', async () => {
    for (const [prefix, told] of [
      ['/nl', 'De auteur heeft het zelf ingetrokken.'],
      ['/ar', 'تراجع عنه صاحبه نفسه.'],
    ] as const) {
      const { code, entry } = await speak('A lamp at the bridge.');
      const there = { code, case: String(entry), speaker: String(entry), form: 'x' };
      const sent = { ...there, act: 'withdraw', reviewed: 'yes' };
      await post('/follow', sent);
      const twice = await post(`${prefix}/follow`, sent);
      assert.equal(twice.status, 400);
      const [, shown = ''] = /<a href="#x-text">(.*?)<\/a>/.exec(twice.page) ?? [];
      assert.ok(shown.startsWith(told), shown);
      assert.doesNotMatch(shown, /lang="en"/);
    }
  });

  test('a dispute of no step comes back with what was written in it', async () => {
    const { code, entry } = await speak('A fountain.');
    const words = letters.city.text('It is planned for May.');
    await letters.done({ kind: 'response', by: [letters.city.mandate], case: entry, text: words.ref }, [words.content]);
    const { page: shown } = await post('/follow', { code });
    const form = /<form[^>]* id="(dispute-[^"]*)"/.exec(shown)?.[1] ?? '';
    const { status, page } = await post('/follow', {
      ...{ code, form, act: 'dispute', case: String(entry), speaker: String(entry), author: 'person' },
      ...{ against: '', text: 'May is far too late.', lang: 'de' },
    });
    assert.equal(status, 400);
    assert.match(page, /Choose which step you dispute/);
    assert.match(page, /<textarea[^>]*>May is far too late\.<\/textarea>/);
    assert.match(page.slice(page.indexOf(`id="${form}"`)), /^[^]*?<option value="de" selected>/);
    assert.ok(page.includes(`href="#${form}-against"`));
  });

  test('words and pictures are asked to be erased one by one, and the page says so until there is an answer', async () => {
    const upload = await fetch(`${address}/api/v1/files`, { method: 'POST', body: Buffer.from(jpeg()) });
    assert.equal(upload.status, 201);
    const { token, digest } = (await upload.json()) as { token: string; digest: string };
    const code = newCode();
    const input = { process: 'wishes', followKey: followSigner(code).keyid, files: [token] };
    const { status, body } = await letters.city.input('The bench is broken.', input);
    assert.equal(status, 201, body.detail);
    const entry = body.index;
    const { page } = await post('/follow', { code });
    assert.match(page, new RegExp(`Ask that the words of entry ${entry} be erased<bdi>: “The bench is broken\\.”`));
    assert.match(page, new RegExp(`Ask that picture 1 of entry ${entry} be erased`));
    assert.match(page, new RegExp(`Take back entry ${entry}<bdi>: “The bench is broken\\.”`));
    const named = { code, case: String(entry), speaker: String(entry), act: 'erase', entry: String(entry), digest };
    const form = /<form[^>]* id="(erase-[^"]*)"/g;
    const [, picture] = [...page.matchAll(form)].map(([, id]) => id ?? '');
    const review = await post('/follow', { ...named, form: picture ?? '' });
    assert.match(review.page, new RegExp(`Read this before you send it[^]*picture 1 of entry ${entry}`));
    const { page: done } = await post('/follow', { ...named, form: picture ?? '', reviewed: 'yes' });
    const asked = letters.service.recorder.publisher.size - 1;
    assert.match(
      done,
      new RegExp(`You asked on [^<]* that picture 1 be erased \\(<a[^>]*>[^<]*${asked}</a>\\)\\. An answer is owed`),
    );
    assert.doesNotMatch(done, new RegExp(`Ask that picture 1 of entry ${entry} be erased`));
    assert.match(done, new RegExp(`Ask that the words of entry ${entry} be erased`));
    await letters.redact({ case: entry, entry, digest });
    assert.doesNotMatch((await post('/follow', { code })).page, /You asked on/);
  });

  test('words that wait come with the answer, and own words are shown to whoever has the code', async () => {
    const { code, entry } = await speak('The otter waits.', 'letters');
    assert.match((await post('/follow', { code })).page, /The otter waits\./);
    const added = await post('/follow', {
      ...{ code, form: 'x', act: 'add', case: String(entry), speaker: String(entry) },
      ...{ lang: 'en', author: 'person', text: 'And its young.' },
    });
    assert.match(added.page, /cannot be shown a second time/);
    assert.match(added.page, /And its young\./);
  });

  test('a code that nothing on record names says so, and a mistyped one what is wrong', async () => {
    const { status, page } = await post('/follow', { code: newCode() });
    assert.equal(status, 200);
    assert.match(page, /Not on record yet/);
    for (const [typed, said] of [
      ['', /Enter your code/],
      ['ABC', /A code has 30 letters/],
      [`${newCode().slice(0, 29)}%`, /something that no code has/],
      [newCode().replace(/.$/, (last) => (last === '7' ? '8' : '7')), /One letter is wrong/],
    ] as const) {
      const answer = await post('/follow', { code: typed });
      assert.equal(answer.status, 400, typed);
      assert.match(answer.page, said);
    }
  });

  test('nobody speaks on in the name of others', async () => {
    const { entry } = await speak('Mine.');
    const answer = await post('/follow', {
      ...{ code: newCode(), form: 'x', act: 'withdraw', case: String(entry), speaker: String(entry) },
    });
    assert.equal(answer.status, 400);
    assert.doesNotMatch(answer.page, /on record, as entry/);
  });
});
