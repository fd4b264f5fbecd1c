/** `npm run open`: opens an empty ledger for real use. Its registrars' keys are made here and never reach the service. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createClient } from './client.ts';
import { CannotStart, required, runCommand, type ExitCode } from './command.ts';
import { haveKeyFile } from './key-file.ts';
import { wrapUsage } from './layout.ts';
import { readOperatorToken } from './operator-token.ts';

const USAGE = wrapUsage(`npm run open -- --authority "City of …" --to <address>
                --keys <folder> --token-file <file>

  --authority <name>   whose ledger it is, as people will read it
  --to <address>       where the service runs, such as http://localhost:3000
  --keys <folder>      where the registrars' keys are put; keys that lie there already are used, never replaced
  --token-file <file>  the operator's token, which the service keeps as opening-token in its data folder
  --registrars <n>     how many people look after offices and mandates (3)
  --threshold <t>      how many of them must sign together (more than half)
  --lang <tag>         language of the name (en)
  --licence <id>       licence of the public record, as an SPDX identifier (CC-BY-4.0)`);

async function main(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      authority: { type: 'string' },
      to: { type: 'string' },
      keys: { type: 'string' },
      'token-file': { type: 'string' },
      registrars: { type: 'string', default: '3' },
      threshold: { type: 'string' },
      lang: { type: 'string', default: 'en' },
      licence: { type: 'string', default: 'CC-BY-4.0' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const authority = required(values.authority, 'whose ledger it is with --authority', USAGE);
  const address = required(values.to, 'where the service runs with --to', USAGE);
  const folder = required(values.keys, 'where the keys shall lie with --keys', USAGE);
  const token = await readOperatorToken(
    required(values['token-file'], 'where the opening token lies with --token-file', USAGE),
  );
  const count = parseCount(values.registrars, '--registrars', 50);
  const threshold = parseCount(values.threshold ?? String(Math.floor(count / 2) + 1), '--threshold', count);

  const client = createClient(address, { token });
  const { origin, logKey, authority: opened } = await client.ledger();
  if (opened !== null)
    throw new CannotStart(`This ledger is open already: it is the ledger of ${opened.name}. Nothing was changed.`);
  const intakeKey = await client.intakeKey();
  const files = Array.from({ length: count }, (_, i) => join(folder, `registrar-${i + 1}.pem`));
  const keys = [];
  for (const file of files) keys.push({ file, ...(await haveKeyFile(file)) });

  const recorded = await client.submit(
    {
      kind: 'ledger-opened',
      authority: { name: authority, lang: values.lang },
      licence: values.licence,
      registrars: keys.map(({ person, keyid }) => ({ person, key: keyid })),
      threshold,
      logKey,
      intakeKey,
    },
    keys.slice(0, threshold),
    { check: true },
  );
  client.close();

  const signing = files.slice(0, threshold).map((file) => `--key ${file}`);
  process.stdout.write(`The ledger of ${authority} is open.

Done
  Entry ${recorded.index} of ${origin} was recorded at ${recorded.time}. Its proof was followed and holds.
  ${threshold} of ${count} registrars must sign together whatever defines offices, mandates and processes:
${keys.map(({ file, keyid, made }) => `    ${file}  ${keyid}${made ? '' : '  (was there, and is used)'}`).join('\n')}

Keep safe
  Give each key file to another person, on a device of their own, and delete it here. There it gets a passphrase:
    npm run sign -- --change-passphrase <file>
  Make a copy of each, on paper or on a stick in a safe: with fewer than ${threshold} of them left, nobody can change
  offices, mandates or processes again. Whoever holds ${threshold} of them can act as the registrars of ${authority}.
  Write down the key of the log. Whoever pins it need not believe the service:
    ${logKey}

Next, each signed by ${threshold} registrars (${signing.join(' ')} --to ${address})
  1. Publish working days and holidays:   npm run sign -- calendar --zone Europe/Berlin --years 2026-2030 …
  2. Define the offices:                  npm run sign -- office front-desk --title "Front desk" --may all
  3. Each official makes a key on their own device and tells you what it prints:
     npm run sign -- --new-key <file>
     Give them their mandate:             npm run sign -- mandate front-desk --person … --public-key …
  4. Publish the rules of processes:      npm run sign -- process --preset consultation --offices …
  docs/officials.md tells more; every command explains itself with --help.
`);
  return 0;
}

function parseCount(text: string, option: string, most: number): number {
  const count = Number(text);
  if (!/^[1-9]\d?$/.test(text) || count > most)
    throw new CannotStart(`${option} takes a number from 1 to ${most}, not "${text}".`);
  return count;
}

await runCommand(() => main(process.argv.slice(2)));
