/**
 * `npm run sign`: completes a statement written as JSON, shows it, signs it with the key files named and has it recorded.
 * `npm run sign -- --new-key`: makes the key of an official.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parseJson } from '@counterfoil/ledger/canonical-json';
import { createClient } from './client.ts';
import { CannotStart, required, runCommand, type ExitCode } from './command.ts';
import type { Said } from '@counterfoil/ledger/compose';
import { makeKeyFile, readKeyFile } from './key-file.ts';

const USAGE = `npm run sign -- --key <file> [--key <file> …] --to <address> <statement.json>
npm run sign -- --new-key <file>

  --key <file>      a key that signs; name it again for each further signature
  --to <address>    where the ledger is, such as http://localhost:3000
  --dry-run         only show what would be signed
  --new-key <file>  make a new key, and print what its mandate needs

The JSON holds the fields of one statement but "origin" and "seen", and "at" only when it happened earlier than now. A text is
written as {"text": "…", "lang": "en"}: the ledger gets its commitment, the text goes beside it.`;

async function main(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      key: { type: 'string', multiple: true, default: [] },
      to: { type: 'string' },
      'new-key': { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  if (values['new-key'] !== undefined) return newKey(values['new-key']);
  const address = required(values.to, 'which ledger with --to', USAGE);
  const said = await readSaid(required(positionals[0], 'which statement', USAGE));
  if (values.key.length === 0 || positionals.length > 1)
    throw new CannotStart(`Name one statement, and each key that signs it with --key.\n\n${USAGE}`);
  const signers = [];
  for (const file of values.key) signers.push(await readKeyFile(file));

  const client = createClient(address);
  const prepared = await client.prepare(said, signers);
  process.stdout.write(`${values['dry-run'] ? 'This would be signed' : 'Signed'} by
${signers.map(({ keyid }) => `  ${keyid}`).join('\n')}

${JSON.stringify({ ...prepared.statement, ...said }, null, 2)}

`);
  if (values['dry-run']) {
    process.stdout.write('Nothing was sent.\n');
    return 0;
  }
  const { index, time, repeated } = await client.send(prepared, { check: true });
  client.close();
  process.stdout.write(
    repeated
      ? `It was on record already, as entry ${index} of ${time}.\n`
      : `Recorded as entry ${index} at ${time}. Its proof was followed and holds.\n`,
  );
  return 0;
}

async function newKey(file: string): Promise<ExitCode> {
  const { person, keyid } = await makeKeyFile(file);
  process.stdout
    .write(`A new key lies in ${file}. Keep it to yourself, and a copy in a safe place: nobody can make it anew.

For the mandate, the registrars need
  "person": "${person}"
  "key": "${keyid}"
`);
  return 0;
}

/** Only its being an object is looked at here: whether the fields fit the kind is checked before anything is signed. */
async function readSaid(file: string): Promise<Said> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new CannotStart(`There is no file ${file}.`, { cause });
  });
  const said = parseJson(new Uint8Array(bytes));
  if (typeof said !== 'object' || said === null || Array.isArray(said) || !('kind' in said))
    throw new CannotStart(`${file} holds no statement: it is an object with a "kind".`);
  return said as unknown as Said;
}

await runCommand(() => main(process.argv.slice(2)));
