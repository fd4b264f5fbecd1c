/** Requests over kept connections, so many at a time, each timed from sending to the end of its answer. */
import { Agent, request } from 'node:http';

export interface Target {
  readonly url: URL;
  /** Of the operator: what they send is not limited. */
  readonly token: string;
}

export interface Loaded {
  readonly perSecond: number;
  /** Rising. */
  readonly latencies: readonly number[];
}

/**
 * Every answer has to be 201.
 * @param next makes a body, ready to be sent
 */
export async function load(
  target: Target,
  next: () => string,
  { clients, seconds }: { readonly clients: number; readonly seconds: number },
): Promise<Loaded> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const latencies: number[] = [];
  const started = performance.now();
  const until = started + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < until) {
        const body = next();
        const sent = performance.now();
        const status = await post(target, agent, body);
        if (status !== 201) throw new Error(`What was sent was answered with ${status}.`);
        latencies.push(performance.now() - sent);
      }
    }),
  );
  const elapsed = (performance.now() - started) / 1000;
  agent.destroy();
  latencies.sort((a, b) => a - b);
  return { perSecond: latencies.length / elapsed, latencies };
}

function post({ url, token }: Target, agent: Agent, body: string): Promise<number> {
  return new Promise((done, failed) => {
    const sending = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (response) => {
        response.resume();
        response.once('end', () => done(response.statusCode ?? 0));
      },
    );
    sending.once('error', failed);
    sending.end(body);
  });
}

/** A value that so large a share of the list stays below. @param sorted rising */
export function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
