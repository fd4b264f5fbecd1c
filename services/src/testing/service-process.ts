/** The service as a process of its own, as `npm start` runs it: for what must survive its death, and for benchmarks. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { CityHost } from './city.ts';

export interface ServiceProcess {
  readonly process: ChildProcess;
  readonly address: string;
  /** As Ctrl-C: resolves when it is gone, at once when it is gone already. */
  stop(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../../..');

/**
 * An empty ledger on the embedded PostgreSQL, on a port of its own; how much may be sent is limited only where `env` says so.
 * @throws Error when it ends before it is ready.
 */
export async function startServiceProcess(
  folder: string,
  origin: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, ['services/src/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: '0',
      COUNTERFOIL_DATA: folder,
      COUNTERFOIL_DEMO: 'off',
      COUNTERFOIL_ORIGIN: origin,
      COUNTERFOIL_LIMITS: 'off',
      COUNTERFOIL_PATIENCE_MS: '60000',
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const port = await new Promise<string>((found, failed) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const [, number] = /http:\/\/localhost:(\d+)/.exec(output) ?? [];
      if (number !== undefined) found(number);
    });
    child.once('exit', (code) => failed(new Error(`The service ended with ${code}: ${output}`)));
  });
  return {
    process: child,
    address: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((done) => {
        if (child.exitCode !== null || child.signalCode !== null) return done();
        child.once('exit', () => done());
        child.kill('SIGINT');
      }),
  };
}

/** What setting up a city on it takes. */
export async function hostOf({ address }: ServiceProcess, folder: string, origin: string): Promise<CityHost> {
  const openingToken = (await readFile(join(folder, 'opening-token'), 'utf8')).trim();
  const { logKey } = (await (await fetch(`${address}/ledger.json`)).json()) as { logKey: string };
  const { intakeKey } = (await (await fetch(`${address}/api/v1/intake-key`)).json()) as { intakeKey: string };
  return { address, openingToken, config: { origin }, recorder: { vkey: logKey, intakeKeyid: intakeKey } };
}
