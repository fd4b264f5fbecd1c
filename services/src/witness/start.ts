/** A whole witness: folder, keys, records, server. */
import * as crypto from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import type { Logger } from 'pino';
import { listen } from '../http/server.ts';
import { CannotWitness } from './cannot-witness.ts';
import { Identity, type WatchedLog } from './identity.ts';
import { createWitnessServer } from './server.ts';
import { WitnessStore } from './store.ts';
import { Witness } from './witness.ts';

export interface WitnessConfig {
  readonly folder: string;
  readonly name: string | undefined;
  /** Logs to watch besides those that are watched already. */
  readonly logs: readonly Omit<WatchedLog, 'began'>[];
  readonly host: string;
  /** 0: any. */
  readonly port: number;
  /** The longest that a request may take to arrive. */
  readonly requestTimeoutMs: number;
}

export interface RunningWitness {
  readonly address: string;
  readonly identity: Identity;
  readonly store: WitnessStore;
  close(): Promise<void>;
}

const CONNECTIONS = 1000;
const CONNECTIONS_PER_NETWORK = 100;
const LOOPBACK = /^(localhost|::1|127\..*)$/;

/** @throws CannotWitness, and Error when the folder or the port cannot be used. */
export async function startWitness(
  config: WitnessConfig,
  log: Logger,
  now: () => number = Date.now,
): Promise<RunningWitness> {
  const { folder, host } = config;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await using starting = new AsyncDisposableStack();
  starting.defer(await lock(folder));
  const identity = await Identity.open(
    folder,
    config.name,
    () => `counterfoil-witness-${crypto.randomBytes(4).toString('hex')}`,
  );
  const verifier = createVerifier(nodePlatform(crypto));
  const verify: typeof verifier.verify = (...args) => verifier.verify(...args);
  const store = await WitnessStore.open(folder, identity.logs, identity.keys, verify);
  for (const watched of config.logs) {
    if (!(await identity.watch(watched))) continue;
    const own = identity.logs.find(({ origin }) => origin === watched.origin);
    if (own !== undefined) await store.watch(own, identity.keys, verify);
  }
  const witness = new Witness({ identity, store, verify, now });
  const server = starting.adopt(
    await listen(createWitnessServer({ witness, identity, store, log }), {
      host,
      port: config.port,
      requestTimeoutMs: config.requestTimeoutMs,
      connections: CONNECTIONS,
      connectionsPerNetwork: LOOPBACK.test(host) ? Infinity : CONNECTIONS_PER_NETWORK,
    }),
    close,
  );
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : config.port;
  const running = starting.move();
  const name = host === '127.0.0.1' ? 'localhost' : host;
  return { address: `http://${name}:${port}`, identity, store, close: () => running.disposeAsync() };
}

/** Two processes on one folder could cosign two histories. A file left behind by one that was killed is taken over. */
async function lock(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'running');
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const pid = Number(await readFile(file, 'utf8'));
    if (pid !== process.pid && isRunning(pid))
      throw new CannotWitness(
        `Another witness (process ${pid}) runs on the folder ${folder}. Stop it first, or give this one a folder of its own.`,
      );
    await writeFile(file, String(process.pid));
  }
  return () => rm(file, { force: true });
}

function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), 2000);
  await closed;
  clearTimeout(timer);
}
