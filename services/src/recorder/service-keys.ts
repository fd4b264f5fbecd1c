/**
 * The keys that are the service's own: the log key signs checkpoints, the intake key signs what citizens send in.
 * No official's key is ever here.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Signer } from '@counterfoil/ledger/signature';
import { readPrivateKey, writePrivateKey } from './keys.ts';
import { LogKeys } from './log-keys.ts';

export interface ServiceKeys {
  readonly log: LogKeys;
  readonly intake: Signer;
}

/** Reads the keys or makes them on the first start, that of the post-quantum line where one is wanted. @throws Error when a key file cannot be read. */
export async function loadKeys(dataFolder: string, origin: string, postQuantum = false): Promise<ServiceKeys> {
  const folder = join(dataFolder, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const intake = join(folder, 'intake.pem');
  await writePrivateKey(intake);
  const log = await LogKeys.open(folder, origin);
  if (postQuantum) await log.openPostQuantum();
  return { log, intake: await readPrivateKey(intake) };
}
