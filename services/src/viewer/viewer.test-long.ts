/** A newspaper's copy of the city's record, beside the city's own pages. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as crypto from 'node:crypto';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import { checkTwoHistories, parseTwoHistories } from '@counterfoil/ledger/two-histories';
import pino from 'pino';
import { runProgram } from '../client/testing/run-program.ts';
import { openLetters } from '../content/testing/letters.ts';
import { jpeg } from '../files/testing/pictures.ts';
import { openMirror, type ReadMirror } from '../restore/mirror.ts';
import { startService } from '../service.ts';
import { copyDatabase } from '../testing/database.ts';
import { startTestService, type TestService } from '../testing/service.ts';
import { until } from '../testing/until.ts';
import { languageOf, languages } from '@counterfoil/web-viewer/languages';
import { startCopy, type CopyOptions, type RunningCopy } from './start.ts';

const root = resolve(import.meta.dirname, '../../..');
const log = pino({ level: 'silent' });
const server = {
  ...{ port: 0, host: '127.0.0.1', requestTimeoutMs: 60_000 },
  ...{ connections: 1000, connectionsPerNetwork: Infinity, proxies: 0 },
};
/** Nobody looks by the clock here: tests say when. */
const NEVER_MS = 2 ** 30;

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** Under one name for both, since pages name the address by which they were asked. */
function get(address: string, path: string, method = 'GET'): Promise<Answer> {
  return new Promise((done, fail) => {
    const asked = request(new URL(path, address), { method, headers: { host: 'record.example' } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', fail);
      response.once('end', () => done({ status: response.statusCode ?? 0, body: Buffer.concat(parts) }));
    });
    asked.once('error', fail);
    asked.end();
  });
}

async function text(address: string, path: string): Promise<string> {
  return (await get(address, path)).body.toString();
}

function isNew(known: Set<string>, one: string): boolean {
  return known.size < known.add(one).size;
}

/** What is before a reader: without the head, and without what stands around every page. */
function mainOf(html: string): string | undefined {
  return /<main[^]*<\/main>/.exec(html)?.[0];
}

function linksIn(html: string): string[] {
  return [...html.matchAll(/href="(\/[^"#]*)/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
}

function mirrorInto(folder: string, from: string): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, 'verifier-cli/src/mirror.ts'), from, folder], {
      stdio: 'ignore',
    });
    child.once('exit', (code) => (code === 0 ? done() : fail(new Error(`mirror: ${code}`))));
  });
}

function copyOf(from: string, folder: string, more: Partial<CopyOptions> = {}): Promise<RunningCopy> {
  return startCopy({
    ...{ folder, read: openMirror(from), keptBy: 'The Rivermouth Courier', original: 'https://record.example' },
    ...{ from: undefined, key: undefined, now: Date.now, onProgress: () => undefined, lookMs: NEVER_MS },
    ...{ server, rewriteBytes: 1e9, log },
    ...more,
  });
}

const PREFIX = new RegExp(`^/(?:${[...languages.keys()].join('|')})(?=[/?]|$)`);
/** The one other language of which pages are read. */
const OTHER = /^\/nl(?=[/?]|$)/;

const COPY = /This is a copy kept by The Rivermouth Courier, read from a folder/;
const TO_ORIGINAL = {
  en: /href="https:\/\/record\.example\/[^"]*">Go to the original/,
  nl: /href="https:\/\/record\.example\/[^"]*">/,
};

/** What is the same for addresses that lead to the same kind of page: numbers and names left out, but not which questions are asked. */
function kindOf(path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://record.example');
  const asked = [...searchParams.keys()].toSorted().join(' ');
  const [, first = '', ...rest] = pathname.replace(PREFIX, '').split('/');
  const last =
    first === 'accountability.csv'
      ? searchParams.get('figure')
      : rest.map((part) => part.replace(/^.*(?=\.[a-z]+$)|^[^.]*$/, '*')).join('/');
  return `${first} ${last} ${asked}`;
}

/** The pages that a copy answers with a sentence that names the original. */
const ELSEWHERE = /^(?:\/nl)?\/(?:inputs|follow|letters|desk|promises)(?:[/?]|$)/;

