/** What everything else stands on: the database, the second place, the keys and secrets of the data folder. */
import * as crypto from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { utf8 } from '@counterfoil/ledger/bytes';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { sql } from 'kysely';
import { openVault } from '../content/vault.ts';
import { connect, connectAsOwner, holdDatabase, migrate } from '../database/connect.ts';
import { startPostgres } from '../database/embedded.ts';
import { loadKeys } from '../recorder/service-keys.ts';
import { haveSecret, requireShared } from '../recorder/shared-secrets.ts';
import { Stages, timedPlace } from '../recorder/stages.ts';
import { openSecondPlace } from '../second-place/open.ts';
import type { Given } from './given.ts';

export type Ground = Awaited<ReturnType<typeof layGround>>;

/** @throws Error in a sentence for operators. */
export async function layGround({ config, ports }: Given, starting: AsyncDisposableStack) {
  const { dataFolder: folder, origin } = config;
  await mkdir(folder, { recursive: true });
  const databaseUrl = config.databaseUrl ?? (await startEmbedded(folder, starting));
  await migrate(databaseUrl);
  const pool = starting.adopt(connect(databaseUrl), (opened) => opened.close());
  const place = await openSecondPlace({ address: config.secondPlace, credentials: config.bucketCredentials, origin });
  const stages = new Stages();
  const secondPlace = starting.adopt(timedPlace(ports.secondPlace?.(place) ?? place, stages), (one) => one.close());
  const keys = await loadKeys(folder, origin, config.postQuantum);
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
  return {
    ...{ databaseUrl, pool, db: pool.db, secondPlace, stages, keys, vault, openingToken, challengeKey },
    platform: nodePlatform(crypto),
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
async function hasSealed(url: string): Promise<boolean> {
  const { db, close } = connectAsOwner(url);
  try {
    for (const table of ['sealed_contents', 'file_keys'] as const) {
      const row = await db
        .selectFrom(table)
        .select(sql`1`.as('one'))
        .limit(1)
        .executeTakeFirst();
      if (row !== undefined) return true;
    }
    return false;
  } finally {
    await close();
  }
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
