/**
 * A thousand submissions that nobody in good faith would send, made from a fixed seed. What was acknowledged is on record as it was
 * sent; what was not, is not; and the service answers others all the while.
 */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { parseBase64 } from '@counterfoil/ledger/bytes';
import { openTestCity } from './testing/city.ts';
import { startTestService, type TestService } from './testing/service.ts';

/** Somebody who sends one thing; gives the text that must be on record if it was acknowledged. */
interface Attack {
  readonly name: string;
  readonly send: () => Promise<Reply>;
  /** Undefined where whatever was sent cannot have been meant: it may not be acknowledged. */
  readonly text?: string | undefined;
}
interface Reply {
  /** 0 where the service hung up without a word. */
  readonly status: number;
  readonly index?: number | undefined;
}

const COUNT = 1000;
const CONCURRENCY = 32;

/** A stream of numbers below 1 that is the same each time (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const texts: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</textarea><form action=//evil>',
  'The price is \u202e001\u202c euro, \u2066hidden\u2069.',
  '\u202e'.repeat(2000),
  'a\u0300'.repeat(5000),
  '\ufeffA mark of byte order.',
  'Line\r\nSet-Cookie: a=b\r\n\r\n<html>',
  '../../../../etc/passwd',
  'C:\\Windows\\..\\..\\x\u0000.txt',
  '%00%0a%0d%2e%2e%2f',
  "'; drop table entries; --",
  '{{7*7}}${7*7}#{7*7}<%= 7*7 %>',
  '\u0000',
  'Half a character: \ud83d',
  '\udc00\ud800',
  '\u0085\u2028\u2029\u00a0\u200b',
  '👩‍👩‍👧‍👦'.repeat(500),
  '\u{10ffff}\u{fffe}\uffff',
  '__proto__',
  '{"kind":"decision","by":[0]}',
  'x'.repeat(50_000),
  'x'.repeat(50_001),
  '民'.repeat(16_667),
  ' ',
  '\t\n\v\f\r',
  '\u001b[2J\u001b]0;title\u0007',
];

const JSON_HEAD = { 'content-type': 'application/json' };
const FORM_HEAD = { 'content-type': 'application/x-www-form-urlencoded' };

function attacks(service: TestService, signed: string): Attack[] {
  const random = chance(20_260_101);
  const below = (count: number): number => Math.floor(random() * count);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] ?? (list[0] as T);
  const made: Attack[] = [];
  const post = (path: string, body: Uint8Array, head: Record<string, string>) => (): Promise<Reply> =>
    http(service, 'POST', path, body, head);
  const add = (name: string, send: () => Promise<Reply>, text?: string): void => void made.push({ name, send, text });
  const good = (text: string): Record<string, unknown> => ({ text, lang: 'en', author: 'person', process: 'request' });
  const bytes = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  const flip = (from: Buffer): Buffer => {
    const changed = Buffer.from(from);
    for (let i = below(3); i >= 0; i--) changed[below(changed.length)] = below(256);
    return changed;
  };
  const paths = ['inputs', 'voices', 'statements', 'proposals'].map((name) => `/api/v1/${name}`);

  const kinds: readonly (() => void)[] = [
    () => {
      const text = `${pick(texts)}${below(2) === 0 ? '' : pick(texts)}`;
      add('a hostile text', post('/api/v1/inputs', bytes(good(text)), JSON_HEAD), text);
    },
    () => {
      const text = pick(texts);
      const fields = { process: 'request', text, lang: 'en', author: 'person', asked: 'yes' };
      const body = bytes(new URLSearchParams(fields).toString());
      // A browser sends lines as CR LF and halves of characters as U+FFFD; the form makes lines of the former.
      add('a hostile form', post('/inputs/new', body, FORM_HEAD), text.toWellFormed().replaceAll('\r\n', '\n'));
    },
    () => {
      const text = `Flipped ${below(1e6)}.${' And on it goes.'.repeat(20)}`;
      const changed = flip(bytes(good(text)));
      add('JSON with bytes changed', post('/api/v1/inputs', changed, JSON_HEAD), textOf(changed));
    },
    () =>
      add(
        'a form with bytes changed',
        post('/inputs/new', flip(bytes('process=request&text=a&lang=&author=')), FORM_HEAD),
      ),
    () => {
      const whole = bytes(good('Cut off.'));
      add('JSON cut off', post('/api/v1/inputs', whole.subarray(0, 1 + below(whole.length - 1)), JSON_HEAD));
    },
    () => {
      const depth = 1000 + below(150_000);
      const [open = '', close = ''] = pick([
        ['[', ']'],
        ['{"a":', '}'],
        ['{"text":[', ']}'],
      ]);
      add('deep nesting', post(pick(paths), bytes(open.repeat(depth) + close.repeat(below(2) * depth)), JSON_HEAD));
    },
    () => {
      const field = pick(['text', 'lang', 'author', 'process', 'case', 'at', 'source', '__proto__', 'channel', 'seen']);
      const value = pick([null, 1e300, -0, [], {}, true, '', '\u0000', '../x', 'A'.repeat(9999), { a: 1 }, [['a']]]);
      const body = `${JSON.stringify(good('Wrong field.')).slice(0, -1)},"${field}":${JSON.stringify(value) ?? '0'}}`;
      add('a field twice or of another kind', post('/api/v1/inputs', bytes(body), JSON_HEAD));
    },
    () => {
      const broken = pick([[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0x80]]);
      const [before = '', after = ''] = JSON.stringify(good('@')).split('@');
      const body = Buffer.concat([bytes(before), Buffer.from(broken), bytes(after)]);
      add('broken UTF-8', post('/api/v1/inputs', body, JSON_HEAD));
    },
    () =>
      add(
        'too large',
        post(pick([...paths, '/inputs/new']), Buffer.alloc(2_100_000, 0x61), pick([JSON_HEAD, FORM_HEAD])),
      ),
    () => {
      const type = pick([
        'text/plain',
        'multipart/form-data; boundary=x',
        'application/json; charset=utf-16',
        '',
        'a/b/c',
      ]);
      const encoding: Record<string, string> = below(2) === 0 ? {} : { 'content-encoding': pick(['gzip', 'br', 'x']) };
      const isJson = type.startsWith('application/json') && encoding['content-encoding'] === undefined;
      const text = `Another type ${below(1e6)}.`;
      const send = post('/api/v1/inputs', bytes(good(text)), { 'content-type': type, ...encoding });
      add('another type or encoding', send, isJson ? text : undefined);
    },
    () => {
      const body = JSON.stringify(good('Of a wrong length.'));
      const length = pick([
        '0',
        '5',
        '-1',
        '1e3',
        '99999999999999999999',
        '0x10',
        ' 7',
        '7, 8',
        String(body.length + 3),
      ]);
      const head = `POST /api/v1/inputs HTTP/1.1\r\nHost: l\r\nContent-Type: application/json\r\nConnection: close\r\n`;
      add('a wrong length', () => raw(service, `${head}Content-Length: ${length}\r\n\r\n${body}`));
    },
    () => {
      const lines = pick([
        'Transfer-Encoding: chunked\r\nContent-Length: 4',
        'Transfer-Encoding: xchunked',
        'Transfer-Encoding: chunked, identity',
        `X-Long: ${'a'.repeat(20_000)}`,
        'X-Bad: a\u0000b',
        ': nameless',
        'Host: another',
      ]);
      const head = `POST /api/v1/inputs HTTP/1.1\r\nHost: l\r\n${lines}\r\nContent-Type: application/json\r\nConnection: close\r\n`;
      add('a head that makes no sense', () => raw(service, `${head}\r\n0\r\n\r\n`));
    },
    () => {
      const path = pick([
        '/content/../../etc/passwd',
        '/tile/..%2f..%2fkeys/log.pem',
        '/tile/entries/x001/../000',
        '/assets/..%5c..%5cpackage.json',
        '/receipts/%00.json',
        '/%c0%ae%c0%ae/',
        '/inputs/new?process=../../x',
        '//evil.example/',
        `/${'a/'.repeat(5000)}`,
        'http://evil.example/checkpoint',
        '*',
      ]);
      const method = pick(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']);
      add('a path out of the way', () =>
        raw(service, `${method} ${path} HTTP/1.1\r\nHost: l\r\nConnection: close\r\n\r\n`),
      );
    },
    () => add('the same statement again', post('/api/v1/statements', bytes(signed), JSON_HEAD), SIGNED_TEXT),
    () => {
      const changed = flip(bytes(signed));
      // Most changes break the signature; one to the salt or text breaks the commitment.
      add('a statement with bytes changed', post('/api/v1/statements', changed, JSON_HEAD), SIGNED_TEXT);
    },
    () => {
      const id = below(3);
      const source = { name: 'hostile', id: `row-${id}` };
      const body = bytes({ ...good(`Row ${id}.`), author: 'data-set', source });
      add('the same record of a source', post('/api/v1/inputs', body, JSON_HEAD), `Row ${id}.`);
    },
    () => {
      const voice = {
        kind: pick(['appeal', 'dispute', 'answer', 'decision']),
        case: below(30),
        against: below(30),
        text: 'So.',
        lang: 'en',
        author: 'person',
      };
      add('a voice out of place', post('/api/v1/voices', bytes(voice), JSON_HEAD));
    },
    () => add('a request that is none', () => raw(service, Buffer.from(Array.from({ length: 200 }, () => below(256))))),
    () => {
      const head =
        'POST /api/v1/inputs HTTP/1.1\r\nHost: l\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{';
      add('a request in drips', () => raw(service, head, ' '));
    },
  ];
  for (let i = 0; i < COUNT; i++) kinds[i % kinds.length]?.();
  return made;
}

const SIGNED_TEXT = 'A response that was signed once.';

/** The text that a body says, where it is one that may be recorded. */
function textOf(body: Buffer): string | undefined {
  try {
    const parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)) as {
      text?: unknown;
    };
    return typeof parsed.text === 'string' ? parsed.text : undefined;
  } catch {
    return undefined;
  }
}

