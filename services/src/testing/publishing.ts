/** Publishing from the database of a test service, apart from it, so that tests decide when and where to. */
import * as crypto from 'node:crypto';
import { join } from 'node:path';
import { parseLedgerInfo } from '@counterfoil/ledger/ledger-info';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import pino from 'pino';
import type { ObjectStore } from '../objects/store.ts';
import { connectForLong, type Pool } from '../database/connect.ts';
import { ChangingFiles } from '../publishing/changing-files.ts';
import { Publishing, type PublishingOptions } from '../publishing/publishing.ts';
import { Round, type RoundOptions } from '../publishing/round.ts';
import type { Fork } from '../recorder/fork.ts';
import { LogKeys } from '../recorder/log-keys.ts';
import type { TestService } from './service.ts';

type Common = Omit<RoundOptions & PublishingOptions, 'db' | 'goOn' | 'url' | 'pauseMs' | 'onFork'>;

async function commonOf(service: TestService, store: ObjectStore): Promise<Common> {
  const { config, recorder, folder } = service;
  const origin = config.origin;
  return {
    ...{ store, origin },
    logKeys: await LogKeys.read(join(folder, 'keys'), origin),
    platform: nodePlatform(crypto),
    files: service.files,
    checkpoint: () => Promise.resolve(recorder.publisher.note),
    changing: new ChangingFiles({
      info: async () => parseLedgerInfo(await (await fetch(`${service.address}/ledger.json`)).bytes()),
      selfCheck: () => Promise.resolve(undefined),
      async redactions(page) {
        const response = await fetch(`${service.address}/redactions/${page}`);
        return response.status === 404 ? undefined : response.text();
      },
    }),
    partialsKeptMs: 900_000,
    sweepMs: 3_600_000,
    log: pino({ level: 'silent' }),
  };
}

export interface TestPublishing extends AsyncDisposable {
  readonly publishing: Publishing;
  /** What it said would be a fork. */
  readonly forks: readonly Fork[];
}

export async function startPublishingOn(
  service: TestService,
  store: ObjectStore,
  changed: Partial<PublishingOptions> = {},
): Promise<TestPublishing> {
  const forks: Fork[] = [];
  const publishing = Publishing.start({
    ...(await commonOf(service, store)),
    ...{ url: service.databaseUrl, pauseMs: 20, onFork: (error) => void forks.push(error) },
    ...changed,
  });
  return { publishing, forks, [Symbol.asyncDispose]: () => publishing.close() };
}

/** Rounds by hand, one at a time: what a process does between its start and its death. */
export interface TestRounds extends AsyncDisposable {
  readonly pool: Pool;
  /** A new one, as after a start. */
  begin(store: ObjectStore, changed?: Partial<RoundOptions>): Promise<Round>;
}

export function roundsOn(service: TestService): TestRounds {
  const pool = connectForLong(service.databaseUrl);
  return {
    pool,
    async begin(store, changed = {}) {
      const goOn = (): Promise<void> => Promise.resolve();
      return new Round({ ...(await commonOf(service, store)), db: pool.db, goOn, ...changed });
    },
    [Symbol.asyncDispose]: () => pool.close(),
  };
}
