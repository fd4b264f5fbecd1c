import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestService, type TestService } from '../testing/service.ts';
import { ClientProblem } from './client-problem.ts';
import { createClient, type NewInput } from './client.ts';
import { startFlakyProxy } from './testing/flaky-proxy.ts';
import { openRivermouth, type Rivermouth } from './testing/open-rivermouth.ts';

const wish: NewInput = {
  text: 'The clock on the tower is four minutes slow.',
  lang: 'en',
  author: 'person',
  process: 'service-request',
};

describe('a client of a real ledger', () => {
  let service: TestService & AsyncDisposable;
  let city: Rivermouth;
  before(async () => {
    service = await startTestService();
    city = await openRivermouth(service);
  });
  after(async () => {
    city.client.close();
    await service[Symbol.asyncDispose]();
  });
  const sizeNow = (): number => service.recorder.publisher.size;

  test('records an input and a signed answer, reads both back and follows their proofs', async () => {
    const received = await city.client.sendInput(wish, { check: true });
    assert.equal(received.case, received.index);
    assert.equal(received.repeated, false);
    const { key, mandate } = city.hold('ruth');
    const answered = await city.client.submit(
      { kind: 'response', by: [mandate], case: received.index, text: { text: 'We shall set it right.', lang: 'en' } },
      [key],
      { check: true },
    );
    assert.equal(answered.case, received.index);
    const { size } = await city.client.seen();
    assert.equal(size, answered.index + 1);
  });

  test('sends a statement again, byte for byte, when the answer was lost, and it is recorded once', async () => {
    await using proxy = await startFlakyProxy(service.address, ({ method, before: times }) =>
      method === 'POST' && times < 2 ? 'lose' : 'pass',
    );
    const client = createClient(proxy.address);
    const { index: caseId } = await city.client.sendInput(wish);
    const { key, mandate } = city.hold('ruth');
    const size = sizeNow();
    const recorded = await client.submit({ kind: 'acknowledgement', by: [mandate], case: caseId }, [key], {
      check: true,
    });
    client.close();
    assert.equal(recorded.repeated, true);
    assert.equal(recorded.index, size);
    assert.equal(sizeNow(), size + 1);
    const sent = proxy.passed.filter(({ method }) => method === 'POST');
    assert.equal(sent.length, 3);
    assert.ok(sent.every(({ body }) => body.equals(sent[0]?.body ?? Buffer.of())));
  });

  test('sends an input again when it names its source, and never when it does not', async () => {
    await using proxy = await startFlakyProxy(service.address, ({ method, before: times }) =>
      method === 'POST' && times === 0 ? 'lose' : 'pass',
    );
    const client = createClient(proxy.address);
    const size = sizeNow();
    const source = { name: 'old-register', id: '17' };
    const recorded = await client.sendInput({ ...wish, author: 'data-set', source, at: '2020-05-04T07:00:00.000Z' });
    assert.equal(recorded.repeated, true);
    assert.equal(sizeNow(), size + 1);

    await using another = await startFlakyProxy(service.address, ({ method }) => (method === 'POST' ? 'lose' : 'pass'));
    const unsure = createClient(another.address);
    await assert.rejects(unsure.sendInput(wish), problemWith('unreachable'));
    assert.equal(another.passed.filter(({ method }) => method === 'POST').length, 1);
    assert.equal(sizeNow(), size + 2);
    client.close();
    unsure.close();
  });

  test('what is new and what is on record already, sent side by side, is all answered', async () => {
    const source = (id: number): object => ({
      source: { name: 'side-by-side', id: `${id}` },
      at: '2020-05-04T07:00:00.000Z',
    });
    for (let id = 0; id < 100; id += 2) await city.client.sendInput({ ...wish, author: 'data-set', ...source(id) });
    // Asked directly: the client would hide a lost answer by asking again.
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, id) => {
        const response = await fetch(`${service.address}/api/v1/inputs`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ ...wish, author: 'data-set', ...source(id) }),
          signal: AbortSignal.timeout(60_000),
        });
        return response.status;
      }),
    );
    assert.deepEqual(
      answers,
      Array.from({ length: 100 }, (_, id) => (id % 2 === 0 ? 200 : 201)),
    );
  });

  test('tells a refusal with the code and the sentence of the ledger', async () => {
    const refusal = city.client.sendInput({ ...wish, process: 'no-such-process' });
    await assert.rejects(refusal, (error) => {
      assert.ok(error instanceof ClientProblem);
      assert.equal(error.code, 'process-unknown');
      assert.equal(error.status, 422);
      assert.match(error.detail, /no process "no-such-process"/);
      return true;
    });
  });

  const changed: readonly (readonly [what: string, code: string, path: RegExp, change: (body: string) => string])[] = [
    ['a checkpoint signed by nobody', 'checkpoint-wrong', /^\/api\/v1\/inputs/, (body) => flipSignature(body)],
    [
      'a proof of another entry',
      'proof-wrong',
      /^\/api\/v1\/inputs/,
      (body) => body.replace(/index \d+\\n/, 'index 0\\n'),
    ],
    [
      'an index that the proof does not have',
      'proof-wrong',
      /^\/api\/v1\/inputs/,
      (body) => body.replace(/"index":\d+/, '"index":3'),
    ],
    [
      'an entry that the proof does not lead to',
      'proof-wrong',
      /^\/api\/v1\/entries/,
      (body) => body.replace('"v":1', '"v":2'),
    ],
    [
      'a text that was never sent',
      'content-foreign',
      /^\/content/,
      (body) => body.replace('four minutes', 'five minutes'),
    ],
    ['an answer that is none', 'answer-unreadable', /^\/api\/v1\/inputs/, () => '{"index":1}'],
  ];
  for (const [what, code, path, change] of changed) {
    test(`does not take ${what} for an answer`, async () => {
      await using proxy = await startFlakyProxy(service.address, (passing) =>
        path.test(passing.path) ? change : 'pass',
      );
      const client = createClient(proxy.address);
      await assert.rejects(client.sendInput(wish, { check: true }), problemWith(code));
      client.close();
    });
  }
});

test('an address where nothing listens, or that is none, is said to be so', async () => {
  const client = createClient('http://127.0.0.1:9');
  await assert.rejects(client.ledger(), problemWith('unreachable'));
  client.close();
  assert.throws(() => createClient('ledger.example.org'), problemWith('unreachable'));
});

function problemWith(code: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof ClientProblem, String(error));
    assert.equal(error.code, code, error.message);
    return true;
  };
}

/** Changes one character in the middle of the signature of the checkpoint. */
function flipSignature(body: string): string {
  return body.replace(/(— \S+ \S{40})(\S)/, (_, head: string, one: string) => head + (one === 'A' ? 'B' : 'A'));
}
