/** `--timeout` and `--give-up-after`, which every command has that reads a record. */
import { secondsOption } from './command.ts';
import { TimeLimit } from './time-limit.ts';

/** For `parseArgs`. */
export const READING_OPTIONS = {
  timeout: { type: 'string', default: '20' },
  'give-up-after': { type: 'string' },
} as const;

const LONGEST_TIMEOUT_S = 3600;
const LONGEST_GIVE_UP_S = 7 * 86_400;

export interface ReadingOptions {
  readonly timeoutMs: number;
  readonly limit: TimeLimit;
}

/** The time begins to run. @throws UsageError */
export function parseReadingOptions(values: {
  readonly timeout: string;
  readonly 'give-up-after'?: string | undefined;
}): ReadingOptions {
  const giveUp = values['give-up-after'];
  const timeoutMs = secondsOption('--timeout', values.timeout, LONGEST_TIMEOUT_S) * 1000;
  const allowedMs =
    giveUp === undefined ? undefined : secondsOption('--give-up-after', giveUp, LONGEST_GIVE_UP_S) * 1000;
  return { timeoutMs, limit: new TimeLimit(allowedMs) };
}