function http(
  service: TestService,
  method: string,
  path: string,
  body: Uint8Array,
  headers: Record<string, string>,
): Promise<Reply> {
  return new Promise((resolve) => {
    const { port } = new URL(service.address);
    const sending = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('error', () => resolve({ status: 0 }));
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        const receipt = /^\/receipts\/(\d+)$/.exec(response.headers.location ?? '')?.[1];
        const index = status === 201 || status === 200 ? (JSON.parse(text) as { index: number }).index : undefined;
        resolve({ status, index: receipt === undefined ? index : Number(receipt) });
      });
    });
    sending.once('error', () => resolve({ status: 0 }));
    sending.end(body);
  });
}

function raw(service: TestService, first: string | Uint8Array, drip?: string): Promise<Reply> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(service.address).port), '127.0.0.1');
    let received = '';
    socket.setEncoding('latin1');
    socket.on('data', (part: string) => (received += part));
    socket.on('error', () => undefined);
    socket.write(first);
    const dripping = drip === undefined ? undefined : setInterval(() => socket.write(drip), 100);
    socket.once('close', () => {
      clearInterval(dripping);
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1] ?? 0) });
    });
  });
}

async function textOnRecord({ address }: TestService, index: number): Promise<string> {
  const entry = (await (await fetch(`${address}/api/v1/entries/${index}`)).json()) as { envelope: { payload: string } };
  const statement = JSON.parse(Buffer.from(parseBase64(entry.envelope.payload)).toString()) as {
    text: { digest: string };
  };
  const content = (await (await fetch(`${address}/content/${statement.text.digest}`)).json()) as { text: string };
  return content.text;
}

