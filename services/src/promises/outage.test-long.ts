/** Words that come in while the database is away: promised, kept, and recorded once when it is back. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { checkPromise, formatPromise, openPromise, parsePromise, type PromiseFile } from '@counterfoil/ledger/promise';
import { createVerifier } from '@counterfoil/ledger/signature';
import { parseStatement } from '@counterfoil/ledger/statement';
import { parseEntry } from '@counterfoil/ledger/entry';
import { envelopePayload } from '@counterfoil/ledger/envelope';
import pino from 'pino';
import { createClient } from '../client/client.ts';
import { openVault } from '../content/vault.ts';
import { startService, type Service } from '../service.ts';
import { openTestCity, type Answer, type TestCity } from '../testing/city.ts';
import { createDatabase } from '../testing/database.ts';
import { startFaultyPostgres, type FaultyPostgres } from '../testing/faulty-postgres.ts';
import { startTestService, type TestService } from '../testing/service.ts';
import { Journal } from './journal.ts';
import { until } from '../testing/until.ts';

const verifier = createVerifier(nodePlatform(crypto));
let real: string;
let between: FaultyPostgres;
let first: TestService & AsyncDisposable;
/** The one that runs: always at the same address. */
let service: Service;
let city: TestCity;
/** A case that takes words. */
let open: number;

async function start(): Promise<void> {
  const port = Number(new URL(first.address).port);
  const log = pino({ level: 'debug', base: null }, { write: (line: string) => void logged.push(line) });
  service = await startService({ ...first.config, port }, log);
}
const logged: string[] = [];

function say(text: string, fields: object = {}): Promise<Answer> {
  const where = 'case' in fields ? {} : { process: 'request' };
  return city.post('/api/v1/inputs', JSON.stringify({ text, lang: 'en', author: 'person', ...where, ...fields }));
}

/** Says it with the database away, and gives the promise as its sender keeps it. */
async function promised(text: string, fields: object = {}): Promise<PromiseFile> {
  const { status, body } = await say(text, fields);
  assert.equal(status, 202, JSON.stringify(body));
  const { promise } = body as unknown as { promise: PromiseFile };
  const file = parsePromise(formatPromise(promise));
  assert.equal(await checkPromise(file, verifier), 'holds');
  return file;
}

type State = {
  state: string;
  entry?: number;
  case?: number | null;
  deadline?: string;
  refused?: string | null;
  code?: string;
};

async function stateOf(of: PromiseFile | string): Promise<State> {
  const digest = typeof of === 'string' ? of : openPromise(of).pledge.digest;
  return (await (await fetch(`${service.address}/api/v1/promises/${digest}`)).json()) as State;
}

async function recorded(of: PromiseFile | string): Promise<number> {
  let state: State = { state: '' };
  await until('that it is recorded', async () => (state = await stateOf(of)).state === 'recorded');
  return state.entry ?? -1;
}

/** How many entries commit to the words. */
async function timesRecorded({ pledge: { digest } }: { pledge: { digest: string } }): Promise<number> {
  const rows = await service.db.selectFrom('entries').select('bytes').execute();
  return rows.filter(({ bytes }) =>
    new TextDecoder().decode(envelopePayload(parseEntry(bytes).envelope)).includes(digest),
  ).length;
}

async function statementAt(index: number) {
  const bytes = new Uint8Array(await (await fetch(`${service.address}/api/v1/entries/${index}`)).arrayBuffer());
  return parseStatement(envelopePayload(parseEntry(bytes).envelope));
}

const waitingFiles = (): Promise<string[]> => readdir(join(first.config.dataFolder, 'promises'));

