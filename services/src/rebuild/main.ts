/** `npm run rebuild`: makes the derived state of the database anew from its entries; with `--check` only compares. */
import crypto from 'node:crypto';
import { parseArgs } from 'node:util';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { runCommand, type ExitCode } from '../client/command.ts';
import { wrapUsage } from '../client/layout.ts';
import { migrate } from '../database/connect.ts';
import { openSecondPlace } from '../second-place/open.ts';
import { openDatabase, readConfig } from './open-database.ts';
import { checkState, rebuildState, type Checked, type Difference } from './rebuild.ts';
import { CannotReplay } from './replay.ts';

const USAGE = wrapUsage(`npm run rebuild [-- --check]

Reads every entry in order, compares what is kept beside it, and makes anew what the rulebook knows. It uses the database and the folder of the service: the same DATABASE_URL and COUNTERFOIL_DATA. Stop the service first.

  --check    change nothing; say what is first that differs. The service may run meanwhile

Exit code 0: rebuilt, or nothing differs. 1: something differs, or the entries cannot be relied on. 2: it could not be done.`);

const [LINE_MS, VALUE_CHARACTERS] = [2000, 400];

async function main(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  await using opened = new AsyncDisposableStack();
  const config = readConfig();
  const url = await openDatabase(config, { mayBeServed: values.check }, opened);
  if (!values.check) await migrate(url);
  const { secondPlace: address, bucketCredentials: credentials, origin } = config;
  const place = opened.adopt(await openSecondPlace({ address, credentials, origin }), (one) => one.close());
  const newest = (await place.read())?.checkpoint;
  if (newest === undefined)
    process.stderr.write(`No checkpoint lies in ${place.name}: the tree will be compared with none.\n`);
  const work = values.check ? checkState : rebuildState;
  try {
    const checked = await work({ url, newest, platform: nodePlatform(crypto), onProgress: createProgress() });
    process.stdout.write(report(checked, values.check));
    return values.check && checked.differences > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof CannotReplay)) throw error;
    process.stdout.write(`Nothing was changed. ${error.message}\n`);
    return 1;
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

function report({ entries, values, differences, first }: Checked, check: boolean): string {
  const looked = `${entries.toLocaleString('en')} entries, ${values.toLocaleString('en')} values`;
  if (first === undefined) return `${check ? 'Nothing differs' : 'Rebuilt; nothing had been wrong'}: ${looked}.\n`;
  const wrong = `${differences.toLocaleString('en')} ${differences === 1 ? 'value differs' : 'values differ'} from what the entries say`;
  return `${check ? wrong : `Rebuilt. Before, ${wrong}`}: ${looked}.\n${describe(first)}`;
}

function describe({ kind, id, there, rebuilt }: Difference): string {
  const value = (text: string | null): string => (text === null ? 'nothing' : text.slice(0, VALUE_CHARACTERS));
  return `First of them: ${kind} "${id}"\n  in the database  ${value(there)}\n  by the entries   ${value(rebuilt)}\n`;
}

await runCommand(() => main(process.argv.slice(2)));
