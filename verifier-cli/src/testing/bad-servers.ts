/** Servers that do something else than serve a record, each in its own way. All listen on this machine only. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createRawServer, type AddressInfo, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';

/** The record as it should be served. */
export type Files = ReadonlyMap<string, Uint8Array>;

export interface BadServer {
  readonly name: string;
  /** Gives the address. */
  readonly start: (t: Pick<TestContext, 'after'>, files: Files) => Promise<string>;
  /** Where only one exit code is right; else 1 or 2. */
  readonly code?: 0 | 1 | 2;
  /** Commands that rightly find nothing wrong: they do not need what is spoilt, or do not judge it. */
  readonly harmless?: readonly string[];
  /** Whoever reads there waits, for as long as the reader has patience. */
  readonly hangs?: true;
  /** In what is printed, its line ends taken as spaces. */
  readonly says?: RegExp;
}

type Answer = (response: ServerResponse, path: string, bytes: Uint8Array | undefined, request: IncomingMessage) => void;

/** Answers as a good server does. */
export const serveFile: Answer = (response, _path, bytes) => {
  response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
};

export async function serveHttp(
  t: Pick<TestContext, 'after'>,
  files: Files,
  answer: Answer,
  host = '127.0.0.1',
): Promise<string> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1);
    response.on('error', () => undefined);
    answer(response, path, files.get(path), request);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, host, resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}

