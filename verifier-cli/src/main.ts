/**
 * All commands under one name:
 *
 *     node counterfoil.mjs verify https://ledger.example.org
 *
 * In the repository the same is `npm run counterfoil -- verify …`. The bundle is made of this file (../build.ts); on a thread it
 * does what `bundle-worker.ts` does.
 */
import { isMainThread, workerData } from 'node:worker_threads';
import manifest from '../package.json' with { type: 'json' };
import type { WorkerTask } from './bundle-workers.ts';
import { called } from './called-as.ts';
import { runCommand } from './command.ts';
import { commands, type Command } from './commands.ts';
import { nearest } from './nearest.ts';
import { servePreparing } from './serve-preparing.ts';
import { styleOf } from './style.ts';
import { fitUsage } from './usage.ts';
import { UsageError } from './usage-error.ts';

if (isMainThread) await dispatch(process.argv.slice(2));
else servePreparing(workerData as WorkerTask);

async function dispatch([name = 'help', ...rest]: readonly string[]): Promise<void> {
  if (name === '--version' || name === 'version') {
    process.stdout.write(`counterfoil ${manifest.version}\n`);
    return;
  }
  const isHelp = name === 'help' || name === '--help' || name === '-h';
  const command = commands.get(isHelp ? (rest[0] ?? '') : name);
  if (isHelp && rest[0] === undefined)
    process.stdout.write(fitUsage(overview(), styleOf(process.stdout, process.env).columns));
  else if (command === undefined) await runCommand(overview(), '', () => unknown(isHelp ? (rest[0] ?? '') : name), []);
  else
    await runCommand(
      helpOn(isHelp ? (rest[0] ?? '') : name, command),
      isHelp ? (rest[0] ?? '') : name,
      command.run,
      isHelp ? ['--help'] : rest,
    );
}

function unknown(name: string): Promise<never> {
  const meant = nearest(name, commands.keys());
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return Promise.reject(new UsageError(`There is no command "${name}".${hint}`));
}

function overview(): string {
  const width = Math.max(...[...commands.keys()].map(({ length }) => length));
  const lines = [...commands].map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `Checks public records that were made with Counterfoil, trusting nobody who runs them.

  ${called('<command>')} …

${lines.join('\n')}

  ${called('help')} <command>  says more, with examples
  ${called('--version')}

Exit code 0: verified, or done. 1: something is wrong. 2: it could not be checked.
`;
}

function helpOn(name: string, { usage, examples }: Command): string {
  return `${usage}\nExamples:\n${examples.map((line) => `  ${`${called(name)} ${line}`.trimEnd()}\n`).join('')}`;
}
