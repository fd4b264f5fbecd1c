/** `npm run restore`: brings the entries that a restored database lacks back from a mirror. */
import crypto from 'node:crypto';
import { parseArgs } from 'node:util';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { CannotStart, required, runCommand, type ExitCode } from '../client/command.ts';
import { wrapUsage } from '../client/layout.ts';
import { openVault } from '../content/vault.ts';
import { connectAsOwner, isServed, migrate } from '../database/connect.ts';
import { createLog } from '../log.ts';
import { openDatabase, readConfig } from '../rebuild/open-database.ts';
import { checkState } from '../rebuild/rebuild.ts';
import { openSecondPlace } from '../second-place/open.ts';
import { CannotRestore, openMirror } from './mirror.ts';
import { isWhole, report } from './report.ts';
import { restore } from './restore.ts';

const USAGE = wrapUsage(`npm run restore -- --from <folder or address of a mirror>

After a backup of the database was restored: brings back what was published since, from anybody's mirror: entries, texts and files. The entries are compared with the signed checkpoint in the second place before one of them is written. It uses the database and the folder of the service: the same DATABASE_URL, COUNTERFOIL_DATA and COUNTERFOIL_SECOND_PLACE. Stop the service first; start it again afterwards.

  --from <mirror>  a folder made by npm run mirror or by publishing, or an address that serves the same files

Exit code 0: everything that was published is there. 1: it could not be brought back, for the reason given. 2: it could not be done.`);

const LINE_MS = 2000;

async function main(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: { from: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const from = required(values.from, 'where to bring the entries back from with --from', USAGE);
  const config = readConfig();
  await using opened = new AsyncDisposableStack();
  const url = await openDatabase(config, { mayBeServed: false }, opened);
  await migrate(url);
  await refuseServed(url);
  const { secondPlace: address, bucketCredentials: credentials, origin, dataFolder } = config;
  const place = opened.adopt(await openSecondPlace({ address, credentials, origin }), (one) => one.close());
  const published = (await place.read())?.checkpoint;
  if (published === undefined || published.origin !== origin)
    throw new CannotStart(
      `The second place, ${place.name}, holds no checkpoint of ${origin}: what was published is not known. If it is lost, put the newest there: npm run second-place -- --set-from <mirror, witness or file>`,
    );
  const vault = await openVault(dataFolder, () => Promise.resolve(true));
  const platform = nodePlatform(crypto);
  const log = createLog('error');
  try {
    const read = openMirror(from);
    const restored = await restore({ url, published, read, vault, platform, log, onProgress: createProgress() });
    const checked = await checkState({ url, newest: published, platform, onProgress: () => undefined });
    if (checked.differences > 0)
      throw new CannotRestore(
        'The derived state differs from what the entries say: put it in order with npm run rebuild.',
      );
    process.stdout.write(report(restored, published.size));
    return isWhole(restored) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof CannotRestore)) throw error;
    process.stdout.write(`${error.message}\n`);
    return 1;
  }
}

async function refuseServed(url: string): Promise<void> {
  const pool = connectAsOwner(url);
  try {
    const connection = await pool.reserve();
    try {
      if (await isServed(connection))
        throw new CannotStart('A service is connected to this database. Stop it, and start it again afterwards.');
    } finally {
      connection.release();
    }
  } finally {
    await pool.close();
  }
}

function createProgress(): (entries: number, of: number) => void {
  let shownMs = performance.now();
  return (entries, of) => {
    if (performance.now() - shownMs < LINE_MS) return;
    shownMs = performance.now();
    process.stderr.write(`${entries.toLocaleString('en')} of ${of.toLocaleString('en')} entries …\n`);
  };
}

await runCommand(() => main(process.argv.slice(2)));
