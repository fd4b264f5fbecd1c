/**
 * A bucket of an S3-compatible object store. What makes a step of each write are its conditions: `If-None-Match: *` creates, `If-Match`
 * swaps. A store that ignores them would let two writers overwrite each other: `checkConditions` finds out.
 *
 * What failed without an answer may have happened: reads and removals are tried again here, writes are not.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { SignRequest, S3Request } from './s3-signer.ts';
import { isKey, MAX_OBJECT_BYTES, type ObjectOptions, type ObjectStore, type StoredObject } from './store.ts';

export interface S3Place {
  /** Ends in a slash; keys are resolved against it. */
  readonly base: URL;
  /** Path of the bucket on that host: "/" where the bucket has a host name of its own. */
  readonly bucketPath: string;
  /** Before every key within the bucket: empty, or ending in a slash. */
  readonly prefix: string;
  readonly name: string;
}

export interface S3Options {
  readonly place: S3Place;
  readonly sign: SignRequest;
  /** The longest that one request may take. */
  readonly timeoutMs?: number;
  /** Before something is tried again for the first time; twice as long before the next. */
  readonly pauseMs?: number;
}

interface Answer {
  readonly status: number;
  readonly bytes: Uint8Array;
  readonly etag: string;
  /** The store's own word for what is wrong, such as NoSuchKey. */
  readonly code: string;
}

const TIMEOUT_MS = 30_000;
const ATTEMPTS = 4;
const PAUSE_MS = 100;
const MAX_ERROR_BYTES = 10_000;
const MAX_LIST_BYTES = 4 * 1024 * 1024;

export class S3Store implements ObjectStore {
  readonly #place: S3Place;
  readonly #sign: SignRequest;
  readonly #timeoutMs: number;
  readonly #pauseMs: number;

  constructor({ place, sign, timeoutMs = TIMEOUT_MS, pauseMs = PAUSE_MS }: S3Options) {
    this.#place = place;
    this.#sign = sign;
    this.#timeoutMs = timeoutMs;
    this.#pauseMs = pauseMs;
  }

  get name(): string {
    return this.#place.name;
  }

  async get(key: string): Promise<StoredObject | undefined> {
    const answer = await this.#again({ method: 'GET', url: this.#url(key), headers: {} }, MAX_OBJECT_BYTES);
    if (answer.status === 200 && answer.etag !== '') return { bytes: answer.bytes, version: answer.etag };
    if (answer.status === 404 && answer.code !== 'NoSuchBucket') return undefined;
    throw this.#refused(answer, key);
  }

  async create(key: string, bytes: Uint8Array, options: ObjectOptions): Promise<boolean> {
    const answer = await this.#put(key, bytes, options, { 'if-none-match': '*' });
    if (answer.status === 200) return true;
    if (answer.status === 412) return false;
    throw this.#refused(answer, key);
  }

  async swap(key: string, bytes: Uint8Array, version: string | undefined, options: ObjectOptions): Promise<boolean> {
    if (version === undefined) return this.create(key, bytes, options);
    const answer = await this.#put(key, bytes, options, { 'if-match': version });
    if (answer.status === 200) return true;
    if (answer.status === 412 || (answer.status === 404 && answer.code !== 'NoSuchBucket')) return false;
    throw this.#refused(answer, key);
  }

  async remove(key: string): Promise<void> {
    const answer = await this.#again({ method: 'DELETE', url: this.#url(key), headers: {} }, MAX_ERROR_BYTES);
    const gone = answer.status === 204 || answer.status === 200 || answer.status === 404;
    if (!gone || answer.code === 'NoSuchBucket') throw this.#refused(answer, key);
  }