/** All that may differ within <main>: the city's service says of its own look through everything what a copy cannot say of it. */
const saidOf = (code: string, phrase: 'self-check-good' | 'copy-self-check'): RegExp => {
  const [words] = languageOf(code).parts(phrase, { entry: 0, time: '' }, { a: () => ({}) });
  assert.ok(typeof words === 'string');
  return new RegExp(`<p class="govuk-body">${RegExp.escape(words.slice(0, BEGINNING))}.*?</p>`);
};
/** Characters before the first number. */
const BEGINNING = 24;
const SELF_CHECK = saidOf('en', 'self-check-good');

/** Where the links of a copy to what it cannot do itself lead as those of the city. */
function without(said: RegExp, main: string | undefined): string | undefined {
  return main?.replace(said, '').replaceAll(/\s+/g, ' ').replaceAll(TO_ELSEWHERE, '$1/');
}
const TO_ELSEWHERE = /( href=")https:\/\/record\.example\/(?=(?:nl\/)?(?:inputs|follow|desk)[/?#"]|self-check\.json")/g;

describe('A copy of the record of the invented city', () => {
  let city: TestService & AsyncDisposable;
  let folder = '';
  let mirror = '';
  let copy: RunningCopy | undefined;
  const ours = (): string => copy?.address ?? '';
  const nowMs = Date.now() + 3_600_000;

  before(async () => {
    city = await startTestService({ now: () => nowMs, env: { COUNTERFOIL_SELF_CHECK_PER_SECOND: '10000' } });
    const told = await runProgram('demo/main.ts', ['--to', city.address, '--keys', join(city.folder, 'people')], {
      env: { COUNTERFOIL_OPENING_TOKEN: city.openingToken },
    });
    assert.equal(told.exitCode, 0, told.stderr);
    // Before any page is asked for: the clock stands still here, so that a page that says less would stay.
    city.selfCheck.again();
    await until('a look through all that was told', () => {
      const { checked, damaged } = city.selfCheck.info;
      return damaged.length === 0 && checked?.size === city.recorder.publisher.size;
    });
    mirror = await mkdtemp(join(tmpdir(), 'counterfoil-mirror-'));
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-viewer-'));
    await mirrorInto(mirror, city.address);
    copy = await copyOf(mirror, folder, { now: () => nowMs, key: city.recorder.vkey });
    // Who comes before they were ever counted is told to come again: by one of the two, it may be.
    for (const address of [city.address, ours()])
      await until('the figures', async () => (await get(address, '/accountability')).status === 200);
  });
  after(async () => {
    await copy?.[Symbol.asyncDispose]();
    await city[Symbol.asyncDispose]();
    for (const one of [folder, mirror]) await rm(one, { recursive: true, force: true });
  });

  test('has the pages of the city: each that links lead to from the home page is the same', async (t) => {
    const [seen, waiting] = [new Set<string>(['/']), ['/']];
    const kinds = { figures: new Set<string>(), other: new Set<string>() };
    // Of figures there is one page for everything that can be chosen, and each page is there in each language.
    const isWanted = (path: string): boolean => {
      if (OTHER.test(path)) return isNew(kinds.other, kindOf(path));
      return !PREFIX.test(path) && (!path.startsWith('/accountability') || isNew(kinds.figures, kindOf(path)));
    };
    let pages = 0;
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const [theirs, own] = [await get(city.address, path), await get(ours(), path)];
      for (const href of linksIn(theirs.body.toString()))
        if (!seen.has(href) && isWanted(href)) {
          seen.add(href);
          waiting.push(href);
        }
      const code = OTHER.test(path) ? 'nl' : 'en';
      if (ELSEWHERE.test(path)) {
        assert.equal(own.status, 404, path);
        assert.match(own.body.toString(), TO_ORIGINAL[code], path);
        continue;
      }
      if (path === '/self-check.json') {
        assert.equal(own.status, 404);
        continue;
      }
      assert.equal(own.status, theirs.status, path);
      const main = mainOf(theirs.body.toString());
      if (main === undefined) assert.deepEqual(own.body, theirs.body, path);
      else {
        pages++;
        assert.match(own.body.toString(), code === 'en' ? COPY : /The Rivermouth Courier/, path);
        for (const href of linksIn(own.body.toString())) assert.doesNotMatch(href, ELSEWHERE, path);
        if (path === '/about') assert.match(main, SELF_CHECK);
        assert.equal(
          without(saidOf(code, 'copy-self-check'), mainOf(own.body.toString())),
          without(saidOf(code, 'self-check-good'), main),
          path,
        );
      }
    }
    t.diagnostic(
      `${pages} pages of ${seen.size} addresses, ${kinds.figures.size} of figures, ${kinds.other.size} in Dutch`,
    );
    assert.ok(kinds.figures.size > 10 && kinds.other.size > 20);
    assert.ok(pages > 400, String(pages));
  });

  test('has the files of the city byte for byte, texts and proofs included', async () => {
    const names = await readdir(mirror, { recursive: true, withFileTypes: true });
    const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name).slice(mirror.length));
    assert.ok(files.length > 100, String(files.length));
    for (const path of files) {
      const [theirs, own] = [await get(city.address, path), await get(ours(), path)];
      assert.deepEqual([own.status, own.body], [theirs.status, theirs.body], path);
    }
    for (const path of ['/api/v1/entries/5', '/api/v1/entries/5/proof', '/api/v1/obligations', '/api/v1/directory'])
      assert.deepEqual(await get(ours(), path), await get(city.address, path), path);
  });

  test('takes nothing in, and says where that is done', async () => {
    const program = await get(ours(), '/api/v1/inputs', 'POST');
    assert.equal(program.status, 405);
    assert.match(program.body.toString(), /takes nothing in. Send it to https:\/\/record\.example\//);
    const form = await get(ours(), '/inputs/new', 'POST');
    assert.equal(form.status, 405);
    assert.match(form.body.toString(), /A copy takes nothing in[^]*https:\/\/record\.example\//);
    assert.equal((await get(ours(), '/tile/0/000', 'DELETE')).status, 405);
  });

  test('goes on without the city and without the mirror, and starts again where it was, reading no entry twice', async () => {
    await copy?.[Symbol.asyncDispose]();
    const asked: string[] = [];
    const real = openMirror(mirror);
    const counting: ReadMirror = (path, max) => {
      asked.push(path);
      return real(path, max);
    };
    copy = await copyOf(mirror, folder, { now: () => nowMs, read: counting });
    assert.deepEqual(asked, ['checkpoint']);
    assert.match(await text(ours(), '/'), /Rivermouth/);
    await copy[Symbol.asyncDispose]();
    copy = await copyOf(join(mirror, 'gone'), folder, { now: () => nowMs });
    const page = await text(ours(), '/cases');
    assert.match(page, /Rivermouth/);
    assert.match(page, /gives no answer just now/);
  });

  test('refuses a mirror in which a byte was changed, and a key that is not its', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'counterfoil-mirror-'));
    const other = await mkdtemp(join(tmpdir(), 'counterfoil-viewer-'));
    try {
      await cp(mirror, broken, { recursive: true });
      const bundle = join(broken, 'tile/entries/000');
      const bytes = await readFile(bundle);
      bytes[bytes.length - 60] = (bytes[bytes.length - 60] ?? 0) ^ 1;
      await writeFile(bundle, bytes);
      await assert.rejects(copyOf(broken, other), /Nothing can be shown of this record[^]*do not lead/);
      await rm(other, { recursive: true });
      const foreign = city.recorder.vkey.replace(
        /\+[^+]*$/,
        `+${Buffer.from([1, ...Buffer.alloc(32, 7)]).toString('base64')}`,
      );
      await assert.rejects(copyOf(mirror, other, { key: foreign }), /Nothing can be shown|key/);
    } finally {
      for (const one of [broken, other]) await rm(one, { recursive: true, force: true });
    }
  });
});

