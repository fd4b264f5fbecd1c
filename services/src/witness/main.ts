/** `npm run witness`: watches other people's records and signs what follows from what it has seen of them. SPEC 3.4. */
import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { wrapUsage } from '../client/layout.ts';
import { createLog } from '../log.ts';
import { CannotWitness } from './cannot-witness.ts';
import type { WatchedLog } from './identity.ts';
import { logsToWatch } from './logs-to-watch.ts';
import { startWitness, type RunningWitness } from './start.ts';

const USAGE = wrapUsage(`npm run witness -- --log <address or file> [options]

  --log <address or file>  the record to watch: its address, or a file with its key; may be given several times
  --key <key>              its key, got elsewhere than from the address; with a rotated key, the new one
  --data <folder>          where keys and records lie (default: .counterfoil-witness)
  --name <name>            the witness's own name, an address without https:// (first start only)
  --port <number>          default: 3400
  --host <address>         default: 127.0.0.1; anything else is meant to stand behind a proxy that speaks TLS

What was watched before is watched again without --log. The folder is the memory of the witness: keep a copy of it elsewhere only to look at, and never start one from an old copy.
`);

const REQUEST_TIMEOUT_MS = 10_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      log: { type: 'string', multiple: true, default: [] },
      key: { type: 'string', multiple: true, default: [] },
      data: { type: 'string', default: '.counterfoil-witness' },
      name: { type: 'string' },
      port: { type: 'string', default: '3400' },
      host: { type: 'string', default: '127.0.0.1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CannotWitness('--port takes a number from 0 to 65535.');
  if (values.key.length > 0 && values.log.length > 1)
    throw new CannotWitness('--key goes with one --log: start the witness once for each of them, with its key.');
  if (values.key.length > 0 && values.log.length === 0)
    throw new CannotWitness('--key goes with --log: say which record it is the key of.');
  const logs = (await Promise.all(values.log.map((log) => logsToWatch(log, values.key)))).flat();
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
  const folder = resolve(values.data);
  // Nothing is made for a witness of nothing.
  if (logs.length === 0 && (await isEmpty(folder))) throw nothingWatched();
  const witness = await startWitness(
    { folder, name: values.name, logs, host: values.host, port, requestTimeoutMs: REQUEST_TIMEOUT_MS },
    createLog('info'),
  );
  if (witness.identity.logs.length === 0) {
    await witness.close();
    throw nothingWatched();
  }
  process.stdout.write(greeting(witness, folder));
  if (!stopping.signal.aborted)
    await new Promise<void>((done) => stopping.signal.addEventListener('abort', () => done(), { once: true }));
  await witness.close();
  process.stdout.write('\nStopped. The next start goes on from here.\n');
}

async function isEmpty(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
}

function nothingWatched(): CannotWitness {
  return new CannotWitness('No record is being watched. Say which one with --log <address>.');
}

function greeting({ address, identity, store }: RunningWitness, folder: string): string {
  const watched = identity.logs.map((log) => {
    const cosigned = store.cosigned(log.origin);
    const seen = cosigned === undefined ? 'nothing seen yet' : `${cosigned.size.toLocaleString('en')} entries seen`;
    return `  ${log.origin}: ${seen}${believed(log)}`;
  });
  const [own] = identity.keys;
  return [
    '',
    `  Witness         ${identity.name}`,
    `  Its page        ${address}`,
    `  Keys, records   ${folder}`,
    '',
    '  It watches',
    ...watched,
    '',
    '  A policy, for the record and for those who check it, to be saved as a file:',
    '',
    ...identity.logs.flatMap((log) => log.keys.map((key) => `log ${key}`)),
    `witness ${identity.name} ${own?.vkey ?? ''} ${address}/`,
    `quorum ${identity.name}`,
    '',
    '  Ctrl-C stops it.',
    '',
    '',
  ].join('\n');
}

function believed({ keyFrom, keys }: WatchedLog): string {
  if (keyFrom === 'given') return '';
  return `
    Its key was taken from the record itself, on trust. Compare it with one you got elsewhere:
    ${keys.join('\n    ')}`;
}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  const said = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`\nThe witness did not start. ${said.message}\n${isUsage ? `\n${USAGE}` : ''}`);
  if (said.cause instanceof Error) process.stderr.write(`Because: ${said.cause.message}\n`);
  process.exitCode = 1;
}
