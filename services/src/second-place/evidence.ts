/** What made the service stop, kept in files of the data folder for whoever has to find out: both checkpoints and the reason. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatCheckpoint } from '@counterfoil/ledger/checkpoint';
import type { Fork } from '../recorder/fork.ts';

/**
 * One folder for each finding, also when a service that is started again and again finds it again and again.
 * @returns its path.
 */
export async function keepEvidence(dataFolder: string, fork: Fork, timeMs: number): Promise<string> {
  const { kept, database } = fork.evidence;
  const size = database === undefined ? 'unknown' : `${database.size}-${database.root.toHex().slice(0, 8)}`;
  const folder = join(dataFolder, 'evidence', `${fork.reason}-${size}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files: readonly (readonly [string, string | undefined])[] = [
    ['second-place.checkpoint', kept],
    // Not signed, and never to be: it says what the database would have gone on from.
    ['database.unsigned-checkpoint', database && formatCheckpoint(database)],
    ['what-happened.txt', `${new Date(timeMs).toISOString()}\n${fork.reason}\n${fork.message}\n`],
  ];
  for (const [name, text] of files) {
    if (text === undefined) continue;
    await writeFile(join(folder, name), text, { flag: 'wx', flush: true }).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  }
  return folder;
}
