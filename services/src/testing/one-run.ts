/**
 * What all files of one `npm test` share (`--test-global-setup`), since each runs in a process of its own: a PostgreSQL cluster
 * that was set up once and is copied, and the compiler's work on every module. A test file that is run alone does without.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../database/embedded.ts';
import { TEMPLATE_VARIABLE } from './database.ts';

/** Not among the temporary files, where tests look for what must be nowhere: what is compiled holds the words of tests. */
const cache = join(import.meta.dirname, '../../../node_modules/.cache');
let modules: string | undefined;
let template: string | undefined;

export async function globalSetup(): Promise<void> {
  await mkdir(cache, { recursive: true });
  modules = await mkdtemp(join(cache, 'counterfoil-modules-'));
  process.env['NODE_COMPILE_CACHE'] = modules;
  // Copied with their owners and modes by a program of Unix.
  if (process.platform === 'win32') return;
  template = await mkdtemp(join(tmpdir(), 'counterfoil-template-'));
  const server = await startPostgres(template);
  await server.stop();
  process.env[TEMPLATE_VARIABLE] = template;
}

export async function globalTeardown(): Promise<void> {
  for (const folder of [modules, template])
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
}
