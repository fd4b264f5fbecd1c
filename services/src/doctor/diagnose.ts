/** Every part of an installation, one after the other; what cannot be looked at is said, and the rest is looked at all the same. */
import * as crypto from 'node:crypto';
import { existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { configVariables, parseConfig, type Config } from '../config.ts';
import { connectAsOwner, holdDatabase, type Connection, type Pool } from '../database/connect.ts';
import { startPostgres } from '../database/embedded.ts';
import { openSecondPlace } from '../second-place/open.ts';
import { checkDatabase } from './database.ts';
import { look, sumUp, wrong, type Diagnosis, type Finding, type Part } from './finding.ts';
import { checkFolder } from './folder.ts';
import { checkKeysFit, checkNewest, checkSecondPlace, readHead } from './ledger.ts';
import { checkPublished } from './published.ts';
import { checkRunning } from './running.ts';
import { checkSettings } from './settings.ts';
import { checkWitnesses } from './witnesses.ts';

export interface DiagnoseOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where people reach the ledger. */
  readonly address: URL | undefined;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

export async function diagnose({ env, address, nowMs }: DiagnoseOptions): Promise<Diagnosis> {
  let config: Config;
  try {
    config = parseConfig(env);
  } catch (error) {
    const part = {
      title: 'Configuration',
      findings: [wrong(messageOf(error), 'Correct it: services/README.md, "Configure".')],
    };
    return sumUp([part]);
  }
  const parts: Part[] = [
    { title: 'Configuration', findings: checkSettings({ config, env, known: configVariables, address }) },
    {
      title: `Data folder ${resolve(config.dataFolder)}`,
      findings: await attempt(() => checkFolder(config.dataFolder)),
    },
  ];
  const { findings, size } = await lookAtDatabase(config, nowMs);
  parts.push(...findings);
  const running =
    address === undefined
      ? [
          ...(await checkWitnesses(config.witnessPolicy, undefined)),
          look(
            'The running service was not looked at.',
            'Say where people reach it: npm run doctor -- --address https://…',
          ),
        ]
      : await attempt(() => checkRunning({ address, config, size, nowMs }));
  parts.push({ title: 'Running service', findings: running });
  return sumUp(parts);
}

interface Looked {
  readonly findings: readonly Part[];
  readonly size: number | undefined;
}

async function lookAtDatabase(config: Config, nowMs: number): Promise<Looked> {
  await using opened = new AsyncDisposableStack();
  let pool: Pool;
  let connection: Connection;
  let url: string;
  try {
    url = await openDatabase(config, opened);
    pool = opened.adopt(connectAsOwner(url), (one) => one.close());
    connection = opened.adopt(await pool.reserve(), (one) => one.release());
    await connection`set default_transaction_read_only = on`;
  } catch (error) {
    const finding = wrong(
      `The database cannot be looked at: ${messageOf(error)}`,
      'Start it, or correct DATABASE_URL.',
    );
    return { findings: [{ title: 'Database', findings: [finding] }], size: undefined };
  }
  const isEmbedded = config.databaseUrl === undefined;
  const database = await attempt(() => checkDatabase(connection, url, isEmbedded));
  const head = await readHead(connection).catch(() => undefined);
  if (head === undefined) return { findings: [{ title: 'Database', findings: database }], size: undefined };
  const ledger = [
    ...checkNewest(head, nowMs),
    ...(await attempt(() => checkKeysFit(connection, config.dataFolder, config.origin))),
    ...(await attempt(() => lookAtSecondPlace(config, pool, head))),
    ...(await attempt(() => checkPublished(config, pool.db, head.size))),
  ];
  return {
    findings: [
      { title: `Database${isEmbedded ? ' (embedded)' : ''}`, findings: database },
      { title: 'Ledger', findings: ledger },
    ],
    size: head.size,
  };
}

async function lookAtSecondPlace(config: Config, pool: Pool, head: { size: number; time: string }): Promise<Finding[]> {
  const { secondPlace: address, bucketCredentials: credentials, origin, dataFolder } = config;
  const isFolder = !/^[a-z0-9]+:\/\//.test(address);
  if (isFolder && !existsSync(address))
    return [
      wrong(
        `The folder of the second place, ${resolve(address)}, is not there, or this account may not see it.`,
        'Bring back the disk that it lies on, or put COUNTERFOIL_SECOND_PLACE right: services/README.md, "Second place".',
      ),
    ];
  const place = await openSecondPlace({ address, credentials, origin });
  try {
    const isOwnMachine =
      config.databaseUrl === undefined || /^(localhost|\[::1\]|127\..*)$/.test(new URL(config.databaseUrl).hostname);
    const isBeside = isFolder && resolve(address) === resolve(config.dataFolder) && isOwnMachine;
    return await checkSecondPlace({
      place,
      db: pool.db,
      head,
      platform: nodePlatform(crypto),
      origin,
      dataFolder,
      isBeside,
    });
  } finally {
    await place.close();
  }
}

/** The embedded one is started where it stands still, and stopped again. It is never made. */
async function openDatabase({ databaseUrl, dataFolder }: Config, opened: AsyncDisposableStack): Promise<string> {
  if (databaseUrl !== undefined) return databaseUrl;
  await access(join(dataFolder, 'postgres')).catch(() => {
    throw new Error(`there is no embedded database in ${dataFolder} yet.`);
  });
  const server = await startPostgres(dataFolder);
  const held = await holdDatabase(server.url, 1);
  if (held === undefined) return server.url;
  opened.defer(() => server.stop());
  opened.defer(held);
  return server.url;
}

/** What could not be looked at is never taken for sound. */
async function attempt(work: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await work();
  } catch (error) {
    return [
      wrong(
        `This could not be looked at: ${messageOf(error)}`,
        'Run it as the account of the service; see above for what else is wrong.',
      ),
    ];
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : String(error);
}
