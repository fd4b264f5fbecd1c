/** What every command here has in common: usage, exit codes, and that a fault of the program is never taken for a verdict. */
import { resolve } from 'node:path';
import { IS_BUNDLE } from './called-as.ts';
import { UsageError } from './usage-error.ts';

/** It could not be checked, or not be done: whatever the reason, nothing has been found to be wrong. */
export const EXIT_COULD_NOT = 2;

/** @param command gives the exit code. */
export async function runCommand(
  usage: string,
  command: (argv: readonly string[]) => Promise<number>,
  argv: readonly string[] = process.argv.slice(2),
): Promise<void> {
  // Who pipes the answer to a pager may leave before its end.
  process.stdout.on('error', () => undefined);
  // Node's own exit code for these is 1, which here would say that the record is wrong.
  process.on('uncaughtException', (error) => {
    reportFault(error);
    process.exit(EXIT_COULD_NOT);
  });
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(usage);
    return;
  }
  try {
    process.exitCode = await command(argv);
  } catch (error) {
    process.exitCode = EXIT_COULD_NOT;
    if (isUsage(error)) process.stderr.write(`${error.message}\n\n${usage}`);
    else reportFault(error);
  }
}

/** A path as it was meant: npm runs its scripts from the folder of the package, wherever it was called. */
export function resolvePath(path: string): string {
  const { npm_lifecycle_event: script, INIT_CWD: calledFrom } = process.env;
  return IS_BUNDLE || script === undefined || calledFrom === undefined ? path : resolve(calledFrom, path);
}

/** @throws UsageError */
export function secondsOption(name: string, text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 3600)) throw new UsageError(`${name} takes a number of seconds, up to 3600.`);
  return seconds;
}

function isUsage(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function reportFault(error: unknown): void {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`This program failed, which says nothing about the record.\n\n${what}\n`);
}
