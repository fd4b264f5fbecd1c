/** `npm run rotate-log-key`: makes the key that is to take the place of the log key, and says what the registrars have to sign. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createClient } from '../client/client.ts';
import { CannotStart, required, runCommand, type ExitCode } from '../client/command.ts';
import { wrapUsage } from '../client/layout.ts';
import { LogKeys } from './log-keys.ts';

const USAGE = wrapUsage(`npm run rotate-log-key -- --to <address> [--data <folder>]

  --to <address>   where the service runs, such as http://localhost:3000
  --data <folder>  its data folder (COUNTERFOIL_DATA, or .counterfoil)

Nothing is replaced before enough registrars have signed. Run again, it gives the same key.`);

async function main(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      to: { type: 'string' },
      data: { type: 'string', default: process.env['COUNTERFOIL_DATA'] ?? '.counterfoil' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const address = required(values.to, 'where the service runs with --to', USAGE);
  const client = createClient(address);
  const { origin, logKey } = await client.ledger();
  client.close();
  const folder = resolve(values.data, 'keys');
  const keys = await LogKeys.read(folder, origin).catch((cause: unknown) => {
    throw new CannotStart(`The keys cannot be read from ${folder}. Name the data folder with --data.`, { cause });
  });
  const old = keys.find(logKey);
  if (old === undefined)
    throw new CannotStart(`The log key of ${origin} is not in ${folder}: this is the folder of another service.`);
  const next = await keys.haveNext(logKey);
  const statement = { kind: 'log-key-rotated', logKey: next.vkey };
  process.stdout.write(`The next log key of ${origin} lies in ${join(folder, next.file)}. It is not in force yet.

Now
  1. Make a copy of this file in a safe place: once it is in force, the ledger cannot go on without it. Where several
     processes work on this ledger, copy it into the folder "keys" of each: one that
     does not have it refuses the statement, or stops once another has recorded it.
  2. Put the new key where you have published the old one:
     ${next.vkey}
  3. Write this into log-key.json:
     ${JSON.stringify(statement)}
     and have as many registrars as must sign together sign it:
     npm run sign -- --key <registrar's file> --key <another's> --to ${address} log-key.json
     The service adds the signatures of the old and the new key. With that entry the new key is in force, without a restart.

Then
  The service signs with both keys for as long as ${join(folder, old.file)} is there. Readers who know only the old one
  are led to the new one by the entry. Witnesses are not: ask each to start again with --key and the new key, and publish
  your policy with a second line "log" for it. Once all have followed, move the old file to a safe place and restart the
  service. If the old key has been stolen, do so at once: from that entry on, what it alone has signed counts for nothing.
`);
  return 0;
}

await runCommand(() => main(process.argv.slice(2)));
