/** What the commands of `npm run sign` share: how they are found, and what every one of them takes. */
import type { ExitCode } from '../command.ts';
import { openDesk, type Desk } from '../desk.ts';
import { wrapUsage } from '../layout.ts';

export interface Command {
  /** As it is typed. */
  readonly word: string;
  /** For the list of commands, after the word. */
  readonly summary: string;
  run(args: readonly string[]): Promise<ExitCode>;
}

/** For the usage of every command. */
export const COMMON_USAGE = `  --key <file>           a key file that signs; again for each further one
  --ssh <file>           a public key of OpenSSH, for which ssh-keygen signs: with the agent, or with a key in hardware
  --to <address>         where the ledger is; or set COUNTERFOIL_LEDGER, and COUNTERFOIL_KEY for the key
  --office <code>        the office to sign for, where a key holds several
  --lang <tag>           language of what you write; else that of the authority
  --dry-run              only show what would be signed
  --raw                  also show the statement as it is signed
  --yes                  sign without asking, for scripts
  --passphrase-fd <n>    read passphrases from this open file, one a line
  --log-key <key>        the key of the log, got elsewhere than from this address
  --memory <folder>      where to keep what this computer has seen of ledgers`;

/** Shows the usage where `--help` is asked for; otherwise opens the desk, and closes it whatever happens. */
export async function atDesk(
  values: Parameters<typeof openDesk>[0] & { readonly help: boolean },
  usage: string,
  work: (desk: Desk) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (values.help) {
    process.stdout.write(`${wrapUsage(`${usage.trimEnd()}\n\n${COMMON_USAGE}`)}\n`);
    return 0;
  }
  using desk = await openDesk(values);
  return await work(desk);
}
