/** What a thread does that runs commands one after the other: a process for each would cost more than the command. */
import { parentPort } from 'node:worker_threads';
import { runCommand } from '../command.ts';
import { commands } from '../commands.ts';
import type { ThreadAnswer } from './command-threads.ts';

let printed = { stdout: '', stderr: '' };
for (const stream of ['stdout', 'stderr'] as const)
  process[stream].write = (text: string | Uint8Array): boolean => {
    printed[stream] += typeof text === 'string' ? text : new TextDecoder().decode(text);
    return true;
  };

parentPort?.on('message', (argv: readonly string[]) => void serve(argv));

async function serve([name = '', ...argv]: readonly string[]): Promise<void> {
  printed = { stdout: '', stderr: '' };
  process.exitCode = undefined;
  const { usage, run } = commands.get(name) ?? {
    usage: '',
    run: () => Promise.reject(new Error(`There is no command "${name}".`)),
  };
  await runCommand(usage, name, run, argv);
  process.removeAllListeners('uncaughtException');
  const code = typeof process.exitCode === 'number' ? process.exitCode : 0;
  parentPort?.postMessage({ ...printed, code } satisfies ThreadAnswer, []);
}
