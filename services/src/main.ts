/** `npm start`: the ledger, the API and the public pages. What can be set is in config.ts. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { wrapUsage } from './client/layout.ts';
import { parseConfig } from './config.ts';
import { createLog } from './log.ts';
import { isEmpty, startService, type Service } from './service.ts';
import { whyNot } from './starting/why-not.ts';

const USAGE = wrapUsage(`npm start

Starts the ledger, the API and the public pages, and runs until Ctrl-C. Where nothing is set it makes a database of its own in .counterfoil, answers at http://localhost:3000 and tells the story of an invented city.

What can be set are variables of the environment: "Configure" in services/README.md lists them.`);

const log = createLog('warn');

async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { help: { type: 'boolean', default: false } } });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const config = parseConfig(process.env);
  log.level = config.logLevel;
  process.stdout.write('Starting …\n');
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort(signal));

  const service = await startService(config, log);
  const stopped = new Promise<void>((done) => stopping.signal.addEventListener('abort', () => done(), { once: true }));
  if (config.demo && !stopping.signal.aborted && (await isEmpty(service.db)))
    await tellStory(service, config.dataFolder, stopping.signal);
  if (!stopping.signal.aborted) process.stdout.write(await greeting(service, config.dataFolder, config.demo));

  if (!stopping.signal.aborted) await stopped;
  process.stdout.write('\nStopping: finishing what is under way …\n');
  service.drain();
  // A person at the keyboard does not wait for a balancer.
  if (stopping.signal.reason === 'SIGTERM') await sleep(config.drainMs);
  await service.close();
  process.stdout.write('Stopped. The next start goes on from here.\n');
}

/** The story comes from outside, as everybody's statements do: the keys of its officials are never in this process. */
async function tellStory(service: Service, dataFolder: string, signal: AbortSignal): Promise<void> {
  const program = join(import.meta.dirname, 'demo', 'main.ts');
  const child = spawn(process.execPath, [program, '--to', service.address, '--keys', join(dataFolder, 'demo-keys')], {
    stdio: 'inherit',
    env: { ...process.env, COUNTERFOIL_OPENING_TOKEN: service.openingToken },
    detached: true,
  });
  signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
  const code = await exitCode(child);
  if (code !== 0 && !signal.aborted) log.warn({ code }, 'The story of the invented city was not told to its end.');
}

function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => done(code));
  });
}

async function greeting(service: Service, dataFolder: string, demo: boolean): Promise<string> {
  const { address, recorder, db } = service;
  const opened = !(await isEmpty(db));
  const lines = [
    '',
    `  The record      ${address}`,
    `  Entries         ${recorder.publisher.size.toLocaleString('en')}`,
    `  Data and keys   ${resolve(dataFolder)}`,
    `  Check it        npm run verify -- ${address}`,
  ];
  if (!opened)
    lines.push(
      '',
      '  The ledger is empty. Open it with',
      `  npm run open -- --authority "City of …" --to ${address} --keys <folder> --token-file ${join(dataFolder, 'opening-token')}`,
    );
  if (demo && opened)
    lines.push(
      '',
      '  Rivermouth is an invented city. For real use: COUNTERFOIL_DEMO=off COUNTERFOIL_ORIGIN=<your name> npm start',
    );
  lines.push('', '  Ctrl-C stops it.', '');
  return lines.join('\n');
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`\n${whyNot(error)}\n`);
  process.exitCode = 1;
}
