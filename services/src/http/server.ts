/** The listening socket, and how long and how many it bears: a request that comes in drips is cut off, and nobody holds all the connections. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Config } from '../config.ts';
import { networkOf } from '../door/network.ts';

export type ServerOptions = Pick<
  Config,
  'port' | 'host' | 'requestTimeoutMs' | 'connections' | 'connectionsPerNetwork'
>;

/** No request of ours needs more: the longest header is a desk pass. */
const MAX_HEADER_BYTES = 16_384;

export function listen(app: RequestListener, options: ServerOptions): Promise<Server> {
  const { port, host, requestTimeoutMs, connections, connectionsPerNetwork } = options;
  const headersTimeout = requestTimeoutMs / 4;
  const server = createServer(
    {
      headersTimeout,
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.min(headersTimeout / 4, 5000),
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    (request, response) => {
      // As Node answers one without a host; of two, a proxy in front may have gone by the other. RFC 9112, section 3.2.
      if ((request.headersDistinct['host']?.length ?? 0) > 1) response.writeHead(400, { Connection: 'close' }).end();
      else app(request, response);
    },
  );
  server.maxConnections = connections;
  // Without a byte in either direction, such as when an answer is never read.
  server.timeout = 2 * requestTimeoutMs;
  server.on('request', endUnread);
  limitNetworks(server, connectionsPerNetwork);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

/** Time to hear the answer for whoever is still sending. */
const LINGER_MS = 1000;

/** What is still coming when the answer was given is not waited for: it may be without end. */
function endUnread(request: IncomingMessage, response: ServerResponse): void {
  response.once('finish', () => {
    if (request.complete) return;
    const timer = setTimeout(() => request.complete || request.socket.destroy(), LINGER_MS);
    request.once('end', () => clearTimeout(timer));
  });
}

/** A network is known for as long as it is connected. */
function limitNetworks(server: Server, most: number): void {
  if (most === Infinity) return;
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const network = networkOf(socket.remoteAddress);
    const count = (open.get(network) ?? 0) + 1;
    if (count > most) {
      socket.destroy();
      return;
    }
    open.set(network, count);
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left === 0) open.delete(network);
      else open.set(network, left);
    });
  });
}