  async *list(prefix: string): AsyncIterable<string> {
    const { base, bucketPath, prefix: before } = this.#place;
    for (let token: string | undefined; ;) {
      const url = new URL(bucketPath, base);
      url.searchParams.set('list-type', '2');
      url.searchParams.set('prefix', before + prefix);
      if (token !== undefined) url.searchParams.set('continuation-token', token);
      const answer = await this.#again({ method: 'GET', url, headers: {} }, MAX_LIST_BYTES);
      if (answer.status !== 200) throw this.#refused(answer, `${prefix}…`);
      const page = new TextDecoder().decode(answer.bytes);
      for (const [, name = ''] of page.matchAll(/<Key>([^<]*)<\/Key>/g)) {
        const key = plain(name).slice(before.length);
        if (plain(name).startsWith(before + prefix) && isKey(key)) yield key;
      }
      if (element(page, 'IsTruncated') !== 'true') return;
      token = element(page, 'NextContinuationToken');
      if (token === undefined || token === '')
        throw new Error(`${this.name} gave half a list, and not how it goes on.`);
    }
  }

  tidy(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Another conditional write under way at the same moment: nothing was written, so it may be tried again. */
  async #put(
    key: string,
    body: Uint8Array,
    { contentType, cacheControl }: ObjectOptions,
    condition: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const headers = { 'content-type': contentType, 'cache-control': cacheControl, ...condition };
    for (let attempt = 1; ; attempt++) {
      const request = { method: 'PUT', url: this.#url(key), headers, body } as const;
      const answer = await this.#send(request, MAX_ERROR_BYTES);
      if (answer.status !== 409 || attempt === ATTEMPTS) return answer;
      await this.#pause(attempt);
    }
  }

  async #again(request: S3Request, maxBytes: number): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await this.#send(request, maxBytes);
        if ((answer.status < 500 && answer.status !== 429) || attempt === ATTEMPTS) return answer;
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
      }
      await this.#pause(attempt);
    }
  }

  async #send(request: S3Request, maxBytes: number): Promise<Answer> {
    const { method, url, body } = request;
    const headers = await this.#sign(request);
    try {
      const response = await fetch(url, {
        ...{ method, headers },
        ...(body === undefined ? {} : { body: Uint8Array.from(body) }),
        // A bucket that lies elsewhere says so; what was signed for one host is worth nothing at another.
        redirect: 'manual',
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      const bytes = await readBody(response.body, response.ok ? maxBytes : MAX_ERROR_BYTES);
      const code = response.ok ? '' : (element(new TextDecoder().decode(bytes), 'Code') ?? '');
      return { status: response.status, bytes, etag: response.headers.get('etag') ?? '', code };
    } catch (cause) {
      throw new Error(`${this.name} gave no complete answer (${reasonOf(cause)}).`, { cause });
    }
  }

  #pause(attempt: number): Promise<void> {
    // Spread out, or those who collided collide again.
    return delay(this.#pauseMs * 2 ** (attempt - 1) * (0.5 + Math.random()));
  }

  #url(key: string): URL {
    if (!isKey(key)) throw new RangeError(`No object is called "${key}".`);
    return new URL(key, this.#place.base);
  }

  #refused({ status, code }: Answer, key: string): Error {
    const said = `${this.name} answered ${status}${code === '' ? '' : ` ${code}`} for ${key}.`;
    return new Error(`${said} ${adviceFor(status, code)}`.trim());
  }
}

function adviceFor(status: number, code: string): string {
  if (code === 'NoSuchBucket') return 'There is no such bucket: make it first.';
  if (code === 'SignatureDoesNotMatch' || code === 'InvalidAccessKeyId')
    return 'Look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the region.';
  if (code === 'RequestTimeTooSkewed') return 'The clock of this machine is wrong.';
  if (status === 403)
    return 'The key needs s3:GetObject, s3:PutObject and s3:DeleteObject on the objects and s3:ListBucket on the bucket.';
  if (status === 501) return 'It does not know conditional writes, which this service cannot do without.';
  if (status >= 300 && status < 400) return 'The bucket is in another region: say region=… in its address.';
  return '';
}

/** Leaving the loop by an error also ends the connection. */
async function readBody(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += part.length;
    if (length > maxBytes) throw new Error(`more than ${maxBytes} bytes`);
    parts.push(part);
  }
  return Uint8Array.from(Buffer.concat(parts));
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}

function element(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text === undefined ? undefined : plain(text);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function plain(text: string): string {
  return text.replaceAll(
    /&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
    },
  );
}
