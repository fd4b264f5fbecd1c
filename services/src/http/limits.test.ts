import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { request } from 'node:http';
import { describe, test } from 'node:test';
import { formatSolution, parseChallenge, solve } from '@counterfoil/web-viewer/work';
import { openTestCity } from '../testing/city.ts';
import { startTestService, type TestService } from '../testing/service.ts';

interface Answered {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly code: string | undefined;
  readonly challenge: string | undefined;
  readonly body: string;
}

/** Over a socket of its own, from an address of ours. */
function post(
  service: TestService,
  path: string,
  body: string,
  headers: Record<string, string> = {},
  localAddress = '127.0.0.1',
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const url = new URL(path, service.address.replace('localhost', '127.0.0.1'));
    const sending = request(
      url,
      { method: 'POST', localAddress, headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('end', () => {
          const isProblem = response.headers['content-type'] === 'application/problem+json; charset=utf-8';
          const told = isProblem ? (JSON.parse(text) as { code: string; challenge?: string }) : undefined;
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: response.headers['retry-after'],
            code: told?.code,
            challenge: told?.challenge,
            body: text,
          });
        });
      },
    );
    sending.once('error', reject);
    sending.end(body);
  });
}

const input = (text: string): string => JSON.stringify({ text, lang: 'en', author: 'person', process: 'request' });
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const form = (text: string): string =>
  new URLSearchParams({ process: 'request', text, lang: 'en', author: 'person' }).toString();

