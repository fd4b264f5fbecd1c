/** litewitness as its README says to run it: a key in an ssh-agent, and a database that names the log and its key. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { createServer, type AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { base64 } from '@counterfoil/ledger/bytes';
import { parsePolicy, type Policy } from '@counterfoil/ledger/policy';
import { EMPTY_ROOT } from '@counterfoil/ledger/tree';

/** Of one version, which needs nothing but its modules. */
export const LITEWITNESS = [['build', '-o', '{program}', 'filippo.io/torchwood/cmd/litewitness']];

const NAME = 'witness.example.org/lite';
const PATIENCE_MS = 20_000;

export interface WatchedByThem {
  readonly folder: string;
  readonly origin: string;
  readonly vkey: string;
}

/** @returns undefined where there is no ssh-agent. @throws Error when it does not start. */
export async function serveLitewitness(
  program: string,
  { folder, origin, vkey }: WatchedByThem,
): Promise<{ readonly name: string; readonly policy: Policy; stop(): void } | undefined> {
  const [key, socket, database] = ['lite-key', 'agent', 'lite.db'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const made = spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  if (made.status !== 0) return undefined;
  const started: ChildProcess[] = [];
  const stop = (): void => started.forEach((child) => child.kill('SIGTERM'));
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  started.push(agent);
  if (!(await hasAdded(agent, key, socket))) {
    stop();
    return undefined;
  }
  const [, fingerprint = ''] = spawnSync('ssh-keygen', ['-lf', `${key}.pub`], { encoding: 'utf8' }).stdout.split(' ');
  const listen = `127.0.0.1:${await freePort()}`;
  const flags = { name: NAME, db: database, 'ssh-agent': socket, listen, key: fingerprint };
  const args = Object.entries(flags).map(([name, value]) => `-${name}=${value}`);
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  started.push(child);
  let cosigner: string | undefined;
  for await (const line of createInterface({ input: child.stderr })) {
    cosigner ??= / vkey=(\S+)/.exec(line)?.[1];
    if (line.includes('msg=listening')) break;
  }
  child.stderr.resume();
  if (cosigner === undefined) {
    stop();
    throw new Error('litewitness does not start.');
  }
  // As its own witnessctl does it.
  const db = new DatabaseSync(database, { timeout: 5000 });
  db.prepare('insert into log (origin, tree_size, tree_hash) values (?, 0, ?)').run(origin, base64(EMPTY_ROOT));
  db.prepare('insert into key (origin, key) values (?, ?)').run(origin, vkey);
  db.close();
  const policy = parsePolicy(`witness lite ${cosigner} http://${listen}\nquorum lite\n`);
  return { name: 'litewitness', policy, stop };
}

async function hasAdded(agent: ChildProcess, key: string, socket: string): Promise<boolean> {
  const gone = Promise.withResolvers<false>();
  agent.once('error', () => gone.resolve(false));
  agent.once('exit', () => gone.resolve(false));
  const env = { ...process.env, SSH_AUTH_SOCK: socket };
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += 50) {
    if (spawnSync('ssh-add', ['-q', key], { env, stdio: 'ignore' }).status === 0) return true;
    if ((await Promise.race([sleep(50), gone.promise])) === false) return false;
  }
  return false;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
