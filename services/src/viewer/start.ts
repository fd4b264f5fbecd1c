/** A copy of somebody else's record, shown: its own database, what fills it, the pages. Starts in this order and stops in the other. */
import * as crypto from 'node:crypto';
import { access, mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import type { Logger } from 'pino';
import { Clearing } from '../content/clearing.ts';
import { openVault } from '../content/vault.ts';
import { connect, holdDatabase, migrate } from '../database/connect.ts';
import { startPostgres } from '../database/embedded.ts';
import { FileStore } from '../files/file-store.ts';
import { listen, type ServerOptions } from '../http/server.ts';
import { PgRecord } from '../pg-record.ts';
import type { ReadMirror } from '../restore/mirror.ts';
import { startReadingOn } from '../search/reading-on.ts';
import { closeServer } from '../service.ts';
import { createCopyApp } from './app.ts';
import { Follower, type FollowerOptions } from './follower.ts';

export interface CopyOptions extends Pick<
  FollowerOptions,
  'from' | 'keptBy' | 'original' | 'key' | 'now' | 'onProgress'
> {
  /** Its own; made where it is missing. */
  readonly folder: string;
  readonly read: ReadMirror;
  /** How often it looks for what is new. */
  readonly lookMs: number;
  readonly server: ServerOptions & { readonly proxies: number };
  /** Tables larger than that are not rewritten when something was taken away. */
  readonly rewriteBytes: number;
  readonly log: Logger;
}

export interface RunningCopy extends AsyncDisposable {
  readonly address: string;
  readonly follower: Follower;
}

/** @throws Error in a sentence for operators; whatever had been started by then is stopped again. */
export async function startCopy(options: CopyOptions): Promise<RunningCopy> {
  const { folder, read, now, log, server } = options;
  await using starting = new AsyncDisposableStack();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const postgres = await startPostgres(folder);
  const held = await holdDatabase(postgres.url);
  if (held === undefined)
    throw new Error(
      `Another program is running on the folder ${folder}. Stop it first, or choose another with --data.`,
    );
  starting.defer(() => postgres.stop());
  starting.defer(held);
  const { url } = postgres;
  await migrate(url);
  const pool = starting.adopt(connect(url), (opened) => opened.close());
  const { db } = pool;
  const begun = access(join(folder, 'copy.json')).then(
    () => true,
    () => false,
  );
  const vault = await openVault(folder, () => begun);
  const platform = nodePlatform(crypto);
  const { rewriteBytes } = options;
  const clearing = starting.adopt(
    new Clearing({ url, db, rewriteBytes, log, withdrawn: () => Promise.resolve() }),
    (started) => started.close(),
  );
  const files = await FileStore.start({ db, vault, now, log });
  // It only reads: what is fetched here is nobody's upload, and nothing of it is to be swept away.
  await files.close();
  const follower = starting.adopt(
    await Follower.start({ ...options, url, db, vault, platform, read, onTakenAway: () => clearing.wake() }),
    (started) => started.close(),
  );
  const { origin, postQuantumVkey } = follower;
  const selfCheck = { info: undefined };
  const record = new PgRecord({ db, selfCheck, publisher: follower, postQuantumVkey, origin, platform, files });
  starting.defer(() => record.close());
  void record.countAhead();
  starting.adopt(startReadingOn({ db, size: () => follower.size, log }), (started) => started.close());
  const looking = setInterval(() => void follower.look(), options.lookMs);
  starting.defer(() => clearInterval(looking));
  const app = createCopyApp({
    ...{ db, record, redactions: follower.redactions, publisher: follower, proxies: server.proxies, now, log },
    copy: () => follower.copy,
  });
  const listening = starting.adopt(await listen(app, server), closeServer);
  const running = starting.move();
  return {
    follower,
    address: `http://localhost:${(listening.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
