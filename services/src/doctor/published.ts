/** Where the record is published besides (COUNTERFOIL_PUBLISH), and how far. Reads the checkpoint that lies there, and changes nothing. */
import * as crypto from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { CHECKPOINT_PATH } from '@counterfoil/ledger/audit/source';
import { parseUtf8 } from '@counterfoil/ledger/bytes';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import type { Config } from '../config.ts';
import type { Db } from '../database/connect.ts';
import { isBucket, openStore } from '../objects/open-store.ts';
import { Conflict } from '../publishing/conflict.ts';
import { readCheckpoint, requireBeginning } from '../publishing/standing.ts';
import { Fork } from '../recorder/fork.ts';
import { LogKeys } from '../recorder/log-keys.ts';
import { entries, look, ok, wrong, type Finding } from './finding.ts';

/** @param size entries in the database. */
export async function checkPublished(config: Config, db: Db, size: number): Promise<Finding[]> {
  const { publish: address, dataFolder, origin } = config;
  if (address === undefined)
    return [
      look(
        'The record is published by the service alone: while it is off, nobody can read or check it.',
        'Set COUNTERFOIL_PUBLISH to a folder that a web server gives out, or to a bucket: services/README.md, "Publishing".',
      ),
    ];
  if (!isBucket(address) && `${resolve(dataFolder)}${sep}`.startsWith(`${resolve(address)}${sep}`))
    return [
      wrong(
        `The data folder, with its keys, lies in the folder that is published: ${resolve(address)}.`,
        'Set COUNTERFOIL_PUBLISH to a folder of its own at once. If a web server gave the old one out, count the keys as stolen: services/README.md, "Who can still change things".',
      ),
    ];
  const { name, text } = await readPublished(config, address);
  if (text === undefined)
    return [
      look(
        `Nothing is published in ${name} yet.`,
        'The service fills it when it starts. If it runs, its log says what is in the way.',
      ),
    ];
  const published = readCheckpoint(text);
  const logKeys = await LogKeys.read(join(dataFolder, 'keys'), origin);
  try {
    const platform = nodePlatform(crypto);
    await requireBeginning({ store: { name }, db, origin, logKeys, platform }, { ...published, version: '' });
  } catch (error) {
    if (error instanceof Conflict || error instanceof Fork)
      return [wrong(error.message, 'Keep both as evidence: services/README.md, "What each alarm means".')];
    throw error;
  }
  const behind = size - published.checkpoint.size;
  if (behind > 0)
    return [
      look(
        `What is published in ${name} is ${entries(behind)} behind the database.`,
        'The service catches up within seconds. If it runs and this stays, its log says what is in the way.',
      ),
    ];
  return [ok(`All ${entries(size)} are published in ${name}.`)];
}

async function readPublished(
  { bucketCredentials: credentials }: Config,
  address: string,
): Promise<{ readonly name: string; readonly text: string | undefined }> {
  if (isBucket(address)) {
    const store = await openStore({ address, credentials });
    try {
      const found = await store.get(CHECKPOINT_PATH);
      return { name: store.name, text: found && parseUtf8(found.bytes) };
    } finally {
      await store.close();
    }
  }
  const name = resolve(address);
  try {
    return { name, text: await readFile(join(name, CHECKPOINT_PATH), 'utf8') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { name, text: undefined };
    throw error;
  }
}