describe('a thousand hostile submissions', () => {
  test('leave on record what was acknowledged, as it was sent, and nothing else', async () => {
    await using service = await startTestService({ env: { COUNTERFOIL_REQUEST_SECONDS: '2' } });
    const city = await openTestCity(service);
    const theCase = (await city.input('The case.')).body.index;
    const { ref, content } = city.text(SIGNED_TEXT);
    const said = { by: [city.mandate], case: theCase, text: ref };
    const envelope = await city.sign({ kind: 'response', ...said }, [city.official]);
    const contents = [{ salt: Buffer.from(content.salt).toString('base64'), text: content.text }];
    const sizeBefore = service.recorder.publisher.size;

    const waiting = attacks(service, JSON.stringify({ envelope, contents }));
    assert.equal(waiting.length, COUNT);
    const acknowledged = new Map<number, string>();
    const statuses = new Map<string, Map<number, number>>();
    const over = new AbortController();
    const others = (async () => {
      let answered = 0;
      for (; !over.signal.aborted; answered++) {
        const response = await fetch(`${service.address}/health/ready`);
        assert.equal(response.status, 200);
        await response.body?.cancel();
        assert.equal((await fetch(`${service.address}/cases/${theCase}`)).status, 200);
      }
      return answered;
    })();
    const work = async (): Promise<void> => {
      for (let attack = waiting.shift(); attack !== undefined; attack = waiting.shift()) {
        const { status, index } = await attack.send();
        const counts = statuses.get(attack.name) ?? new Map<number, number>();
        statuses.set(attack.name, counts.set(status, (counts.get(status) ?? 0) + 1));
        assert.ok(status < 500, `${attack.name} is answered with ${status}`);
        if (index === undefined) continue;
        assert.ok(attack.text !== undefined, `${attack.name} was recorded as entry ${index}`);
        assert.equal(acknowledged.get(index) ?? attack.text, attack.text);
        acknowledged.set(index, attack.text);
      }
    };
    const working = Promise.all(Array.from({ length: CONCURRENCY }, work));
    await working.finally(() => over.abort()).catch(() => undefined);
    assert.ok((await others) > 10);
    await working;

    for (const [index, text] of acknowledged) assert.equal(await textOnRecord(service, index), text, String(index));
    const indexes = [...acknowledged.keys()].sort((a, b) => a - b);
    assert.deepEqual(
      indexes,
      Array.from({ length: indexes.length }, (_, i) => sizeBefore + i),
      'every entry was acknowledged, and every acknowledged one is there',
    );
    assert.equal(service.recorder.publisher.size, sizeBefore + indexes.length);
    assert.ok(indexes.length > 50 && indexes.length < 200, String(indexes.length));
    // Every kind of attack reached the service, and the log of the service tells nothing of what was sent.
    assert.equal(statuses.size, 19);
    for (const line of service.logged) assert.doesNotMatch(line, /alert\(1\)|passwd|signed once|Flipped/);
  });
});
