/** Stands between a client and a real service, and breaks or changes what comes back, for tests. */
import { createServer, request, type IncomingMessage, type Server } from 'node:http';

export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
  /** How often this very method and path has passed before. */
  readonly before: number;
}

/** What becomes of an answer: as it is, lost on the way, or another body. */
export type Fate = 'pass' | 'lose' | ((body: string) => string) | { readonly bytes: (body: Buffer) => Buffer };

export interface FlakyProxy extends AsyncDisposable {
  readonly address: string;
  /** Everything that passed, in order. */
  readonly passed: readonly Passing[];
}

/** The service has answered by the time that `fate` is asked: a lost answer is one to a request that took effect. */
export async function startFlakyProxy(target: string, fate: (passing: Passing) => Fate): Promise<FlakyProxy> {
  const passed: Passing[] = [];
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const { method = 'GET', url = '/', headers } = incoming;
      const body = await readAll(incoming);
      const before = passed.filter((other) => other.method === method && other.path === url).length;
      const passing = { method, path: url, body, before };
      passed.push(passing);
      const answer = await forward(new URL(url, target), method, headers, body);
      const decided = fate(passing);
      if (decided === 'lose') return void incoming.socket.destroy();
      const text = changed(answer.body, decided);
      outgoing.writeHead(answer.status, { 'Content-Type': answer.type, 'Content-Length': text.length }).end(text);
    })();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `http://127.0.0.1:${portOf(server)}`,
    passed,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

function changed(body: Buffer, fate: Exclude<Fate, 'lose'>): Buffer {
  if (fate === 'pass') return body;
  return typeof fate === 'function' ? Buffer.from(fate(body.toString())) : fate.bytes(body);
}

function forward(
  url: URL,
  method: string,
  headers: IncomingMessage['headers'],
  body: Buffer,
): Promise<{ readonly status: number; readonly type: string; readonly body: Buffer }> {
  return new Promise((resolve, reject) => {
    const onward = request(url, { method, headers, agent: false }, (response) => {
      const { statusCode: status = 0, headers: answered } = response;
      readAll(response).then((read) => resolve({ status, type: answered['content-type'] ?? '', body: read }), reject);
    });
    onward.once('error', reject);
    onward.end(body);
  });
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return address.port;
}
