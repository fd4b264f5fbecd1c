import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { SourceError, type Source, type SourceCode } from '@counterfoil/ledger/audit/source';
import { httpSource } from './source-http.ts';
import { TimeLimit } from './time-limit.ts';

async function serve(t: Pick<TestContext, 'after'>, listener: RequestListener): Promise<URL> {
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

test('what a server did before the time was over is what is said of it', async (t) => {
  let asked = 0;
  const base = await serve(t, (_request, response) => {
    if (asked++ === 0) response.destroy();
  });
  await rejectsWith(httpSource(base, { timeoutMs: 4000 }), 'unreachable', /broke off/);
  assert.equal(asked, 2);
});

test('a server that has gone is not asked for every single file', async (t) => {
  let asked = 0;
  let alive = true;
  const base = await serve(t, (_request, response) => {
    asked++;
    if (alive) response.end('here');
    else response.destroy();
  });
  const source = httpSource(base, { timeoutMs: 1500 });
  await source.read('checkpoint', 1000);
  alive = false;
  const before = asked;
  const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => source.read('checkpoint', 1000)));
  assert.ok(outcomes.every(({ status }) => status === 'rejected'));
  assert.ok(asked - before < 120, `asked ${asked - before} times`);
});

test('where nobody listens, or no web server may, that is what is said', async (t) => {
  const cleanUp: (() => unknown)[] = [];
  const gone = await serve({ after: (task: unknown) => void cleanUp.push(task as () => unknown) }, () => undefined);
  for (const task of cleanUp) await task();
  await rejectsWith(
    httpSource(gone, { timeoutMs: 5000 }),
    'unreachable',
    /could not be reached: nothing answers there/,
  );
  const base = await serve(t, () => undefined);
  base.port = '1';
  await rejectsWith(httpSource(base, { timeoutMs: 5000 }), 'refused', /was not asked: on that port no web server may/);
});

test('a server that was there is waited for as long as one file may take; one that never was is not', async (t) => {
  let asked = 0;
  const base = await serve(t, (_request, response) => {
    asked++;
    if (asked === 1 || asked > 5) response.end('here');
    else response.destroy();
  });
  const source = httpSource(base, { timeoutMs: 20_000 });
  await source.read('checkpoint', 1000);
  assert.deepEqual(await source.read('checkpoint', 1000), new TextEncoder().encode('here'));
  assert.equal(asked, 6);
  asked = 1;
  await rejectsWith(httpSource(base, { timeoutMs: 20_000 }), 'unreachable', /broke off/);
  assert.equal(asked, 4);
});

test('a server that names a time after which to ask again is asked then, and not before', async (t) => {
  let asked = 0;
  let firstMs = 0;
  const base = await serve(t, (_request, response) => {
    if (asked++ > 0) response.end('now');
    else {
      firstMs = performance.now();
      response.writeHead(429, { 'retry-after': '1' }).end();
    }
  });
  await httpSource(base, { timeoutMs: 20_000 }).read('checkpoint', 1000);
  assert.ok(performance.now() - firstMs >= 990);
});

test('all files together have a time of their own, which what was looked at makes longer', async (t) => {
  const base = await serve(t, (_request, response) => void setTimeout(() => response.end('slow'), 30));
  const limit = new TimeLimit(200);
  const source = httpSource(base, { timeoutMs: 10_000, limit });
  await assert.rejects(async () => {
    for (;;) await source.read('checkpoint', 1000);
  }, /given up after 0\.2 seconds in all; --give-up-after <s> allows more/);
  limit.progress(1_000_000);
  assert.equal(limit.allowance.allowedMs, 200, 'a limit that was asked for stays as it is');
  const growing = new TimeLimit();
  const before = growing.remainingMs();
  growing.progress(1_000_000);
  assert.ok(growing.remainingMs() - before > 15_000_000);
});
