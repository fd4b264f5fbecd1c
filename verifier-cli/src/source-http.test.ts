import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { SourceError, type Source, type SourceCode } from '@counterfoil/ledger/audit/source';
import { httpSource } from './source-http.ts';

async function serve(t: TestContext, listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/below/`);
}

async function rejectsWith(source: Source, code: SourceCode, sentence: RegExp): Promise<void> {
  await assert.rejects(source.read('checkpoint', 1000), (error: unknown) => {
    assert.ok(error instanceof SourceError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, sentence);
    return true;
  });
}

test('a file is read from below the address', async (t) => {
  const base = await serve(t, (request, response) => response.end(request.url));
  const source = httpSource(base, { timeoutMs: 10_000 });
  assert.deepEqual(await source.read('tile/0/000', 100), new TextEncoder().encode('/below/tile/0/000'));
});

test('404 and 410 say that there is no such file; any other answer says nothing about it', async (t) => {
  let status = 404;
  const base = await serve(t, (_request, response) => response.writeHead(status).end('words'));
  const source = (): Source => httpSource(base, { timeoutMs: 10_000 });
  assert.equal(await source().read('checkpoint', 1000), undefined);
  status = 410;
  assert.equal(await source().read('checkpoint', 1000), undefined);
  status = 403;
  await rejectsWith(source(), 'refused', /refused it with status 403/);
  status = 503;
  await rejectsWith(source(), 'unreachable', /answered with status 503/);
});

test('what fails once or twice is asked for again', async (t) => {
  let failures = 2;
  const base = await serve(t, (_request, response) => {
    if (failures-- > 0) response.destroy();
    else response.end('at last');
  });
  const source = httpSource(base, { timeoutMs: 10_000 });
  assert.deepEqual(await source.read('checkpoint', 1000), new TextEncoder().encode('at last'));
});

test('an answer larger than the file can be is not read to its end', async (t) => {
  let closed: () => void;
  const left = new Promise<void>((resolve) => (closed = resolve));
  const base = await serve(t, (_request, response) => {
    const chunk = Buffer.alloc(1 << 16);
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', more).on('close', () => closed());
    more();
  });
  await rejectsWith(httpSource(base, { timeoutMs: 60_000 }), 'too-large', /more than 1000 bytes/);
  await left;
});

test('a server that never answers, or never ends, is given up in time', async (t) => {
  for (const listener of [
    () => undefined,
    (_request, response) => void response.write('beginning'),
    (_request, response) => void setInterval(() => response.write('.'), 20).unref(),
  ] satisfies RequestListener[]) {
    const source = httpSource(await serve(t, listener), { timeoutMs: 300 });
    await rejectsWith(source, 'timeout', /no complete answer within 0.3 seconds/);
  }
});

test('a server that has gone is not asked for every single file', async (t) => {
  let asked = 0;
  let alive = true;
  const base = await serve(t, (_request, response) => {
    asked++;
    if (alive) response.end('here');
    else response.destroy();
  });
  const source = httpSource(base, { timeoutMs: 10_000 });
  await source.read('checkpoint', 1000);
  alive = false;
  const before = asked;
  const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => source.read('checkpoint', 1000)));
  assert.ok(outcomes.every(({ status }) => status === 'rejected'));
  assert.ok(asked - before < 120, `asked ${asked - before} times`);
});

test('where nobody listens, that is what is said', async (t) => {
  const base = await serve(t, () => undefined);
  const { port } = base;
  base.port = '9';
  assert.notEqual(port, '9');
  const source = httpSource(new URL('http://127.0.0.1:9/'), { timeoutMs: 5000 });
  await assert.rejects(source.read('checkpoint', 10), /could not be reached/);
});
