/** Raw sockets that do what no client does. */
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test } from 'node:test';
import { parseConfig } from '../config.ts';
import { openTestCity } from '../testing/city.ts';
import { startTestService, type TestService } from '../testing/service.ts';
import { until } from '../testing/until.ts';

/** A request takes two seconds to arrive at the most, its headers half of one. */
const env = { COUNTERFOIL_REQUEST_SECONDS: '2' };

interface Line {
  readonly socket: Socket;
  /** What came back until the service hung up. */
  readonly ended: Promise<string>;
}

function open({ address }: TestService, localAddress = '127.0.0.1'): Line {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(address).port), localAddress });
  let received = '';
  socket.setEncoding('latin1');
  socket.on('data', (part: string) => (received += part));
  // Being cut off is what is waited for.
  socket.on('error', () => undefined);
  return { socket, ended: new Promise((resolve) => socket.once('close', () => resolve(received))) };
}

const HEAD = 'POST /api/v1/inputs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

describe('a request that does not come to its end', () => {
  test('is cut off, whichever way it dawdles, while others are answered', async () => {
    await using service = await startTestService({ env });
    const city = await openTestCity(service);
    const sizeBefore = service.recorder.publisher.size;
    const dripping = async ({ socket }: Line, first: string, drip: string): Promise<void> => {
      socket.write(first);
      for (; !socket.destroyed; await sleep(50)) if (socket.writable) socket.write(drip);
    };
    const lines = {
      'headers in drips': open(service),
      'a body in drips': open(service),
      'a body that never ends': open(service),
      'nothing at all': open(service),
      'half a body': open(service),
    };
    void dripping(lines['headers in drips'], 'GET / HTTP/1.1\r\nHost: localhost\r\n', 'X-A: b\r\n');
    void dripping(lines['a body in drips'], `${HEAD}Content-Length: 100000\r\n\r\n`, ' ');
    const flood = `400\r\n${' '.repeat(1024)}\r\n`;
    void dripping(lines['a body that never ends'], `${HEAD}Transfer-Encoding: chunked\r\n\r\n`, flood);
    lines['half a body'].socket.write(`${HEAD}Content-Length: 1000\r\n\r\n{"text":`);

    let ended = 0;
    const all = Object.entries(lines).map(async ([name, line]) => {
      const answer = await line.ended;
      ended++;
      // Nobody is told that anything was recorded.
      assert.doesNotMatch(answer, /^HTTP\/1\.1 2/, name);
    });
    let answered = 0;
    for (; ended < all.length; answered++) {
      assert.equal((await city.input(`Meanwhile ${answered}.`)).status, 201);
      assert.equal((await fetch(`${service.address}/health/ready`)).status, 200);
      await sleep(20);
    }
    await Promise.all(all);
    assert.ok(answered > 0);
    assert.equal(service.recorder.publisher.size, sizeBefore + answered);
  });

  test('of a size without end is cut off soon', async () => {
    // Long after the test has failed.
    await using service = await startTestService({ env: { COUNTERFOIL_REQUEST_SECONDS: '3600' } });
    await openTestCity(service);
    for (const [path, type] of [
      ['/api/v1/inputs', 'application/json'],
      ['/inputs/new', 'application/x-www-form-urlencoded'],
    ] as const) {
      const { socket, ended } = open(service);
      socket.write(`POST ${path} HTTP/1.1\r\nHost: l\r\nContent-Type: ${type}\r\nTransfer-Encoding: chunked\r\n\r\n`);
      const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
      while (!socket.destroyed && socket.bytesWritten < 100_000_000)
        if (!socket.write(chunk)) await Promise.race([ended, new Promise((drained) => socket.once('drain', drained))]);
      // What the sockets hold on the way comes on top.
      assert.ok(socket.bytesWritten < 20_000_000, String(socket.bytesWritten));
      await ended;
    }
    // Also where nobody reads it.
    const { socket, ended } = open(service);
    socket.write('POST /nothing HTTP/1.1\r\nHost: l\r\nContent-Length: 1000000000\r\n\r\n');
    for (; !socket.destroyed; await sleep(20)) socket.write('x');
    assert.match(await ended, /^HTTP\/1\.1 404/);
    assert.equal((await fetch(`${service.address}/health/live`)).status, 200);
  });
});

test('a request for two hosts, or for none, is answered by nobody', async () => {
  await using service = await startTestService();
  const ask = async (hosts: string): Promise<string | undefined> => {
    const { socket, ended } = open(service);
    socket.write(`GET /health/live HTTP/1.1\r\n${hosts}Connection: close\r\n\r\n`);
    return (await ended).split('\r\n', 1)[0];
  };
  assert.equal(await ask('Host: localhost\r\n'), 'HTTP/1.1 200 OK');
  for (const hosts of ['Host: localhost\r\nHost: another\r\n', 'Host: localhost\r\nhost: localhost\r\n', ''])
    assert.equal(await ask(hosts), 'HTTP/1.1 400 Bad Request', hosts);
});

describe('very many connections', () => {
  test('a thousand half-open ones keep nobody from being answered', async () => {
    await using service = await startTestService({ env });
    const city = await openTestCity(service);
    const lines = Array.from({ length: 1000 }, (_, i) => {
      const line = open(service);
      line.socket.write(i % 2 === 0 ? 'GET / HTTP/1.1\r\nHost: l' : `${HEAD}Content-Length: 500\r\n\r\n{`);
      return line;
    });
    const gone = Promise.all(lines.map(({ ended }) => ended));
    const over = new AbortController();
    void gone.then(() => over.abort());
    let answered = 0;
    for (; !over.signal.aborted; answered++) {
      assert.equal((await city.input(`Meanwhile ${answered}.`)).status, 201);
      await sleep(20);
    }
    assert.ok(answered > 0);
    for (const answer of await gone) assert.doesNotMatch(answer, /^HTTP\/1\.1 2/);
  });

  test('of one network are no more than are allowed, and leave room for others', async () => {
    await using service = await startTestService({ env: { COUNTERFOIL_CONNECTIONS_PER_NETWORK: '20' } });
    const lines = Array.from({ length: 30 }, () => open(service, '127.0.0.2'));
    const isCut = ({ socket }: Line): boolean => socket.destroyed;
    await until('ten lines that are cut', () => lines.filter(isCut).length >= 10);
    assert.equal((await fetch(`${service.address}/health/ready`)).status, 200);
    assert.equal(lines.filter(isCut).length, 10);
    // Whoever hangs up makes room.
    for (const { socket } of lines) socket.destroy();
    await Promise.all(lines.map(({ ended }) => ended));
    let answer = '';
    while (answer === '') {
      const again = open(service, '127.0.0.2');
      again.socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
      answer = await again.ended;
    }
    assert.match(answer, /^HTTP\/1\.1 200/);
  });

  test('are limited by network only where networks can be told apart', () => {
    const most = (more: Record<string, string>): number => parseConfig({ ...more }).connectionsPerNetwork;
    assert.equal(most({}), Infinity);
    assert.equal(most({ HOST: '0.0.0.0' }), 200);
    assert.equal(most({ HOST: '0.0.0.0', COUNTERFOIL_PROXIES: '1' }), Infinity);
    assert.equal(most({ COUNTERFOIL_CONNECTIONS_PER_NETWORK: '7' }), 7);
  });
});
