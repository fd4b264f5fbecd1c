import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { sendLines, type StreamLimits } from './slow-stream.ts';

const LINE = `${'x'.repeat(999)}\n`;

interface Sent {
  readonly answer: IncomingMessage;
  /** How many lines were asked for. */
  readonly taken: () => number;
  /** When the lines are not held any more. */
  readonly over: Promise<unknown>;
}

async function send(lines: number, limits: StreamLimits, fails = false): Promise<Sent & AsyncDisposable> {
  let taken = 0;
  async function* make(): AsyncGenerator<string> {
    for (; taken < lines; taken++) yield LINE;
    if (fails) throw new Error('The record went away.');
  }
  const { promise: over, resolve } = Promise.withResolvers<unknown>();
  const server = createServer((_request, response) => void sendLines(response, make(), limits).then(resolve, resolve));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asked = get({ port: (server.address() as AddressInfo).port, agent: false });
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return {
    answer,
    taken: () => taken,
    over,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const patient = { stallMs: 60_000, wholeMs: 60_000 };
const length = async (answer: IncomingMessage): Promise<number> => {
  let bytes = 0;
  for await (const part of answer) bytes += (part as Buffer).length;
  return bytes;
};

test('all lines arrive, however many pieces they take', async () => {
  for (const lines of [0, 1, 60, 61, 5000]) {
    await using sent = await send(lines, patient);
    assert.equal(await length(sent.answer), lines * LINE.length, String(lines));
    await sent.over;
  }
});

test('no more is made than the reader takes, and one who takes nothing is cut off', async () => {
  await using sent = await send(Infinity, { stallMs: 200, wholeMs: 60_000 });
  sent.answer.pause();
  await sent.over;
  // What the sockets hold on the way.
  assert.ok(sent.taken() < 30_000, String(sent.taken()));
  await assert.rejects(length(sent.answer), { code: 'ECONNRESET' });
});

test('one who reads for longer than anybody may is cut off', async () => {
  await using sent = await send(Infinity, { stallMs: 60_000, wholeMs: 200 });
  await assert.rejects(length(sent.answer), { code: 'ECONNRESET' });
  await sent.over;
});

test('one who hangs up is noticed', async () => {
  await using sent = await send(Infinity, patient);
  sent.answer.destroy();
  assert.equal(await sent.over, undefined);
});

test('lines that fail in the middle leave no file that seems whole', async () => {
  await using sent = await send(1000, patient, true);
  await assert.rejects(length(sent.answer), { code: 'ECONNRESET' });
  assert.match(String(await sent.over), /The record went away/);
});
