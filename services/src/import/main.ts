/** `npm run import`: brings the rows of a CSV file onto a ledger. */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { CannotStart, required, runCommand, type ExitCode } from '../client/command.ts';
import { wrapUsage } from '../client/layout.ts';
import { createClient } from '../client/client.ts';
import { readOperatorToken } from '../client/operator-token.ts';
import { readAreas } from './areas.ts';
import type { Mapping, Preset } from './preset.ts';
import { la311 } from './presets/la-311.ts';
import { polis } from './presets/polis.ts';
import { createProgress } from './progress.ts';
import { exitCodeOf, formatJsonReport, formatReport } from './report.ts';
import { importRows } from './runner.ts';
import { openTable, type Table } from './table.ts';

const presets: readonly Preset[] = [la311, polis];

const USAGE =
  wrapUsage(`npm run import -- <file.csv> --preset ${presets.map(({ name }) => name).join('|')} --to <address>

  --to <address>       where the ledger is, such as http://localhost:3000
  --process <id>       the process that the cases run by; each preset has one of its own
  --token-file <file>  the operator's token (opening-token in the service's data folder): without it a service takes only so much from one network
  --concurrency <n>    rows under way at the same time (32)
  --lang <tag>         language of the texts, for presets whose files do not say it
  --source <name>      name of the source, for presets that take it from the name of the file
  --json               the result for programs

Exit code 0: every row is on record. 1: some are not; they are listed. 2: nothing could be done.`);

async function main(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      preset: { type: 'string' },
      to: { type: 'string' },
      process: { type: 'string' },
      'token-file': { type: 'string' },
      concurrency: { type: 'string', default: '32' },
      lang: { type: 'string' },
      source: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  if (positionals.length > 1) throw new CannotStart(`One file at a time.\n\n${USAGE}`);
  const file = required(positionals[0], 'which file', USAGE);
  const address = required(values.to, 'which ledger with --to <address>', USAGE);
  const preset = findPreset(required(values.preset, 'what kind of file it is with --preset', USAGE));
  const concurrency = parseConcurrency(values.concurrency);
  const fileName = basename(file);
  const table = await openTable(file);
  const mapping = findMapping(preset, table, file, { fileName, lang: values.lang, source: values.source });

  const tokenFile = values['token-file'];
  const token = tokenFile === undefined ? undefined : await readOperatorToken(tokenFile);
  const client = createClient(address, { concurrency, token });
  const ledger = await client.ledger();
  if (ledger.authority === null) throw new CannotStart(`The ledger at ${address} has not been opened yet.`);
  const interrupted = new AbortController();
  // A second Ctrl-C ends it the way the system does.
  process.once('SIGINT', () => {
    process.stderr.write('\nFinishing the rows under way …\n');
    interrupted.abort();
  });
  const startMs = performance.now();
  const now = (): number => performance.now();
  const progress = createProgress({ stream: process.stderr, fileName, sizeBytes: table.sizeBytes, now });
  const runsBy = values.process ?? preset.process;
  const outcome = await importRows({
    ...{ table, mapping, client, concurrency, process: runsBy, together: preset.together },
    areas: await readAreas(client, runsBy),
    signal: interrupted.signal,
    onRow: (tally) => progress.show(tally),
  });
  progress.end();
  client.close();
  const context = {
    ...{ fileName, ledger, preset: preset.name, dialect: mapping.dialect, process: runsBy },
    elapsedMs: now() - startMs,
  };
  process.stdout.write((values.json ? formatJsonReport : formatReport)(outcome, context));
  return exitCodeOf(outcome);
}

function findPreset(name: string): Preset {
  const preset = presets.find((known) => known.name === name);
  if (preset === undefined) throw new CannotStart(`There is no preset "${name}".\n\n${USAGE}`);
  return preset;
}

function findMapping(preset: Preset, table: Table, file: string, options: Parameters<Preset['begin']>[1]): Mapping {
  const mapping = preset.begin(table.columns, options);
  if (mapping !== undefined) return mapping;
  throw new CannotStart(
    `${file} is not a file for the preset "${preset.name}", which takes ${preset.expects}. Its header: ${table.columns.join(', ').slice(0, 300)}.`,
  );
}

function parseConcurrency(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new CannotStart(`--concurrency takes a number from 1 to 999, not "${text}".`);
  return Number(text);
}

await runCommand(() => main(process.argv.slice(2)));
