/** A real service on a real database, for tests: its own folder, port and database; the server is shared within a test process. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { Config } from '../config.ts';
import { startService, type Service } from '../service.ts';
import { createDatabase } from './database.ts';

export interface TestService extends Service {
  readonly folder: string;
  readonly config: Config;
  /** Lines the service wrote to its own log. */
  readonly logged: readonly string[];
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
