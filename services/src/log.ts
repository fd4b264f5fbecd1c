/**
 * The service's own log: lines of JSON on standard error. What people send never goes in, nor where from.
 *
 * Of an error it takes the kind, the sentence, the code and the places in the program. What else hangs on it stays out: PostgreSQL quotes
 * the row that it refuses, words and salt included.
 */
import pino, { type DestinationStream, type Logger } from 'pino';

export function createLog(
  level: string,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: describeError } },
    destination,
  );
}

interface Described {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string | undefined;
  readonly cause?: Described;
}

/** Causes below causes: no more of them than help. */
const DEPTH = 4;

function describeError(error: unknown, depth = 0): Described {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  return {
    type: error.name,
    message: error.message,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    // Its first lines say the message again, and a message may have many lines.
    stack: error.stack
      ?.split('\n')
      .filter((line) => line.startsWith('    at '))
      .join('\n'),
    ...(error.cause === undefined || depth === DEPTH ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}
