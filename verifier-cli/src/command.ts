/** What every command here has in common: usage, exit codes, and that a fault of the program is never taken for a verdict. */
import { resolve } from 'node:path';
import { called, IS_BUNDLE } from './called-as.ts';
import { CannotWrite } from './cannot-write.ts';
import { optionSlip } from './option-slip.ts';
import { styleOf } from './style.ts';
import { fitUsage } from './usage.ts';
import { UnusableFile, UsageError } from './usage-error.ts';

/** It could not be checked, or not be done: whatever the reason, nothing has been found to be wrong. */
export const EXIT_COULD_NOT = 2;

/**
 * @param name of the command, for who wants to know more; empty where there is none of the name that was given.
 * @param command gives the exit code.
 */
export async function runCommand(
  usage: string,
  name: string,
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
    process.stdout.write(fitUsage(usage, styleOf(process.stdout, process.env).columns));
    return;
  }
  try {
    process.exitCode = await command(argv);
  } catch (error) {
    process.exitCode = EXIT_COULD_NOT;
    const slip = error instanceof UsageError ? error.message : optionSlip(error, name, usage);
    if (slip !== undefined) {
      if (error instanceof UnusableFile && argv.includes('--json'))
        process.stdout.write(`${JSON.stringify({ verdict: 'unchecked', sentence: slip }, null, 2)}\n`);
      process.stderr.write(`${slip}\nMore: ${`${called('help')} ${name}`.trimEnd()}\n`);
    } else if (error instanceof CannotWrite) process.stderr.write(`${error.message}\n`);
    else reportFault(error);
  }
}

/** A path as it was meant: npm runs its scripts from the folder of the package, wherever it was called. */
export function resolvePath(path: string): string {
  const { npm_lifecycle_event: script, INIT_CWD: calledFrom } = process.env;
  return IS_BUNDLE || script === undefined || calledFrom === undefined ? path : resolve(calledFrom, path);
}

/** @throws UsageError */
export function secondsOption(name: string, text: string, most = 3600): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= most)) throw new UsageError(`${name} takes a number of seconds, up to ${most}.`);
  return seconds;
}

function reportFault(error: unknown): void {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`This program failed, which says nothing about the record.\n\n${what}\n`);
}