async function serveRaw(t: Pick<TestContext, 'after'>, answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createRawServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const raw =
  (answer: (socket: Socket) => void): BadServer['start'] =>
  (t) =>
    serveRaw(t, answer);
const http =
  (answer: Answer): BadServer['start'] =>
  (t, files) =>
    serveHttp(t, files, answer);
const isEntries = (path: string): boolean => path.startsWith('tile/entries/');
const isTile = (path: string): boolean => path.startsWith('tile/');
/** What is not asked to be special is served. */
const only =
  (isSpecial: (path: string) => boolean, answer: Answer): Answer =>
  (response, path, bytes, request) =>
    (isSpecial(path) && bytes !== undefined ? answer : serveFile)(response, path, bytes, request);

/** Writes the piece again and again, until the other side has had enough. */
function flood(stream: ServerResponse | Socket, piece: Uint8Array | string): void {
  const more = (): void => {
    while (!stream.destroyed && stream.write(piece));
  };
  stream.on('drain', more);
  more();
}

function drip(stream: ServerResponse | Socket, piece: string, everyMs = 20): void {
  const timer = setInterval(() => stream.write(piece), everyMs);
  stream.on('close', () => clearInterval(timer));
}

const bomb = gzipSync(new Uint8Array(50_000_000));

/** One after the other, each of what can be sent instead of a file. */
const turns: readonly Answer[] = [
  serveFile,
  (response) => response.writeHead(404).end(),
  (response) => response.end('something else'),
  (response) => response.destroy(),
  (response, _path, bytes) => response.end(bytes?.subarray(1)),
];

export const badServers: readonly BadServer[] = [
  {
    name: 'that is stopped',
    start: async (t) => {
      const cleanUp: (() => unknown)[] = [];
      const address = await serveRaw(
        { after: (task: unknown) => void cleanUp.push(task as () => unknown) },
        () => undefined,
      );
      for (const task of cleanUp) await task();
      t.after(() => undefined);
      return address;
    },
    code: 2,
    says: /nothing answers there/,
  },
  { name: 'whose name nobody knows', start: () => Promise.resolve('http://no-such-ledger.invalid/'), code: 2 },
  {
    name: 'that takes the call and says nothing',
    start: raw(() => undefined),
    code: 2,
    hangs: true,
    says: /no complete answer within 0.5 seconds/,
  },
  { name: 'that hangs up at once', start: raw((socket) => socket.destroy()), code: 2, says: /broke off/ },
  { name: 'that speaks another language', start: raw((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')), code: 2 },
  {
    name: 'that begins and never goes on',
    start: http((response) => void response.writeHead(200).write('beginning')),
    code: 2,
    hangs: true,
    says: /no complete answer within 0.5 seconds/,
  },
  {
    name: 'that sends byte after byte, slowly',
    start: http((response) => drip(response, '.')),
    code: 2,
    hangs: true,
  },
  {
    name: 'whose files come one byte at a time',
    start: http(only(isTile, (response) => drip(response, '.'))),
    code: 2,
    hangs: true,
  },
  {
    name: 'whose headers never end, slowly',
    start: raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      drip(socket, 'x-more: of the same\r\n');
    }),
    code: 2,
    hangs: true,
  },
  {
    name: 'whose headers never end, quickly',
    start: raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      flood(socket, `x-more: ${'of the same '.repeat(100)}\r\n`);
    }),
    code: 2,
    hangs: true,
    says: /a beginning that does not end|no complete answer/,
  },
  {
    name: 'that announces an answer again and again',
    start: raw((socket) => flood(socket, 'HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n')),
    code: 2,
    hangs: true,
  },
  { name: 'whose answer never ends', start: http((response) => flood(response, new Uint8Array(1 << 16))) },
  {
    name: 'whose files never end',
    start: http(only(isTile, (response) => flood(response, new Uint8Array(1 << 16)))),
  },
  {
    name: 'that sends everybody round in a circle',
    start: http((response, path) => response.writeHead(302, { location: `/${path}` }).end()),
    code: 2,
    says: /from one address to the next without end/,
  },
  {
    name: 'that sends everybody on and on',
    start: http((response, path) => response.writeHead(307, { location: `/${path}x` }).end()),
    code: 2,
    says: /from one address to the next without end/,
  },
  {
    name: 'that sends everybody on to nowhere',
    start: http((response) => response.writeHead(301, { location: 'http://' }).end()),
    code: 2,
  },
  {
    name: 'that sends readers on within itself',
    start: (t, files) =>
      serveHttp(t, files, (response, path, _bytes, request) => {
        if (path.startsWith('moved/')) serveFile(response, path, files.get(path.slice('moved/'.length)), request);
        else response.writeHead(308, { location: `/moved/${path}` }).end();
      }),
    code: 0,
  },
  {
    name: 'that answers with a web page, whatever is asked',
    start: http((response) =>
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>Welcome</title>'),
    ),
    code: 2,
    says: /no ledger|no record|is damaged/,
  },
  { name: 'that answers with nothing', start: http((response) => response.end()), code: 2 },
  {
    name: 'that forbids everything',
    start: http((response) => response.writeHead(403).end('no')),
    code: 2,
    says: /status 403/,
  },
  {
    name: 'that fails at everything',
    start: http((response) => response.writeHead(500).end('no')),
    code: 2,
    says: /status 500/,
  },
  {
    name: 'that asks for an hour of patience',
    start: http((response) => response.writeHead(503, { 'retry-after': '3600' }).end()),
    code: 2,
    says: /status 503/,
  },
  {
    name: 'that answers with a part',
    start: http((response, _path, bytes) => response.writeHead(206).end(bytes)),
    code: 2,
  },
  {
    name: 'that announces more than it sends',
    start: raw((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nshort')),
    code: 2,
  },
  {
    name: 'that sends more than it announces',
    start: raw((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nmuch longer than that')),
  },
  {
    name: 'that sends a little that unpacks to very much',
    start: http((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)),
  },
  {
    name: 'that says it is packed and is not',
    start: http((response, _path, bytes) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes)),
    code: 2,
    says: /cannot be unpacked/,
  },
  {
    name: 'that says it is packed a hundred times',
    start: http((response, _path, bytes) =>
      response.writeHead(200, { 'content-encoding': Array(100).fill('gzip').join(', ') }).end(bytes),
    ),
    code: 2,
  },
  {
    name: 'that breaks off in the middle of files',
    start: http(
      only(isTile, (response, _path, bytes) => {
        response.writeHead(200, { 'content-length': bytes?.length });
        response.write(bytes?.subarray(0, 100), () => response.destroy());
      }),
    ),
    code: 2,
    says: /broke off/,
  },
  {
    name: 'that cuts its files short',
    harmless: ['mirror', 'compare', 'receipt'],
    start: http(only(isEntries, (response, _path, bytes) => response.end(bytes?.subarray(0, -7)))),
  },
  {
    name: 'whose files have more in them',
    start: http(
      only(isTile, (response, _path, bytes) => {
        response.write(bytes);
        response.end(new Uint8Array(32));
      }),
    ),
  },
  { name: 'that has not all of its files', start: http(only(isTile, (response) => response.writeHead(404).end())) },
  {
    name: 'that has not all of its texts',
    harmless: ['compare', 'receipt'],
    start: http(
      only(
        (path) => path.startsWith('content/'),
        (response) => response.writeHead(404).end(),
      ),
    ),
  },
  {
    name: 'that answers differently each time',
    start: (t, files) => {
      let asked = 0;
      return serveHttp(t, files, (...args) => turns[asked++ % turns.length]?.(...args));
    },
  },
  {
    name: 'whose files are nested without end',
    harmless: ['mirror', 'receipt'],
    start: http(
      only(
        (path) => path === 'ledger.json' || path.startsWith('content/'),
        (response) => response.end('['.repeat(3_000)),
      ),
    ),
  },
  {
    name: 'that answers all in bytes that are no text',
    start: http((response) => response.end(new Uint8Array(2_000).fill(0xff))),
    code: 2,
  },
  {
    name: 'that does not speak securely, though its address says so',
    start: async (t, files) => (await serveHttp(t, files, serveFile)).replace('http:', 'https:'),
    code: 2,
    says: /no secure connection/,
  },
];
