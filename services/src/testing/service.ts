/** A real service on a real database, for tests: its own folder, port and database; the server is shared within a test process. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig, type Config } from '../config.ts';
import { createLog } from '../log.ts';
import { startService, type Service } from '../service.ts';
import { createDatabase } from './database.ts';

export interface TestService extends Service {
  readonly folder: string;
  readonly config: Config;
  /** Lines the service wrote to its own log. */
  readonly logged: readonly string[];
}

export interface TestServiceOptions {
  readonly now?: () => number;
  /** Whether nobody has to be quick: what was sent counts until the end of the test. */
  readonly doorStandsStill?: boolean;
  /** Variables of config.ts. How much may be sent is limited, and what is kept is read again, only where a test says so. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Closes and removes everything when disposed: `await using service = await startTestService()`. */
export async function startTestService(options: TestServiceOptions = {}): Promise<TestService & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-test-'));
  const config = parseConfig({
    PORT: '0',
    DATABASE_URL: await createDatabase(),
    COUNTERFOIL_DATA: folder,
    COUNTERFOIL_ORIGIN: 'ledger.example.org/test',
    COUNTERFOIL_DEMO: 'off',
    COUNTERFOIL_LIMITS: 'off',
    COUNTERFOIL_SELF_CHECK_PER_SECOND: '0',
    // A slow machine is no database that is away.
    COUNTERFOIL_PATIENCE_MS: '60000',
    LOG_LEVEL: 'warn',
    ...options.env,
  });
  const logged: string[] = [];
  const log = createLog('debug', { write: (line: string) => void logged.push(line) });
  const ports = options.doorStandsStill === true ? { doorMs: () => 0 } : {};
  const service = await startService(config, log, options.now, ports).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
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
