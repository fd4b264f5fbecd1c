/** Requests to witnesses, whose answers may be anything: each ends in bounded time and takes bounded room. */

export interface WitnessAnswer {
  readonly status: number;
  /** Without parameters, in lower case; empty where there is none. */
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Room for a few dozen lines of ML-DSA-44. */
const MAX_ANSWER_BYTES = 131_072;

/** @throws Error when there is no complete answer in time, or one that is too large. */
export async function postCheckpoint(prefix: string, body: string, signal: AbortSignal): Promise<WitnessAnswer> {
  return answerOf(
    await fetch(under(prefix, 'add-checkpoint'), {
      method: 'POST',
      body,
      signal,
      redirect: 'error',
      headers: { 'content-type': 'text/plain; charset=utf-8', 'user-agent': 'counterfoil' },
    }),
  );
}

/** What a witness shows to everybody of a log. @throws Error as above. */
export async function getCheckpoint(prefix: string, originHash: string, signal: AbortSignal): Promise<WitnessAnswer> {
  const url = under(prefix, `${originHash}/checkpoint`);
  return answerOf(await fetch(url, { signal, redirect: 'error', headers: { 'user-agent': 'counterfoil' } }));
}

function under(prefix: string, path: string): URL {
  return new URL(path, prefix.endsWith('/') ? prefix : `${prefix}/`);
}

async function answerOf(response: Response): Promise<WitnessAnswer> {
  const [contentType = ''] = (response.headers.get('content-type') ?? '').split(';');
  const body = await readCapped(response, MAX_ANSWER_BYTES);
  return { status: response.status, contentType: contentType.trim().toLowerCase(), body };
}

/** @throws Error for a body that is larger. */
export async function readCapped({ body }: Response, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop by an error also ends the connection.
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > maxBytes) throw new Error(`The answer has more than ${maxBytes} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
