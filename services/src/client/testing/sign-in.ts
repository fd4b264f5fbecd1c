/** Runs `npm run sign` against a test service, with the key files of the invented city. */
import { join } from 'node:path';
import assert from 'node:assert/strict';
import type { TestService } from '../../testing/service.ts';
import { runProgram, type Ran, type RunOptions } from './run-program.ts';

export interface SignIn {
  /** @param names of key files in the folder of the people. Signs without asking. */
  sign(args: readonly string[], names?: readonly string[], options?: RunOptions): Promise<Ran>;
  /** The same where it has to succeed: gives what it printed. */
  signed(args: readonly string[], names?: readonly string[], options?: RunOptions): Promise<string>;
  fileOf(name: string): string;
}

export function signIn({ address, folder }: Pick<TestService, 'address' | 'folder'>): SignIn {
  const fileOf = (name: string): string => join(folder, 'people', `${name}.pem`);
  const sign: SignIn['sign'] = (args, names = [], options = {}) =>
    runProgram(
      'client/sign.ts',
      [
        ...args,
        ...names.flatMap((name) => ['--key', fileOf(name)]),
        ...['--to', address, '--memory', join(folder, 'memory')],
        ...(args.includes('--dry-run') ? [] : ['--yes']),
      ],
      options,
    );
  return {
    sign,
    fileOf,
    async signed(args, names, options) {
      const { exitCode, stdout, stderr } = await sign(args, names, options);
      assert.equal(exitCode, 0, `${args.join(' ')}: ${stderr}`);
      return stdout;
    },
  };
}
