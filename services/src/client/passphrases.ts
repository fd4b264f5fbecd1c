/**
 * Where passphrases come from: the terminal, or for scripts a file descriptor or the environment. Never the command line,
 * which every user of the machine can read.
 */
import { readFileSync } from 'node:fs';
import { CannotStart } from './command.ts';
import { KeyFileError, MIN_PASSPHRASE_CHARACTERS, type KeyFile, type PersonKey } from './key-file.ts';
import type { Terminal } from './terminal.ts';

export interface Passphrases {
  /** Opens a key file, asking as often as somebody may mistype. @throws KeyFileError */
  open(key: KeyFile): Promise<PersonKey>;
  /** The passphrase that a file is under now. */
  old(file: string): Promise<string>;
  /** One for a file that is to be locked, typed twice. */
  choose(file: string): Promise<string>;
}

export interface PassphraseSources {
  readonly terminal: Terminal | undefined;
  /** Number of a file descriptor that gives a passphrase a line; one line alone serves every file. */
  readonly fd: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export const PASSPHRASE_VARIABLE = 'COUNTERFOIL_PASSPHRASE';
export const NEW_PASSPHRASE_VARIABLE = 'COUNTERFOIL_NEW_PASSPHRASE';

const TRIES = 3;
const nowhere = (variable: string): string =>
  `A passphrase is asked on the terminal, and there is none here. A script gives it with --passphrase-fd <number>, or in ${variable}.`;

export function createPassphrases({ terminal, fd, environment }: PassphraseSources): Passphrases {
  const lines = fd === undefined ? undefined : readLines(fd);
  let taken = 0;
  const given = (): string | undefined => {
    if (lines === undefined) return environment[PASSPHRASE_VARIABLE];
    return lines[lines.length === 1 ? 0 : taken++];
  };
  const ask = async (question: string, variable = PASSPHRASE_VARIABLE): Promise<string> => {
    if (terminal === undefined) throw new CannotStart(nowhere(variable));
    return terminal.ask(question, { hidden: true });
  };
  return {
    async open(key) {
      if (!key.locked) return key.open();
      const known = given();
      if (known !== undefined) return key.open(known);
      for (let tries = 1; ; tries++) {
        try {
          return key.open(await ask(`Passphrase of ${key.file}: `));
        } catch (error) {
          if (!(error instanceof KeyFileError) || error.code !== 'passphrase-wrong' || tries === TRIES) throw error;
          process.stderr.write('That is not it. ');
        }
      }
    },
    old: async (file) => given() ?? ask(`Passphrase of ${file} until now: `),
    async choose(file) {
      const known = (lines === undefined ? undefined : given()) ?? environment[NEW_PASSPHRASE_VARIABLE];
      if (known !== undefined) return known;
      const first = await ask(
        `A passphrase for ${file}, at least ${MIN_PASSPHRASE_CHARACTERS} characters: `,
        NEW_PASSPHRASE_VARIABLE,
      );
      if (first !== (await ask('The same once more: ')))
        throw new CannotStart('The two were not the same. Nothing was changed.');
      return first;
    },
  };
}

function readLines(fd: string): string[] {
  try {
    if (!/^\d{1,4}$/.test(fd)) throw new RangeError('It is the number of an open file.');
    const lines = readFileSync(Number(fd), 'utf8').split(/\r?\n/);
    if (lines.at(-1) === '') lines.pop();
    return lines;
  } catch (cause) {
    throw new CannotStart(`No passphrase can be read from the file descriptor "${fd}".`, { cause });
  }
}
