/** `npm run viewer`: the pages of somebody's record, from a mirror of it. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CannotStart, required, runCommand, type ExitCode } from '../client/command.ts';
import { wrapUsage } from '../client/layout.ts';
import { parseConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { openMirror } from '../restore/mirror.ts';
import { startCopy } from './start.ts';

const USAGE = wrapUsage(`npm run viewer -- --from <address or folder> [options]

Serves the public pages of a record from a mirror of it, and follows it: what is new there is here within a minute. Everything is judged on the way in: signatures, rules, and the checkpoint of the log. Nothing is recorded and nothing is signed; for that the pages name the original.

  --from <mirror>       an address (of the service itself, or of any place that serves the files), or a folder made by npm run mirror
  --key <key>           the log key, got elsewhere than from the mirror; otherwise the one that it names is believed, the first time
  --data <folder>       where the copy lies (default: .counterfoil-viewer); one for each record
  --port <number>       default: 3600; the address is HOST, 127.0.0.1 unless set
  --kept-by <name>      who keeps the copy: stands on every page
  --original <address>  where the original is, where neither --from nor ledger.json says it

Exit code 0: it ran and was stopped. 2: it could not start, for the reason given.`);

const [FOLDER_LOOK_MS, ADDRESS_LOOK_MS] = [5000, 60_000];
const LINE_MS = 2000;
/** More than fits on the line of a page. */
const MAX_NAME_CHARACTERS = 200;

async function main(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      from: { type: 'string' },
      key: { type: 'string' },
      data: { type: 'string', default: '.counterfoil-viewer' },
      port: { type: 'string', default: '3600' },
      'kept-by': { type: 'string' },
      original: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const from = required(values.from, 'what to read with --from', USAGE);
  const isAddress = /^https?:\/\//.test(from);
  const { original, key, 'kept-by': keptBy } = values;
  if (original !== undefined && !(/^https?:\/\//.test(original) && URL.canParse(original)))
    throw new CannotStart('--original takes an address that begins with https:// or http://.');
  if (keptBy !== undefined && keptBy.length > MAX_NAME_CHARACTERS)
    throw new CannotStart(`--kept-by takes a name of at most ${MAX_NAME_CHARACTERS} characters.`);
  const config = parseConfig({ ...process.env, PORT: values.port });
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
  const folder = resolve(values.data);
  process.stdout.write(`Reading ${from} …\n`);
  await using copy = await startCopy({
    ...{ folder, keptBy, original, key, now: Date.now, onProgress: createProgress(), log: createLog('warn') },
    ...{
      from: isAddress ? from : undefined,
      read: openMirror(from),
      server: config,
      rewriteBytes: config.rewriteBytes,
    },
    lookMs: isAddress ? ADDRESS_LOOK_MS : FOLDER_LOOK_MS,
  }).catch((error: unknown) => {
    throw new CannotStart(error instanceof Error ? error.message : String(error), { cause: error });
  });
  const { follower, address } = copy;
  process.stdout.write(
    [
      '',
      `  The copy        ${address}`,
      `  Of the record   ${follower.origin}, with the log key`,
      `                  ${follower.vkey}`,
      `  Entries         ${follower.size.toLocaleString('en')}`,
      `  Data            ${folder}`,
      ...(key === undefined
        ? ['', '  The key is the one that the mirror names. To believe nobody: --key <the key, got elsewhere>']
        : []),
      ...['', '  Ctrl-C stops it.', '', ''],
    ].join('\n'),
  );
  if (!stopping.signal.aborted)
    await new Promise<void>((done) => stopping.signal.addEventListener('abort', () => done(), { once: true }));
  process.stdout.write('\nStopping …\n');
  return 0;
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