describe('how much may be sent', () => {
  test('is counted by network and for all, records nothing that is refused, and leaves the signed and the operator alone', async () => {
    const env = {
      COUNTERFOIL_LIMITS: 'on',
      COUNTERFOIL_INPUTS_PER_MINUTE: '1',
      COUNTERFOIL_INPUTS_PER_MINUTE_TOTAL: '1000',
      COUNTERFOIL_STATEMENTS_PER_MINUTE: '2',
    };
    await using service = await startTestService({ env, doorStandsStill: true });
    const city = await openTestCity(service);
    const send = (text: string, headers = {}, from?: string): Promise<Answered> =>
      post(service, '/api/v1/inputs', input(text), headers, from);
    for (const text of ['one', 'two', 'three']) assert.equal((await send(text)).status, 201);
    const sizeBefore = service.recorder.publisher.size;

    const refused = await send('four');
    assert.deepEqual([refused.status, refused.code], [429, 'too-many']);
    assert.match(refused.body, /from your network/);
    const seconds = Number(refused.retryAfter);
    assert.ok(seconds >= 1 && seconds <= 60, String(seconds));
    // One share for all that people say, whatever the address is written like.
    for (const path of ['/api/v1/voices', '/API/v1/inputs/', '/api/v1/%69nputs'])
      assert.notEqual((await post(service, path, input('four'))).status, 201, path);
    const page = await post(service, '/inputs/new', form('My words.'), FORM);
    assert.equal(page.status, 429);
    assert.match(page.body, /My words\./);
    assert.ok(Number(page.retryAfter) >= 1);
    // A header that no proxy of ours has written.
    assert.equal((await send('four', { 'x-forwarded-for': '203.0.113.9' })).status, 429);
    assert.equal(service.recorder.publisher.size, sizeBefore);

    assert.equal((await send('five', {}, '127.0.0.2')).status, 201);
    const token = { authorization: `Bearer ${service.openingToken}` };
    for (let i = 0; i < 10; i++) assert.equal((await send(`operator ${i}`, token)).status, 201);
    assert.equal((await send('four', { authorization: 'Bearer wrong' })).status, 429);

    // Six signed statements, whatever becomes of them, and no more.
    const codes = [];
    for (const path of ['statements', 'proposals', `proposals/${'0'.repeat(64)}/signatures`, 'statements'])
      codes.push((await post(service, `/api/v1/${path}`, '{}')).code);
    assert.deepEqual(codes, ['request-malformed', 'pass-missing', 'pass-missing', 'request-malformed']);
    for (let i = 0; i < 2; i++) await post(service, '/api/v1/statements', '{}');
    assert.equal((await post(service, '/api/v1/statements', '{}')).code, 'too-many');
    assert.equal((await post(service, '/api/v1/proposals', '{}')).code, 'too-many');
    // Reading is not counted, and the operator signs on.
    assert.equal((await fetch(`${service.address}/api/v1/proposals`)).status, 401);
    const { ref, content } = city.text('An answer.');
    const theCase = service.recorder.publisher.size - 1;
    const said = { by: [city.mandate], case: theCase, text: ref };
    assert.equal((await city.say({ kind: 'response', ...said }, [city.official], [content])).status, 201);

    const metrics = await (await fetch(`${service.address}/metrics`)).text();
    assert.match(metrics, /counterfoil_http_refused_total\{status="429"\} \d+/);
    for (const text of [metrics, ...service.logged]) assert.doesNotMatch(text, /127\.0\.0\.|203\.0\.113/);
  });

  test('goes by the address that our own proxy saw, where one stands in front', async () => {
    const env = { COUNTERFOIL_LIMITS: 'on', COUNTERFOIL_INPUTS_PER_MINUTE: '1', COUNTERFOIL_PROXIES: '1' };
    await using service = await startTestService({ env, doorStandsStill: true });
    await openTestCity(service);
    const send = (forwarded: string): Promise<Answered> =>
      post(service, '/api/v1/inputs', input('Hello.'), { 'x-forwarded-for': forwarded });
    for (let i = 0; i < 3; i++) assert.equal((await send('203.0.113.1')).status, 201);
    assert.equal((await send('203.0.113.1')).status, 429);
    // What stands before it in the header was written by the sender.
    assert.equal((await send('198.51.100.7, 203.0.113.1')).status, 429);
    assert.equal((await send('203.0.113.2')).status, 201);
    // One household, many addresses.
    for (let i = 0; i < 3; i++) assert.equal((await send(`2001:db8:0:1::${i}`)).status, 201);
    assert.equal((await send('2001:db8:0:1:ffff::')).status, 429);
    assert.equal((await send('2001:db8:0:2::')).status, 201);
    for (let i = 0; i < 3; i++) assert.equal((await send(`nonsense ${i}`)).status, 201);
    assert.equal((await send('more nonsense')).status, 429);
    for (const line of service.logged) assert.doesNotMatch(line, /203\.0\.113|2001:db8|nonsense/);
  });

  test('asks for work when much is sent, and takes it once', async () => {
    const env = {
      COUNTERFOIL_LIMITS: 'on',
      COUNTERFOIL_INPUTS_PER_MINUTE: '1000',
      COUNTERFOIL_INPUTS_PER_MINUTE_TOTAL: '4',
    };
    await using service = await startTestService({ env, doorStandsStill: true });
    await openTestCity(service);
    const send = (work?: string): Promise<Answered> =>
      post(service, '/api/v1/inputs', input('Hello.'), work === undefined ? {} : { 'counterfoil-work': work });
    for (let i = 0; i < 7; i++) assert.equal((await send()).status, 201);
    const needed = await send();
    assert.deepEqual([needed.status, needed.code], [429, 'work-needed']);
    const challenge = parseChallenge(needed.challenge ?? '');
    assert.ok(challenge !== undefined);
    const work = formatSolution(solve(challenge, (data) => hash('sha256', data, 'buffer')));
    const elsewhere = await post(service, '/api/v1/voices', '{}', { 'counterfoil-work': work });
    assert.deepEqual([elsewhere.status, elsewhere.code], [400, 'work-wrong']);
    assert.ok(parseChallenge(elsewhere.challenge ?? '') !== undefined);
    assert.equal((await send(work)).status, 201);
    assert.equal((await send(work)).code, 'work-wrong');
    // The form without scripts: a little goes through.
    assert.equal((await post(service, '/inputs/new', form('Plain words.'), FORM)).status, 303);
    const plain = await post(service, '/inputs/new', form('More plain words.'), FORM);
    assert.equal(plain.status, 429);
    assert.match(plain.body, /More plain words\./);
    assert.match(plain.body, /<noscript>/);
    const given = (await (await fetch(`${service.address}/inputs/challenge`)).json()) as { challenge: string };
    assert.equal(parseChallenge(given.challenge)?.route, 'form');
    assert.equal(service.logged.filter((line) => line.includes('asked for proof of work')).length, 1);
  });
});
