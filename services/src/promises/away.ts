/** Whether an error says that the database cannot be had, rather than that something is wrong with what was asked. */
import postgres from 'postgres';
import { Problem } from '../problem.ts';

/** Of the operating system and of the driver. */
const CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'CONNECT_TIMEOUT'],
]);

export function isAway(error: unknown): boolean {
  if (error instanceof Problem) return error.code === 'not-recorded' || error.code === 'maybe-recorded';
  if (error instanceof postgres.PostgresError) return true;
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && CODES.has(error.code);
}
