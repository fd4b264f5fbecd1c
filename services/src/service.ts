/** A whole service: database, recorder, web server. Starts in this order and stops in the other. */
import type { Server } from 'node:http';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Db } from './database/connect.ts';
import type { FileStore } from './files/file-store.ts';
import { createApp } from './http/app.ts';
import { listen } from './http/server.ts';
import type { Publishing } from './publishing/publishing.ts';
import type { Recorder } from './recorder/recorder.ts';
import type { SelfCheck } from './self-check/self-check.ts';
import type { Given, Ports } from './starting/given.ts';
import { layGround } from './starting/ground.ts';
import { openOffices } from './starting/offices.ts';
import { startRecording } from './starting/recording.ts';
import { startShowing } from './starting/showing.ts';
import type { Tray } from './tray/tray.ts';

export interface Service {
  readonly address: string;
  readonly recorder: Recorder;
  readonly tray: Tray;
  readonly selfCheck: SelfCheck;
  readonly files: FileStore;
  /** Undefined where the record is published nowhere else. */
  readonly publishing: Publishing | undefined;
  readonly db: Db;
  readonly databaseUrl: string;
  /** What opening this ledger takes. */
  readonly openingToken: string;
  /** Says from now on that it is not ready, so that a balancer sends people elsewhere; everything is answered as before. */
  drain(): void;
  /** Finishes what is under way, then stops everything that `start` started. */
  close(): Promise<void>;
}

/** How long requests under way may take to finish when the service stops. */
const CLOSE_TIMEOUT_MS = 10_000;

/** @throws Error in a sentence for operators; whatever had been started by then is stopped again. */
export async function startService(
  config: Config,
  log: Logger,
  now: () => number = Date.now,
  ports: Ports = {},
): Promise<Service> {
  const given: Given = { config, log, now, ports };
  await using starting = new AsyncDisposableStack();
  const ground = await layGround(given, starting);
  const recording = await startRecording(given, ground, starting);
  const showing = await startShowing(given, ground, recording, starting);
  const offices = await openOffices(given, ground, recording, showing, starting);
  let stopping = false;
  const parts = { ...given, ...ground, ...recording, ...showing, ...offices };
  const app = createApp({ ...parts, doorMs: ports.doorMs, isStopping: () => stopping });
  const server = starting.adopt(await listen(app, config), closeServer);
  const running = starting.move();
  const { databaseUrl, db, openingToken, recorder, files, selfCheck, publishing, tray } = parts;
  return {
    ...{ databaseUrl, db, openingToken, recorder, files, selfCheck, publishing, tray },
    address: addressOf(server, config),
    drain: () => void (stopping = true),
    close: () => {
      stopping = true;
      return running.disposeAsync();
    },
  };
}

function addressOf(server: Server, { host, port }: Config): string {
  const bound = server.address();
  const name = host === '127.0.0.1' ? 'localhost' : host;
  return `http://${name}:${typeof bound === 'object' && bound !== null ? bound.port : port}`;
}

/** Whether nobody has opened the ledger yet. */
export async function isEmpty(db: Db): Promise<boolean> {
  const { rows } = await sql<{ empty: boolean }>`select size = 0 as empty from head`.execute(db);
  return rows[0]?.empty === true;
}

/** Idle keep-alive connections would hold a plain `close` for ever. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
  await closed;
  clearTimeout(timer);
}
