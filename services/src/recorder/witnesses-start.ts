/** The witnesses of a service, from the file that its configuration names. */
import { readFile } from 'node:fs/promises';
import { FormatError } from '@counterfoil/ledger/error';
import { parsePolicy, type Policy } from '@counterfoil/ledger/policy';
import { createVerifier, type Platform } from '@counterfoil/ledger/signature';
import { proveConsistency } from '@counterfoil/ledger/tree';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Db } from '../database/connect.ts';
import type { LogKeys } from './log-keys.ts';
import type { Publisher } from './publisher.ts';
import { hashReader } from './tree-store.ts';
import { Witnesses } from './witnesses.ts';

export interface WitnessPorts {
  readonly config: Pick<Config, 'witnessPolicy' | 'witnessWaitMs' | 'witnessPaceMs' | 'dataFolder' | 'origin'>;
  readonly db: Db;
  readonly publisher: Publisher;
  readonly logKeys: LogKeys;
  readonly platform: Platform;
  readonly now: () => number;
  readonly log: Logger;
}

/** The longest that one answer of a witness may take. */
const TIMEOUT_MS = 5000;
const PAUSE_MS = 1000;

/**
 * Undefined where no policy is configured.
 * @throws Error in a sentence for operators when the policy cannot be used.
 */
export async function startWitnesses(ports: WitnessPorts): Promise<Witnesses | undefined> {
  const { config, db, publisher, logKeys, platform, now, log } = ports;
  if (config.witnessPolicy === undefined) return undefined;
  const policy = await readPolicy(config.witnessPolicy, config.origin);
  const verifier = createVerifier(platform);
  const witnesses = await Witnesses.start(
    {
      policy,
      origin: config.origin,
      folder: config.dataFolder,
      verify: (...signed) => verifier.verify(...signed),
      prove: (size1, size2) => proveConsistency(size1, size2, hashReader(db, size2, platform.sha256), platform.sha256),
      rootAt: (size) => publisher.rootAt(size),
      logKeys: () => logKeys.all.map(({ vkey }) => vkey),
      waitMs: config.witnessWaitMs,
      paceMs: config.witnessPaceMs,
      timeoutMs: TIMEOUT_MS,
      pauseMs: PAUSE_MS,
      random: Math.random,
      now,
      log,
    },
    publisher.note,
  );
  publisher.onPublished(() => witnesses.offer(publisher.note));
  return witnesses;
}

async function readPolicy(file: string, origin: string): Promise<Policy> {
  let policy: Policy;
  try {
    policy = parsePolicy(await readFile(file));
  } catch (cause) {
    const why = cause instanceof FormatError ? cause.message : 'It cannot be read.';
    throw new Error(`The witness policy ${file} cannot be used. ${why}`, { cause });
  }
  const { logs, witnesses } = policy;
  if (logs.length > 0 && !logs.some(({ key }) => key.name === origin))
    throw new Error(
      `The witness policy ${file} is one for other ledgers: none of its log lines has a key for "${origin}".`,
    );
  for (const { name, url } of witnesses) {
    if (url === undefined || isWebAddress(url)) continue;
    throw new Error(`The witness policy ${file} gives the witness "${name}" an address that is none: ${url}`);
  }
  if (witnesses.length > 0 && witnesses.every(({ url }) => url === undefined))
    throw new Error(`The witness policy ${file} gives no witness an address, so none could be asked.`);
  return policy;
}

function isWebAddress(url: string): boolean {
  return /^https?:$/.test(URL.parse(url)?.protocol ?? '');
}
