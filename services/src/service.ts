/** A whole service: database, recorder, web server. Starts in this order and stops in the other. */
import * as crypto from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { Clearing } from './content/clearing.ts';
import { openVault } from './content/vault.ts';
import { connect, holdDatabase, migrate, type Db } from './database/connect.ts';
import { startPostgres } from './database/embedded.ts';
import { createApp } from './http/app.ts';
import { listen } from './http/server.ts';
import { PgRecord } from './pg-record.ts';
import { loadKeys } from './recorder/service-keys.ts';
import { Recorder } from './recorder/recorder.ts';
import { SecondPlace } from './recorder/second-place.ts';
import { admitHolder } from './tray/access.ts';
import { mandatesOf } from './tray/mandates.ts';
import type { ReadState } from './tray/parties.ts';
import { Tray } from './tray/tray.ts';

export interface Service {
  readonly address: string;
  readonly recorder: Recorder;
  readonly tray: Tray;
  readonly db: Db;
  readonly databaseUrl: string;
  /** What opening this ledger takes. */
  readonly openingToken: string;
  /** Finishes what is under way, then stops everything that `start` started. */
  close(): Promise<void>;
}

/** How long requests under way may take to finish when the service stops. */
const CLOSE_TIMEOUT_MS = 10_000;

/** @throws Error in a sentence for operators; whatever had been started by then is stopped again. */
export async function startService(config: Config, log: Logger, now: () => number = Date.now): Promise<Service> {
  const folder = config.dataFolder;
  await mkdir(folder, { recursive: true });
  await using starting = new AsyncDisposableStack();
  const databaseUrl = config.databaseUrl ?? (await startEmbedded(folder, starting));
  await migrate(databaseUrl);
  const pool = starting.adopt(connect(databaseUrl), (opened) => opened.close());
  const { db } = pool;
  const secondPlace = starting.adopt(SecondPlace.open(folder), (place) => place.close());
  // Checked on the thread that asks: handing one signature at a time to another and waking it costs as much as the check.
  const platform = nodePlatform(crypto);
  const keys = await loadKeys(folder, config.origin);
  const vault = await openVault(folder, () => hasSealed(db));
  const clearing = starting.adopt(
    new Clearing({ url: databaseUrl, rewriteBytes: config.rewriteBytes, db, log }),
    (started) => started.close(),
  );
  clearing.wake();
  const onTakenAway = (): void => clearing.wake();
  const recorder = starting.adopt(
    await Recorder.start({ pool, origin: config.origin, keys, platform, secondPlace, vault, onTakenAway, now, log }),
    (started) => started.close(),
  );
  const record = new PgRecord({
    db,
    publisher: recorder.publisher,
    origin: config.origin,
    platform,
  });
  const read: ReadState = (kind, id) => record.state(kind, id);
  const tray = starting.adopt(Tray.start({ db, recorder, read, now, log }), (started) => started.close());
  const access = { read, mandatesOf: mandatesOf(db), origin: config.origin, verifier: createVerifier(platform), now };
  const openingToken = await loadOpeningToken(folder);
  const mayOpen = (authorization: string | undefined): boolean =>
    sameText(authorization ?? '', `Bearer ${openingToken}`);
  const server = starting.adopt(
    await listen(
      createApp({
        ...{ db, recorder, record, vault, tray, log, mayOpen, now, config },
        admitHolder: (authorization) => admitHolder(authorization, access),
      }),
      config,
    ),
    closeServer,
  );
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : config.port;
  const running = starting.move();
  return {
    address: `http://${config.host === '127.0.0.1' ? 'localhost' : config.host}:${port}`,
    recorder,
    tray,
    db,
    databaseUrl,
    openingToken,
    close: () => running.disposeAsync(),
  };
}

/** The embedded server belongs to one service at a time: whoever stops would stop it under the other. */
async function startEmbedded(folder: string, starting: AsyncDisposableStack): Promise<string> {
  const server = await startPostgres(folder);
  const held = await holdDatabase(server.url);
  if (held === undefined)
    throw new Error(
      `Another Counterfoil service is running on the folder ${folder}. Stop it first, or give this one a folder of its own (COUNTERFOIL_DATA).`,
    );
  starting.defer(() => server.stop());
  starting.defer(held);
  return server.url;
}

/** Whether texts are sealed in this database. */
async function hasSealed(db: Db): Promise<boolean> {
  return (await db.selectFrom('sealed_contents').select('digest').limit(1).execute()).length > 0;
}

/** Whether nobody has opened the ledger yet. */
export async function isEmpty(db: Db): Promise<boolean> {
  const { rows } = await sql<{ empty: boolean }>`select size = 0 as empty from head`.execute(db);
  return rows[0]?.empty === true;
}

/** Idle keep-alive connections would hold a plain `close` for ever. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
  await closed;
  clearTimeout(timer);
}

async function loadOpeningToken(folder: string): Promise<string> {
  const file = join(folder, 'opening-token');
  try {
    await writeFile(file, crypto.randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [crypto.hash('sha256', a, 'buffer'), crypto.hash('sha256', b, 'buffer')];
  return crypto.timingSafeEqual(left, right);
}
