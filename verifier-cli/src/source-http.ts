/** Reads the public record from a server, within bounded time whatever the server does. */
import { setTimeout as delay } from 'node:timers/promises';
import { SourceError, type Source } from '@counterfoil/ledger/audit/source';

export interface HttpSourceOptions {
  /** The longest one file of the record may take, all attempts together; what people attach is larger, and may take ten times as long. */
  readonly timeoutMs: number;
}

/** Requests under way at the same moment; connections are kept open between them. */
const REQUESTS_AT_ONCE = 24;
const ATTEMPTS = 3;
const ATTACHED = 10;
const FIRST_PAUSE_MS = 200;
/** After so many files in a row that could not be had, the server counts as gone and is asked no more. */
const FAILURES_IN_A_ROW = 3;

/** @param base ends in a slash; paths are resolved against it. */
export function httpSource(base: URL, { timeoutMs }: HttpSourceOptions): Source {
  const turns = new Turns(REQUESTS_AT_ONCE);
  let answeredOnce = false;
  let failures = 0;
  let last: SourceError | undefined;
  return {
    async read(path, maxBytes) {
      await turns.take();
      try {
        if (last !== undefined && failures >= (answeredOnce ? FAILURES_IN_A_ROW : 1)) throw last;
        const bytes = await readWithin(
          new URL(path, base),
          maxBytes,
          path.startsWith('file/') ? ATTACHED * timeoutMs : timeoutMs,
        );
        answeredOnce = true;
        failures = 0;
        return bytes;
      } catch (error) {
        if (error instanceof SourceError && error.code !== 'too-large') {
          failures++;
          last = error;
        }
        throw error;
      } finally {
        turns.give();
      }
    },
  };
}

/** Tries again what may be better a moment later, as long as there is time. */
async function readWithin(url: URL, maxBytes: number, timeoutMs: number): Promise<Uint8Array | undefined> {
  const deadline = AbortSignal.timeout(timeoutMs);
  for (let attempt = 1; ; attempt++) {
    try {
      return await request(url, maxBytes, deadline);
    } catch (error) {
      if (deadline.aborted) {
        const seconds = timeoutMs / 1000;
        throw new SourceError('timeout', `${url.host} gave no complete answer within ${seconds} seconds.`, {
          cause: error,
        });
      }
      const known = error instanceof SourceError ? error : connectionError(url, error);
      if (known.code !== 'unreachable' || attempt === ATTEMPTS) throw known;
      await delay(FIRST_PAUSE_MS * 2 ** (attempt - 1));
    }
  }
}

async function request(url: URL, maxBytes: number, signal: AbortSignal): Promise<Uint8Array | undefined> {
  const response = await fetch(url, { signal, headers: { 'user-agent': 'counterfoil-verifier' } });
  const { status, body } = response;
  if (status === 200) return readBody(body, maxBytes);
  await body?.cancel();
  if (status === 404 || status === 410) return undefined;
  if (status >= 500 || status === 429 || status === 408)
    throw new SourceError('unreachable', `${url.host} answered with status ${status}.`);
  throw new SourceError('refused', `${url.host} refused it with status ${status}.`);
}

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

const inWords: { readonly [code: string]: string } = {
  ECONNREFUSED: 'nothing answers there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host could not be looked up',
  ECONNRESET: 'the connection broke off',
  UND_ERR_SOCKET: 'the connection broke off',
};

/** What `fetch` throws says little; what caused it says more. */
function connectionError(url: URL, error: unknown): SourceError {
  if (!(error instanceof TypeError)) throw error;
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason = inWords[code] ?? (code === '' ? 'the connection failed' : `the connection failed (${code})`);
  return new SourceError('unreachable', `${url.host} could not be reached: ${reason}.`, { cause: error });
}

/** Hands out a number of turns; who finds none left waits in line. */
class Turns {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(turns: number) {
    this.#free = turns;
  }

  async take(): Promise<void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}
