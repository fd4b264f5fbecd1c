/** Databases for tests, on one real server that the tests of a process share. */
import { AsyncResource } from 'node:async_hooks';
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { startPostgres, type EmbeddedPostgres } from '../database/embedded.ts';
import { clusterPlace } from '../database/unprivileged.ts';

/** Where the folder of a cluster is told that was set up and stopped: a copy of it starts at once. Not named as settings of the service are. */
export const TEMPLATE_VARIABLE = 'POSTGRES_TEST_CLUSTER';

let server: Promise<{ postgres: EmbeddedPostgres; folder: string }> | undefined;
let databases = 0;

/** Of the whole file of tests, wherever it is called. Hooks run in the order in which they are set. */
const afterAll = AsyncResource.bind((end: () => Promise<void>) => after(end));

/** An empty database of its own; gives its address. */
export async function createDatabase(): Promise<string> {
  server ??= startServer();
  const { url } = (await server).postgres;
  const name = `test_${++databases}`;
  const owner = postgres(url, { max: 1 });
  await owner.unsafe(`create database ${name}`);
  await owner.end();
  return url.replace(/\/[^/]*$/, `/${name}`);
}

async function startServer(): Promise<{ postgres: EmbeddedPostgres; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-postgres-'));
  await copyTemplate(folder);
  const running = await startPostgres(folder);
  // Where one of the hooks throws, those behind it are passed over.
  const end = (): void => void process.kill(running.pid, 'SIGINT');
  process.once('exit', end);
  // Set only now, behind the hooks of the file: they close what works with the server, which ends last.
  afterAll(async () => {
    process.off('exit', end);
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return { postgres: running, folder };
}

async function copyTemplate(folder: string): Promise<void> {
  const template = process.env[TEMPLATE_VARIABLE];
  if (template === undefined) return;
  await copyFile(join(template, 'postgres.password'), join(folder, 'postgres.password'));
  await promisify(execFile)('cp', ['-a', await clusterPlace(template), await clusterPlace(folder)]);
}

/** A copy as it is now, as a backup or a replica has it; nobody may be connected. Gives its address. */
export async function copyDatabase(url: string): Promise<string> {
  const from = new URL(url).pathname.slice(1);
  const name = `test_${++databases}`;
  const owner = postgres(url.replace(/\/[^/]*$/, '/postgres'), { max: 1 });
  // Sessions that were just closed linger for a moment.
  for (let attempt = 1; ; attempt++) {
    try {
      await owner.unsafe(`create database ${name} template ${from}`);
      break;
    } catch (error) {
      if (attempt === 100) throw error;
      await sleep(50);
    }
  }
  await owner.end();
  return url.replace(/\/[^/]*$/, `/${name}`);
}
