/** Whether an error says that the database cannot be reached, rather than that something is wrong with what it was asked. */
import postgres from 'postgres';

/** Of the operating system and of the driver. */
const CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'CONNECT_TIMEOUT'],
]);
/** Of a server that lets nobody in: connection exceptions, one that stops or starts, one that is full (PostgreSQL documentation, appendix A). */
const STATES = /^(?:08...|57P0[1-3]|53300)$/;

export function isUnreachable(error: unknown): boolean {
  if (error instanceof postgres.PostgresError) return STATES.test(error.code);
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && CODES.has(error.code);
}
