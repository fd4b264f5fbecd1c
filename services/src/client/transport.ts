/**
 * Requests over connections that stay open. Node's own `http` takes a quarter of the processor time of `fetch` for the small
 * messages that go back and forth here.
 */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { problem } from './client-problem.ts';

export interface TransportOptions {
  /** Requests under way at the same time; more of them wait. */
  readonly concurrency: number;
  /** Sent as `Authorization: Bearer`. */
  readonly token?: string | undefined;
  /** Milliseconds without a byte from the other side. */
  readonly timeoutMs: number;
}

export interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
}

export interface Transport {
  /**
   * @param authorization in place of the token.
   * @throws ClientProblem `unreachable` when no whole answer came: whether the request took effect is unknown then.
   */
  request(method: 'GET' | 'POST', path: string, json?: Uint8Array, authorization?: string): Promise<Answer>;
  close(): void;
}

/** Larger than anything that the API answers. */
const MAX_ANSWER_BYTES = 12_000_000;

/** @throws ClientProblem `unreachable` when the address is no http or https address. */
export function createTransport(address: string, options: TransportOptions): Transport {
  const base = parseAddress(address);
  const secure = base.protocol === 'https:';
  const settings = { keepAlive: true, maxSockets: options.concurrency, scheduling: 'lifo' } as const;
  const agent = secure ? new HttpsAgent(settings) : new HttpAgent(settings);
  const start = secure ? httpsRequest : httpRequest;
  const bearer = options.token === undefined ? undefined : `Bearer ${options.token}`;

  return {
    request: (method, path, json, authorization = bearer) =>
      new Promise((resolve, reject) => {
        const fail = (cause: Error): void =>
          reject(problem('unreachable', `No answer came from ${base.origin}: ${reason(cause)}.`, { cause }));
        const body =
          json === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': String(json.length) };
        const request = start(new URL(path, base), {
          agent,
          method,
          headers: { ...(authorization === undefined ? {} : { Authorization: authorization }), ...body },
          timeout: options.timeoutMs,
        });
        request.once('response', (response) => void readAll(response).then(resolve, fail));
        request.once('timeout', () => request.destroy(new Error(`nothing for ${options.timeoutMs / 1000} seconds`)));
        request.once('error', fail);
        request.end(json);
      }),
    close: () => agent.destroy(),
  };
}

/** A ledger may live below a path, so addresses are taken relative to a folder. */
function parseAddress(address: string): URL {
  const base = URL.canParse(address) ? new URL(address) : undefined;
  if (base === undefined || !/^https?:$/.test(base.protocol))
    throw problem('unreachable', `"${address}" is not the address of a ledger: give one like http://localhost:3000.`);
  base.search = '';
  base.hash = '';
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return base;
}

async function readAll(response: IncomingMessage): Promise<Answer> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_ANSWER_BYTES) throw new Error('the answer is larger than any that a ledger gives');
    chunks.push(chunk);
  }
  return { status: response.statusCode ?? 0, body: new Uint8Array(Buffer.concat(chunks)) };
}

function reason(error: NodeJS.ErrnoException): string {
  if (error.code === 'ECONNREFUSED') return 'nothing listens there';
  if (error.code === 'ENOTFOUND') return 'there is no such host';
  if (error.code === 'ECONNRESET') return 'the connection broke';
  return error.message;
}
