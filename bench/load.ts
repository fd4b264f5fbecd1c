/**
 * Requests over kept connections, each timed from sending to the end of its answer. Written on sockets: a client of the platform takes a
 * third of the processor time that the service has for the same request, and it is the service that is measured.
 */
import { connect, type Socket } from 'node:net';

export interface Target {
  readonly url: URL;
  /** Of the operator: what they send is not limited. */
  readonly token: string;
}

export interface Loaded {
  readonly perSecond: number;
  /** Rising. */
  readonly latencies: readonly number[];
  /** Processor time of this process for each answer. */
  readonly ownCpuMs: number;
}

/**
 * Every answer has to be 201 and say how long it is. Where there are several targets the clients are dealt out among them.
 * @param next gives a body, ready to be sent; undefined when there are no more
 */
export async function load(
  targets: readonly Target[],
  next: () => string | undefined,
  { clients, seconds }: { readonly clients: number; readonly seconds: number },
): Promise<Loaded> {
  const latencies: number[] = [];
  const opened = await Promise.all(Array.from({ length: clients }, (_, i) => open(targets[i % targets.length])));
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  const until = started + seconds * 1000;
  await Promise.all(
    opened.map(async (client) => {
      while (performance.now() < until) {
        const body = next();
        if (body === undefined) break;
        const sent = performance.now();
        const status = await client.post(body);
        if (status !== 201) throw new Error(`What was sent was answered with ${status}.`);
        latencies.push(performance.now() - sent);
      }
      client.close();
    }),
  );
  const elapsed = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  latencies.sort((a, b) => a - b);
  return { perSecond: latencies.length / elapsed, latencies, ownCpuMs: (user + system) / 1000 / latencies.length };
}

interface Client {
  /** @returns the status of the answer. */
  post(body: string): Promise<number>;
  close(): void;
}

async function open(target: Target | undefined): Promise<Client> {
  if (target === undefined) throw new Error('There is nothing to send to.');
  const { url, token } = target;
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  const head =
    `POST ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${token}\r\n` +
    'Content-Type: application/json\r\nContent-Length: ';
  return {
    post: (body) => {
      const answer = answered(socket);
      socket.write(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
      return answer;
    },
    close: () => socket.destroy(),
  };
}

function answered(socket: Socket): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    const onData = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end + 2))?.[1];
      if (length === undefined) return done(() => reject(new Error('An answer does not say how long it is.')));
      if (text.length >= end + 4 + Number(length)) done(() => resolve(Number(text.slice(9, 12))));
    };
    const onClose = (): void => done(() => reject(new Error('The connection was closed before the answer was whole.')));
    const done = (settle: () => void): void => {
      socket.off('data', onData).off('close', onClose);
      settle();
    };
    socket.on('data', onData).on('close', onClose);
  });
}

/** A value that so large a share of the list stays below. @param sorted rising */
export function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
