/** `npm run doctor`: compares an installation, running or stopped, with the operator's manual. */
import { readFile } from 'node:fs/promises';
import { parseArgs, parseEnv } from 'node:util';
import { CannotStart, runCommand, type ExitCode } from '../client/command.ts';
import { wrapUsage } from '../client/layout.ts';
import { diagnose } from './diagnose.ts';
import { formatDiagnosis } from './report.ts';

const USAGE = wrapUsage(`npm run doctor [-- --address <address>] [--env <file>] [--json]

Compares an installation with the operator's manual, services/README.md: configuration, keys, database, second place, and the service as people reach it. It changes nothing. Run it as the account of the service, with the service's own variables.

  --address <address>  where people reach the ledger, https://ledger.example.org for instance
  --env <file>         read the variables from this file, as systemd or a container does
  --json               the answer for programs

Exit code 0: nothing is wrong (there may be things to look at). 1: something is wrong. 2: it could not look.`);

const OPTIONS = {
  address: { type: 'string' },
  env: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

async function main(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const env =
    values.env === undefined ? process.env : { ...process.env, ...parseEnv(await readFile(values.env, 'utf8')) };
  const diagnosis = await diagnose({ env, address: parseAddress(values.address), nowMs: Date.now() });
  process.stdout.write(values.json ? `${JSON.stringify(diagnosis, undefined, 2)}\n` : formatDiagnosis(diagnosis));
  return diagnosis.verdict === 'wrong' ? 1 : 0;
}

function parseAddress(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw new CannotStart(`"${text}" is no address: it begins with https://`);
  return new URL(url.pathname.endsWith('/') ? url.href : `${url.href}/`);
}

await runCommand(() => main(process.argv.slice(2)));
