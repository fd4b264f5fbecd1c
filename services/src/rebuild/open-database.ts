/** What commands need that work on the database of a service: its configuration, and the database itself. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotStart } from '../client/command.ts';
import { parseConfig, type Config } from '../config.ts';
import { holdDatabase } from '../database/connect.ts';
import { startPostgres } from '../database/embedded.ts';

/** @throws CannotStart */
export function readConfig(): Config {
  try {
    return parseConfig(process.env);
  } catch (cause) {
    throw new CannotStart(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/**
 * The address of the database. The embedded one is started, and stopped again unless a service is running on it.
 * @param options whether a service may be running meanwhile.
 * @throws CannotStart
 */
export async function openDatabase(
  { databaseUrl, dataFolder }: Config,
  { mayBeServed }: { readonly mayBeServed: boolean },
  opened: AsyncDisposableStack,
): Promise<string> {
  await access(databaseUrl === undefined ? join(dataFolder, 'postgres') : dataFolder).catch((cause: unknown) => {
    throw new CannotStart(
      `There is no ledger in the folder ${dataFolder}. Set COUNTERFOIL_DATA to that of the service.`,
      {
        cause,
      },
    );
  });
  if (databaseUrl !== undefined) return databaseUrl;
  const server = await startPostgres(dataFolder);
  const held = await holdDatabase(server.url);
  if (held === undefined && !mayBeServed)
    throw new CannotStart(`A service is running on the folder ${dataFolder}. Stop it, and start it again afterwards.`);
  if (held !== undefined) {
    opened.defer(() => server.stop());
    opened.defer(held);
  }
  return server.url;
}
