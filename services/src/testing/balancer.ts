/** A plain HTTP balancer, as stands before several processes: asks each whether it is ready, and sends requests in turn to those that are. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Balancer extends AsyncDisposable {
  readonly address: string;
  /** Where it may send to, from now on. */
  backends: readonly string[];
  /** Where it sends to: those that said so when it looked last. */
  readonly ready: readonly string[];
}

const LOOK_MS = 50;

export async function startBalancer(): Promise<Balancer> {
  let ready: readonly string[] = [];
  let turn = 0;
  const closing = new AbortController();
  const server = createServer((incoming, outgoing) => {
    const target = ready[turn++ % Math.max(1, ready.length)];
    if (target === undefined) return void outgoing.writeHead(502).end('No backend is ready.');
    pass(incoming, outgoing, target);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const balancer: Balancer = {
    address: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    backends: [],
    get ready() {
      return ready;
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
      await looking;
    },
  };
  const looking = (async () => {
    while (!closing.signal.aborted) {
      const found = await Promise.all(balancer.backends.map(async (one) => ((await isReady(one)) ? [one] : [])));
      ready = found.flat();
      await sleep(LOOK_MS);
    }
  })();
  return balancer;
}

async function isReady(backend: string): Promise<boolean> {
  try {
    return (await fetch(`${backend}/health/ready`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

/** Sent once and never again: a balancer does not repeat what may have taken effect. */
function pass(incoming: IncomingMessage, outgoing: ServerResponse, target: string): void {
  const { method, url = '/', headers } = incoming;
  const onward = request(new URL(url, target), { method, headers, agent: false }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.once('error', () => {
    if (!outgoing.headersSent) outgoing.writeHead(502);
    outgoing.end();
  });
  incoming.pipe(onward);
}
