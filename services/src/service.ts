/** A whole service: database, recorder, web server. Starts in this order and stops in the other. */
import * as crypto from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { utf8 } from '@counterfoil/ledger/bytes';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier, type Platform } from '@counterfoil/ledger/signature';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { Clearing } from './content/clearing.ts';
import { openVault } from './content/vault.ts';
import { connect, connectAsOwner, holdDatabase, migrate, type Db } from './database/connect.ts';
import { startPostgres } from './database/embedded.ts';
import { FileStore } from './files/file-store.ts';
import { startLetters } from './contacts/start.ts';
import { createApp } from './http/app.ts';
import { createFollowOffice } from './http/follow-office.ts';
import { listen } from './http/server.ts';
import { openStore } from './objects/open-store.ts';
import { PgRecord } from './pg-record.ts';
import { ChangingFiles } from './publishing/changing-files.ts';
import { Publishing } from './publishing/publishing.ts';
import { Redactions } from './redactions.ts';
import { loadKeys, type ServiceKeys } from './recorder/service-keys.ts';
import { Recorder } from './recorder/recorder.ts';
import { haveSecret, requireShared } from './recorder/shared-secrets.ts';
import { Fork } from './recorder/fork.ts';
import type { SignCheckpoint } from './recorder/newest-checkpoint.ts';
import { startPromises } from './promises/start.ts';
import { keepEvidence } from './second-place/evidence.ts';
import { openSecondPlace } from './second-place/open.ts';
import type { SecondPlace } from './second-place/second-place.ts';
import { Stages, timedPlace } from './recorder/stages.ts';
import type { Witnesses } from './recorder/witnesses.ts';
import { startWitnesses } from './recorder/witnesses-start.ts';
import { SelfCheck } from './self-check/self-check.ts';
import { admitHolder } from './tray/access.ts';
import { mandatesOf } from './tray/mandates.ts';
import type { ReadState } from './tray/parties.ts';
import { Tray } from './tray/tray.ts';

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

/** What may stand between the service and the world: for whoever makes it fail on purpose. */
export interface Ports {
  readonly secondPlace?: (real: SecondPlace) => SecondPlace;
  readonly sign?: (real: SignCheckpoint) => SignCheckpoint;
}

const DAY_MS = 86_400_000;
/** How long requests under way may take to finish when the service stops. */
const CLOSE_TIMEOUT_MS = 10_000;
/** How long clearing waits for texts to be gone from where the record is published, before it says so and tries again. */
const WITHDRAWN_TIMEOUT_MS = 30_000;

