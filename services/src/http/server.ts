/** The listening socket, and how long and how many it bears: a request that comes in drips is cut off, and nobody holds all the connections. */
import { createServer, type RequestListener, type Server } from 'node:http';
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
    app,
  );
  server.maxConnections = connections;
  // Without a byte in either direction, such as when an answer is never read.
  server.timeout = 2 * requestTimeoutMs;
  limitNetworks(server, connectionsPerNetwork);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
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
