/** A real service on a real database, for tests: its own folder, port and database; the server is shared within a test process. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import postgres from 'postgres';
import { startPostgres, type EmbeddedPostgres } from '../database/embedded.ts';
import pino from 'pino';
import type { Config } from '../config.ts';
import { startService, type Service } from '../service.ts';

export interface TestService extends Service {
  readonly folder: string;
  readonly config: Config;
  /** Lines the service wrote to its own log. */
  readonly logged: readonly string[];
}

let server: Promise<{ postgres: EmbeddedPostgres; folder: string }> | undefined;
let databases = 0;

after(async () => {
  if (server === undefined) return;
  const { postgres: running, folder } = await server;
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});

/** An empty database of its own. */
async function createDatabase(): Promise<string> {
  server ??= mkdtemp(join(tmpdir(), 'counterfoil-postgres-')).then(async (folder) => ({
    postgres: await startPostgres(folder),
    folder,
  }));
  const { url } = (await server).postgres;
  const name = `test_${++databases}`;
  const owner = postgres(url, { max: 1 });
  await owner.unsafe(`create database ${name}`);
  await owner.end();
  return url.replace(/\/[^/]*$/, `/${name}`);
}

/** Closes and removes everything when disposed: `await using service = await startTestService()`. */
export async function startTestService(
  options: { readonly now?: () => number } = {},
): Promise<TestService & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-test-'));
  const config: Config = {
    port: 0,
    host: '127.0.0.1',
    databaseUrl: await createDatabase(),
    dataFolder: folder,
    origin: 'ledger.example.org/test',
    demo: false,
    logLevel: 'warn',
  };
  const logged: string[] = [];
  const log = pino({ level: 'debug', base: null }, { write: (line: string) => void logged.push(line) });
  const service = await startService(config, log, options.now);
  return {
    ...service,
    folder,
    config,
    logged,
    async [Symbol.asyncDispose]() {
      await service.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
