/**
 * Opens the ledger of an invented city and tells its story: what the service runs on its first start. A client like any
 * other: it knows the public API, the operator's token, and keys that lie in a folder of their own.
 *
 * A ledger is opened once, so the story is told once. Where it was interrupted it stays as far as it got: what is on record
 * is on record, and whoever wants all of it removes the data folder and starts anew.
 */
import { parseArgs } from 'node:util';
import { createClient } from '../client/client.ts';
import { required, runCommand, type ExitCode } from '../client/command.ts';
import { castIn, writeGuide } from './cast.ts';
import { authority } from './city.ts';
import { stories } from './stories.ts';
import { tell } from './teller.ts';

const USAGE = 'node services/src/demo/main.ts --to <address> --keys <folder>, with COUNTERFOIL_OPENING_TOKEN set';

async function main(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArgs({ args: [...args], options: { to: { type: 'string' }, keys: { type: 'string' } } });
  const address = required(values.to, 'where the service runs with --to', USAGE);
  const folder = required(values.keys, 'where the keys shall lie with --keys', USAGE);
  const client = createClient(address, { token: process.env['COUNTERFOIL_OPENING_TOKEN'] });
  const { authority: opened } = await client.ledger();
  if (opened !== null) {
    process.stdout.write(`The ledger of ${opened.name} is open already: there is nothing to tell.\n`);
    return 0;
  }
  const cases = stories.filter(({ process: under }) => under !== undefined).length;
  process.stdout.write(`Telling the story of the ${authority.name}, which does not exist: ${cases} cases …\n`);
  const startMs = performance.now();
  const told = await tell({ client, cast: await castIn(folder), stories, nowMs: Date.now() });
  client.close();
  await writeGuide(folder, address, told);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  process.stdout.write(
    `Told: ${told.entries} entries in ${seconds} s, each read back and its proof followed. You can sign for the officials: ${folder}/README.txt\n`,
  );
  return 0;
}

await runCommand(() => main(process.argv.slice(2)));