describe('A copy that follows its source', () => {
  test('loses what is taken out there, gets what comes back, and shows what it had where the source goes back or forks', async () => {
    await using letters = await openLetters();
    const { service, city } = letters;
    const [mirror, folder, old] = (await Promise.all(
      ['mirror', 'viewer', 'old'].map((name) => mkdtemp(join(tmpdir(), `counterfoil-${name}-`))),
    )) as [string, string, string];
    await using cleaning = new AsyncDisposableStack();
    cleaning.defer(async () => {
      for (const one of [mirror, folder, old]) await rm(one, { recursive: true, force: true });
    });
    const erased = await letters.write('The words that go.', 'wishes');
    const hidden = await letters.write('The words that come back.', 'wishes');
    const waits = await letters.write('The words that wait.');
    const sent = await fetch(`${service.address}/api/v1/files`, { method: 'POST', body: Buffer.from(jpeg()) });
    const upload = (await sent.json()) as { digest: string; token: string };
    const said = await city.input('Here is a picture.', { process: 'wishes', files: [upload.token] });
    const picture = { case: said.body.index, entry: said.body.index, digest: upload.digest };
    await mirrorInto(mirror, service.address);
    await cp(mirror, old, { recursive: true });
    let source = mirror;
    const read: ReadMirror = (path, max) => openMirror(source)(path, max);
    await using copy = await copyOf(mirror, folder, { read });
    const status = async (path: string): Promise<number> => (await get(copy.address, path)).status;
    const texts = [erased, hidden, waits].map(({ digest }) => `/content/${digest}`);
    assert.deepEqual(await Promise.all([...texts, `/file/${picture.digest}`].map(status)), [200, 200, 404, 200]);

    await letters.redact(erased);
    await letters.withhold(hidden);
    await letters.withhold(picture);
    await letters.publish(waits);
    await mirrorInto(mirror, service.address);
    assert.equal(await copy.follower.look(), undefined);
    assert.deepEqual(await Promise.all([...texts, `/file/${picture.digest}`].map(status)), [404, 404, 200, 404]);
    assert.doesNotMatch(await text(copy.address, `/cases/${erased.case}`), /The words that go/);

    await letters.restore(hidden);
    await letters.restore(picture);
    await mirrorInto(mirror, service.address);
    assert.equal(await copy.follower.look(), undefined);
    assert.deepEqual(await Promise.all([...texts, `/file/${picture.digest}`].map(status)), [404, 200, 200, 200]);
    assert.match(await text(copy.address, `/cases/${hidden.case}`), /The words that come back/);
    const next = await runProgram('recorder/rotate-log-key.ts', ['--to', service.address, '--data', service.folder]);
    const { logKey } = JSON.parse(/\{"kind".*\}/.exec(next.stdout)?.[0] ?? '{}') as { logKey: string };
    const rotated = await city.say({ kind: 'log-key-rotated', logKey }, [city.registrar]);
    assert.equal(rotated.status, 201, rotated.body.detail);
    source = service.address;
    assert.equal(await copy.follower.look(), undefined);
    assert.equal(copy.follower.vkey, logKey);
    assert.equal(await text(copy.address, '/ledger.json'), await text(service.address, '/ledger.json'));
    await mirrorInto(mirror, service.address);
    const { size } = copy.follower;

    source = old;
    assert.match((await copy.follower.look())?.message ?? '', /an old state of the record/);
    assert.equal(copy.follower.size, size);
    assert.match(await text(copy.address, '/about'), /fewer entries than it did before/);
    source = mirror;
    assert.equal(await copy.follower.look(), undefined);
    assert.doesNotMatch(await text(copy.address, '/about'), /fewer entries/);

    // The same log, begun once more from an older state by whoever holds its key.
    await service.close();
    const forked = await copyDatabase(service.databaseUrl);
    const second = join(folder, 'second-place');
    await mkdir(second);
    for (const name of await readdir(service.folder))
      if (/^checkpoint\.[01]$/.test(name)) await cp(join(service.folder, name), join(second, name));
    const config = { ...service.config, port: Number(new URL(service.address).port) };
    const one = await startService(config, log, letters.now);
    await letters.write('Said to everybody.', 'wishes');
    await mirrorInto(mirror, service.address);
    await one.close();
    assert.equal(await copy.follower.look(), undefined);
    const other = await startService({ ...config, databaseUrl: forked, secondPlace: second }, log, letters.now);
    cleaning.defer(() => other.close());
    for (const words of ['Said to some.', 'And this.']) await letters.write(words, 'wishes');
    source = other.address;
    assert.match((await copy.follower.look())?.message ?? '', /signed two histories/);
    assert.equal(copy.follower.size, size + 1);
    assert.match(await text(copy.address, '/about'), /two histories that cannot both be true/);
    const [name = ''] = await readdir(join(folder, 'evidence'));
    const evidence = parseTwoHistories(await readFile(join(folder, 'evidence', name)));
    assert.equal(await checkTwoHistories(evidence, createVerifier(nodePlatform(crypto))), 'proved');
    source = mirror;
    assert.equal(await copy.follower.look(), undefined);
    assert.match(await text(copy.address, '/about'), /two histories that cannot both be true/);
  });
});
