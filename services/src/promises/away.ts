/** Whether an error says that nothing can be recorded now, rather than that something is wrong with what was sent. */
import postgres from 'postgres';
import { isUnreachable } from '../database/unreachable.ts';
import { Problem } from '../problem.ts';

export function isAway(error: unknown): boolean {
  if (error instanceof Problem) return error.code === 'not-recorded' || error.code === 'maybe-recorded';
  return error instanceof postgres.PostgresError || isUnreachable(error);
}
