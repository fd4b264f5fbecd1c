/**
 * Signing with the machine's own OpenSSH: keys in files, in the agent, and in hardware that has to be touched. This program
 * sees the public key alone.
 */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { FormatError } from '@counterfoil/ledger/error';
import { parseSshPublicKey } from '@counterfoil/ledger/keyid';
import type { Signer } from '@counterfoil/ledger/signature';
import { parseArmoredSshsig, sshsigNamespace } from '@counterfoil/ledger/sshsig';
import { CannotStart } from './command.ts';

/**
 * @param file a public key, as `ssh-keygen` writes it to `.pub`
 * @throws CannotStart in a sentence where the file holds no key of a kind that can sign here
 */
export async function sshSigner(file: string): Promise<Signer> {
  const line = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CannotStart(`There is no SSH public key ${file}.`, { cause });
  });
  return {
    keyid: keyidOf(file, line),
    sign: async (signed) => armored(await run(file, sshsigNamespace(signed), signed.message)),
  };
}

function keyidOf(file: string, line: string): string {
  try {
    return parseSshPublicKey(line);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new CannotStart(
      `${file} cannot sign here: ${cause.message} Give the .pub file of an Ed25519 key; "ssh-keygen -t ed25519" makes one, "ssh-keygen -t ed25519-sk" one in a security key.`,
      { cause },
    );
  }
}

function armored(text: string): Uint8Array {
  try {
    return parseArmoredSshsig(text);
  } catch (cause) {
    throw new CannotStart('ssh-keygen gave something else than a signature. Nothing was sent.', { cause });
  }
}

/** `ssh-keygen` itself asks for passphrases and says when to touch a key, on the terminal. */
function run(file: string, namespace: string, message: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('ssh-keygen', ['-Y', 'sign', '-f', file, '-n', namespace], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      err.push(chunk);
      if (process.stderr.isTTY) process.stderr.write(chunk);
    });
    child.once('error', (cause: NodeJS.ErrnoException) =>
      reject(cause.code === 'ENOENT' ? new CannotStart(ABSENT, { cause }) : cause),
    );
    child.once('close', (code) => {
      if (code === 0) return resolve(Buffer.concat(out).toString());
      const said = Buffer.concat(err).toString().trim().split('\n').at(-1) ?? '';
      reject(new CannotStart(`ssh-keygen did not sign with ${file}: ${said}. Nothing was sent.`));
    });
    // Who ends before reading everything says why by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(message);
  });
}

const ABSENT =
  'This machine has no ssh-keygen, which signs for SSH keys. It comes with OpenSSH (8.1 or newer): install it, or sign with a key file (--key).';