/** @throws Error in a sentence for operators; whatever had been started by then is stopped again. */
export async function startService(
  config: Config,
  log: Logger,
  now: () => number = Date.now,
  ports: Ports = {},
): Promise<Service> {
  const folder = config.dataFolder;
  await mkdir(folder, { recursive: true });
  await using starting = new AsyncDisposableStack();
  const databaseUrl = config.databaseUrl ?? (await startEmbedded(folder, starting));
  await migrate(databaseUrl);
  const pool = starting.adopt(connect(databaseUrl), (opened) => opened.close());
  const { db } = pool;
  const opened = await openSecondPlace({
    ...{ address: config.secondPlace, credentials: config.bucketCredentials, origin: config.origin },
  });
  const stages = new Stages();
  const secondPlace = starting.adopt(timedPlace(ports.secondPlace?.(opened) ?? opened, stages), (place) =>
    place.close(),
  );
  // Checked on the thread that asks: handing one signature at a time to another and waking it costs as much as the check.
  const platform = nodePlatform(crypto);
  const keys = await loadKeys(folder, config.origin, config.postQuantum);
  const { postQuantumVkey } = keys.log;
  const vault = await openVault(folder, () => hasSealed(databaseUrl));
  const openingToken = await loadOpeningToken(folder);
  const challengeKey = await haveSecret(join(folder, 'keys', 'challenge.key'));
  await requireShared(databaseUrl, [
    { file: 'keys/intake.pem', secret: utf8(keys.intake.keyid) },
    { file: 'keys/content.key', secret: vault.fingerprint },
    { file: 'keys/challenge.key', secret: challengeKey },
    { file: 'opening-token', secret: utf8(openingToken) },
    ...(postQuantumVkey === undefined ? [] : [{ file: 'keys/log-ml-dsa-44.pem', secret: utf8(postQuantumVkey) }]),
  ]);
  // Made last, of what needs it.
  const later: { publishing: Publishing | undefined } = { publishing: undefined };
  const published = Promise.withResolvers<Publishing | undefined>();
  published.promise.catch(() => undefined);
  const clearing = starting.adopt(
    new Clearing({
      ...{ url: databaseUrl, rewriteBytes: config.rewriteBytes, db, log },
      withdrawn: async () => (await published.promise)?.withdrawn(WITHDRAWN_TIMEOUT_MS),
    }),
    (started) => started.close(),
  );
  // Nobody waits for what never came to be.
  starting.defer(() => published.reject(new Error('The service stops.')));
  clearing.wake();
  const files = starting.adopt(await FileStore.start({ db, vault, now, log }), (started) => started.close());
  const onTakenAway = (): void => {
    clearing.wake();
    later.publishing?.wake();
  };
  const keeping: Promise<void>[] = [];
  starting.defer(async () => void (await Promise.all(keeping)));
  const onStop = (error: Error): void => void keeping.push(keepFork(folder, error, now(), log));
  const bySigning: SignCheckpoint = (text, vkey) => stages.time('sign', () => keys.log.sign(text, vkey));
  const recorder = starting.adopt(
    await Recorder.start({
      ...{
        pool,
        origin: config.origin,
        keys,
        platform,
        secondPlace,
        vault,
        files,
        onTakenAway,
        onStop,
        stages,
        now,
        log,
      },
      ...{ sign: ports.sign?.(bySigning) ?? bySigning, clockBehindMs: config.clockBehindMs },
    }),
    (started) => started.close(),
  );
  const selfCheck = starting.adopt(
    await SelfCheck.start({
      ...{ url: databaseUrl, perSecond: config.selfCheckPerSecond, platform, vault, files, now, log },
      checkpoint: () => recorder.publisher.note,
      published: () =>
        later.publishing && {
          size: later.publishing.figures.size,
          readBack: (path) => later.publishing?.readBack(path) ?? Promise.resolve(undefined),
        },
      onRecordDamaged: (error) => recorder.publisher.stop(error),
    }),
    (started) => started.close(),
  );
  const witnesses = await startWitnesses({
    ...{ config, db, publisher: recorder.publisher, logKeys: keys.log, platform, now, log },
  });
  starting.defer(async () => witnesses?.close());
  const record = new PgRecord({
    db,
    witnesses,
    postQuantumVkey,
    selfCheck,
    takedownsUntil: () => {
      const days = config.takedownDelayDays;
      return days === 0 ? undefined : new Date(now() - days * DAY_MS).toISOString();
    },
    publisher: recorder.publisher,
    origin: config.origin,
    platform,
    files,
  });
  const publishing = await startPublishing(config, {
    ...{ databaseUrl, keys, platform, recorder, witnesses, record, files, db, log },
  });
  if (publishing !== undefined) starting.adopt(publishing, (started) => started.close());
  later.publishing = publishing;
  published.resolve(publishing);
  const promises = starting.use(
    await startPromises(config, { pool, recorder, record, vault, intakeKey: keys.intake, platform, now, log }),
  );
  const read: ReadState = (kind, id) => record.state(kind, id);
  const letters = starting.adopt(
    startLetters({
      ...{ db, vault, record, read, now, log, onErased: onTakenAway, size: () => recorder.publisher.size },
      ...{ smtpUrl: config.smtpUrl, from: config.mailFrom, site: config.publicAddress },
    }),
    (started) => started.close(),
  );
  const verifier = createVerifier(platform);
  const follow = createFollowOffice({ db, vault, recorder, contacts: letters.contacts });
  const tray = starting.adopt(Tray.start({ db, recorder, read, now, log }), (started) => started.close());
  const access = { read, mandatesOf: mandatesOf(db), origin: config.origin, verifier, now };
  const mayOpen = (authorization: string | undefined): boolean =>
    sameText(authorization ?? '', `Bearer ${openingToken}`);
  let stopping = false;
  const isStopping = (): boolean => stopping;
  const server = starting.adopt(
    await listen(
      createApp({
        ...{
          db,
          recorder,
          promises,
          record,
          selfCheck,
          publishing,
          stages,
          witnesses,
          files,
          vault,
          tray,
          log,
          mayOpen,
          now,
          config,
          challengeKey,
          isStopping,
          follow,
          verifier,
        },
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
    selfCheck,
    files,
    publishing,
    db,
    databaseUrl,
    openingToken,
    drain: () => void (stopping = true),
    close: () => {
      stopping = true;
      return running.disposeAsync();
    },
  };
}

interface PublishingParts {
  readonly databaseUrl: string;
  readonly keys: ServiceKeys;
  readonly platform: Platform;
  readonly recorder: Recorder;
  readonly witnesses: Witnesses | undefined;
  readonly record: PgRecord;
  readonly files: FileStore;
  readonly db: Db;
  readonly log: Logger;
}

/** Undefined where nothing is to be published elsewhere. */
async function startPublishing(config: Config, parts: PublishingParts): Promise<Publishing | undefined> {
  const { databaseUrl, keys, platform, recorder, witnesses, record, files, db, log } = parts;
  const { publisher } = recorder;
  if (config.publish === undefined) return undefined;
  const redactions = new Redactions({
    ...{ db, origin: config.origin, size: () => publisher.size },
    sign: (text) => recorder.sign(text),
  });
  return Publishing.start({
    ...{ store: await openStore({ address: config.publish, credentials: config.bucketCredentials }), url: databaseUrl },
    ...{ origin: config.origin, logKeys: keys.log, platform, files, log },
    checkpoint: () => witnesses?.checkpoint() ?? record.checkpoint(),
    changing: new ChangingFiles({
      info: () => record.info(),
      selfCheck: () => record.selfCheck(),
      redactions: (page) => redactions.page(page),
    }),
    pauseMs: config.publishPauseMs,
    onFork: (error) => publisher.stop(error),
  });
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

/** What was found stays on file, whatever becomes of this process. */
async function keepFork(folder: string, error: Error, timeMs: number, log: Logger): Promise<void> {
  if (!(error instanceof Fork)) return;
  try {
    const kept = await keepEvidence(folder, error, timeMs);
    log.fatal({ reason: error.reason, kept }, 'What the service found is kept in files.');
  } catch (failed) {
    log.error({ err: failed, reason: error.reason }, 'What the service found could not be kept in files.');
  }
}

/** Whether texts are sealed in this database. */
async function hasSealed(url: string): Promise<boolean> {
  const { db, close } = connectAsOwner(url);
  try {
    for (const table of ['sealed_contents', 'file_keys'] as const)
      if (
        (
          await db
            .selectFrom(table)
            .select(sql`1`.as('one'))
            .limit(1)
            .execute()
        ).length > 0
      )
        return true;
    return false;
  } finally {
    await close();
  }
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
