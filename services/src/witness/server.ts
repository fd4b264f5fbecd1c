/** The addresses of a witness: `POST /add-checkpoint`, `GET /<origin hash>/checkpoint`, and a page for people. SPEC 3.4. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Identity } from './identity.ts';
import { witnessPage } from './page.ts';
import { originHash, type WitnessStore } from './store.ts';
import type { Witness } from './witness.ts';

/** Room for a proof and for several dozen signature lines of ML-DSA-44. */
const MAX_REQUEST_BYTES = 262_144;

export interface WitnessServerOptions {
  readonly witness: Witness;
  readonly identity: Identity;
  readonly store: WitnessStore;
  readonly log: Logger;
}

export function createWitnessServer(options: WitnessServerOptions): RequestListener {
  return (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      options.log.error({ err: error }, 'A request could not be answered.');
      if (!response.headersSent) send(response, 500, 'The witness failed. Nothing was cosigned.\n');
      else response.destroy();
    });
  };
}

async function answer(
  options: WitnessServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const pathname = URL.parse(request.url ?? '/', 'http://witness')?.pathname;
  if (pathname === undefined) return send(response, 400, 'This is not an address.\n');
  if (pathname === '/add-checkpoint') {
    if (request.method === 'POST') return addCheckpoint(options, request, response);
    return send(response.setHeader('Allow', 'POST'), 405, 'A checkpoint is sent by POST.\n');
  }
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return send(response.setHeader('Allow', 'GET, HEAD'), 405, 'This address is only read.\n');
  if (pathname === '/') return sendPage(options, response);
  const [, hash, name] = /^\/([0-9a-f]{64})\/(?:checkpoint|refused\/([a-z0-9-]{1,100}\.json))$/.exec(pathname) ?? [];
  const log = options.identity.logs.find(({ origin }) => originHash(origin) === hash);
  if (name !== undefined) return sendRefused(options, log?.origin ?? '', name, response);
  const cosigned = log === undefined ? undefined : options.store.cosigned(log.origin);
  if (cosigned === undefined) return send(response, 404, 'This witness has cosigned no checkpoint of such a log.\n');
  // Pages of other sites may compare it as well.
  response.setHeader('Access-Control-Allow-Origin', '*').setHeader('Cache-Control', 'no-cache');
  send(response, 200, cosigned.note);
}

/** Evidence is of use where others have it. SPEC 11.3. */
async function sendRefused(
  { store }: WitnessServerOptions,
  origin: string,
  name: string,
  response: ServerResponse,
): Promise<void> {
  const text = await store.readRefused(origin, name);
  if (text === undefined) return send(response, 404, 'This witness has kept no such file.\n');
  response.setHeader('Content-Type', 'application/json').setHeader('Access-Control-Allow-Origin', '*');
  send(response, 200, text);
}

async function addCheckpoint(
  { witness, log }: WitnessServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (body === undefined) {
    response.setHeader('Connection', 'close');
    return send(response, 413, `A request has at most ${MAX_REQUEST_BYTES} bytes.\n`);
  }
  const judged = await witness.addCheckpoint(body);
  if (judged.status === 422) log.warn({ why: judged.why }, 'A checkpoint was refused that the log had signed.');
  if (judged.status === 200) return send(response, 200, judged.lines);
  if (judged.status === 409) {
    response.setHeader('Content-Type', 'text/x.tlog.size');
    return send(response, 409, `${judged.size}\n`);
  }
  send(response, judged.status, `${judged.why}\n`);
}

/** Undefined for one that is too large. @throws Error when the sender is gone. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_REQUEST_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function sendPage({ identity, store }: WitnessServerOptions, response: ServerResponse): void {
  response
    .setHeader('Content-Type', 'text/html; charset=utf-8')
    .setHeader('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'")
    .setHeader('Cache-Control', 'no-cache');
  send(response, 200, witnessPage(identity, store));
}

function send(response: ServerResponse, status: number, text: string): void {
  if (!response.hasHeader('Content-Type')) response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.writeHead(status).end(text);
}
