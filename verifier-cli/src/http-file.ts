/** One request for one file, and whatever a server can do instead of answering it, in words. */
import { SourceError } from '@counterfoil/ledger/audit/source';

/** Within the same origin. */
const MAX_REDIRECTS = 3;

/** Something that may be better a moment later; the server may have said when. */
export class Passing extends SourceError {
  readonly afterMs: number | undefined;
  constructor(message: string, afterMs: number | undefined, options?: ErrorOptions) {
    super('unreachable', message, options);
    this.afterMs = afterMs;
  }
}

/**
 * Undefined where the server says that there is no such file.
 * @throws SourceError; Passing when it is worth another try; whatever `signal` was aborted with.
 */
export async function requestFile(url: URL, maxBytes: number, signal: AbortSignal): Promise<Uint8Array | undefined> {
  try {
    return await answered(url, await follow(url, signal), maxBytes);
  } catch (error) {
    if (error instanceof SourceError || signal.aborted) throw error;
    throw connectionError(url, error);
  }
}

/** What is asked of one server is answered by that server: another origin would be one that nobody named. */
async function follow(first: URL, signal: AbortSignal): Promise<Response> {
  let url = first;
  for (let redirects = 0; ; redirects++) {
    const response = await fetch(url, {
      signal,
      redirect: 'manual',
      headers: { 'user-agent': 'counterfoil-verifier' },
    });
    const { status, headers } = response;
    const location = headers.get('location');
    if (status < 300 || status > 399 || status === 304 || location === null) return response;
    await response.body?.cancel();
    const next = URL.parse(location, url);
    if (next === null) throw new SourceError('refused', `${first.host} sends readers on to what is no address.`);
    if (next.origin !== first.origin)
      throw new SourceError(
        'refused',
        `${first.host} sends readers on to ${next.origin}, which you did not name. If you mean that one, give its address.`,
      );
    if (redirects === MAX_REDIRECTS)
      throw new SourceError('refused', `${first.host} sends readers on from one address to the next without end.`);
    url = next;
  }
}

async function answered(url: URL, response: Response, maxBytes: number): Promise<Uint8Array | undefined> {
  const { status, body, headers } = response;
  if (status === 200) return readBody(body, maxBytes);
  await body?.cancel();
  if (status === 404 || status === 410) return undefined;
  if (status >= 500 || status === 429 || status === 408)
    throw new Passing(`${url.host} answered with status ${status}.`, retryAfterMs(headers));
  throw new SourceError('refused', `${url.host} refused it with status ${status}.`);
}

/** RFC 9110, 10.2.3; a date is not waited for. */
function retryAfterMs(headers: Headers): number | undefined {
  const text = headers.get('retry-after') ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) * 1000 : undefined;
}

/** Counts what comes out of a compressed answer, and reads no more than that. */
async function readBody(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop by an error also ends the connection.
  for await (const part of body ?? []) {
    length += part.length;
    if (length > maxBytes) throw new SourceError('too-large', `The answer has more than ${maxBytes} bytes.`);
    parts.push(part);
  }
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** By the beginning of the code that Node or one of its libraries gives. */
const passing: readonly (readonly [string, string])[] = [
  ['ECONNREFUSED', 'nothing answers there'],
  ['UND_ERR_CONNECT_TIMEOUT', 'nothing answers there'],
  ['ETIMEDOUT', 'nothing answers there'],
  ['EHOSTUNREACH', 'there is no way to that computer from here'],
  ['ENETUNREACH', 'there is no way to that computer from here'],
  ['EAI_AGAIN', 'the name of the host could not be looked up'],
  ['ECONNRESET', 'the connection broke off'],
  ['EPIPE', 'the connection broke off'],
  ['UND_ERR_SOCKET', 'the connection broke off'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'its answer is shorter or longer than it says'],
  ['Z_', 'its answer is packed and cannot be unpacked'],
  ['ERR__ERROR_FORMAT', 'its answer is packed and cannot be unpacked'],
  ['ZSTD_', 'its answer is packed and cannot be unpacked'],
];

const lasting: readonly (readonly [string, string])[] = [
  ['ENOTFOUND', 'there is no such host'],
  ['UND_ERR_HEADERS_OVERFLOW', 'its answer has a beginning that does not end'],
  ['HPE_HEADER_OVERFLOW', 'its answer has a beginning that does not end'],
  ['HPE_', 'what answers there does not speak HTTP'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['ERR_TLS_CERT_ALTNAME', 'its certificate is for another name'],
  ['DEPTH_ZERO', 'its certificate is one that this computer has no reason to trust'],
  ['SELF_SIGNED', 'its certificate is one that this computer has no reason to trust'],
  ['UNABLE_TO_', 'its certificate is one that this computer has no reason to trust'],
  ['CERT_', 'its certificate is one that this computer has no reason to trust'],
  ['ERR_SSL_', 'no secure connection could be made'],
  ['ERR_TLS', 'no secure connection could be made'],
  ['EPROTO', 'no secure connection could be made'],
];

/** What `fetch` throws says little; what caused it says more. */
function connectionError(url: URL, error: unknown): SourceError {
  const code = codeOf(error);
  if (code === '' && !(error instanceof TypeError)) throw error;
  if (error instanceof Error && error.cause instanceof Error && error.cause.message === 'bad port')
    return new SourceError('refused', `${url.host} was not asked: on that port no web server may answer.`, {
      cause: error,
    });
  const isOf = ([begin]: readonly [string, string]): boolean => code.startsWith(begin);
  const sentence = (reason: string): string => `${url.host} could not be reached: ${reason}.`;
  const known = lasting.find(isOf);
  if (known !== undefined)
    return new SourceError(code === 'ENOTFOUND' ? 'unreachable' : 'refused', sentence(known[1]), { cause: error });
  const reason = passing.find(isOf)?.[1] ?? (code === '' ? 'the connection failed' : `the connection failed (${code})`);
  return new Passing(sentence(reason), undefined, { cause: error });
}

/** Of the error, or of the first of its causes that has one. */
function codeOf(error: unknown): string {
  for (let one = error; one instanceof Error; one = one.cause)
    if ('code' in one && typeof one.code === 'string') return one.code;
  return '';
}
