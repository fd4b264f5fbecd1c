/**
 * `npm run sign`: the workspace of officials and registrars. What is signed is composed here, from what was read and checked
 * here, and shown before anything is signed.
 */
import { parseArgs } from 'node:util';
import { CannotStart, runCommand, type ExitCode } from './command.ts';
import { accountCommand } from './commands/account.ts';
import { actCommands } from './commands/acts.ts';
import { atDesk, COMMON_USAGE, type Command } from './commands/command-line.ts';
import { decideCommand } from './commands/decide.ts';
import { dueCommand } from './commands/due.ts';
import { figureReplyCommand } from './commands/figure-reply.ts';
import { intakeCommand } from './commands/intake.ts';
import { runKeyCommand } from './commands/keys.ts';
import { moderationCommands } from './commands/moderate.ts';
import { pendingCommand, publishCommand } from './commands/pending.ts';
import { processCommand } from './commands/process.ts';
import { registersCommand } from './commands/registers.ts';
import { registrarCommands } from './commands/registrars.ts';
import { retentionCommand } from './commands/retention.ts';
import { showCase } from './commands/show-case.ts';
import { slipsCommand } from './commands/slips.ts';
import { signStatement } from './commands/statement.ts';
import { trayCommand } from './commands/tray.ts';
import { deskOptions } from './desk.ts';
import { wrapUsage } from './layout.ts';
import { NEW_PASSPHRASE_VARIABLE, PASSPHRASE_VARIABLE } from './passphrases.ts';

const reading: readonly Command[] = [dueCommand, showCase, pendingCommand, trayCommand];
const acting: readonly Command[] = [
  ...actCommands,
  ...[accountCommand, decideCommand, registersCommand, figureReplyCommand],
];
const taking: readonly Command[] = [intakeCommand, slipsCommand];
const moderating: readonly Command[] = [publishCommand, ...moderationCommands, retentionCommand];
const registering: readonly Command[] = [...registrarCommands, processCommand];
const commands = [...reading, ...acting, ...taking, ...moderating, ...registering];

const lines = (list: readonly Command[]): string =>
  list.map(({ word, summary }) => `  ${word.padEnd(13)} ${summary}`).join('\n');

const USAGE = `npm run sign -- <command> … --key <file> --to <address>
npm run sign -- --key <file> --to <address> <statement.json>

To read
${lines(reading)}

To say, in a case
${lines(acting)}

For what people say elsewhere
${lines(taking)}

For texts in public view
${lines(moderating)}

For registrars
${lines(registering)}

Keys
  --new-key <file>            make a key, and print what its mandate needs
  --change-passphrase <file>  lock a key file with another passphrase
  --show-key <file>           print what a mandate needs; of an SSH public key too
  --no-passphrase             with the first two: a key file that is not locked

Every command
${COMMON_USAGE}

Each command says more with --help. A passphrase is asked on the terminal; for scripts it comes from --passphrase-fd or from ${PASSPHRASE_VARIABLE} (a new one: ${NEW_PASSPHRASE_VARIABLE}), never from the command line.

The JSON holds the fields of one statement but "origin" and "seen", and "at" only when it happened earlier than now. A text is written as {"text": "…", "lang": "en"}: the ledger gets its commitment, the text goes beside it.`;

async function main(args: readonly string[]): Promise<ExitCode> {
  const command = commands.find(({ word }) => word === args[0]);
  if (command !== undefined) return command.run(args.slice(1));
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...deskOptions,
      'new-key': { type: 'string' },
      'change-passphrase': { type: 'string' },
      'show-key': { type: 'string' },
      'no-passphrase': { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${wrapUsage(USAGE)}\n`);
    return 0;
  }
  const keyWork = runKeyCommand(values);
  if (keyWork !== undefined) return keyWork;
  const [first, ...more] = positionals;
  if (first === undefined) throw new CannotStart(`Say what to do.\n\n${wrapUsage(USAGE)}`);
  const named = commands.find(({ word }) => word === first);
  // Options may stand before the command as well.
  if (named !== undefined) return named.run(args.toSpliced(args.indexOf(first), 1));
  if (more.length > 0) throw new CannotStart(`There is no command "${first}". With --help you see all of them.`);
  return atDesk(values, USAGE, (desk) => signStatement(desk, first));
}

await runCommand(() => main(process.argv.slice(2)));