describe('with the database away (SPEC M66)', () => {
  before(async () => {
    real = await createDatabase();
    between = await startFaultyPostgres(real);
    first = await startTestService({ env: { DATABASE_URL: between.url, COUNTERFOIL_PATIENCE_MS: '200' } });
    service = first;
    city = await openTestCity(first);
    open = (await city.input('The bench by the pond has lost a slat.')).body.index;
    // The rules in force are looked at again after a while; a start looks at once.
    await service.close();
    await start();
  });
  // Of the suite: the database is stopped when the file ends.
  after(async () => {
    await service.close();
    await first[Symbol.asyncDispose]();
    await between[Symbol.asyncDispose]();
  });

  test('what is sent in is promised, says that it waits, and is recorded once when the database is back', async () => {
    between.leadTo(undefined);
    const files = await Promise.all(
      Array.from({ length: 20 }, (_, i) => promised(`The railing is loose at post ${i}.`)),
    );
    const [one] = files;
    assert.ok(one);
    assert.equal((await stateOf(one)).state, 'waiting');
    assert.equal((await waitingFiles()).length, 20, 'one file each');
    const { pledge } = openPromise(one);
    assert.equal(Date.parse(pledge.deadline) - Date.parse(pledge.at), 24 * 3_600_000);
    const page = await fetch(`${service.address}/promises/${pledge.digest}`);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /Not on record yet/);
    const said = { process: 'request', text: 'By the form.', lang: 'en', author: 'person' };
    const form = new URLSearchParams({ ...said, place: 'Where the spoonbill nests' });
    const sent = await fetch(`${service.address}/inputs/new`, { method: 'POST', body: form });
    assert.equal(sent.status, 202);
    assert.match(await sent.text(), /Your words are kept, but not on record yet/);
    const client = createClient(service.address);
    const later = client.sendInput(
      { process: 'request', text: 'By a program.', lang: 'en', author: 'person' },
      { check: true },
    );
    between.leadTo(real);
    for (const file of files) {
      const index = await recorded(file);
      const statement = await statementAt(index);
      assert.ok(statement.kind === 'input-received');
      assert.equal(statement.at, openPromise(file).pledge.at, 'it counts from when it was said');
      assert.equal(await timesRecorded(openPromise(file)), 1);
    }
    assert.equal((await later).repeated, false, 'a program waits for it');
    client.close();
    await until('the files of what waits', async () => (await waitingFiles()).length === 0);
    await until('an input that is recorded', async () => (await say('The lamp is lit again.')).status === 201);
    await until('what was promised', async () => {
      const { count } = (await (await fetch(`${service.address}/api/v1/search?q=spoonbill`)).json()) as {
        count: number;
      };
      return count === 1;
    });
  });

  test('nobody who comes when it is back waits for all who came before', async () => {
    await until('an input that is recorded', async () => (await say('The lamp is still lit.')).status === 201);
    between.leadTo(undefined);
    await promised('So that the service knows.');
    for (let sent = 0; sent < 600; sent += 100)
      await Promise.all(Array.from({ length: 100 }, (_, i) => say(`The railing is loose at post ${sent + i}.`)));
    // Until the service has asked in vain with all of them at hand.
    await sleep(1000);
    between.leadTo(real);
    await until('an input that is recorded', async () => (await say('A new one.')).status === 201);
    assert.ok((await waitingFiles()).length > 100, 'it was recorded before most of them');
    await until('the files of what waits', async () => (await waitingFiles()).length === 0);
  });

  test('meanwhile the form can be reached, and whatever else needs the record says that it is away', async () => {
    await until('readiness', async () => (await fetch(`${service.address}/health/ready`)).status === 200);
    between.leadTo(undefined);
    const get = async (path: string, status: number): Promise<{ text: string; retry: string | null }> => {
      const response = await fetch(service.address + path);
      const text = await response.text();
      assert.equal(response.status, status, `${path}: ${text.slice(0, 300)}`);
      return { text, retry: response.headers.get('Retry-After') };
    };
    const pages = ['/', '/cases', `/cases/${open}`, `/inputs/new?case=${open}`, `/receipts/${open}`, '/obligations'];
    const documents = [`/api/v1/entries/${open}`, `/content/${'a'.repeat(64)}`, '/health/ready'];
    // All at once: each waits a moment for what other processes published.
    await Promise.all([
      ...[...pages, `/receipts/${open}.json`].map(async (path) => {
        const { text, retry } = await get(path, 503);
        assert.match(text, /The record cannot be reached at the moment/, path);
        assert.match(text, /href="\/inputs\/new"/, path);
        assert.equal(retry, '30');
      }),
      ...documents.map(async (path) => {
        const { text, retry } = await get(path, 503);
        assert.match(text, /"code":"record-away"/, path);
        assert.equal(retry, '30');
      }),
    ]);
    await get('/health/live', 200);
    const [unknown, choose, form] = await Promise.all([
      get('/inputs/new?process=nothing-of-the-kind', 404),
      get('/inputs/new', 200),
      get('/inputs/new?process=request', 200),
    ]);
    assert.match(unknown.text, /process-unknown/);
    assert.match(choose.text, /href="\/inputs\/new\?process=request"/);
    assert.match(form.text, /name="process" value="request"/);
    const send = async (fields: Record<string, string>, file: string): Promise<{ status: number; text: string }> => {
      const body = new FormData();
      for (const [name, value] of Object.entries({ lang: 'en', author: 'person', ...fields })) body.set(name, value);
      body.set('files', new Blob([file]), file === '' ? '' : 'a.pdf');
      const response = await fetch(`${service.address}/inputs/new`, { method: 'POST', body });
      return { status: response.status, text: await response.text() };
    };
    // What comes back for a mistake comes back with the words, and with where they go.
    const unfinished = await send({ case: String(open), text: 'The pond is green.', author: '' }, '');
    assert.equal(unfinished.status, 400);
    assert.match(unfinished.text, /The pond is green\./);
    assert.match(unfinished.text, new RegExp(`name="case" value="${open}"`));
    const withFile = await send({ process: 'request', text: 'With a file.' }, '%PDF-1.7\n');
    assert.equal(withFile.status, 400);
    assert.match(
      withFile.text,
      /With a file\.[^]*Files cannot be kept just now|Files cannot be kept just now[^]*With a file\./,
    );
    for (const place of [{ process: 'request' }, { case: String(open) }]) {
      const sent = await send({ ...place, text: 'By the form, as a browser sends it.' }, '');
      assert.equal(sent.status, 202, sent.text.slice(0, 300));
    }
    between.leadTo(real);
    await until('the files of what waits', async () => (await waitingFiles()).length === 0);
    await until('an input that is recorded', async () => (await say('All is well.')).status === 201);
    await get('/', 200);
  });

  test('refuses what would be refused, and promises nothing that it could not keep', async () => {
    between.leadTo(undefined);
    await promised('So that the service knows.');
    for (const [fields, code] of [
      [{ process: 'nothing-of-the-kind' }, 'process-unknown'],
      [{ author: 'organisation' }, 'author-not-admitted'],
      [{ case: 1_000_000 }, 'case-unknown'],
      [{ lang: 'English' }, 'request-malformed'],
    ] as const) {
      const { status, body } = await say('The bench is gone.', fields);
      assert.ok(status >= 400 && status < 500, `${status}`);
      assert.equal(body.code, code);
    }
    const support = await city.post(
      '/api/v1/voices',
      JSON.stringify({ kind: 'support-added', case: open, author: 'person' }),
    );
    assert.equal(support.status >= 500, true, 'what has no words is sent again');
    const imported = await say('An old one.', { source: { name: 'old', id: '1' } });
    assert.equal(imported.status >= 500, true, 'what comes from a source is sent again');
    assert.equal((await waitingFiles()).length, 1);
    between.leadTo(real);
  });

  test('an answer that was lost is not recorded a second time', async () => {
    await until('the files of what waits', async () => (await waitingFiles()).length === 0);
    await until('an input that is recorded', async () => (await say('All is quiet.')).status === 201);
    const answers: Answer[] = [];
    // The commit takes effect, and nobody hears of it. It can be that of somebody else, who works in the background.
    await until('a commit whose answer is lost', async () => {
      const { cuts } = between;
      between.cutOnce({ statement: 'commit', moment: 'after' });
      while (between.cuts === cuts) answers.push(await say(`The gate squeaks for the ${answers.length}th time.`));
      return answers.at(-1)?.status === 202;
    });
    const lost = answers.filter(({ status }) => status === 202);
    assert.deepEqual(
      answers.filter(({ status }) => status !== 201 && status !== 202),
      [],
    );
    for (const { body } of lost) {
      const file = (body as unknown as { promise: PromiseFile }).promise;
      await recorded(file);
      assert.equal(await timesRecorded(openPromise(file)), 1);
    }
  });

  test('what was to join a case that was decided meanwhile opens one of its own', async () => {
    await until('an input that is recorded', async () => (await say('Another bench is broken.')).status === 201);
    const { body } = await say('The fountain is dry.');
    const id = body.index;
    const { ref, content } = city.text('It flows again.');
    const acts = { outcome: 'yes', basis: 'By-law 4', algorithms: 'none', data: 'none' } as const;
    const decided = await city.say(
      { kind: 'decision', by: [city.mandate], case: id, ...acts, text: ref },
      [city.official],
      [content],
    );
    assert.equal(decided.status, 201, JSON.stringify(decided.body));
    await service.close();
    const digest = await keep('The fountain is dry since May.', { case: id });
    await start();
    const index = await recorded(digest);
    assert.equal((await stateOf(digest)).case, index, 'a case of its own');
    const statement = await statementAt(index);
    assert.deepEqual(statement.kind === 'input-received' && statement.process, { id: 'request', version: 1 });
  });

  test('what the rules refuse later is kept and cried out, and a damaged file keeps nobody else from being recorded', async () => {
    await service.close();
    const wrong = await keep('To a case that is none.', { case: 1 });
    const good = await keep('A good one.', { process: 'request' });
    const file = (digest: string): string => join(first.config.dataFolder, 'promises', `${digest}.promise`);
    await writeFile(file('0'.repeat(64)), (await readFile(file(good))).subarray(0, 300));
    await start();
    await recorded(good);
    await until('the refusal', async () => (await stateOf(wrong)).refused === 'case-unknown');
    await until('the files of what waits', async () => (await waitingFiles()).length === 2);
    const said = logged.join('');
    assert.match(said, /refused by the rules as they are now/);
    assert.match(said, /its file is damaged/);
    assert.ok(!said.includes('To a case that is none'), 'never the words');
    const metrics = await (await fetch(`${service.address}/metrics`)).text();
    assert.match(metrics, /counterfoil_promises\{state="refused"\} 1/);
    assert.match(metrics, /counterfoil_promises\{state="damaged"\} 1/);
    const unknown = await fetch(`${service.address}/api/v1/promises/${'f'.repeat(64)}`);
    assert.equal(unknown.status, 404);
  });
});

/** As the service keeps what it has promised, into its folder while it is stopped. */
async function keep(text: string, fields: { readonly case: number } | { readonly process: string }): Promise<string> {
  const { dataFolder } = first.config;
  const journal = await Journal.open(dataFolder, await openVault(dataFolder, () => Promise.resolve(true)));
  const { ref, content } = city.text(text);
  await journal.write({
    said: { kind: 'input-received', text, lang: 'en', channel: 'web', author: 'person', ...fields },
    at: new Date().toISOString(),
    deadline: new Date(Date.now() + 3_600_000).toISOString(),
    ...{ digest: ref.digest, salt: content.salt },
  });
  return ref.digest;
}
