/** Why the service did not start, for whoever reads its standard error: what happened, what caused it, and what to do where the system or the database only say a word. */
import postgres from 'postgres';
import { isUnreachable } from '../database/unreachable.ts';

/** Errors of the operating system. */
const OF_SYSTEM = new Map([
  ['EADDRINUSE', 'Another program listens there already. Stop it, or set PORT to another number.'],
  ['EADDRNOTAVAIL', 'This machine does not have that address. Correct HOST.'],
  ['EACCES', 'The account of the service may not do that. Give it the folder or file, or the port, or name another.'],
  ['EPERM', 'The account of the service may not do that. Give it the folder or file, or name another.'],
  ['EROFS', 'That disk cannot be written. Name a folder on another, or let the unit of the service write there.'],
  ['ENOSPC', 'The disk is full. Make room.'],
]);
/** Of PostgreSQL (its documentation, appendix A). */
const OF_DATABASE = new Map([
  ['28000', 'The database does not let this user in. Correct DATABASE_URL, or pg_hba.conf of the server.'],
  ['28P01', 'The password is not that of this user. Correct DATABASE_URL.'],
  [
    '3D000',
    'Make the database as services/README.md says ("Moving to a PostgreSQL of your own"), or correct DATABASE_URL.',
  ],
  [
    '25006',
    'The database takes no changes: it is a standby, or default_transaction_read_only is on. Name the primary in DATABASE_URL.',
  ],
  [
    '42501',
    'Give the user of DATABASE_URL the rights that services/README.md names: "Moving to a PostgreSQL of your own".',
  ],
]);
const UNREACHABLE = 'The database cannot be reached. Start it, or correct DATABASE_URL.';

/** Lines without the last newline. */
export function whyNot(error: unknown): string {
  const said = error instanceof Error ? error : new Error(String(error));
  const { message, cause } = said;
  const todo = todoOf(said) ?? todoOf(cause);
  return [
    `It did not start. ${message}`,
    ...(cause instanceof Error && !message.includes(cause.message) ? [`Because: ${cause.message}`] : []),
    ...(todo === undefined ? [] : [`What to do: ${todo}`]),
  ].join('\n');
}

function todoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  if (error instanceof postgres.PostgresError && OF_DATABASE.has(error.code)) return OF_DATABASE.get(error.code);
  return OF_SYSTEM.get(error.code) ?? (isUnreachable(error) ? UNREACHABLE : undefined);
}
