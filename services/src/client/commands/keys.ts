/** Keys of people: made, put under another passphrase, shown for a mandate. */
import { randomBytes } from 'node:crypto';
import { CannotStart, type ExitCode } from '../command.ts';
import { filePath } from '../hands.ts';
import { makeKeyFile, openKeyFile, relockKeyFile } from '../key-file.ts';
import { createPassphrases } from '../passphrases.ts';
import { sshSigner } from '../ssh-signer.ts';
import { openTerminal } from '../terminal.ts';

export interface KeyValues {
  readonly 'new-key'?: string | undefined;
  readonly 'change-passphrase'?: string | undefined;
  readonly 'show-key'?: string | undefined;
  readonly 'no-passphrase': boolean;
  readonly 'passphrase-fd'?: string | undefined;
  readonly ssh: readonly string[];
}

/** Undefined where no key was asked for. */
export function runKeyCommand(values: KeyValues): Promise<ExitCode> | undefined {
  if (values['new-key'] !== undefined) return newKey(filePath(values['new-key']), values);
  if (values['change-passphrase'] !== undefined) return changePassphrase(filePath(values['change-passphrase']), values);
  if (values['show-key'] !== undefined) return showKey(values['show-key'], values);
  return undefined;
}

const passphrasesOf = (values: KeyValues) =>
  createPassphrases({ terminal: openTerminal(), fd: values['passphrase-fd'], environment: process.env });

async function newKey(file: string, values: KeyValues): Promise<ExitCode> {
  const passphrase = values['no-passphrase'] ? undefined : await passphrasesOf(values).choose(file);
  const { person, keyid } = await makeKeyFile(file, { passphrase });
  const [first, second] =
    passphrase === undefined
      ? [
          'It has no passphrase: whoever copies the file can sign in this name.',
          'Keep a copy in a safe place: nobody can make it anew.',
        ]
      : [
          'It is locked with your passphrase, which nobody can find again if you forget it.',
          'Keep a copy of the file in a safe place, and the passphrase in another.',
        ];
  process.stdout.write(`A new key lies in ${file}.\n${first}\n${second}\n\n${forMandate(person, keyid)}`);
  return 0;
}

async function changePassphrase(file: string, values: KeyValues): Promise<ExitCode> {
  const passphrases = passphrasesOf(values);
  const { locked } = await openKeyFile(file);
  const old = locked ? { old: await passphrases.old(file) } : {};
  if (values['no-passphrase']) {
    await relockKeyFile(file, old);
    process.stdout.write(`${file} has no passphrase any more: whoever copies it can sign in this name.\n`);
    return 0;
  }
  // A wrong old one is said before somebody thinks of a new one.
  if (locked) (await openKeyFile(file)).open(old.old);
  await relockKeyFile(file, { ...old, new: await passphrases.choose(file) });
  process.stdout.write(`${file} is locked with the new passphrase. Copies of it are still under the old one.\n`);
  return 0;
}

/** Of an SSH key too, which names no person: one is made up here, unless the person has one already. */
async function showKey(file: string, { ssh }: KeyValues): Promise<ExitCode> {
  if (ssh.length > 0) throw new CannotStart('Give the file itself: --show-key <file>.');
  if (file.endsWith('.pub')) {
    const { keyid } = await sshSigner(filePath(file));
    process.stdout.write(forMandate(randomBytes(16).toString('hex'), keyid));
    process.stdout.write(
      '\nThe person is new. For somebody who has a key on the ledger already, their identifier there counts.\n',
    );
    return 0;
  }
  const { person, keyid } = await openKeyFile(filePath(file));
  process.stdout.write(forMandate(person, keyid));
  return 0;
}

function forMandate(person: string, keyid: string): string {
  return `For the mandate, the registrars need\n  "person": "${person}"\n  "key": "${keyid}"\n`;
}
