/** A real witness server on 127.0.0.1, for tests. */
import pino from 'pino';
import { startWitness, type RunningWitness } from '../start.ts';
import type { WatchedLog } from '../identity.ts';
import { ORIGIN } from './town-log.ts';

export interface RunOptions {
  readonly folder: string;
  readonly name?: string;
  /** Verifier keys of the log that it watches; undefined: what it watched before. */
  readonly keys?: readonly string[];
  readonly origin?: string;
  readonly port?: number;
  readonly now?: () => number;
  readonly requestTimeoutMs?: number;
}

export async function runWitness(options: RunOptions): Promise<RunningWitness & AsyncDisposable> {
  const { folder, name, keys, origin = ORIGIN, port = 0, now, requestTimeoutMs = 10_000 } = options;
  const logs: readonly Omit<WatchedLog, 'began'>[] =
    keys === undefined ? [] : [{ origin, keys: [...keys], keyFrom: 'given', address: null }];
  const running = await startWitness(
    { folder, name, logs, host: '127.0.0.1', port, requestTimeoutMs },
    pino({ level: 'silent' }),
    now,
  );
  return { ...running, [Symbol.asyncDispose]: () => running.close() };
}

export interface Posted {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
}

export async function post(address: string, body: string | Uint8Array<ArrayBuffer>): Promise<Posted> {
  const response = await fetch(`${address}/add-checkpoint`, { method: 'POST', body });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}
