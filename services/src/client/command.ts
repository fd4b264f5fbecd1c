/** What the command-line programs share: exit codes, the way they end, and how they tell a failure. */
import { FormatError } from '@counterfoil/ledger/error';
import { ClientProblem } from './client-problem.ts';
import { KeyFileError } from './key-file.ts';
import { Interrupted } from './terminal.ts';

/** 0: all of it was done. 1: part of it was refused. 2: nothing could be done. */
export type ExitCode = 0 | 1 | 2;

/** Ends a command with code 2 and a sentence that says what to do. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}

/** Runs a command to its exit code; what is expected to go wrong is told in a sentence, a bug with its stack. */
export async function runCommand(command: () => Promise<ExitCode>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    process.exitCode = 2;
    process.stderr.write(`${describe(error)}\n`);
  }
}

/** A sentence for a person. */
function describe(error: unknown): string {
  if (error instanceof ClientProblem) return `${error.detail} (${error.code})`;
  if (error instanceof FormatError) return `${error.message} (${error.code})`;
  if (
    error instanceof CannotStart ||
    error instanceof KeyFileError ||
    error instanceof Interrupted ||
    isOfSystem(error)
  )
    return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** What the system says of a file, or `parseArgs` of what was typed: a sentence, and no fault of the program. */
function isOfSystem(error: unknown): error is Error {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return 'syscall' in error || String(error.code).startsWith('ERR_PARSE_ARGS');
}

export function required(value: string | undefined, option: string, usage: string): string {
  if (value === undefined || value === '') throw new CannotStart(`Say ${option}.\n\n${usage}`);
  return value;
}
