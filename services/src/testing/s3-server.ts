/**
 * A small object store for tests, strict where it matters: signatures (AWS Signature Version 4, computed here anew from the documentation),
 * the hash of the body, the clock, and conditional writes. Objects are in memory; whoever signs nothing may read them, as in a public bucket.
 */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { S3Credentials } from '../objects/s3-signer.ts';

export interface S3Object {
  readonly bytes: Uint8Array;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What becomes of one request: `fail` answers 500 and does nothing, `lose` does it and breaks the connection before an answer. */
export type Fault = 'fail' | 'lose' | undefined;

export interface S3Server {
  readonly bucket: string;
  readonly region: string;
  readonly credentials: S3Credentials;
  /** As COUNTERFOIL_PUBLISH has it. */
  readonly address: string;
  /** Where anybody can read what is in the bucket. */
  readonly publicAddress: string;
  readonly objects: ReadonlyMap<string, S3Object>;
  /** Method and key of every request that was answered, in order. */
  readonly requests: readonly string[];
  /** Asked before each signed request. */
  fault: (method: string, key: string) => Fault | Promise<Fault>;
  /** Some stores take conditions and forget them; some look first and write a moment later. */
  conditions: 'kept' | 'forgotten' | 'looked-at-first';
}

const BUCKET = 'test-bucket';
const REGION = 'eu-test-1';
const CREDENTIALS = { accessKeyId: 'AKIATEST', secretAccessKey: 'not a secret: known to every test' };
/** Small, so that lists go on over pages. */
const KEYS_A_PAGE = 3;
const CLOCK_SKEW_MS = 15 * 60_000;

export async function startS3Server(): Promise<S3Server & AsyncDisposable> {
  const objects = new Map<string, S3Object>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const running: S3Server = {
    ...{ bucket: BUCKET, region: REGION, credentials: CREDENTIALS, objects, requests },
    address: `s3://${BUCKET}?region=${REGION}&endpoint=http://${host}`,
    publicAddress: `http://${host}/${BUCKET}/`,
    fault: () => undefined,
    conditions: 'kept',
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
    const url = new URL(request.url ?? '/', `http://${host}`);
    const [, bucket = '', ...rest] = decodeURIComponent(url.pathname).split('/');
    const [key, method] = [rest.join('/'), request.method ?? ''];
    if (request.headers.authorization === undefined) {
      const object = bucket === BUCKET && method === 'GET' ? objects.get(key) : undefined;
      return object === undefined
        ? refuse(response, 404, 'NoSuchKey')
        : void response.writeHead(200, { ...object.headers, etag: object.etag }).end(object.bytes);
    }
    const wrong = signatureFault(request, url, body);
    if (wrong !== undefined) return refuse(response, 403, wrong);
    if (bucket !== BUCKET) return refuse(response, 404, 'NoSuchBucket');
    const fault = await running.fault(method, key);
    if (fault === 'fail') return refuse(response, 500, 'InternalError');
    requests.push(`${method} ${key}`);
    await carryOut(method, key, url, request, fault === 'lose' ? undefined : response, body);
    if (fault === 'lose') response.destroy();
  }

  async function carryOut(
    method: string,
    key: string,
    url: URL,
    request: IncomingMessage,
    response: ServerResponse | undefined,
    body: Buffer,
  ): Promise<void> {
    if (method === 'GET' && key === '') return list(url, response);
    const there = objects.get(key);
    if (method === 'GET') {
      if (there === undefined) return refuse(response, 404, 'NoSuchKey');
      response?.writeHead(200, { ...there.headers, etag: there.etag }).end(there.bytes);
    } else if (method === 'DELETE') {
      objects.delete(key);
      response?.writeHead(204).end();
    } else if (method === 'PUT') {
      const { 'if-none-match': none, 'if-match': match } = request.headers;
      if (none !== undefined && none !== '*') return refuse(response, 501, 'NotImplemented');
      if (running.conditions !== 'forgotten') {
        if (none === '*' && there !== undefined) return refuse(response, 412, 'PreconditionFailed');
        if (match !== undefined && there === undefined) return refuse(response, 404, 'NoSuchKey');
        if (match !== undefined && match !== there?.etag) return refuse(response, 412, 'PreconditionFailed');
      }
      if (running.conditions === 'looked-at-first') await sleep(5);
      const etag = `"${hash('md5', body, 'hex')}"`;
      const kept = ['content-type', 'cache-control'].flatMap((name) => {
        const value = request.headers[name];
        return typeof value === 'string' ? [[name, value] as const] : [];
      });
      objects.set(key, { bytes: Uint8Array.from(body), etag, headers: Object.fromEntries(kept) });
      response?.writeHead(200, { etag }).end();
    } else refuse(response, 405, 'MethodNotAllowed');
  }

  function list(url: URL, response: ServerResponse | undefined): void {
    const prefix = url.searchParams.get('prefix') ?? '';
    const after = url.searchParams.get('continuation-token') ?? '';
    const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && `token&${key}` > after).sort();
    const page = keys.slice(0, KEYS_A_PAGE);
    const more = keys.length > page.length;
    const contents = page.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`).join('');
    const next = more ? `<NextContinuationToken>token&amp;${page.at(-1) ?? ''}</NextContinuationToken>` : '';
    response
      ?.writeHead(200, { 'content-type': 'application/xml' })
      .end(`<ListBucketResult><IsTruncated>${String(more)}</IsTruncated>${next}${contents}</ListBucketResult>`);
  }

  return Object.assign(running, {
    [Symbol.asyncDispose]: () =>
      new Promise<void>((closed) => {
        closeNow(server, closed);
      }),
  });
}

function closeNow(server: Server, closed: () => void): void {
  server.close(() => closed());
  server.closeAllConnections();
}

function refuse(response: ServerResponse | undefined, status: number, code: string): void {
  response?.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);
}

/** Undefined where the request is signed as it should be; else the code that the store answers with. */
function signatureFault(request: IncomingMessage, url: URL, body: Uint8Array): string | undefined {
  const { headers } = request;
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  if (parts === null) return 'AuthorizationHeaderMalformed';
  const [, keyId = '', day = '', region = '', signedHeaders = '', signature = ''] = parts;
  if (keyId !== CREDENTIALS.accessKeyId) return 'InvalidAccessKeyId';
  if (region !== REGION) return 'AuthorizationHeaderMalformed';
  const date = String(headers['x-amz-date']);
  const [, year, month, dayOfMonth, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const at = Date.parse(`${year}-${month}-${dayOfMonth}T${hour}:${minute}:${second}Z`);
  if (!date.startsWith(day) || !(Math.abs(at - Date.now()) <= CLOCK_SKEW_MS)) return 'RequestTimeTooSkewed';
  const bodyHash = hash('sha256', body, 'hex');
  if (headers['x-amz-content-sha256'] !== bodyHash) return 'XAmzContentSHA256Mismatch';
  // What decides over what is written has to be under the signature.
  const names = signedHeaders.split(';');
  const needed = [
    'host',
    'if-match',
    'if-none-match',
    ...Object.keys(headers).filter((name) => name.startsWith('x-amz-')),
  ];
  if (needed.some((name) => headers[name] !== undefined && !names.includes(name))) return 'AccessDenied';
  const query = [...url.searchParams]
    .map(([name, value]) => `${escape(name)}=${escape(value)}`)
    .sort()
    .join('&');
  const canonical = [
    request.method,
    url.pathname
      .split('/')
      .map((part) => escape(decodeURIComponent(part)))
      .join('/'),
    query,
    ...names.map((name) => `${name}:${String(headers[name]).trim().replaceAll(/ +/g, ' ')}`),
    '',
    signedHeaders,
    bodyHash,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', date, scope, hash('sha256', canonical, 'hex')].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce(
    (before: string | Buffer, part) => createHmac('sha256', before).update(part).digest(),
    `AWS4${CREDENTIALS.secretAccessKey}`,
  );
  const expected = createHmac('sha256', key).update(toSign).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? undefined : 'SignatureDoesNotMatch';
}

/** RFC 3986, unreserved characters as they are. */
function escape(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
